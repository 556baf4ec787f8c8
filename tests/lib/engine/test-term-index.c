/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "match-text.h"
#include "small-lexicon.h"

static const SmallTerm terms[] = {
  { "weed", "en", "weed", 2, DECANT_BOUNDARY_WORD },
  { "coke", "en|de", "coke", 2, DECANT_BOUNDARY_WORD },
  { "snow", "en", "snow", 3, DECANT_BOUNDARY_WORD },
  { "ice", "en", "ice", 3, DECANT_BOUNDARY_WORD },
  { "widow", "en", "white widow", 1, DECANT_BOUNDARY_WORD },
  { "white", "en", "white", 3, DECANT_BOUNDARY_WORD },
  { "white-pills", "en", "white pill", 2, DECANT_BOUNDARY_WORD },
  { "2cb", "en", "2c-b", 0, DECANT_BOUNDARY_EXACT },
  { "3mmc", "en", "3-mmc|3mmc", 0, DECANT_BOUNDARY_EXACT },
  { "420", "mul", "420", 2, DECANT_BOUNDARY_EXACT },
  { "tag", "en", "tiktoktag|k", 2, DECANT_BOUNDARY_HASHTAG },
  { "ck", "en", "c&k", 1, DECANT_BOUNDARY_WORD },
  { "nose", "mul", "❄️", 3, DECANT_BOUNDARY_EMOJI },
  { "noses", "mul", "❄👃", 3, DECANT_BOUNDARY_EMOJI },
  { "dama", "zh", "大麻", 1, DECANT_BOUNDARY_UNSPACED },
  { "kfen", "zh", "K粉", 1, DECANT_BOUNDARY_UNSPACED },
  { "ganja", "th", "กัญชา", 1, DECANT_BOUNDARY_UNSPACED },
  { "hash.en", "en", "hash", 3, DECANT_BOUNDARY_WORD },
  { "hash.de", "de", "hash|Hasch", 1, DECANT_BOUNDARY_WORD },
  { "kokain", "de", "Kokain", 0, DECANT_BOUNDARY_WORD },
  { "ganja.ru", "ru", "конопля|гашиш", 1, DECANT_BOUNDARY_WORD },
  { "ziolo", "pl", "zioło", 2, DECANT_BOUNDARY_WORD },
  { "daema", "ko", "대마초", 1, DECANT_BOUNDARY_WORD },
  { "pilropon", "ko", "필로폰", 0, DECANT_BOUNDARY_UNSPACED },
  { "tteol", "ko", "떨", 2, DECANT_BOUNDARY_EXACT },
  { "aiseu", "ko", "아이스", 2, DECANT_BOUNDARY_UNSPACED },
  { "candi", "ko", "캔디", 2, DECANT_BOUNDARY_WORD },
  { "cold", "ko", "시원한 술", 2, DECANT_BOUNDARY_UNSPACED },
  { "mdma", "mul", "MDMA", 0, DECANT_BOUNDARY_WORD },
  { "ice.ja", "ja", "アイス", 3, DECANT_BOUNDARY_UNSPACED },
  { "cocaine.ja", "ja", "コカイン", 0, DECANT_BOUNDARY_UNSPACED },
  { "hashish", "ar", "حشيش", 0, DECANT_BOUNDARY_WORD },
  { "cocaine.ar", "ar", "الكوكايين", 0, DECANT_BOUNDARY_WORD },
  { "cafe", "fr", "café noir", 3, DECANT_BOUNDARY_WORD },
};

typedef struct {
  const char *text, *hits, *language;
} Row;

static const Row rows[] = {
  { "", "" },
  { "nothing to see", "" },
  /* Words */
  { "weed", "weed/plain=weed" },
  { "Best WEED, now", "weed/plain=WEED" },
  { "weed coke weed", "weed/plain=weed coke/plain=coke weed/plain=weed" },
  { "(weed)/coke|x", "weed/plain=weed coke/plain=coke" },
  { "seaweed weedy weed2", "" },
  { "@weed_shop", "weed/plain=weed" },
  { "#weed", "weed/plain=weed" },
  { "a\xEF\xBF\xBDweed", "weed/plain=weed" },
  /* Several words */
  { "white widow", "widow/plain=white widow" },
  { "White-Widow white_widow white  widow",
    "widow/plain=White-Widow widow/plain=white_widow widow/plain=white  widow" },
  { "white\u00A0widow", "widow/plain=white\u00A0widow" },
  { "whitewidow", "widow/plain=whitewidow" },
  { "white. Widow", "white/plain=white" },
  { "white\nwidow", "white/plain=white" },
  { "white white widow", "white/plain=white widow/plain=white widow" },
  { "white pills", "white-pills/inflected=white pills" },
  { "c&k c & k c k", "ck/plain=c&k" },
  { "CAFE NOIR cafe\u0301 noir", "cafe/plain=CAFE NOIR cafe/plain=cafe\u0301 noir" },
  /* Exact */
  { "2C-B 2cb 2c b 2-c-b", "2cb/plain=2C-B 2cb/plain=2cb 2cb/plain=2c b" },
  { "3mmc 3-MMC 3mmcs 3mmmmc", "3mmc/plain=3mmc 3mmc/plain=3-MMC" },
  { "420", "420/plain=420" },
  { "420 friendly, 4,420 420.50 $420 +420 420% 1/420 x420", "420/plain=420" },
  { "it is 420.", "420/plain=420" },
  /* Hashtag */
  { "tiktoktag", "" },
  { "#tiktoktag", "tag/plain=tiktoktag" },
  { "#k #other_k k", "tag/plain=k tag/plain=k" },
  /* Emoji */
  { "❄ ❄️", "nose/emoji=❄ nose/emoji=❄️" },
  { "x❄️👃🏽y", "noses/emoji=❄️👃🏽" },
  { "❄️❄️👃", "nose/emoji=❄️ noses/emoji=❄️👃" },
  /* Unspaced scripts */
  { "买大麻吗", "dama/plain=大麻" },
  { "大 麻", "" },
  { "K粉 k粉", "kfen/plain=K粉 kfen/plain=k粉" },
  { "ขายกัญชาราคาถูก", "ganja/plain=กัญชา" },
  /* Languages order, and do not choose */
  { "hash", "hash.en/plain=hash hash.de/plain=hash", "en" },
  { "hash", "hash.de/plain=hash hash.en/plain=hash", "de-AT" },
  { "hasch", "hash.de/plain=hasch", "en" },
  /* Inflected */
  { "Kokains Kokain", "kokain/inflected=Kokains kokain/plain=Kokain" },
  { "конопли коноплю гашишем",
    "ganja.ru/inflected=конопли ganja.ru/inflected=коноплю ganja.ru/inflected=гашишем" },
  { "zioła ziolem zioło", "ziolo/inflected=zioła ziolo/inflected=ziolem ziolo/plain=zioło" },
  { "대마초를 대마초", "daema/inflected=대마초를 daema/plain=대마초" },
  { "snows ices", "" },
  /* Korean: particles and verbs join the word */
  { "필로폰을 팝니다", "pilropon/plain=필로폰" },
  { "중국산필로폰팝니다", "pilropon/plain=필로폰" },
  { "필로폰필로폰 필로폰", "pilropon/plain=필로폰 pilropon/plain=필로폰 pilropon/plain=필로폰" },
  { "MDMA팝니다 엠MDMA", "mdma/plain=MDMA mdma/plain=MDMA" },
  { "떨 떨어지다 벌벌떨", "tteol/plain=떨" },
  { "캔디 캔디를 캔디팝니다 캔디바 솜캔디", "candi/plain=캔디 candi/inflected=캔디를 candi/inflected=캔디팝니다" },
  { "아이스 아이스커피 신형아이스", "aiseu/plain=아이스 aiseu/plain=아이스" },
  { "시원한 술팝니다", "cold/plain=시원한 술" },
  { "필로폰아이스 대마초아이스", "pilropon/plain=필로폰 aiseu/plain=아이스 aiseu/plain=아이스" },
  /* Longer words that only hold a form */
  { "大麻烦 大麻", "dama/plain=大麻" },
  { "遇到大麻煩了", "" },
  /* A run of katakana */
  { "アイスあります アイスランド ナイスアイス", "ice.ja/plain=アイス" },
  { "コカインパーティー", "cocaine.ja/plain=コカイン" },
  /* Arabic: letters on to the beginning */
  { "حشيش الحشيش وحشيش بالحشيش للحشيش",
    "hashish/plain=حشيش hashish/inflected=الحشيش hashish/inflected=وحشيش hashish/inflected=بالحشيش hashish/inflected=للحشيش" },
  { "الكوكايين والكوكايين للكوكايين كوكايين",
    "cocaine.ar/plain=الكوكايين cocaine.ar/inflected=والكوكايين cocaine.ar/inflected=للكوكايين" },
  { "weeds cokes", "weed/inflected=weeds coke/inflected=cokes" },
  /* Decorated and hidden */
  { "ｃｏｋｅ 🅒🅞🅚🅔", "coke/compatibility=ｃｏｋｅ coke/compatibility=🅒🅞🅚🅔" },
  { "co\u200Bke \u200Bcoke", "coke/hidden=co\u200Bke coke/plain=coke" },
  { "ⓘⓒⓔ i\u200Bce", "ice/compatibility=ⓘⓒⓔ ice/hidden=i\u200Bce" },
  { "３ｍｍｃ", "3mmc/compatibility=３ｍｍｃ" },
};

static DecantTermIndex *term_index;

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autofree char *hits = match_text (term_index, row->text, row->language);

  g_assert_cmpstr (hits, ==, row->hits);
}

/* A mebibyte of what each part of the search has most work with: were any of it not linear, this would not end. */
static void
test_bounds_hostile_texts (void)
{
  static const char *const units[] = { "k_", "k", "a ", "a.", "1 a ", "c*", "1a", "a$", "#aaaa ", "#a_", "aaab", "white ",
                                       "❄", "大", "\u1161", "\u3099", "\u0e38", "c\u200B", "\u0336", "аa", "필", "시원한 " };

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      g_autoptr (GString) text = g_string_sized_new (1 << 20);
      g_autofree char *hits = NULL;

      while (text->len + strlen (units[i]) <= 1 << 20)
        g_string_append (text, units[i]);
      hits = match_text (term_index, text->str, NULL);
      g_assert_nonnull (hits);
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (DecantLexicon) lexicon = small_lexicon_make (terms, G_N_ELEMENTS (terms));
  g_autoptr (DecantTermIndex) made = decant_term_index_new (lexicon);

  term_index = made;
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/term-index/row-%u", i);
      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/term-index/hostile", test_bounds_hostile_texts);
  return g_test_run ();
}

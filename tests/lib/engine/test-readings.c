/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "match-text.h"
#include "small-lexicon.h"

static const SmallTerm terms[] = {
  { "coke", "en", "coke|coca", 2, DECANT_BOUNDARY_WORD },
  { "cocaine", "en", "cocaine", 0, DECANT_BOUNDARY_WORD },
  { "crack", "en", "crack", 3, DECANT_BOUNDARY_WORD },
  { "heroin", "en|de", "heroin|smack", 0, DECANT_BOUNDARY_WORD },
  { "weed", "en", "weed", 2, DECANT_BOUNDARY_WORD },
  { "pot", "en", "pot|grass", 3, DECANT_BOUNDARY_WORD },
  { "hash", "en", "hash|hashish", 2, DECANT_BOUNDARY_WORD },
  { "cannabis", "en", "cannabis|marijuana|ganja", 0, DECANT_BOUNDARY_WORD },
  { "shrooms", "en", "shrooms|magic mushrooms", 1, DECANT_BOUNDARY_WORD },
  { "speed", "en", "speed", 3, DECANT_BOUNDARY_WORD },
  { "meth", "en", "meth|crystal meth", 1, DECANT_BOUNDARY_WORD },
  { "ice", "en", "ice", 3, DECANT_BOUNDARY_WORD },
  { "acid", "en", "acid", 3, DECANT_BOUNDARY_WORD },
  { "lsd", "en", "lsd", 0, DECANT_BOUNDARY_WORD },
  { "mdma", "en", "mdma|molly|ecstasy", 1, DECANT_BOUNDARY_WORD },
  { "ketamine", "en", "ketamine", 0, DECANT_BOUNDARY_WORD },
  { "snow", "en", "snow", 3, DECANT_BOUNDARY_WORD },
  { "widow", "en", "white widow|alien og", 1, DECANT_BOUNDARY_WORD },
  { "3mmc", "en", "3mmc|b12", 0, DECANT_BOUNDARY_EXACT },
  { "tabs", "en", "tabs|pill|gear|plug|dope|horse|candy|blow|sugar|bars|molly|line", 3, DECANT_BOUNDARY_WORD },
  { "de.shit", "de", "Shit|Gras|Schnee", 3, DECANT_BOUNDARY_WORD },
  { "kokain.ru", "ru", "кокаин|кокс|гашиш", 0, DECANT_BOUNDARY_WORD },
  { "420", "mul", "420", 2, DECANT_BOUNDARY_EXACT },
  { "hera.pl", "pl", "hera|droga", 1, DECANT_BOUNDARY_WORD },
  { "names", "en", "temesta|tianaa|hearóin|shotters|roofies|tangie|aderal", 1, DECANT_BOUNDARY_WORD },
  { "names.ru", "ru", "морфин|морфий", 1, DECANT_BOUNDARY_WORD },
  { "yayo", "en|pl", "yayo|koks", 2, DECANT_BOUNDARY_WORD },
};

typedef struct {
  const char *text, *hits;
} Row;

static const Row rows[] = {
  /* Leet */
  { "c0ke", "coke/leet=c0ke" },
  { "best c0c41n3 here", "cocaine/leet=c0c41n3" },
  { "C0CA1NE", "cocaine/leet=C0CA1NE" },
  { "w33d m3th h4sh", "weed/leet=w33d meth/leet=m3th hash/leet=h4sh" },
  { "c@ke c@nn@bis", "cannabis/leet=c@nn@bis" },
  { "$peed $hrooms", "speed/leet=$peed shrooms/leet=$hrooms" },
  { "cok€ hero!n he|p", "coke/leet=cok€ heroin/leet=hero!n" },
  { "shroom$", "shrooms/leet=shroom$" },
  { "mo11y ecst4sy", "mdma/leet=mo11y tabs/leet=mo11y mdma/leet=ecst4sy" },
  { "c0kes", "coke/leet=c0kes" },
  { "wh1te w1dow", "widow/leet=wh1te w1dow" },
  { "5peed 4cid", "speed/leet=5peed acid/leet=4cid" },
  { "к0каин", "kokain.ru/leet=к0каин" },
  /* Separated */
  { "c.o.k.e", "coke/separated=c.o.k.e" },
  { "get c o k e now", "coke/separated=c o k e" },
  { "c-o-k-e c_o_k_e c*o*k*e",
    "coke/separated=c-o-k-e coke/separated=c_o_k_e coke/separated=c*o*k*e" },
  { "a c o c a i n e", "cocaine/separated=c o c a i n e" },
  { "c . o . k . e", "coke/separated=c . o . k . e" },
  { "c·o·k·e", "coke/separated=c·o·k·e" },
  { "L.S.D. l-s-d", "lsd/separated=L.S.D lsd/separated=l-s-d" },
  { "c.0.k.e", "coke/separated=c.0.k.e" },
  { "w h i t e w i d o w", "widow/separated=w h i t e w i d o w" },
  { "co-ca-ine can.na.bis", "cocaine/separated=co-ca-ine cannabis/separated=can.na.bis" },
  { "к о к а и н", "kokain.ru/separated=к о к а и н" },
  { "c-o_c.a i-n e k🧩e🧩t🧩a🧩m🧩i🧩n🧩e", "cocaine/separated=c-o_c.a i-n e ketamine/separated=k🧩e🧩t🧩a🧩m🧩i🧩n🧩e" },
  { "[c][o][k][e] c • o • k • e", "coke/separated=c][o][k][e coke/separated=c • o • k • e" },
  { "🇨🇴🇰🇪 or 🇰 🇪 🇹 🇦 🇲 🇮 🇳 🇪", "coke/separated=🇨🇴🇰🇪 ketamine/separated=🇰 🇪 🇹 🇦 🇲 🇮 🇳 🇪" },
  /* Signs for letters */
  { "(ocaine ¢ocaine c©caine k€+amine", "cocaine/leet=(ocaine cocaine/leet=¢ocaine ketamine/leet=k€+amine" },
  { "|<etamine c()caine", "ketamine/leet=|<etamine cocaine/leet=c()caine" },
  { "c⭕ke 💲peed ec💲tasy", "coke/leet=c⭕ke mdma/leet=ec💲tasy" },
  { "гаш1ш к0ка1н га6иш", "kokain.ru/leet=гаш1ш kokain.ru/leet=к0ка1н" },
  /* Stretched */
  { "weeeed", "weed/stretched=weeeed" },
  { "cooooke coookeee", "coke/stretched=cooooke coke/stretched=coookeee" },
  { "COCAAAAINE", "cocaine/stretched=COCAAAAINE" },
  { "grasssss", "pot/stretched=grasssss" },
  { "crystal methhhh", "meth/stretched=crystal methhhh" },
  { "кооокс", "kokain.ru/stretched=кооокс" },
  /* Hashtag */
  { "#buyweedonline", "weed/hashtag=weed" },
  { "#BuyWeedOnline", "weed/hashtag=Weed" },
  { "#buycocaineonline #cheapketamine", "cocaine/hashtag=cocaine ketamine/hashtag=ketamine" },
  { "#cokeandweed", "coke/hashtag=coke weed/hashtag=weed" },
  { "#weed420 #420weed", "weed/hashtag=weed weed/hashtag=weed" },
  { "#buy_weed_uk", "weed/plain=weed" },
  { "#whitewidow #whitewidowseeds #BuyWhiteWidow",
    "widow/plain=whitewidow widow/hashtag=whitewidow widow/hashtag=WhiteWidow" },
  { "#cocainecowboys", "cocaine/hashtag=cocaine" },
  { "#cokehead", "coke/hashtag=coke" },
  { "#weedlondon", "weed/hashtag=weed" },
  { "#WeedOnline shop", "weed/hashtag=Weed" },
  { "#кокаинмосква", "kokain.ru/hashtag=кокаин" },
  { "#купитькокаин", "kokain.ru/hashtag=кокаин" },
  /* Mixed script */
  { "сосаine", "cocaine/mixed-script=сосаine" },
  { "cоke", "coke/mixed-script=cоke" },
  { "wεed wеed", "weed/mixed-script=wεed weed/mixed-script=wеed" },
  { "best соке here", "coke/mixed-script=соке" },
  { "кoкaин", "kokain.ru/mixed-script=кoкaин" },
  { "HЕROIN", "heroin/mixed-script=HЕROIN" },
  { "у нас сосаіпе сегодня", "cocaine/mixed-script=сосаіпе" },
  { "c0сaine", "cocaine/mixed-script=c0сaine" },
  /* Masked */
  { "co_aine k.tamine coc█ine ket🌟mine", "cocaine/masked=co_aine ketamine/masked=k.tamine cocaine/masked=coc█ine "
                                         "ketamine/masked=ket🌟mine" },
  { "c*ke", "coke/masked=c*ke" },
  { "c**aine", "cocaine/masked=c**aine" },
  { "h#roin k*tamine", "heroin/masked=h#roin ketamine/masked=k*tamine" },
  { "w**d", "weed/masked=w**d" },
  { "coc•ine c%caine", "cocaine/masked=coc•ine cocaine/masked=c%caine" },
  /* Phonetic */
  { "cokaine cocain cocanie", "cocaine/phonetic=cokaine cocaine/phonetic=cocain cocaine/phonetic=cocanie" },
  { "kocaine cokayne cocaaine", "cocaine/phonetic=kocaine cocaine/phonetic=cokayne cocaine/phonetic=cocaaine" },
  { "coccaiine", "cocaine/phonetic=coccaiine" },
  { "ketamin ketaminne kettamine",
    "ketamine/phonetic=ketamin ketamine/phonetic=ketaminne ketamine/phonetic=kettamine" },
  { "ecstacy ekstasy shrums", "mdma/phonetic=ecstacy mdma/phonetic=ekstasy shrooms/phonetic=shrums" },
  { "marihuana marijuanna canabis", "cannabis/phonetic=marihuana cannabis/phonetic=marijuanna cannabis/phonetic=canabis" },
  { "temmesta koks", "names/phonetic=temmesta yayo/plain=koks" },
  { "whitwidow alienog", "widow/phonetic=whitwidow widow/plain=alienog" },
  { "кокоин какаин", "kokain.ru/phonetic=кокоин kokain.ru/phonetic=какаин" },
  { "#BuyLSDOnline #buylsdonline #LSDshop", "lsd/hashtag=LSD lsd/hashtag=lsd lsd/hashtag=LSD" },
  { "#BuyC0caineNow #buyc0cainenow", "cocaine/hashtag=C0caine cocaine/hashtag=c0caine" },
  { "#заказатькокаинсдоставкой", "kokain.ru/hashtag=кокаин" },
  /* Link */
  { "https://buyweedonline.test", "weed/link=weed" },
  { "buycocaine.test/deals http://shop.test/buycocaineonline?x=1", "cocaine/link=cocaine cocaine/link=cocaine" },
  { "http://shop.test/%D0%BA%D0%BE%D0%BA%D0%B0%D0%B8%D0%BD-spb",
    "kokain.ru/link=%D0%BA%D0%BE%D0%BA%D0%B0%D0%B8%D0%BD" },
  { "http://shop.test/?q=%25D0%25B3%25D0%25B0%25D1%2588%25D0%25B8%25D1%2588",
    "kokain.ru/link=%25D0%25B3%25D0%25B0%25D1%2588%25D0%25B8%25D1%2588" },
  { "http://shop.test/white+widow http://shop.test/white%20widow http://shop.test/white_widow",
    "widow/link=white+widow widow/link=white%20widow widow/plain=white_widow" },
  { "http://shop.test/%63%6F%63aine", "cocaine/link=%63%6F%63aine" },
  { "xn--80aqearc.test", "kokain.ru/link=xn--80aqearc" },
  { "&#1082;&#1086;&#1082;&#x430;&#x438;&#x43d;", "kokain.ru/link=&#1082;&#1086;&#1082;&#x430;&#x438;&#x43d;" },
  { "\\u043a\\u043e\\u043a\\u0430\\u0438\\u043d", "kokain.ru/link=\\u043a\\u043e\\u043a\\u0430\\u0438\\u043d" },
  { "РіР°С€РёС€ спб", "kokain.ru/link=РіР°С€РёС€" },
  { "ÐºÐ¾ÐºÐ°Ð¸Ð½", "kokain.ru/link=ÐºÐ¾ÐºÐ°Ð¸Ð½" },
  /* Inflected, where nothing else is meant */
  { "drogi drogę hera", "hera.pl/inflected=drogi hera.pl/inflected=drogę hera.pl/plain=hera" },
  /* Plain goes before disguise, and stays beside it */
  { "coke c0ke", "coke/plain=coke coke/leet=c0ke" },
  { "кокаин кокс", "kokain.ru/plain=кокаин kokain.ru/plain=кокс" },
};

/* What looks like a disguise and is none. */
static const char *innocents[] = {
  /* Words and codes */
  "Scunthorpe", "hashmap", "HashMap", "#hashmap", "cokernel", "coker", "methodist", "#methodist", "something",
  "seaweed", "tumbleweed", "#tumbleweed", "weeding", "grassland", "#grasshopper", "potluck", "#potluck", "spot",
  "potato", "depot", "iceland", "#iceland", "#icecream", "service", "police", "juice", "notice", "#snowman",
  "#snowboarding", "snowed", "crackers", "#crackers", "heroine", "#heroine", "#heroines", "heroic", "speedy",
  "speedometer", "#speedrunning", "acidic", "placid", "antacid", "pillow", "barsoom", "dopey", "dopamine",
  "plugin", "gearbox", "horseradish", "candy2x", "B-12", "mp3", "h264", "i5", "3g", "10x", "4you", "b4", "gr8",
  "l8r", "m8", "w8", "2nite", "COVID19", "PS5", "MP4", "H2O", "5G", "10mg", "50ml", "3x4", "1080p", "24h", "v8",
  "A4", "5ch", "speed5", "hash256", "hash1", "weed2", "acid0", "ice4", "1ce", "p0t", "1sd", "c0d3", "l33t", "n00b",
  "g00gle", "h3llo", "4real", "b00k", "s3cure", "AC1D-100-X9Z", "123e4567-e89b-12d3", "c0ffee", "deadbeef",
  "0xC0CA", "#c0ca0e", "user4cide", "2weed4u", "5.5.5.5",
  "here", "hero", "come here", "cracker",
  /* Links and what looks like code */
  "https://whitehouse.test/news", "https://greenhouse.test", "snowreport.test", "candyshop.test", "iceland.test",
  "grasslands.test", "methodist.test", "https://news.test/2024/speedway/horseracing", "100%cotton", "50%20",
  "100% wool", "%D0", "%zz", "&#;", "&#99999999;", "xn--", "xn--a.test", "xn--99999999999.test", "\\u12",
  "the end.Grassy green", "AT&#38;T", "Рим и Рига", "Ñandú à la crème", "РС РС РС",
  /* One letter or sound away */
  "heroine", "heroism", "heroic", "cannibals", "cannibal", "morphing", "shrouds", "ketamoneous", "marianas", "ocaine",
  "bocaine", "hokaine", "heron", "coking", "cookies", "gashing", "alieno",
  "Teesta", "Tianna", "hearin'", "shooters", "roomies", "tangle", "Марфино", "koks opałowy", "otopný koks", "mi yayo", "гаших", "кокарды", "кокетка",
  /* Letters in a row */
  "i c e", "a b c d", "h a s", "A. B. C. D.", "J. R. R. Tolkien", "U.S.A.", "i.c.e", "I.C.E.", "p-o-t",
  "e.g. i.e.", "a/b/c/d", "x - y - z", "N E S W", "c, o, k, e", "c\no\nk\ne", "hero.in", "super-hero.in",
  "we-ed.test", "co.ke", "w.e.e.d.y", "o-k-e", "a.c.o.k.e", "1.2.3.4", "1 2 3 4", "s/n/o/w/y",
  /* Stretched */
  "hmmmm", "sooo", "cooool", "www", "aaah", "nooooo", "yesss", "weeee", "potttt", "iceeee", "b a s k e t", "co_ke", "K3T-4M1-N3X", "amp; her", "🇩🇪🇫🇷", "a(b)c(d)e", "f o x", "2000", "1000000",
  "xxx", "speeeedy",
  /* Masks and symbols */
  "a*b", "2*3", "a*b*c", "sh*t", "s**t", "f*ck", "f**k", "b*tch", "d*ck", "c**k", "c***", "***", "**bold**",
  "w***", "*eed", "C#", "F# minor", "50% off", "really?yes", "what?!", "can?abis", "c??aine", "p*t", "i*e", "g*n", "c*t", "h*r", "1*1",
  "x#y", "#1", "crap!ola", "john@example.test", "100%sure", "$5", "$100", "5$", "US$20", "a$ap", "ke$ha", "p!nk",
  "AC|DC", "yes!no",
  /* Scripts */
  "в соке много сахара", "яблоки в соке", "соке", "Москва", "рост", "Ελλάδα", "νερό", "Тор 10", "снег",
  "x-координата", "μm", "5 Ω", "рок 90-х", "HTML-код", "Ω-3",
  /* Tags */
  "#love", "#nohate", "#machinelearning", "#cookery", "#sweden", "#methods", "#snowdonia", "#cokely", "#hashimoto",
  "#pots", "#police", "#iceage", "#acidjazz", "#speedwayracing", "#a", "#", "##", "#12", "#grassroots", "#spotify",
  "#crackedscreen", "#candyland", "#heroineedaily",
};

static DecantTermIndex *term_index;

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autofree char *hits = match_text (term_index, row->text, NULL);

  g_assert_cmpstr (hits, ==, row->hits);
}

static void
test_innocent (gconstpointer data)
{
  g_autofree char *hits = match_text (term_index, data, NULL);

  g_assert_cmpstr (hits, ==, "");
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
      g_autofree char *path = g_strdup_printf ("/readings/row-%u", i);
      g_test_add_data_func (path, &rows[i], test_row);
    }
  for (guint i = 0; i < G_N_ELEMENTS (innocents); i++)
    {
      g_autofree char *path = g_strdup_printf ("/readings/innocent-%u", i);
      g_test_add_data_func (path, innocents[i], test_innocent);
    }
  return g_test_run ();
}

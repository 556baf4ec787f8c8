/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/fold.h"

#include <string.h>

typedef struct {
  const char *name, *source, *folded;
  guint8 flags; /* of any byte */
} Row;

#define C DECANT_FOLD_COMPATIBILITY
#define I DECANT_FOLD_IGNORABLE

static const Row rows[] = {
  { "empty", "", "", 0 },
  { "ascii", "Best COKE in town!", "best coke in town!", 0 },
  { "ascii/longer-than-a-word", "ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`{|}~@", "abcdefghijklmnopqrstuvwxyz[\\]^_`{|}~@", 0 },
  { "latin/accent", "Café", "cafe", 0 },
  { "latin/accent-decomposed", "Cafe\u0301", "cafe", 0 },
  { "latin/two-accents", "Tiếng Việt", "tieng viet", 0 },
  { "latin/sharp-s", "Straße STRASSE ẞ", "strasse strasse ss", 0 },
  { "latin/dotted-i", "İstanbul", "istanbul", 0 },
  { "latin/dotless-i", "ısı", "isi", 0 },
  { "latin/stroke", "Zioło Łódź smørrebrød đ", "ziolo lodz smorrebrod d", 0 },
  { "latin/ligature", "æ œ ﬁn", "ae oe fin", 0 },
  { "latin/long-s", "ſpeed", "speed", 0 },
  { "zalgo", "c\u0336\u0300\u0301\u0302\u0303\u0304o\u0336k\u0336e\u0336\u0489", "coke", 0 },
  { "zalgo/on-a-digit", "c0\u0336ke", "c0ke", 0 },
  { "wide", "ｃｏｋｅ ＣＯＫＥ", "coke coke", C },
  { "circled", "ⓒⓞⓓ ⒸⓄⒹ", "cod cod", C },
  { "circled/negative", "🅒🅞🅚🅔", "coke", C },
  { "squared", "🄲🄾🄺🄴", "coke", C },
  { "squared/negative", "🅲🅾🅺🅴", "coke", C },
  { "parenthesised", "⒞⒪⒦⒠", "coke", C },
  { "small-capitals", "ᴄᴏᴋᴇ ꜰɪɴᴅ", "coke find", C },
  { "mathematical/bold", "𝐜𝐨𝐤𝐞", "coke", C },
  { "mathematical/fraktur", "𝔚𝔢𝔢𝔡", "weed", C },
  { "mathematical/double-struck-digits", "𝟙𝟘𝟘", "100", C },
  { "superscript-letters", "ᶜᵒᵏᵉ", "coke", C },
  { "superscript-digit-is-a-unit", "10 m²", "10 m2", 0 },
  { "hidden/zero-width-space", "co\u200Bke", "coke", I },
  { "hidden/zero-width-joiner", "c\u200Do\u200Dk\u200De", "coke", I },
  { "hidden/word-joiner", "co\u2060ke", "coke", I },
  { "hidden/variation-selector", "co\uFE0Fke", "coke", I },
  { "hidden/bidi", "co\u202E\u202Cke", "coke", I },
  { "hidden/tag-characters", "co\U000E0041ke", "coke", I },
  { "hidden/before-upper-case", "CO\u200BKE", "coke", I },
  { "ignorable/between-words", "best \u200Bcoke\u200B here", "best coke here", 0 },
  { "ignorable/leading", "\uFEFFcoke", "coke", 0 },
  { "ignorable/isolates", "\u2068coke\u2069", "coke", 0 },
  { "soft-hyphen/honest", "Koka\u00ADin\u00ADhan\u00ADdel", "kokainhandel", 0 },
  { "soft-hyphen/single-letters", "c\u00ADo\u00ADk\u00ADe", "coke", I },
  { "ignorable/persian", "می\u200Cخواهم", "میخواهم", 0 },
  { "emoji/presentation", "❄️ ❄", "❄ ❄", 0 },
  { "emoji/skin-tone", "👃🏽👃", "👃👃", 0 },
  { "emoji/zwj-sequence", "👨‍⚕️", "👨⚕", 0 },
  { "emoji/keycap", "1️⃣", "1", 0 },
  { "greek/omega", "ΩΣ ς Ω", "ωσ σ ω", 0 },
  { "greek/accent", "Κοκαΐνη", "κοκαινη", 0 },
  { "cyrillic", "Кокаин", "кокаин", 0 },
  { "cyrillic/short-i", "йод и\u0306од Ёлка", "иод иод елка", 0 },
  { "hangul", "대마초", "대마초", 0 },
  { "hangul/jamo", "\u1103\u1162\u1106\u1161\u110e\u1169", "대마초", 0 },
  { "hangul/jamo-final", "\u1112\u1161\u11ab", "한", 0 },
  { "hangul/syllable-and-final", "하\u11ab", "한", 0 },
  { "thai", "กัญชา", "กัญชา", 0 },
  { "thai/marks-in-order", "ที่นี่", "ที่นี่", 0 },
  { "thai/sara-am", "น้ำ", "น\u0e49\u0e4d\u0e32", 0 },
  { "devanagari", "गाँजा", "गाँजा", 0 },
  { "devanagari/nukta", "\u095b", "\u091c\u093c", 0 },
  { "kana/voiced", "か\u3099 が", "が が", 0 },
  { "kana/half-width", "ｶﾞﾝｼﾞｬ", "ガンジャ", 0 },
  { "han/compatibility", "\uF900", "豈", 0 },
  { "arabic/harakat", "حَشِيش", "حشيش", 0 },
  { "arabic/tatweel", "حشـــيش", "حشيش", 0 },
  { "arabic/alef", "أفيون ا\u0654فيون", "افيون افيون", 0 },
  { "arabic/presentation-forms", "ﺣﺸﻴﺶ", "حشيش", 0 },
  { "arabic/digits", "٣٠ ۳۰", "30 30", 0 },
  { "arabic/ligature-too-long-to-fold", "\uFDFA", "\uFDFA", 0 },
  { "hebrew/points", "שָׁלוֹם", "שלום", 0 },
  { "quotes-and-dashes", "it’s ‘2C–B’", "it's '2c-b'", 0 },
  { "space/no-break", "5\u00A0g", "5 g", 0 },
  { "replacement", "co\uFFFDke", "co\uFFFDke", 0 },
  { "unassigned-and-private", "\uE000\U0010FFFD", "\uE000\U0010FFFD", 0 },
};

static guint8
all_flags (const DecantFolded *folded)
{
  guint8 flags = 0;

  for (gsize i = 0; folded->flags != NULL && i < folded->length; i++)
    flags |= folded->flags[i];
  return flags;
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (DecantArena) arena = decant_arena_new ();
  DecantFolded folded;

  decant_fold (arena, row->source, strlen (row->source), &folded);
  g_assert_cmpstr (folded.text, ==, row->folded);
  g_assert_cmpuint (folded.length, ==, strlen (row->folded));
  g_assert_cmpuint (all_flags (&folded), ==, row->flags);
}

static void
test_nul_bytes_are_text (void)
{
  g_autoptr (DecantArena) arena = decant_arena_new ();
  DecantFolded folded;

  decant_fold (arena, "A\0É\0B", 6, &folded);
  g_assert_cmpmem (folded.text, folded.length, "a\0e\0b", 5);
}

typedef struct {
  const char *source, *folded, *span; /* the span of the source that the folded words came from */
} SpanRow;

static const SpanRow span_rows[] = {
  { "the Café!", "cafe", "Café" },
  { "the cafe\u0301\u0301 x", "cafe", "cafe\u0301\u0301" },
  { "ﬁn", "f", "ﬁ" },
  { "ﬁn", "i", "ﬁ" },
  { "a co\u200Bke\u200B b", "coke", "co\u200Bke\u200B" },
  { "\u200Bcoke", "coke", "coke" },
  { "🅒🅞🅚🅔 now", "coke", "🅒🅞🅚🅔" },
  { "x ❄️🏽 y", "❄", "❄️🏽" },
  { "a 한 b", "한", "한" },
  { "a \u1112\u1161\u11ab b", "한", "\u1112\u1161\u11ab" },
};

static void
test_spans (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (span_rows); i++)
    {
      const SpanRow *row = &span_rows[i];
      g_autoptr (DecantArena) arena = decant_arena_new ();
      g_autofree char *seen = NULL;
      DecantFolded folded;
      DecantSpan span;
      const char *at;

      decant_fold (arena, row->source, strlen (row->source), &folded);
      at = strstr (folded.text, row->folded);
      g_assert_nonnull (at);
      span = decant_folded_to_source (&folded, at - folded.text, at - folded.text + strlen (row->folded));
      seen = g_strndup (row->source + span.start, span.end - span.start);
      g_assert_cmpstr (seen, ==, row->span);
    }
}

static gboolean
is_boundary (const DecantFolded *folded, guint32 offset)
{
  return offset == folded->source_length || ((guint8) folded->source[offset] & 0xC0) != 0x80;
}

static void
assert_sound (const DecantFolded *folded)
{
  g_assert_true (memchr (folded->text, 0, folded->length) != NULL
                 || g_utf8_validate_len (folded->text, folded->length, NULL));
  g_assert_cmpuint (folded->length, <=, 4 * folded->source_length);
  g_assert_cmpuint (folded->map[folded->length], ==, folded->source_length);
  for (gsize i = 0; i < folded->length; i++)
    {
      g_assert_cmpuint (folded->map[i], <=, folded->map[i + 1]);
      g_assert_true (is_boundary (folded, folded->map[i]));
    }
  g_assert_cmpint (folded->text[folded->length], ==, '\0');
}

/* Characters that meet in one text: every class of the fold table, and the places where canonical order matters. */
static gunichar
random_character (GRand *rand)
{
  static const struct {
    gunichar first, last;
  } ranges[] = {
    { 0x00, 0x7F }, { 0x41, 0x5A }, { 0xA0, 0x24F }, { 0x300, 0x36F }, { 0x370, 0x52F }, { 0x591, 0x6FF },
    { 0x900, 0xDFF }, { 0xE00, 0xFFF }, { 0x1000, 0x109F }, { 0x1100, 0x11FF }, { 0x1D00, 0x1FFF }, { 0x2000, 0x20FF },
    { 0x2100, 0x2BFF }, { 0x3000, 0x33FF }, { 0xA640, 0xABFF }, { 0xAC00, 0xAC60 }, { 0xF900, 0xFFFD },
    { 0x1D000, 0x1D7FF }, { 0x1F000, 0x1FAFF }, { 0xE0000, 0xE01EF }, { 0x10000, 0x11FFF }, { 0x100000, 0x10FFFF },
  };
  guint i = g_rand_int_range (rand, 0, G_N_ELEMENTS (ranges));

  return g_rand_int_range (rand, ranges[i].first, ranges[i].last + 1);
}

static void
test_random_text_is_sound_and_folding_is_idempotent (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261124);

  for (guint round = 0; round < 20000; round++)
    {
      g_autoptr (DecantArena) arena = decant_arena_new ();
      g_autoptr (GString) source = g_string_new (NULL);
      DecantFolded once, twice;
      guint n = g_rand_int_range (rand, 0, 24);

      for (guint i = 0; i < n; i++)
        g_string_append_unichar (source, random_character (rand));
      decant_fold (arena, source->str, source->len, &once);
      assert_sound (&once);
      decant_fold (arena, once.text, once.length, &twice);
      g_assert_cmpmem (twice.text, twice.length, once.text, once.length);
    }
}

static void
test_every_character_folds_to_what_folds_to_itself (void)
{
  for (gunichar c = 0; c < 0x110000; c++)
    {
      g_autoptr (DecantArena) arena = NULL;
      DecantFolded once, twice;
      char utf8[6];

      if (!g_unichar_validate (c))
        continue;
      arena = decant_arena_new ();
      decant_fold (arena, utf8, g_unichar_to_utf8 (c, utf8), &once);
      decant_fold (arena, once.text, once.length, &twice);
      g_assert_cmpmem (twice.text, twice.length, once.text, once.length);
    }
}

/* Text in NFC and NFD is one text. */
static void
test_canonical_equivalents_fold_alike (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (42);

  for (guint round = 0; round < 5000; round++)
    {
      g_autoptr (DecantArena) arena = decant_arena_new ();
      g_autoptr (GString) source = g_string_new (NULL);
      g_autofree char *composed = NULL, *decomposed = NULL;
      DecantFolded a, b;

      for (guint i = 0; i < 6; i++)
        g_string_append_unichar (source, MAX (1, random_character (rand)));
      composed = g_utf8_normalize (source->str, -1, G_NORMALIZE_NFC);
      decomposed = g_utf8_normalize (source->str, -1, G_NORMALIZE_NFD);
      decant_fold (arena, composed, strlen (composed), &a);
      decant_fold (arena, decomposed, strlen (decomposed), &b);
      g_assert_cmpstr (a.text, ==, b.text);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/fold/", rows[i].name, NULL);
      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/fold/nul-bytes", test_nul_bytes_are_text);
  g_test_add_func ("/fold/spans", test_spans);
  g_test_add_func ("/fold/random", test_random_text_is_sound_and_folding_is_idempotent);
  g_test_add_func ("/fold/every-character", test_every_character_folds_to_what_folds_to_itself);
  g_test_add_func ("/fold/canonical", test_canonical_equivalents_fold_alike);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "disguise-innocents.h"
#include "engine/fold.h"
#include "engine/neighbours.h"
#include "packages/library.h"

#include <string.h>

/*
 * Every disguise over the shipped packages: a function for each class dresses a word up, the scanner must find exactly
 * the dressed-up characters. The words are clear forms of the packages, spread over each script. The same functions
 * dress up innocent words, which must stay innocent.
 */

#define WORDS_OF_A_SCRIPT 40
#define RECALL 0.98
#define FALSE_ALARMS 0.01

typedef enum
{
  LATIN = 1 << 0,
  CYRILLIC = 1 << 1,
  GREEK = 1 << 2,
  SEMITIC = 1 << 3,  /* Arabic, Hebrew */
  UNSPACED = 1 << 4, /* Han, Kana, Thai */
  HANGUL = 1 << 5,
} Script;

#define ALPHABETS (LATIN | CYRILLIC | GREEK)
#define ALL (ALPHABETS | SEMITIC | UNSPACED | HANGUL)

/* Puts the word on in @out; FALSE where the class has nothing to do to it. */
typedef gboolean (*Disguise) (GString *out, const gunichar *word, glong n);

typedef struct
{
  const char *name;
  Disguise dress;
  guint scripts;
  const char *before, *after; /* of the text around: not part of the span */
  glong least;                /* letters */
} Class;

/* --- classes ---------------------------------------------------------------------------------------------------- */

static void
put (GString *out, const gunichar *word, glong n)
{
  for (glong i = 0; i < n; i++)
    g_string_append_unichar (out, word[i]);
}

/* The word with @gap between its letters. */
static gboolean
part (GString *out, const gunichar *word, glong n, const char *gap)
{
  for (glong i = 0; i < n; i++)
    {
      g_string_append_unichar (out, word[i]);
      g_string_append (out, i + 1 < n ? gap : "");
    }
  return TRUE;
}

#define PARTED(name, gap)                                                                                              \
  static gboolean name (GString *out, const gunichar *word, glong n)                                                   \
  {                                                                                                                    \
    return n <= 16 && part (out, word, n, gap);                                                                        \
  }

PARTED (by_zero_width, "\u200b")
PARTED (by_joiner, "\u2060")
PARTED (by_direction, "\u202d")
PARTED (by_spaces, " ")
PARTED (by_dots, ".")
PARTED (by_hyphens, "-")
PARTED (by_low_lines, "_")
PARTED (by_stars, "*")
PARTED (by_bullets, " • ")
PARTED (by_brackets, "][")
PARTED (by_emoji, "🧩")
PARTED (by_spaced_emoji, " ❤️ ")
PARTED (by_slashes, " / ")

static gboolean
by_mixture (GString *out, const gunichar *word, glong n)
{
  static const char *const gaps[] = { "-", "_", ".", " ", "~", "*" };

  for (glong i = 0; i < n; i++)
    {
      g_string_append_unichar (out, word[i]);
      g_string_append (out, i + 1 < n ? gaps[i % 6] : "");
    }
  return n <= 16;
}

static gboolean
zero_width_once (GString *out, const gunichar *word, glong n)
{
  put (out, word, n / 2);
  g_string_append (out, "\u200d\u200c");
  put (out, word + n / 2, n - n / 2);
  return TRUE;
}

static gboolean
marks (GString *out, const gunichar *word, glong n)
{
  for (glong i = 0; i < n; i++)
    {
      g_string_append_unichar (out, word[i]);
      g_string_append (out, i % 2 ? "\u0336\u0301" : "\u0489");
    }
  return TRUE;
}

static gboolean
enclosing_marks (GString *out, const gunichar *word, glong n)
{
  for (glong i = 0; i < n; i++)
    {
      g_string_append_unichar (out, word[i]);
      g_string_append (out, "\u20dd");
    }
  return TRUE;
}

static gboolean
mixed_case (GString *out, const gunichar *word, glong n)
{
  for (glong i = 0; i < n; i++)
    g_string_append_unichar (out, i % 2 ? g_unichar_toupper (word[i]) : word[i]);
  return TRUE;
}

/* Each of a to z from an alphabet that begins at @first. */
static gboolean
in_alphabet (GString *out, const gunichar *word, glong n, gunichar first)
{
  for (glong i = 0; i < n; i++)
    {
      if (word[i] < 'a' || word[i] > 'z')
        return FALSE;
      g_string_append_unichar (out, first + word[i] - 'a');
    }
  return TRUE;
}

#define ALPHABET(name, first)                                                                                          \
  static gboolean name (GString *out, const gunichar *word, glong n)                                                   \
  {                                                                                                                    \
    return in_alphabet (out, word, n, first);                                                                          \
  }

ALPHABET (full_width, 0xFF41)
ALPHABET (circled, 0x24D0)
ALPHABET (negative_circled, 0x1F150)
ALPHABET (squared, 0x1F130)
ALPHABET (negative_squared, 0x1F170)
ALPHABET (parenthesised, 0x249C)
ALPHABET (mathematical_bold, 0x1D41A)
ALPHABET (mathematical_script, 0x1D4EA)
ALPHABET (mathematical_fraktur, 0x1D586)
ALPHABET (double_struck, 0x1D552)
ALPHABET (monospace, 0x1D68A)
ALPHABET (flags, 0x1F1E6)

/* Replaces letters of @from by those of @to (as many), @most of them, not the first. */
static gboolean
replace (GString *out, const gunichar *word, glong n, const char *from, const char *const *to, guint most)
{
  guint done = 0;

  for (glong i = 0; i < n; i++)
    {
      const char *found = i > 0 && done < most ? g_utf8_strchr (from, -1, word[i]) : NULL;
      if (found == NULL)
        g_string_append_unichar (out, word[i]);
      else
        {
          g_string_append (out, to[g_utf8_pointer_to_offset (from, found)]);
          done++;
        }
    }
  return done > 0;
}

static gboolean
digits (GString *out, const gunichar *word, glong n)
{
  static const char *const to[]
      = { "4", "3", "1", "0", "5", "7", "4", "0", "3", "1", "3", "6", "4", "0", "3", "1", "7" };

  return replace (out, word, n - 1, "aeiostаоеизбαοειτ", to, 2) && (put (out, word + n - 1, 1), TRUE);
}

static gboolean
symbols (GString *out, const gunichar *word, glong n)
{
  static const char *const to[] = { "@", "€", "!", "()", "$", "+", "@", "()", "€", "!", "@", "€", "!", "+" };

  return replace (out, word, n - 1, "aeiostаоеиαειτ", to, 2) && (put (out, word + n - 1, 1), TRUE);
}

static gboolean
emoji_letters (GString *out, const gunichar *word, glong n)
{
  static const char *const to[] = { "⭕", "❌", "💲", "✝️", "🅰️", "⭕", "⭕" };

  return replace (out, word, n - 1, "oxstaоο", to, 2) && (put (out, word + n - 1, 1), TRUE);
}

static gboolean
homoglyphs (GString *out, const gunichar *word, glong n)
{
  static const char *const to[]
      = { "а", "с", "е", "о", "р", "х", "у", "і", "a", "c", "e", "o", "p", "x", "y", "o", "v", "i" };

  return replace (out, word, n, "aceopxyiасеорхуονι", to, 3);
}

/* All letters from Cyrillic, none Latin. */
static gboolean
all_look_alike (GString *out, const gunichar *word, glong n)
{
  static const char *const to[26] = { "а", "ь", "с", "ԁ", "е", NULL, NULL, "һ", "і", "ј", "к", "ӏ", "м",
                                      "п", "о", "р", "ԛ", "г", "ѕ",  "т",  "и", "ѵ", "ш", "х", "у", NULL };

  for (glong i = 0; i < n; i++)
    {
      if (word[i] < 'a' || word[i] > 'z' || to[word[i] - 'a'] == NULL)
        return FALSE;
      g_string_append (out, to[word[i] - 'a']);
    }
  return TRUE;
}

static gboolean
stretched (GString *out, const gunichar *word, glong n)
{
  put (out, word, 2);
  for (int i = 0; i < 4; i++)
    put (out, word + 1, 1);
  put (out, word + 2, n - 2);
  return word[1] != word[2];
}

static gboolean
stretched_end (GString *out, const gunichar *word, glong n)
{
  put (out, word, n);
  for (int i = 0; i < 5; i++)
    put (out, word + n - 1, 1);
  return word[n - 1] != word[n - 2];
}

/* @count letters behind the second become @mask. */
static gboolean
mask (GString *out, const gunichar *word, glong n, glong count, const char *sign)
{
  for (glong i = 0; i < n; i++)
    if (i >= 2 && i < 2 + count)
      g_string_append (out, sign);
    else
      g_string_append_unichar (out, word[i]);
  return TRUE;
}

#define MASKED(name, count, sign)                                                                                      \
  static gboolean name (GString *out, const gunichar *word, glong n)                                                   \
  {                                                                                                                    \
    return n <= 24 && mask (out, word, n, count, sign);                                                                \
  }

MASKED (masked_star, 1, "*")
MASKED (masked_stars, 2, "*")
MASKED (masked_block, 1, "█")
MASKED (masked_low_line, 1, "_")
MASKED (masked_emoji, 1, "🌟")

/* Phonetic edits, at a place that depends on the word. */

static glong
place (const gunichar *word, glong n)
{
  return 2 + (glong)(word[1] + word[n - 1]) % (n - 3);
}

static gunichar
other_letter (gunichar c)
{
  return c < 0x250                 ? (c == 'o'   ? 'u'
                                      : c == 'n' ? 'm'
                                                 : 'o')
         : c >= 0x400 && c < 0x500 ? (c == 0x43E ? 0x443 : 0x43E)
                                   : (c == 0x3BF ? 0x3C5 : 0x3BF);
}

static gboolean
substituted (GString *out, const gunichar *word, glong n)
{
  glong at = place (word, n);

  put (out, word, at);
  g_string_append_unichar (out, other_letter (word[at]));
  put (out, word + at + 1, n - at - 1);
  return n <= 23;
}

static gboolean
inserted (GString *out, const gunichar *word, glong n)
{
  glong at = place (word, n);

  put (out, word, at);
  g_string_append_unichar (out, other_letter (word[at]));
  put (out, word + at, n - at);
  return n <= 23;
}

static gboolean
left_out (GString *out, const gunichar *word, glong n)
{
  glong at = place (word, n);

  put (out, word, at);
  put (out, word + at + 1, n - at - 1);
  return n >= 7 && n <= 24;
}

static gboolean
swapped (GString *out, const gunichar *word, glong n)
{
  glong at = place (word, n);

  put (out, word, at);
  put (out, word + at + 1, 1);
  put (out, word + at, 1);
  put (out, word + at + 2, n - at - 2);
  return n <= 24 && at + 1 < n && word[at] != word[at + 1];
}

static gboolean
doubled (GString *out, const gunichar *word, glong n)
{
  glong at = place (word, n);

  put (out, word, at + 1);
  put (out, word + at, n - at);
  return n <= 23 && word[at] != word[at - 1] && (at + 1 == n || word[at] != word[at + 1]);
}

static gboolean
by_sound (GString *out, const gunichar *word, glong n)
{
  static const char *const to[] = { "ks", "k", "i", "а", "и" };

  for (glong i = 0; i + 1 < n; i++)
    if (word[i] == 'p' && word[i + 1] == 'h')
      {
        put (out, word, i);
        g_string_append_c (out, 'f');
        put (out, word + i + 2, n - i - 2);
        return n >= 7 && n <= 24;
      }
  for (glong i = 0; i + 1 < n; i++)
    if (word[i] == 'c' && strchr ("hzeiyk", (int)word[i + 1]) == NULL && (i == 0 || word[i - 1] != 's'))
      {
        put (out, word, i);
        g_string_append_c (out, 'k');
        put (out, word + i + 1, n - i - 1);
        return n <= 24;
      }
  return replace (out, word, n, "xqyое", to, 1) && n <= 23;
}

/* Links */

static gboolean
percent (GString *out, const gunichar *word, glong n)
{
  g_autoptr (GString) plain = g_string_new (NULL);

  put (plain, word, n);
  for (gsize i = 0; i < plain->len; i++)
    g_string_append_printf (out, "%%%02X", (guint8)plain->str[i]);
  return TRUE;
}

static gboolean
percent_twice (GString *out, const gunichar *word, glong n)
{
  g_autoptr (GString) plain = g_string_new (NULL);

  put (plain, word, n);
  for (gsize i = 0; i < plain->len; i++)
    g_string_append_printf (out, "%%25%02x", (guint8)plain->str[i]);
  return TRUE;
}

static gboolean
references (GString *out, const gunichar *word, glong n)
{
  for (glong i = 0; i < n; i++)
    g_string_append_printf (out, i % 2 ? "&#%u;" : "&#x%x;", word[i]);
  return TRUE;
}

static gboolean
punycode (GString *out, const gunichar *word, glong n)
{
  g_autoptr (GString) plain = g_string_new (NULL);
  g_autofree char *host = NULL;

  put (plain, word, n);
  host = g_hostname_to_ascii (plain->str);
  g_string_append (out, host != NULL ? host : "");
  return host != NULL && g_str_has_prefix (host, "xn--");
}

/* UTF-8 that was read as windows-1251. */
static gboolean
wrong_page (GString *out, const gunichar *word, glong n)
{
  g_autoptr (GString) plain = g_string_new (NULL);
  g_autofree char *text = NULL;

  put (plain, word, n);
  text = g_convert (plain->str, -1, "UTF-8", "WINDOWS-1251", NULL, NULL, NULL);
  g_string_append (out, text != NULL ? text : "");
  return text != NULL;
}

static gboolean
as_it_is (GString *out, const gunichar *word, glong n)
{
  put (out, word, n);
  return TRUE;
}

static gboolean
capitalised (GString *out, const gunichar *word, glong n)
{
  g_string_append_unichar (out, g_unichar_toupper (word[0]));
  put (out, word + 1, n - 1);
  return TRUE;
}

#define AROUND "we have ", " here now"
static const Class classes[] = {
  { "none", as_it_is, ALL, AROUND, 2 },
  { "mixed case", mixed_case, ALPHABETS, AROUND, 2 },
  { "zero width once", zero_width_once, ALPHABETS, AROUND, 4 },
  { "zero width", by_zero_width, ALPHABETS | SEMITIC | UNSPACED | HANGUL, AROUND, 2 },
  { "word joiner", by_joiner, ALPHABETS | UNSPACED | HANGUL, AROUND, 2 },
  { "direction", by_direction, ALPHABETS | SEMITIC, AROUND, 4 },
  { "combining marks", marks, ALPHABETS, AROUND, 4 },
  { "enclosing marks", enclosing_marks, ALPHABETS, AROUND, 4 },
  { "spaces", by_spaces, ALPHABETS | SEMITIC, "we have: ", ", here now", 4 },
  { "dots", by_dots, ALPHABETS | SEMITIC, AROUND, 4 },
  { "hyphens", by_hyphens, ALPHABETS, AROUND, 4 },
  { "low lines", by_low_lines, ALPHABETS, AROUND, 4 },
  { "stars", by_stars, ALPHABETS, AROUND, 4 },
  { "bullets", by_bullets, ALPHABETS, AROUND, 4 },
  { "brackets", by_brackets, ALPHABETS, "we have [", "] here now", 4 },
  { "slashes", by_slashes, ALPHABETS, AROUND, 4 },
  { "mixed signs", by_mixture, ALPHABETS, AROUND, 5 },
  { "emoji between", by_emoji, ALPHABETS | SEMITIC, AROUND, 4 },
  { "spaced emoji", by_spaced_emoji, ALPHABETS, "we have: ", ", here now", 4 },
  { "full width", full_width, LATIN, AROUND, 4 },
  { "circled", circled, LATIN, AROUND, 4 },
  { "negative circled", negative_circled, LATIN, AROUND, 4 },
  { "squared", squared, LATIN, AROUND, 4 },
  { "negative squared", negative_squared, LATIN, AROUND, 4 },
  { "parenthesised", parenthesised, LATIN, AROUND, 4 },
  { "mathematical bold", mathematical_bold, LATIN, AROUND, 4 },
  { "mathematical script", mathematical_script, LATIN, AROUND, 4 },
  { "mathematical fraktur", mathematical_fraktur, LATIN, AROUND, 4 },
  { "double struck", double_struck, LATIN, AROUND, 4 },
  { "monospace", monospace, LATIN, AROUND, 4 },
  { "regional indicators", flags, LATIN, AROUND, 4 },
  { "digits", digits, ALPHABETS, AROUND, 5 },
  { "symbols", symbols, ALPHABETS, AROUND, 5 },
  { "emoji letters", emoji_letters, ALPHABETS, AROUND, 5 },
  { "homoglyphs", homoglyphs, ALPHABETS, AROUND, 5 },
  { "all look-alike", all_look_alike, LATIN, "у нас ", " сегодня", 5 },
  { "stretched", stretched, ALPHABETS, AROUND, 4 },
  { "stretched end", stretched_end, ALPHABETS, AROUND, 4 },
  { "masked *", masked_star, ALPHABETS, AROUND, 6 },
  { "masked **", masked_stars, ALPHABETS, AROUND, 6 },
  { "masked █", masked_block, ALPHABETS, AROUND, 6 },
  { "masked _", masked_low_line, ALPHABETS, AROUND, 6 },
  { "masked emoji", masked_emoji, ALPHABETS, AROUND, 6 },
  { "hashtag", as_it_is, LATIN, "now #buy", "online today", 4 },
  { "hashtag, capitals", capitalised, LATIN, "now #Buy", "Online today", 4 },
  { "hashtag, Cyrillic", as_it_is, CYRILLIC, "тут #купить", "доставка сегодня", 4 },
  { "hashtag, unspaced", as_it_is, UNSPACED, "#", "", 2 },
  { "substituted", substituted, ALPHABETS, AROUND, 6 },
  { "inserted", inserted, ALPHABETS, AROUND, 6 },
  { "left out", left_out, ALPHABETS, AROUND, 7 },
  { "swapped", swapped, ALPHABETS, AROUND, 6 },
  { "doubled", doubled, ALPHABETS, AROUND, 6 },
  { "by sound", by_sound, LATIN | CYRILLIC, AROUND, 6 },
  { "percent", percent, ALL, "see https://shop.test/", "?a=1 now", 2 },
  { "percent twice", percent_twice, ALL, "see https://shop.test/?q=", " now", 2 },
  { "references", references, ALL, "we have <p>", "</p>", 2 },
  { "punycode", punycode, CYRILLIC | GREEK, "see https://", ".test/ now", 4 },
  { "wrong code page", wrong_page, CYRILLIC, "у нас ", " now", 4 },
  { "joined host", as_it_is, LATIN, "see https://buy", "online.test now", 4 },
  { "path", as_it_is, LATIN, "see https://shop.test/buy-", "-online/1 now", 4 },
  { "link text", as_it_is, ALL & ~HANGUL, "[", "](https://shop.test/1)", 2 },
  { "link text, HTML", as_it_is, ALL & ~HANGUL, "<a href=\"https://shop.test\">", "</a>", 2 },
};

/* --- words ------------------------------------------------------------------------------------------------------ */

typedef struct
{
  char *text;
  guint script;
} Word;

static DecantScanner *scanner;

static guint
script_of (gunichar c)
{
  switch (g_unichar_get_script (c))
    {
    case G_UNICODE_SCRIPT_LATIN:
      return LATIN;
    case G_UNICODE_SCRIPT_CYRILLIC:
      return CYRILLIC;
    case G_UNICODE_SCRIPT_GREEK:
      return GREEK;
    case G_UNICODE_SCRIPT_ARABIC:
    case G_UNICODE_SCRIPT_HEBREW:
      return SEMITIC;
    case G_UNICODE_SCRIPT_HAN:
    case G_UNICODE_SCRIPT_KATAKANA:
    case G_UNICODE_SCRIPT_THAI:
      return UNSPACED;
    case G_UNICODE_SCRIPT_HANGUL:
      return HANGUL;
    default:
      return 0;
    }
}

/* The one script of all letters, 0 for several or other characters. */
static guint
script_of_word (const char *text)
{
  guint script = script_of (g_utf8_get_char (text));

  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (script_of (g_utf8_get_char (text)) != script
        && !(script == UNSPACED && g_unichar_ismark (g_utf8_get_char (text))))
      return 0;
  return script;
}

static glong
least_letters (guint script)
{
  return script & ALPHABETS ? 6 : script == SEMITIC ? 5 : script == HANGUL ? 3 : 3;
}

/* A clear form that is a word by itself, in lower case, as it stands in @words; each once. */
static void
collect (GHashTable *seen, GPtrArray *words, guint wanted)
{
  DecantLexicon *lexicon = decant_scanner_get_lexicon (scanner);

  for (guint i = 0; i < decant_lexicon_get_n_terms (lexicon); i++)
    {
      const DecantTerm *term = decant_lexicon_get_term (lexicon, i);
      if (term->ambiguity > 1 || (term->boundary != DECANT_BOUNDARY_WORD && term->boundary != DECANT_BOUNDARY_UNSPACED))
        continue;
      for (char **form = term->forms; *form != NULL; form++)
        {
          g_autofree char *word = g_utf8_strdown (*form, -1);
          if (script_of_word (word) == wanted && g_utf8_strlen (word, -1) >= least_letters (wanted)
              && g_utf8_strlen (word, -1) <= 16 && g_hash_table_add (seen, g_strdup (word)))
            g_ptr_array_add (words, g_steal_pointer (&word));
        }
    }
}

/* Some words of each script, spread over the packages. */
static GArray *
choose_words (void)
{
  GArray *chosen = g_array_new (FALSE, FALSE, sizeof (Word));

  for (guint script = LATIN; script <= HANGUL; script <<= 1)
    {
      g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
      guint n;
      collect (seen, words, script);
      n = MIN (words->len, WORDS_OF_A_SCRIPT * (script == LATIN ? 6 : script == CYRILLIC ? 2 : 1));
      g_assert_cmpuint (n, >=, 5);
      for (guint i = 0; i < n; i++)
        {
          Word word = { g_strdup (words->pdata[(gsize)i * words->len / n]), script };
          g_array_append_val (chosen, word);
        }
    }
  return chosen;
}

/* --- measuring -------------------------------------------------------------------------------------------------- */

static char *
dress (const Class *class, const char *word, gsize *start, gsize *end)
{
  g_autoptr (GString) text = g_string_new (class->before);
  g_autofree gunichar *codes = NULL;
  glong n;

  codes = g_utf8_to_ucs4 (word, -1, NULL, &n, NULL);
  *start = text->len;
  if (n < class->least || !class->dress (text, codes, n))
    return NULL;
  *end = text->len;
  g_string_append (text, class->after);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Whether exactly [start, end) is a hit. */
static gboolean
is_found (const char *text, gsize start, gsize end)
{
  g_autoptr (DecantAssessment) seen = decant_scanner_scan (scanner, text, strlen (text), "");

  for (guint i = 0; i < seen->n_hits; i++)
    if (seen->hits[i].span.start == start && seen->hits[i].span.end == end)
      return TRUE;
  return FALSE;
}

/* An ordinary word, by chance: dressed up as what it is. */
static gboolean
is_ordinary (const char *text, gsize length)
{
  g_autoptr (DecantArena) arena = decant_arena_new ();
  DecantFolded folded;
  g_autofree char *line = NULL;

  decant_fold (arena, text, length, &folded);
  line = g_strdup_printf ("\n%s\n", folded.text);
  return strstr (decant_neighbours, line) != NULL;
}

static gboolean
hits_anything (const char *text)
{
  g_autoptr (DecantAssessment) seen = decant_scanner_scan (scanner, text, strlen (text), "");

  return seen->n_hits > 0;
}

static void
test_recall (gconstpointer data)
{
  const Class *class = data;
  GArray *words = choose_words ();
  g_autoptr (GString) missed = g_string_new (NULL);
  guint n = 0, found = 0;

  for (guint i = 0; i < words->len; i++)
    {
      const Word *word = &g_array_index (words, Word, i);
      gsize start, end;
      g_autofree char *text = word->script & class->scripts ? dress (class, word->text, &start, &end) : NULL;
      if (text == NULL || is_ordinary (text + start, end - start))
        continue;
      n++;
      if (is_found (text, start, end))
        found++;
      else
        g_string_append_printf (missed, " %s:%.*s", word->text, (int)(end - start), text + start);
    }
  g_test_message ("%-22s %3u of %3u%s%s", class->name, found, n, missed->len > 0 ? "; missed:" : "", missed->str);
  g_assert_cmpuint (n, >=, 5);
  g_assert_cmpfloat ((double)found / n, >=, RECALL);
  for (guint i = 0; i < words->len; i++)
    g_free (g_array_index (words, Word, i).text);
  g_array_unref (words);
}

/* Words with an everyday sense that the packages know (chocolate) are no test of disguises. */
static guint
drop_known (char **words)
{
  guint kept = 0;

  for (guint i = 0; words[i] != NULL; i++)
    if (hits_anything (words[i]))
      g_free (words[i]);
    else
      words[kept++] = words[i];
  words[kept] = NULL;
  return kept;
}

/* Innocent words in the same disguises. */
static void
test_innocent_words (void)
{
  g_auto (GStrv) words = g_strsplit (disguise_innocents, " ", -1);
  g_autoptr (GString) alarms = g_string_new (NULL);
  guint n = 0, hits = 0;

  g_assert_cmpuint (drop_known (words), >=, 300);
  for (guint c = 0; c < G_N_ELEMENTS (classes); c++)
    for (char **word = words; *word != NULL; word++)
      {
        gsize start, end;
        g_autofree char *text
            = script_of_word (*word) & classes[c].scripts ? dress (&classes[c], *word, &start, &end) : NULL;
        if (text == NULL)
          continue;
        n++;
        if (!hits_anything (text))
          continue;
        hits++;
        g_string_append_printf (alarms, " %s:%s", classes[c].name, text);
      }
  g_test_message ("%u of %u innocent disguises hit:%s", hits, n, alarms->str);
  g_assert_cmpfloat ((double)hits / n, <=, FALSE_ALARMS);
}

static void
test_innocent_texts (void)
{
  g_autoptr (GString) alarms = g_string_new (NULL);
  guint hits = 0;

  for (guint i = 0; i < G_N_ELEMENTS (disguise_innocent_texts); i++)
    if (hits_anything (disguise_innocent_texts[i]))
      {
        hits++;
        g_string_append_printf (alarms, "; %s", disguise_innocent_texts[i]);
      }
  g_test_message ("%u of %u look-alikes hit%s", hits, (guint)G_N_ELEMENTS (disguise_innocent_texts), alarms->str);
  g_assert_cmpfloat ((double)hits / G_N_ELEMENTS (disguise_innocent_texts), <=, FALSE_ALARMS);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  DecantLibrary *library;
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  library = decant_library_load (&error);
  if (library == NULL)
    g_error ("%s", error->message);
  scanner = decant_library_get_scanner (library);
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    {
      g_autofree char *path = g_strdup_printf ("/disguises/%s", classes[i].name);
      g_strdelimit (path + 11, "/", '|');
      g_test_add_data_func (path, &classes[i], test_recall);
    }
  g_test_add_func ("/disguises/innocent-words", test_innocent_words);
  g_test_add_func ("/disguises/innocent-texts", test_innocent_texts);
  status = g_test_run ();
  decant_library_free (library);
  return status;
}

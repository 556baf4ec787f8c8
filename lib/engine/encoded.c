/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/encoded.h"

#include "engine/unicode.h"

#include <string.h>

#define LONGEST_LABEL 63    /* bytes of a host's label: RFC 1035 */
#define LONGEST_ADDRESS 160 /* bytes between its scheme and a plus sign */
#define LEAST_MISTAKEN 3    /* characters in a row that a wrong code page explains */

typedef struct
{
  DecantArena *arena;
  const char *source;
  guint32 start, end; /* the run */
  char *text;         /* decoded; never longer than four times the run */
  guint32 *map;
  guint8 *coded;
  gsize length;
  guint n_coded, n_wide; /* characters that were in code; those beyond ASCII */
  gboolean address;      /* the run has the signs of an address */
} Decoder;

/* A character found in code: how many bytes it took, 0 for none. */
typedef struct
{
  gunichar code;
  guint32 bytes;
} Coded;

static void
emit (Decoder *d, gunichar c, guint32 from, gboolean coded)
{
  char utf8[6];
  int n = g_unichar_to_utf8 (c, utf8);

  for (int i = 0; i < n; i++)
    {
      d->text[d->length] = utf8[i];
      d->map[d->length] = from;
      d->coded[d->length++] = coded;
    }
  d->n_coded += coded;
  d->n_wide += coded && c >= 0x80;
}

static gboolean
is_text (gunichar c)
{
  return c >= ' ' && c != 0x7F && g_unichar_validate (c);
}

static int
hex_value (const char *at, const char *end, guint digits)
{
  int value = 0;

  if (end - at < (int) digits)
    return -1;
  for (guint i = 0; i < digits; i++)
    if (!g_ascii_isxdigit (at[i]))
      return -1;
    else
      value = value * 16 + g_ascii_xdigit_value (at[i]);
  return value;
}

/* Percent signs */

/* One escaped byte; a percent sign that is itself escaped, however often, is passed over (%25D0). */
static int
escaped_byte (const char *at, const char *end, guint32 *bytes)
{
  const char *start = at;
  int value;

  if (at == end || *at != '%')
    return -1;
  for (at++; end - at >= 4 && memcmp (at, "25", 2) == 0 && hex_value (at + 2, end, 2) >= 0;)
    at += 2;
  value = hex_value (at, end, 2);
  *bytes = (guint32) (at + 2 - start);
  return value;
}

/* @next: the bytes of one UTF-8 character, one after another, or -1. Returns the character, 0 where they are none. */
typedef int (*NextByte) (const char *at, const char *end, guint32 *bytes);

static Coded
read_utf8 (const char *at, const char *end, NextByte next)
{
  guint32 bytes = 0, taken = 0;
  char utf8[5] = { 0 };
  int first = next (at, end, &bytes);
  int length = first < 0      ? 0
               : first < 0x80 ? 1
               : first < 0xC2 ? 0
               : first < 0xE0 ? 2
               : first < 0xF0 ? 3
               : first < 0xF5 ? 4
                              : 0;

  for (int i = 0; i < length; i++)
    {
      int byte = next (at + taken, end, &bytes);
      if (byte < 0)
        return (Coded){ 0 };
      utf8[i] = (char) byte;
      taken += bytes;
    }
  if (length == 0 || !g_utf8_validate (utf8, length, NULL) || !is_text (g_utf8_get_char (utf8)))
    return (Coded){ 0 };
  return (Coded){ g_utf8_get_char (utf8), taken };
}

static Coded
read_percent (const char *at, const char *end)
{
  int unit = end - at > 2 && (at[1] == 'u' || at[1] == 'U') ? hex_value (at + 2, end, 4) : -1;

  if (unit >= 0 && is_text ((gunichar) unit))
    return (Coded){ (gunichar) unit, 6 };
  return read_utf8 (at, end, escaped_byte);
}

/* References */

static Coded
read_reference (const char *at, const char *end)
{
  const char *p = at + 2;
  guint base = 10, value = 0;

  if (end - at < 4 || at[1] != '#')
    return (Coded){ 0 };
  if (*p == 'x' || *p == 'X')
    base = 16, p++;
  for (guint digits = 0; p < end && g_ascii_isxdigit (*p) && (base == 16 || g_ascii_isdigit (*p)) && digits < 7;
       digits++)
    value = value * base + g_ascii_xdigit_value (*p++);
  if (p == end || *p != ';' || !is_text (value))
    return (Coded){ 0 };
  return (Coded){ value, (guint32) (p + 1 - at) };
}

static Coded
read_backslash (const char *at, const char *end)
{
  int unit = end - at > 2 && at[1] == 'u' ? hex_value (at + 2, end, 4) : -1;

  return unit >= 0 && is_text ((gunichar) unit) ? (Coded){ (gunichar) unit, 6 } : (Coded){ 0 };
}

/* Wrong code pages: https://encoding.spec.whatwg.org/index-windows-1251.txt and …-1252.txt, bytes 0x80 to 0xBF and 0x80
 * to 0x9F. */

static const guint16 windows_1251[] = {
  0x402, 0x403,  0x201A, 0x453, 0x201E, 0x2026, 0x2020, 0x2021, 0x20AC, 0x2030, 0x409,  0x2039, 0x40A,
  0x40C, 0x40B,  0x40F,  0x452, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x98,   0x2122,
  0x459, 0x203A, 0x45A,  0x45C, 0x45B,  0x45F,  0xA0,   0x40E,  0x45E,  0x408,  0xA4,   0x490,  0xA6,
  0xA7,  0x401,  0xA9,   0x404, 0xAB,   0xAC,   0xAD,   0xAE,   0x407,  0xB0,   0xB1,   0x406,  0x456,
  0x491, 0xB5,   0xB6,   0xB7,  0x451,  0x2116, 0x454,  0xBB,   0x458,  0x405,  0x455,  0x457,
};

static const guint16 windows_1252[] = {
  0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021, 0x2C6,  0x2030, 0x160,
  0x2039, 0x152,  0x8D,   0x17D,  0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
  0x2013, 0x2014, 0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x9D,   0x17E,  0x178,
};

static int
find_in (const guint16 *table, guint n, gunichar c)
{
  for (guint i = 0; i < n; i++)
    if (table[i] == c)
      return (int) i + 0x80;
  return -1;
}

static int
byte_of_1251 (const char *at, const char *end, guint32 *bytes)
{
  const char *next = at;
  gunichar c;

  if (at == end || (guint8) *at < 0x80)
    return -1;
  c = decant_utf8_next (&next);
  *bytes = (guint32) (next - at);
  if (c >= 0x410 && c <= 0x44F)
    return (int) (c - 0x410 + 0xC0);
  return find_in (windows_1251, G_N_ELEMENTS (windows_1251), c);
}

static int
byte_of_1252 (const char *at, const char *end, guint32 *bytes)
{
  const char *next = at;
  gunichar c;

  if (at == end || (guint8) *at < 0x80)
    return -1;
  c = decant_utf8_next (&next);
  *bytes = (guint32) (next - at);
  return c >= 0x80 && c <= 0xFF ? (int) c : find_in (windows_1252, G_N_ELEMENTS (windows_1252), c);
}

/* Whether enough characters in a row come out of the code page to believe in it. */
static gboolean
is_mistaken (const char *at, const char *end, NextByte page)
{
  for (guint i = 0; i < LEAST_MISTAKEN; i++)
    {
      Coded coded = read_utf8 (at, end, page);
      if (coded.bytes == 0)
        return FALSE;
      at += coded.bytes;
    }
  return TRUE;
}

static NextByte
find_page (const char *at, const char *end)
{
  return is_mistaken (at, end, byte_of_1251) ? byte_of_1251 : is_mistaken (at, end, byte_of_1252) ? byte_of_1252 : NULL;
}

/* Punycode */

static guint
adapt (guint delta, guint points, gboolean first)
{
  guint k = 0;

  delta = first ? delta / 700 : delta / 2;
  for (delta += delta / points; delta > 455; k += 36)
    delta /= 35;
  return k + 36 * delta / (delta + 38);
}

static int
punycode_digit (char c)
{
  return g_ascii_isdigit (c) ? c - '0' + 26 : g_ascii_isalpha (c) ? g_ascii_tolower (c) - 'a' : -1;
}

/* Decodes @length bytes behind xn--. Returns the number of characters in @codes (room for LONGEST_LABEL), 0 where it is
 * no punycode. */
static guint
decode_punycode (const char *label, gsize length, gunichar *codes)
{
  guint n = 128, i = 0, bias = 72, count = 0;
  const char *at = label, *hyphen = g_strrstr_len (label, (gssize) length, "-");

  for (; hyphen != NULL && at < hyphen; at++)
    codes[count++] = (guint8) *at;
  at += hyphen != NULL;
  while (at < label + length)
    {
      guint before = i, weight = 1, threshold;
      for (guint k = 36;; k += 36)
        {
          int digit = at < label + length ? punycode_digit (*at++) : -1;
          if (digit < 0 || weight > G_MAXINT / 64)
            return 0;
          i += (guint) digit * weight;
          threshold = k <= bias ? 1 : k >= bias + 26 ? 26 : k - bias;
          if ((guint) digit < threshold)
            break;
          weight *= 36 - threshold;
        }
      if (count == LONGEST_LABEL || i > G_MAXINT / 2)
        return 0;
      bias = adapt (i - before, count + 1, before == 0);
      n += i / (count + 1);
      i %= count + 1;
      if (!is_text (n))
        return 0;
      memmove (codes + i + 1, codes + i, (count - i) * sizeof *codes);
      codes[i++] = n;
      count++;
    }
  return count;
}

/* A label's letters all stand where the label begins. Returns its bytes, 0 where it is no punycode. */
static guint32
read_label (Decoder *d, const char *at, const char *end)
{
  gunichar codes[LONGEST_LABEL + 1];
  const char *stop = at;
  guint n;

  if (end - at < 6 || g_ascii_strncasecmp (at, "xn--", 4) != 0)
    return 0;
  while (stop < end && stop - at < LONGEST_LABEL && (g_ascii_isalnum (*stop) || *stop == '-'))
    stop++;
  n = decode_punycode (at + 4, (gsize) (stop - at) - 4, codes);
  for (guint i = 0; i < n; i++)
    emit (d, codes[i], (guint32) (at - d->source), TRUE);
  return n > 0 ? (guint32) (stop - at) : 0;
}

/* Runs */

static Coded
read_code (const char *at, const char *end)
{
  switch (*at)
    {
    case '%':
      return read_percent (at, end);
    case '&':
      return read_reference (at, end);
    case '\\':
      return read_backslash (at, end);
    default:
      return (Coded){ 0 };
    }
}

static gboolean
starts_label (const Decoder *d, const char *at)
{
  return (*at == 'x' || *at == 'X') && (at == d->source + d->start || !g_ascii_isalnum (at[-1]));
}

/* Reads one character at @at. Returns where the next one starts. */
static const char *
decode_at (Decoder *d, const char *at, const char *end, NextByte *page)
{
  guint32 from = (guint32) (at - d->source), label = starts_label (d, at) ? read_label (d, at, end) : 0;
  Coded coded = (guint8) *at < 0x80 ? read_code (at, end) : (Coded){ 0 };
  const char *next = at;

  if (label > 0)
    return at + label;
  if ((guint8) *at >= 0x80)
    {
      *page = *page != NULL ? *page : find_page (at, end);
      coded = *page != NULL ? read_utf8 (at, end, *page) : coded;
      *page = coded.bytes > 0 ? *page : NULL;
    }
  if (coded.bytes > 0)
    {
      emit (d, coded.code, from, TRUE);
      return at + coded.bytes;
    }
  d->address |= *at == '/';
  if (*at == '+' && d->address)
    {
      emit (d, ' ', from, TRUE);
      return at + 1;
    }
  emit (d, decant_utf8_next (&next), from, FALSE);
  return next;
}

/* A lone escape outside of an address is a percentage (50%20g). */
static gboolean
is_believed (const Decoder *d)
{
  return d->n_wide > 0 || d->n_coded > 1 || (d->n_coded > 0 && d->address);
}

static gboolean
decode_run (Decoder *d, DecantEncoded *out)
{
  gsize room = (gsize) (d->end - d->start) * 4 + 4;
  const char *at = d->source + d->start, *end = d->source + d->end;
  NextByte page = NULL;
  guint32 *map;
  guint8 *flags;

  d->text = decant_arena_alloc (d->arena, room);
  d->map = decant_arena_new_array (d->arena, guint32, room);
  d->coded = decant_arena_alloc (d->arena, room);
  while (at < end)
    at = decode_at (d, at, end, &page);
  if (!is_believed (d))
    return FALSE;
  d->map[d->length] = d->end;
  d->coded[d->length] = FALSE;
  out->span = (DecantSpan){ d->start, d->end };
  decant_fold (d->arena, d->text, d->length, &out->folded);
  map = (guint32 *) out->folded.map; /* of our arena */
  flags = decant_arena_alloc (d->arena, out->folded.length + 1);
  for (gsize i = 0; i <= out->folded.length; i++)
    {
      flags[i] = (i < out->folded.length && out->folded.flags != NULL ? out->folded.flags[i] : 0)
                 | (d->coded[map[i]] ? DECANT_FOLD_DECODED : 0);
      map[i] = d->map[map[i]];
    }
  out->folded.flags = flags;
  return TRUE;
}

static inline gboolean
is_white (char c)
{
  return c == ' ' || (c >= '\t' && c <= '\r');
}

/* A plus sign between words of an address is a space. */
static gboolean
is_in_address (const char *source, const char *at)
{
  const char *stop = at - source > LONGEST_ADDRESS ? at - LONGEST_ADDRESS : source;

  for (; at > stop + 3 && !is_white (at[-1]); at--)
    if (memcmp (at - 3, "://", 3) == 0)
      return TRUE;
  return FALSE;
}

/* Whether code may begin here. Cheap, for it is asked of each byte that can begin one. */
static gboolean
may_be_code (const char *source, const char *at, const char *end)
{
  guint32 bytes;

  switch ((guint8) *at)
    {
    case '%':
      return escaped_byte (at, end, &bytes) >= 0 || (end - at > 5 && at[1] == 'u');
    case '+':
      return is_in_address (source, at);
    case '&':
      return end - at > 3 && at[1] == '#';
    case '\\':
      return end - at > 5 && at[1] == 'u';
    case 'x':
    case 'X':
      return end - at > 5 && (at[1] == 'n' || at[1] == 'N') && at[2] == '-' && at[3] == '-';
    case 0xC3:
      return end - at > 2 && (guint8) at[2] >= 0x80 && find_page (at, end) != NULL;
    default:
      return end - at > 2 && ((guint8) at[1] & 0xFE) == 0xA0 && (guint8) at[2] >= 0x80 && find_page (at, end) != NULL;
    }
}

/* The first two bytes of code, a bit for each pair that may stand together: %, + and what follows; &#; \u; xn; the
 * first byte of Ð, Ø, ä and their kin, which the first bytes of other letters become in windows-1252; and Р and С,
 * which the first bytes of Cyrillic letters become in windows-1251. */
enum
{
  ANY = 1,
  HASH = 2,
  LETTER_U = 4,
  LETTER_N = 8,
  WIDE = 16,
  CYRILLIC = 32,
};

static const guint8 firsts[256] = { ['%'] = ANY,      ['+'] = ANY,      ['&'] = HASH,  ['\\'] = LETTER_U,
                                    ['x'] = LETTER_N, ['X'] = LETTER_N, [0xC3] = WIDE, [0xD0] = CYRILLIC };
static const guint8 seconds[256] = {
  ['#'] = HASH,           ['u'] = LETTER_U,       ['n'] = LETTER_N,
  ['N'] = LETTER_N,       [0x80 ... 0x9F] = WIDE, [0xA0 ... 0xA1] = WIDE | CYRILLIC,
  [0xA2 ... 0xBF] = WIDE,
};

/* A plus sign alone may be the last byte. */
static inline gboolean
may_begin (const char *at, const char *end)
{
  return at + 1 < end ? firsts[(guint8) at[0]] & (seconds[(guint8) at[1]] | ANY) : *at == '+';
}

guint
decant_encoded_find (DecantArena *arena, const DecantFolded *folded, const DecantEncoded **runs)
{
  const char *source = folded->source, *end = source + folded->source_length, *from = source;
  DecantEncoded *found = NULL;
  guint n = 0, capacity = 0;

  for (const char *at = source; at < end; at++)
    {
      Decoder d = { .arena = arena, .source = source };
      const char *start = at, *stop = at;
      if (G_LIKELY (!may_begin (at, end)) || !may_be_code (source, at, end))
        continue;
      while (start > from && !is_white (start[-1]))
        start--;
      while (stop < end && !is_white (*stop))
        stop++;
      if (n == capacity)
        {
          DecantEncoded *more = decant_arena_new_array (arena, DecantEncoded, capacity * 2 + 4);
          if (n > 0)
            memcpy (more, found, n * sizeof *found);
          found = more;
          capacity = capacity * 2 + 4;
        }
      d.start = (guint32) (start - source);
      d.end = (guint32) (stop - source);
      if (decode_run (&d, &found[n]))
        {
          /* Its map leads to the post itself, so what stands there is what readings look at. */
          found[n].folded.source = source;
          found[n].folded.source_length = folded->source_length;
          n++;
        }
      from = stop;
      at = stop - 1;
    }
  *runs = found;
  return n;
}

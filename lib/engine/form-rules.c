/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/form-rules.h"

#include "engine/unicode.h"

#include <string.h>

/* Shorter forms are not read in disguise: too many ordinary words would pass for them. */
#define SHORTEST_DISGUISED 4
/* Bytes from the sign of a hashtag to a part of it. */
#define LONGEST_HASHTAG 128

/* Whether byte @start is in a hashtag. The sign of a longer one is not looked for. */
static gboolean
is_hashtag_at (const DecantFolded *folded, guint32 start)
{
  const char *text = folded->text;
  guint32 stop = start > LONGEST_HASHTAG ? start - LONGEST_HASHTAG : 0;

  while (start > stop
         && (text[start - 1] == '_' || g_ascii_isalnum (text[start - 1]) || (guint8) text[start - 1] >= 0x80))
    start--;
  return start > 0 && text[start - 1] == '#';
}

/* Whether a number is only a part of a longer one, a price or a date. */
static gboolean
is_within_number (const DecantFolded *folded, guint32 start, guint32 end)
{
  const char *text = folded->text;
  static const char joints[] = ".,:/+-%$";

  if (start > 0 && strchr (joints, text[start - 1]) != NULL && text[start - 1] != '\0')
    return text[start - 1] == '$' || text[start - 1] == '+' || (start > 1 && g_ascii_isdigit (text[start - 2]));
  if (end < folded->length && text[end] != '\0' && strchr (joints, text[end]) != NULL)
    return text[end] == '$' || text[end] == '%' || (end + 1 < folded->length && g_ascii_isdigit (text[end + 1]));
  return FALSE;
}

/* Whether a reading took other letters for the form's own. */
static gboolean
is_respelt (guint8 reading)
{
  return (reading >= DECANT_READING_LEET && reading <= DECANT_READING_MASKED) || reading >= DECANT_READING_PHONETIC;
}

static gboolean
is_katakana (gunichar c)
{
  return (c >= 0x30a1 && c <= 0x30fa) || c == 0x30fc;
}

/* Whether katakana go on before or after a match that begins or ends with one: a foreign word is written in katakana
 * alone, so that its ends show (ice, but not Iceland). */
static gboolean
is_within_katakana (const DecantFolded *folded, const DecantFormMatch *match)
{
  const char *text = folded->text, *at = text + match->start, *end = text + match->end;
  const char *before, *last = text + decant_utf8_previous (text, match->end);

  if (match->start > 0 && is_katakana (decant_utf8_next (&at)))
    {
      before = text + decant_utf8_previous (text, match->start);
      if (is_katakana (decant_utf8_next (&before)))
        return TRUE;
    }
  return match->end < folded->length && is_katakana (decant_utf8_next (&last)) && is_katakana (decant_utf8_next (&end));
}

/* Whether an emoji that folds to a letter (🅿️) is only that letter. */
static gboolean
is_plain_letter (const DecantFolded *folded, const DecantFormEntry *entry, const DecantFormMatch *match)
{
  return entry->boundary == DECANT_BOUNDARY_EMOJI && (guint8) folded->text[match->start] < 0x80
         && (folded->flags == NULL || !(folded->flags[match->start] & DECANT_FOLD_COMPATIBILITY));
}

/* Readings that look closely enough for clear forms of three letters. */
static gboolean
allows_short (guint8 reading)
{
  return reading == DECANT_READING_SEPARATED || reading == DECANT_READING_HASHTAG || reading == DECANT_READING_LINK;
}

gboolean
decant_form_counts (const DecantFormEntry *entry, const DecantFolded *folded, const DecantFormMatch *match)
{
  gboolean disguised = is_respelt (match->reading);

  if (match->inside && entry->boundary != DECANT_BOUNDARY_UNSPACED)
    return FALSE;
  if (entry->ambiguity > 1 && entry->boundary == DECANT_BOUNDARY_UNSPACED && is_within_katakana (folded, match))
    return FALSE;
  if ((disguised && entry->boundary == DECANT_BOUNDARY_EXACT) || is_plain_letter (folded, entry, match))
    return FALSE;
  if (disguised && entry->letters < SHORTEST_DISGUISED && (!allows_short (match->reading) || entry->ambiguity > 1))
    return FALSE;
  if (entry->boundary == DECANT_BOUNDARY_HASHTAG)
    return match->reading == DECANT_READING_HASHTAG || is_hashtag_at (folded, match->start);
  return !entry->numeric || !is_within_number (folded, match->start, match->end);
}

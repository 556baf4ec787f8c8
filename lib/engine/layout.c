/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layout.h"

#include "engine/signals.h"

#include <string.h>

#define MENU_LINES 3
#define MENU_LINE_BYTES 64
#define MENU_GAP 2 /* lines between two items */

typedef struct {
  gsize start, end; /* folded bytes of the lines counted so far */
  guint n, gap;
} Run;

typedef struct {
  Run menu, best_menu;
  Run bullets;
} Lines;

static void
extend (Run *run, gsize start, gsize end)
{
  if (run->n == 0)
    run->start = start;
  run->end = end;
  run->n++;
  run->gap = 0;
}

static gboolean
is_item (const char *p, const char *end)
{
  gboolean digit = FALSE, letter = FALSE;

  if (end - p > MENU_LINE_BYTES || *p == '#' || memmem (p, (gsize) (end - p), "://", 3) != NULL)
    return FALSE; /* hashtags and addresses have digits too */
  for (; p < end; p++)
    {
      digit |= g_ascii_isdigit (*p);
      letter |= g_ascii_isalpha (*p) || (guchar) *p >= 0xc0;
    }
  return digit && letter;
}

static void
read_line (Lines *self, const char *text, const char *p, const char *end)
{
  while (p < end && g_ascii_isspace (*p))
    p++;
  if (p == end)
    return;
  if (is_item (p, end))
    extend (&self->menu, (gsize) (p - text), (gsize) (end - text));
  else if (++self->menu.gap > MENU_GAP)
    self->menu = (Run){ 0 };
  if (self->menu.n > self->best_menu.n)
    self->best_menu = self->menu;
  if (decant_char_is_emoji (g_utf8_get_char (p)))
    extend (&self->bullets, (gsize) (p - text), (gsize) (end - text));
}

static Lines
read_lines (const DecantFolded *folded)
{
  const char *end = folded->text + folded->length;
  Lines lines = { 0 };

  for (const char *p = folded->text; p < end;)
    {
      const char *line = p;
      while (p < end && *p != '\n' && *p != '\r')
        p++;
      read_line (&lines, folded->text, line, p);
      p++;
    }
  return lines;
}

static guint
add (DecantSignal *out, guint n, DecantSpan span, const char *rule)
{
  out[n] = (DecantSignal){ span, decant_signal_kind_to_string (DECANT_SIGNAL_LAYOUT), rule };
  return n + 1;
}

/* Hits that stand in a hashtag: the nearest "#" before, with no white space between. */
static guint
count_tagged (const DecantFolded *folded, const DecantHit *hits, guint n_hits, DecantSpan *span)
{
  guint n = 0;

  for (guint i = 0; i < n_hits; i++)
    {
      guint32 from = hits[i].span.start, at = from;
      while (at > 0 && from - at < 64 && folded->source[at] != '#' && !g_ascii_isspace (folded->source[at]))
        at--;
      if (folded->source[at] != '#' || (n > 0 && hits[i].span.start < span->end))
        continue;
      if (n++ == 0)
        span->start = at;
      span->end = MAX (span->end, hits[i].span.end);
    }
  return n;
}

guint
decant_layout_find (const DecantFolded *folded, const DecantShape *shape, const DecantHit *hits, guint n_hits,
                    DecantSignal *out)
{
  Lines lines = { 0 };
  DecantSpan tagged = { 0 };
  guint n = 0;

  if (shape->lines >= MENU_LINES && (shape->digits > 0 || shape->emoji > 0))
    lines = read_lines (folded);
  if (lines.best_menu.n >= MENU_LINES)
    n = add (out, n, decant_folded_to_source (folded, lines.best_menu.start, lines.best_menu.end), "layout.menu");
  if (lines.bullets.n >= MENU_LINES)
    n = add (out, n, decant_folded_to_source (folded, lines.bullets.start, lines.bullets.end), "layout.bullets");
  if (shape->emoji >= 4 && shape->emoji * 6 > shape->words)
    n = add (out, n, decant_folded_to_source (folded, 0, folded->length), "layout.emoji");
  if (shape->hashtags >= 5 && count_tagged (folded, hits, n_hits, &tagged) >= 2)
    n = add (out, n, tagged, "layout.hashtags");
  return n;
}

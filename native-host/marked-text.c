/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "native-host/marked-text.h"

#include <string.h>

#define LINE "  "

typedef struct {
  GString *out;
  const char *text;
  gsize length;
  gboolean colour;
} Page;

/* Bidirectional controls can reorder what a terminal shows just as escapes can steer it. */
static gboolean
is_harmless (gunichar c)
{
  return !(g_unichar_iscntrl (c) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069));
}

static void
append_shown (Page *page, gsize start, gsize end)
{
  for (const char *at = page->text + start; at < page->text + end; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);
      if (c == '\n')
        g_string_append (page->out, "\n" LINE);
      else
        g_string_append_unichar (page->out, c == '\t' || is_harmless (c) ? c : 0xfffd);
    }
}

/* Part of one line of a list: without line breaks. */
static void
append_on_a_line (Page *page, const char *text, gsize length)
{
  for (const char *at = text; at < text + length; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);
      g_string_append_unichar (page->out, c == '\n' || c == '\t' ? ' ' : is_harmless (c) ? c : 0xfffd);
    }
}

static void
append_quote (Page *page, DecantSpan span)
{
  append_on_a_line (page, page->text + span.start, span.end - span.start);
}

/* Which bytes stand in a found span. */
static guint8 *
collect_marks (const DecantAssessment *a, gsize length)
{
  guint8 *marked = g_malloc0 (length + 1);

  for (guint i = 0; i < a->n_hits; i++)
    memset (marked + a->hits[i].span.start, 1, a->hits[i].span.end - a->hits[i].span.start);
  for (guint i = 0; i < a->n_signals; i++)
    memset (marked + a->signals[i].span.start, 1, a->signals[i].span.end - a->signals[i].span.start);
  for (guint i = 0; i < a->n_identifiers; i++)
    memset (marked + a->identifiers[i].span.start, 1, a->identifiers[i].span.end - a->identifiers[i].span.start);
  return marked;
}

static void
append_marked (Page *page, const DecantAssessment *assessment)
{
  g_autofree guint8 *marked = collect_marks (assessment, page->length);
  gsize shown = page->length, end;

  while (shown > 0 && page->text[shown - 1] == '\n') /* the end of a file's last line */
    shown--;
  g_string_append (page->out, LINE);
  for (gsize start = 0; start < shown; start = end)
    {
      for (end = start + 1; end < shown && marked[end] == marked[start]; end++)
        ;
      if (marked[start])
        g_string_append (page->out, page->colour ? "\033[1;4m" : "[");
      append_shown (page, start, end);
      if (marked[start])
        g_string_append (page->out, page->colour ? "\033[0m" : "]");
    }
  g_string_append_c (page->out, '\n');
}

static void
append_hit (Page *page, const DecantHit *hit)
{
  g_autofree char *innocent = g_strjoinv (", ", hit->term->innocent);

  g_string_append (page->out, LINE);
  append_quote (page, hit->span);
  g_string_append_printf (page->out, ": %s (%s), read %s, ambiguity %u of 3", hit->term->concept, hit->term->id,
                          decant_reading_to_string (hit->reading), hit->term->ambiguity);
  if (*innocent != '\0')
    g_string_append_printf (page->out, "; or innocently: %s", innocent);
  g_string_append_c (page->out, '\n');
}

static void
append_reason (Page *page, const DecantReason *reason)
{
  g_string_append_printf (page->out, LINE "%+8.3f  %s", reason->weight / 1000.0, reason->feature);
  if (reason->has_span)
    {
      g_string_append (page->out, ": ");
      append_quote (page, reason->span);
    }
  if (reason->innocent != NULL)
    g_string_append_printf (page->out, " (or innocently: %s)", reason->innocent);
  g_string_append_c (page->out, '\n');
}

static void
append_title (Page *page, const char *title, guint n)
{
  if (n > 0)
    g_string_append_printf (page->out, "\n%s\n", title);
}

char *
decant_marked_text (const DecantAssessment *a, const char *text, gsize length, gboolean colour)
{
  g_autoptr (GString) out = g_string_new (NULL);
  Page page = { out, text, length, colour };

  g_string_append_printf (out, "%s, score %.4f\n\n", decant_band_to_string (a->band), a->score);
  append_marked (&page, a);
  append_title (&page, "Terms", a->n_hits);
  for (guint i = 0; i < a->n_hits; i++)
    append_hit (&page, &a->hits[i]);
  append_title (&page, "Signals", a->n_signals);
  for (guint i = 0; i < a->n_signals; i++)
    {
      g_string_append (out, LINE);
      append_quote (&page, a->signals[i].span);
      g_string_append_printf (out, ": %s (%s)\n", a->signals[i].kind, a->signals[i].rule);
    }
  append_title (&page, "Identifiers", a->n_identifiers);
  for (guint i = 0; i < a->n_identifiers; i++)
    {
      g_string_append_printf (out, LINE "%s: ", a->identifiers[i].kind);
      append_on_a_line (&page, a->identifiers[i].value, strlen (a->identifiers[i].value));
      g_string_append_c (out, '\n');
    }
  append_title (&page, "Reasons, in log-odds; their sum gives the score", a->n_reasons);
  for (guint i = 0; i < a->n_reasons; i++)
    append_reason (&page, &a->reasons[i]);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

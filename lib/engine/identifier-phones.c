/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/identifier-finder.h"

#include "engine/phones.h"

#include <string.h>

#define NEAR 40               /* bytes between a contact word and a number */
#define MAX_DIGITS 16         /* one more than E.164 allows, for a trunk zero */
#define KEYCAP "\xe2\x83\xa3" /* U+20E3, which stays behind a digit when an emoji is folded */

/* Digits in groups: the end of each, so that a too greedy reading can be shortened. */
typedef struct
{
  char digits[MAX_DIGITS + 1];
  const char *ends[MAX_DIGITS];
  guint counts[MAX_DIGITS]; /* digits up to that end */
  char gaps[MAX_DIGITS];    /* the last character before the group */
  guint n;
} Groups;

/* The end of the digits at @p; keycaps between them are passed over. */
static const char *
read_digits (const DecantFinder *self, const char *p, Groups *out, guint *n)
{
  while (p < self->end && g_ascii_isdigit (*p) && *n < MAX_DIGITS)
    {
      out->digits[(*n)++] = *p++;
      p += decant_finder_starts (self, p, KEYCAP) ? strlen (KEYCAP) : 0;
    }
  return p;
}

/* "10g" and "50€" after a number are no part of it. */
static gboolean
is_amount (const DecantFinder *self, const char *to)
{
  return to < self->end
         && (g_ascii_isalnum (*to) || *to == '$' || *to == '%' || decant_finder_starts (self, to, "€")
             || decant_finder_starts (self, to, "£"));
}

static void
read_groups (const DecantFinder *self, const char *p, Groups *out)
{
  guint n = 0;

  *out = (Groups){ 0 };
  while (p < self->end)
    {
      guint gap = 0;
      const char *start = p;
      p = read_digits (self, p, out, &n);
      if (p == start || is_amount (self, p))
        return;
      out->gaps[out->n] = decant_finder_before (self, start);
      out->ends[out->n] = p;
      out->counts[out->n++] = n;
      while (p < self->end && *p != '\0' && strchr (" -().\t/", *p) != NULL && gap++ < 3)
        p++;
    }
}

static void
add_phone (DecantFinder *self, const char *from, const char *to, const char *digits, const char *kind)
{
  char *value = decant_arena_alloc (self->arena, strlen (digits) + 2);

  strcpy (stpcpy (value, "+"), digits);
  decant_finder_add (self, from, to, kind, value);
}

/* The longest number of a country in the groups, with its code. */
static gboolean
take_international (DecantFinder *self, const char *from, const char *digits, const char *kind)
{
  char number[DECANT_PHONE_MAX + 1];
  Groups groups;

  read_groups (self, digits, &groups);
  for (guint i = groups.n; i-- > 0;)
    if (decant_phone_normalize (groups.digits, groups.counts[i], number))
      {
        add_phone (self, from, groups.ends[i], number, kind);
        return TRUE;
      }
  return FALSE;
}

static guint
group_length (const Groups *groups, guint i)
{
  return groups->counts[i] - (i > 0 ? groups->counts[i - 1] : 0);
}

/* "31.12.2026", "2026-12-31": a date or the beginning of one with its time. */
static gboolean
is_date (const Groups *groups)
{
  return groups->n >= 3
         && ((group_length (groups, 0) == 4 && group_length (groups, 1) <= 2 && group_length (groups, 2) <= 2)
             || (group_length (groups, 0) <= 2 && group_length (groups, 1) <= 2 && group_length (groups, 2) == 4
                 && groups->gaps[1] == groups->gaps[2] && groups->gaps[1] != ' '));
}

/* Four numbers up to 255 with dots between: the address of a host. */
static gboolean
is_host_number (const Groups *groups)
{
  if (groups->n != 4)
    return FALSE;
  for (guint i = 0; i < 4; i++)
    if (group_length (groups, i) > 3 || (i > 0 && groups->gaps[i] != '.'))
      return FALSE;
  return TRUE;
}

/* "10 20 30 40 100", "1000 2000 3000": amounts. A number that is dialled in pairs begins with a zero. */
static gboolean
is_row_of_amounts (const Groups *groups, guint n)
{
  gboolean pairs = groups->digits[0] != '0', round = n > 1;

  for (guint i = 0; i < n; i++)
    {
      pairs &= group_length (groups, i) <= 2;
      round &= groups->digits[groups->counts[i] - 1] == '0';
    }
  return n > 1 && (pairs || round);
}

/* "1 (202) 555-0123" says itself that it is of North America: the code stands apart. */
static gboolean
says_north_america (const Groups *groups, guint i)
{
  return i == 3 && group_length (groups, 0) == 1 && group_length (groups, 1) == 3 && group_length (groups, 2) == 3
         && decant_phone_is_north_american (groups->digits, groups->counts[i]);
}

static gboolean
take_national (DecantFinder *self, const char *from, const char *kind)
{
  char number[DECANT_PHONE_MAX + 1];
  Groups groups;

  read_groups (self, from + (*from == '('), &groups);
  if (is_date (&groups) || is_host_number (&groups))
    return FALSE;
  for (guint i = MIN (groups.n, 5); i-- > 0;)
    {
      guint n = groups.counts[i];
      if (is_row_of_amounts (&groups, i + 1))
        continue;
      if ((says_north_america (&groups, i) && decant_phone_normalize (groups.digits, n, number))
          || decant_phone_from_national (self->language, groups.digits, n, number))
        add_phone (self, from, groups.ends[i], number, kind);
      else if (n >= 9 && n <= 11)
        decant_finder_add (self, from, groups.ends[i], kind, decant_arena_strndup (self->arena, groups.digits, n));
      else
        continue;
      return TRUE;
    }
  return FALSE;
}

gboolean
decant_finder_take_phone (DecantFinder *self, const char *p, const char *kind)
{
  if (p < self->end && *p == '+')
    {
      const char *digits = p + 1;
      while (digits < self->end && digits - p < 3 && (*digits == ' ' || *digits == '('))
        digits++;
      return take_international (self, p, digits, kind);
    }
  if (decant_finder_starts (self, p, "00") && take_international (self, p, p + 2, kind))
    return TRUE;
  return p < self->end && (g_ascii_isdigit (*p) || *p == '(') && take_national (self, p, kind);
}

/* Signals in order, read along with the text. */
typedef struct
{
  const DecantSignal *signals;
  guint n, next;
  guint32 contact_end; /* of the last contact that began before; 0 for none */
} Contacts;

/* "dm_me" in a handle asks for nothing. */
static gboolean
is_in_name (const DecantFinder *self, DecantSpan span)
{
  for (guint i = 0; i < self->n; i++)
    if (self->found[i].name.start <= span.start && span.start < self->found[i].name.end)
      return TRUE;
  return FALSE;
}

static gboolean
near_contact (const DecantFinder *finder, Contacts *self, guint32 at)
{
  for (; self->next < self->n && self->signals[self->next].span.start < at; self->next++)
    {
      const DecantSignal *signal = &self->signals[self->next];
      if (g_str_equal (signal->kind, "contact") && !is_in_name (finder, signal->span))
        self->contact_end = MAX (self->contact_end, signal->span.end);
    }
  return self->contact_end > 0 && self->contact_end <= at && at - self->contact_end <= NEAR;
}

/* Whether digits at @p go on with a number, a code or a word that began before: "GB29 NWBK 6016", "a716-4466". */
static gboolean
goes_on (const DecantFinder *self, const char *p)
{
  gsize room = (gsize)(p - self->text);

  if (room < 2 || p[-1] == '\n')
    return FALSE;
  if (strchr ("-_/", p[-1]) != NULL || (p[-1] == '.' && g_ascii_isdigit (p[-2])))
    return g_ascii_isalnum (p[-2]);
  return room >= 4 && strchr (" .", p[-1]) != NULL && g_ascii_isdigit (p[-2]) && g_ascii_isdigit (p[-3])
         && g_ascii_isdigit (p[-4]);
}

/* A word before digits that says that they count something else than a telephone. */
static gboolean
is_other_number (const DecantFinder *self, const char *p)
{
  static const char *const words[] = { "isbn", "issn",  "ean", "upc", "iban",   "order", "tracking", "invoice",
                                       "ref",  "batch", "sku", "doi", "ticket", "pmid",  "#",        NULL };
  const char *window = p - self->text > 14 ? p - 14 : self->text;

  for (guint i = 0; words[i] != NULL; i++)
    {
      gsize length = strlen (words[i]);
      const char *at = memmem (window, (gsize)(p - window), words[i], length);
      if (at != NULL && !g_ascii_isalpha (decant_finder_before (self, at)) && !g_ascii_isalpha (at[length]))
        return TRUE;
    }
  return FALSE;
}

void
decant_find_phones (DecantFinder *self, const DecantSignal *signals, guint n_signals)
{
  Contacts contacts = { signals, n_signals, 0, 0 };
  guint32 taken = 0; /* the end of the last number */

  for (const char *p = self->text; p < self->end && self->n < DECANT_MAX_IDENTIFIERS; p++)
    {
      gboolean digit = g_ascii_isdigit (*p);
      guint32 at;
      if ((!digit && *p != '+') || g_ascii_isalnum (decant_finder_before (self, p))
          || (digit && decant_finder_before (self, p) == '+'))
        continue;
      at = self->folded->map[p - self->text];
      if (at < taken
          || (digit
              && (!near_contact (self, &contacts, at) || (goes_on (self, p) && at > taken + 3) || is_other_number (self, p))))
        continue;
      if (decant_finder_take_phone (self, p, "phone") && self->n > 0)
        taken = self->found[self->n - 1].span.end;
    }
}

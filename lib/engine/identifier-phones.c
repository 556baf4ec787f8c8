/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/identifier-finder.h"

#include "engine/phones.h"

#include <string.h>

#define NEAR 40 /* bytes between a contact word and a number */

/* Digits in groups from @p on: the end of each group, so that a too greedy reading can be shortened. */
typedef struct
{
  char digits[DECANT_PHONE_MAX + 1];
  const char *ends[DECANT_PHONE_MAX];
  guint counts[DECANT_PHONE_MAX]; /* digits up to that end */
  guint n;
} Groups;

static void
read_groups (const DecantFinder *self, const char *p, Groups *out)
{
  guint n = 0;

  *out = (Groups){ 0 };
  while (p < self->end)
    {
      guint gap = 0;
      const char *start = p;
      while (p < self->end && g_ascii_isdigit (*p) && n < DECANT_PHONE_MAX)
        out->digits[n++] = *p++;
      if (p == start || (p < self->end && g_ascii_isdigit (*p)))
        return;
      out->ends[out->n] = p;
      out->counts[out->n++] = n;
      while (p < self->end && *p != '\0' && strchr (" -().\t/", *p) != NULL && gap++ < 3)
        p++;
    }
}

static void
add_phone (DecantFinder *self,
           const char *from,
           const char *to,
           const char *digits,
           guint n,
           gboolean international,
           const char *kind)
{
  char *value = decant_arena_alloc (self->arena, n + 2);

  value[0] = '+';
  memcpy (value + international, digits, n);
  value[n + international] = '\0';
  decant_finder_add (self, from, to, kind, value);
}

/* The longest plausible number of the groups, with its country code. */
static gboolean
take_international (DecantFinder *self, const char *from, const char *digits, const char *kind)
{
  Groups groups;

  read_groups (self, digits, &groups);
  for (guint i = groups.n; i-- > 0;)
    if (decant_phone_is_plausible (groups.digits, groups.counts[i]))
      {
        add_phone (self, from, groups.ends[i], groups.digits, groups.counts[i], TRUE, kind);
        return TRUE;
      }
  return FALSE;
}

/* Nine to eleven digits in at most five groups, no country code. */
static gboolean
take_national (DecantFinder *self, const char *from, const char *kind)
{
  Groups groups;

  read_groups (self, from + (*from == '('), &groups);
  for (guint i = MIN (groups.n, 5); i-- > 0;)
    if (groups.counts[i] >= 9 && groups.counts[i] <= 11)
      {
        add_phone (self, from, groups.ends[i], groups.digits, groups.counts[i], FALSE, kind);
        return TRUE;
      }
  return FALSE;
}

/* A number at @p in any writing. Returns whether one was taken. */
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

static gboolean
near_contact (Contacts *self, guint32 at)
{
  for (; self->next < self->n && self->signals[self->next].span.start < at; self->next++)
    if (g_str_equal (self->signals[self->next].kind, "contact"))
      self->contact_end = MAX (self->contact_end, self->signals[self->next].span.end);
  return self->contact_end > 0 && self->contact_end <= at && at - self->contact_end <= NEAR;
}

void
decant_find_phones (DecantFinder *self, const DecantSignal *signals, guint n_signals)
{
  Contacts contacts = { signals, n_signals, 0, 0 };

  for (const char *p = self->text; p < self->end && self->n < DECANT_MAX_IDENTIFIERS; p++)
    {
      gboolean digit = g_ascii_isdigit (*p);
      if ((!digit && *p != '+') || g_ascii_isalnum (decant_finder_before (self, p))
          || (digit && decant_finder_before (self, p) == '+'))
        continue;
      if (!digit || near_contact (&contacts, self->folded->map[p - self->text]))
        decant_finder_take_phone (self, p, "phone");
    }
}

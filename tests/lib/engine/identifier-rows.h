/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/identifiers.h"

#include <string.h>

/* Tables of texts and what is found in them. @expected: "kind value" of each, separated by "; ". @contact: a word that
 * stands for a contact signal, or NULL. */
typedef struct
{
  const char *text, *contact, *expected;
} IdentifierRow;

static char *
find_all (const char *text, const char *contact)
{
  g_autoptr (DecantArena) arena = decant_arena_new ();
  g_autoptr (GString) out = g_string_new (NULL);
  const char *at = contact != NULL ? strstr (text, contact) : NULL;
  DecantSignal signal = { { 0, 0 }, "contact", "contact.test" };
  const DecantIdentifier *found;
  DecantFolded folded;
  DecantShape shape;
  guint n;

  if (at != NULL)
    signal.span = (DecantSpan){ (guint32)(at - text), (guint32)(at - text + strlen (contact)) };
  decant_fold (arena, text, strlen (text), &folded);
  decant_shape_read (&folded, &shape);
  n = decant_identifiers_find (arena, &folded, &shape, NULL, &signal, at != NULL && *contact != '\0', &found);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (out, "%s%s %s", i > 0 ? "; " : "", found[i].kind, found[i].value);
  return g_strdup (out->str);
}

static inline void
check_identifier_rows (const IdentifierRow *rows, guint n_rows)
{
  for (guint i = 0; i < n_rows; i++)
    {
      g_autofree char *seen = find_all (rows[i].text, rows[i].contact);
      if (!g_str_equal (seen, rows[i].expected))
        g_test_fail_printf ("\"%s\": expected \"%s\", saw \"%s\"", rows[i].text, rows[i].expected, seen);
    }
}

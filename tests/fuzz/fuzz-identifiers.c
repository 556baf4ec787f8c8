/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/identifiers.h"

#include <string.h>

/* Any valid text: identifiers are ordered, apart, few, whole characters, and each has a name within its span and a
 * value. Every eighth byte begins a sign of contact, so that digits alone are read as well. */

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check (const DecantIdentifier *identifier, const char *text, gsize length)
{
  g_assert_cmpuint (identifier->span.start, <, identifier->span.end);
  g_assert_cmpuint (identifier->span.end, <=, length);
  g_assert_cmpuint (identifier->span.start, <=, identifier->name.start);
  g_assert_cmpuint (identifier->name.start, <=, identifier->name.end);
  g_assert_cmpuint (identifier->name.end, <=, identifier->span.end);
  g_assert_true (((guchar)text[identifier->span.start] & 0xc0) != 0x80);
  g_assert_true (identifier->span.end == length || ((guchar)text[identifier->span.end] & 0xc0) != 0x80);
  g_assert_true (*identifier->value != '\0' && g_utf8_validate (identifier->value, -1, NULL));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (DecantArena) arena = decant_arena_new ();
  DecantSignal signals[64];
  const DecantIdentifier *found;
  DecantFolded folded;
  DecantShape shape;
  guint n, n_signals = 0;

  if (size > 4096 || !g_utf8_validate ((const char *)data, (gssize)size, NULL))
    return 0;
  for (guint32 at = 0; at + 1 < size && n_signals < G_N_ELEMENTS (signals); at += 8)
    signals[n_signals++] = (DecantSignal){ { at, at + 1 }, "contact", "contact.test" };
  decant_fold (arena, (const char *)data, size, &folded);
  decant_shape_read (&folded, &shape);
  n = decant_identifiers_find (arena, &folded, &shape, "de", signals, n_signals, &found);
  g_assert_cmpuint (n, <=, DECANT_MAX_IDENTIFIERS);
  for (guint i = 0; i < n; i++)
    {
      check (&found[i], (const char *)data, size);
      g_assert_true (i == 0 || found[i - 1].span.end <= found[i].span.start);
    }
  return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a file of signals; what parses must read a text within its promises, whatever its patterns are. */
#include "engine/signals.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check_match (DecantSignalSet *set)
{
  static const char text[] = "Menu\n1g 10\xe2\x82\xac, 3.5 g 30\xe2\x82\xac!!\n#green @example_name t.me/example "
                             "\xe5\x8a\xa0\xe5\xbe\xae\xe4\xbf\xa1 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa 000000000000";
  g_autoptr (DecantArena) arena = decant_arena_new ();
  const DecantSignal *signals;
  DecantFolded folded;
  DecantShape shape;
  guint n;

  decant_fold (arena, text, sizeof text - 1, &folded);
  decant_shape_read (&folded, &shape);
  n = decant_signal_set_match (set, arena, &folded, &shape, &signals);
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpuint (signals[i].span.start, <, signals[i].span.end);
      g_assert_cmpuint (signals[i].span.end, <=, sizeof text - 1);
      g_assert_true (i == 0 || signals[i - 1].span.start <= signals[i].span.start);
      g_assert_cmpuint (decant_signal_kind_from_string (signals[i].kind), <, DECANT_N_SIGNAL_KINDS);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GPtrArray) files = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantSignalSet) set = NULL;

  g_ptr_array_add (files, bytes);
  set = decant_signal_set_new (files, &error);
  g_assert_true ((set == NULL) == (error != NULL));
  if (set != NULL)
    check_match (set);
  return 0;
}

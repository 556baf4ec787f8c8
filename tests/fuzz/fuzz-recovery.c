/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recovery words are typed by people: what is read gives words that read the same. */
#include <string.h>

#include "evidence/recovery.h"
#include "evidence/secret.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  guint8 key[DECANT_RECOVERY_SIZE], again[DECANT_RECOVERY_SIZE];
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantSecret) words = NULL;

  if (!decant_recovery_from_words ((const char *) data, size, key, &error))
    {
      g_assert_nonnull (error);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return 0;
    }
  words = (DecantSecret *) decant_recovery_to_words (key);
  g_assert_true (decant_recovery_from_words ((const char *) words, -1, again, NULL));
  g_assert_cmpmem (key, sizeof key, again, sizeof again);
  return 0;
}

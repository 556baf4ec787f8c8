/* SPDX-License-Identifier: GPL-3.0-or-later */
/* keys.json may come from a backup or somebody else: what parses has one form and asks for bounded work. */
#include <string.h>

#include "evidence/key-file.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const guint8 secret[32] = { 1 };
  g_autoptr (DecantKeyFile) file
      = decant_key_file_parse ((const char *) data, size, "000102030405060708090a0b0c0d0e0f", NULL);
  g_autofree char *text = NULL;
  g_autoptr (DecantKeys) keys = NULL;

  if (file == NULL)
    return 0;
  text = decant_key_file_to_text (file);
  g_assert_cmpmem (text, strlen (text), data, size);
  g_assert_cmpuint (decant_key_file_get_size (file), <=, DECANT_KEY_FILE_WRAPS);
  for (guint i = 0; i < decant_key_file_get_size (file); i++)
    g_assert_cmpuint (decant_key_file_get (file, i)->cost.ops * (decant_key_file_get (file, i)->cost.memory >> 10), <=,
                      DECANT_KEY_COST_PRODUCT_MAX >> 10);
  keys = decant_key_file_unlock_secret (file, DECANT_WRAP_RECOVERY, secret, NULL);
  g_assert_null (keys);
  return 0;
}

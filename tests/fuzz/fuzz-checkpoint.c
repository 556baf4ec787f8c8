/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checkpoints come from outside (somebody held one). What parses keeps its promises, and its text reads the same again. */
#include <string.h>

#include "evidence/checkpoint.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const guint8 key_bytes[32] = { 1 };
  g_autoptr (DecantCheckpoint) checkpoint = decant_checkpoint_parse ((const char *) data, size, NULL);
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (DecantVerifierKey) parsed = decant_verifier_key_parse (text, NULL);
  g_autoptr (DecantVerifierKey) key = NULL;

  if (parsed != NULL)
    {
      g_autofree char *again = decant_verifier_key_to_text (parsed);
      g_assert_cmpstr (again, ==, text);
    }
  if (checkpoint == NULL)
    return 0;
  g_assert_cmpuint (checkpoint->size, <=, G_GUINT64_CONSTANT (1) << 53);
  g_assert_cmpuint (checkpoint->signatures->len, >, 0);
  g_assert_cmpuint (checkpoint->signatures->len, <=, DECANT_CHECKPOINT_SIGNATURES);
  g_assert_true (g_str_has_suffix (checkpoint->text, "\n") && memcmp (data, checkpoint->text, strlen (checkpoint->text)) == 0);
  key = decant_verifier_key_new (((DecantSignatureLine *) checkpoint->signatures->pdata[0])->name, key_bytes);
  decant_checkpoint_is_signed_by (checkpoint, key);
  return 0;
}

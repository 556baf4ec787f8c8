/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Proofs come from outside. Whatever is in one, there is a report or an error, and none holds without a key. */
#include "evidence/proof-file.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantVerification) report = decant_proof_check ((const char *) data, size, NULL, &error);

  g_assert_true ((report == NULL) == (error != NULL));
  g_assert_true (report == NULL || !report->clean);
  return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A cosigner's key file may come from a medium. What parses has a key whose name is a pseudonym. */
#include "evidence/cosigner.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (DecantVerifierKey) key = decant_cosigner_parse_key ((const char *) data, size, NULL);

  g_assert_true (key == NULL || (size <= DECANT_COSIGNER_FILE_MAX && decant_person_name_is_valid (key->name)));
  return 0;
}

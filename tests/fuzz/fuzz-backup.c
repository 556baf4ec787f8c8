/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A backup's drive may have been in strange hands: what parses is what the writers make. The first byte says which of
 * the two: a manifest ('m') or the rows of a segment ('s', then how many entries). */
#include <string.h>

#include "evidence/backup-format.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

#define VAULT "000102030405060708090a0b0c0d0e0f"

static gboolean
write_again (const DecantRow *row, gpointer segment, GError **error)
{
  decant_segment_add (segment, row);
  return TRUE;
}

static void
read_segment (const guint8 *data, gsize size)
{
  g_autoptr (GByteArray) again = g_byte_array_new ();
  gboolean ok;

  if (size == 0)
    return;
  decant_segment_begin (again);
  ok = decant_segment_read (data + 1, size - 1, 0, data[0], write_again, again, NULL);
  if (ok)
    g_assert_cmpmem (again->data, again->len, data + 1, size - 1);
}

/* The corpus has one that this owner signed; the signature is looked at last. */
static void
read_manifest (const guint8 *data, gsize size)
{
  static const guint8 root[DECANT_ROOT_KEY_SIZE] = { 1 };
  g_autoptr (DecantKeys) keys = decant_keys_from_root (root);
  guint8 public[DECANT_OWNER_PUBLIC_SIZE];
  g_autoptr (DecantVerifierKey) owner = NULL;
  g_autoptr (DecantManifest) manifest = NULL;
  g_autofree char *text = NULL;

  decant_keys_get_owner_public (keys, public);
  owner = decant_verifier_key_new ("decant-app.github.io/vault/" VAULT "/owner", public);
  manifest = decant_manifest_parse ((const char *) data, size, owner, NULL);
  if (manifest == NULL)
    return;
  text = decant_manifest_to_text (manifest, keys, NULL); /* Ed25519 is deterministic */
  g_assert_cmpmem (text, strlen (text), data, size);
  g_assert_cmpstr (manifest->vault, ==, VAULT);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  if (size > 0 && data[0] == 'm')
    read_manifest (data + 1, size - 1);
  else if (size > 0 && data[0] == 's')
    read_segment (data + 1, size - 1);
  return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes a vault of many entries and lays out what strangers check: keys, leaves, checkpoints, proofs, a head with three
 * signatures, a time stamp request. Usage: write-vault FOLDER ENTRIES. check.py says what becomes of it. */
#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "evidence/checkpoint.h"
#include "evidence/cosigner.h"
#include "evidence/countersign.h"
#include "evidence/timestamp.h"
#include "evidence/vault.h"
#include "test-keys.h"

#define PASSPHRASE "five invented words drawn by lot"

static const DecantCosignerCost cheap = { crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN };

static void G_GNUC_NORETURN
give_up (const GError *error)
{
  g_printerr ("write-vault: %s\n", error == NULL ? g_strerror (errno) : error->message);
  exit (1);
}

static void G_GNUC_PRINTF (3, 4) write_file (const char *folder, const char *text, const char *format, ...)
{
  g_autofree char *name = NULL, *path = NULL;
  g_autoptr (GError) error = NULL;
  va_list arguments;

  va_start (arguments, format);
  name = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  path = g_build_filename (folder, name, NULL);
  if (!g_file_set_contents (path, text, -1, &error))
    give_up (error);
}

static void
make_folder (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  if (mkdir (path, 0700) != 0)
    give_up (NULL);
}

/* --- the vault ---------------------------------------------------------------------------------------------- */

static void
append (DecantVault *vault, guint i)
{
  g_autoptr (JsonObject) fields = json_object_new ();
  g_autofree char *text = g_strdup_printf ("Invented note %u: zu prüfen", i);
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantReceipt) receipt = NULL;

  json_object_set_string_member (fields, "text", text);
  receipt = decant_vault_append (vault, "note", "tester", fields, &error);
  if (receipt == NULL)
    give_up (error);
}

static void
write_leaves (DecantVault *vault, const char *folder)
{
  g_autoptr (GString) leaves = g_string_new (NULL);
  gint64 size = decant_vault_get_size (vault, NULL);

  for (gint64 i = 0; i < size; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DecantProof) proof = decant_vault_prove_entry (vault, i, 0, &error);

      if (proof == NULL)
        give_up (error);
      g_string_append_printf (leaves, "%s\n", proof->leaf);
    }
  write_file (folder, leaves->str, "leaves");
}

static void
write_checkpoint (DecantVault *vault, const char *folder, guint64 size)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *note = decant_vault_read_checkpoint_at (vault, size, &error);

  if (note == NULL)
    give_up (error);
  write_file (folder, note, "checkpoints/%" G_GUINT64_FORMAT, size);
}

static void
write_inclusion (DecantVault *vault, const char *folder, guint64 number, guint64 size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantProof) proof = decant_vault_prove_entry (vault, number, size, &error);
  g_autofree char *text = proof == NULL ? NULL : decant_proof_to_text (proof);

  if (text == NULL)
    give_up (error);
  write_file (folder, text, "inclusion/%" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT, number, size);
}

static void
write_consistency (DecantVault *vault, const char *folder, guint64 from, guint64 to)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) path = decant_vault_prove_consistency (vault, from, to, &error);
  g_autoptr (GString) text = g_string_new (NULL);

  if (path == NULL)
    give_up (error);
  for (guint i = 0; i < path->len; i++)
    {
      g_autofree char *hash = decant_base64_encode (g_array_index (path, DecantDigest, i).bytes, DECANT_DIGEST_SIZE);
      g_string_append_printf (text, "%s\n", hash);
    }
  write_file (folder, text->str, "consistency/%" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT, from, to);
}

/* Sizes at which trees have different shapes, and the last one. */
static void
write_proofs (DecantVault *vault, const char *folder)
{
  static const guint64 sizes[] = { 1, 2, 3, 7, 8, 9, 100, 255, 256, 257, 512, 1000, G_MAXUINT64 };
  guint64 last = decant_vault_get_size (vault, NULL), before = 1;

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      guint64 size = MIN (sizes[i], last);

      if (i > 0 && size == before)
        continue;
      write_checkpoint (vault, folder, size);
      write_inclusion (vault, folder, 0, size);
      write_inclusion (vault, folder, size / 2, size);
      write_inclusion (vault, folder, size - 1, size);
      write_consistency (vault, folder, before, size);
      write_consistency (vault, folder, size, size);
      before = size;
    }
  write_consistency (vault, folder, 1, last);
}

/* --- keys and signatures ------------------------------------------------------------------------------------ */

static DecantCosigner *
make_person (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *file = decant_cosigner_create ("reviewer-2", PASSPHRASE, &cheap, &error);
  DecantCosigner *person = file == NULL ? NULL : decant_cosigner_open (file, strlen (file), PASSPHRASE, &error);

  if (person == NULL)
    give_up (error);
  return person;
}

static char *
sign_as_owner (DecantVault *vault, const DecantCheckpoint *head, GString *keys)
{
  g_autofree char *text = decant_vault_dup_owner_key (vault);
  g_autoptr (DecantVerifierKey) key = decant_verifier_key_parse (text, NULL);
  g_autoptr (DecantKeys) owner = test_keys_new ();
  guint8 signature[64];

  decant_keys_owner_sign (owner, head->text, strlen (head->text), signature);
  g_string_append_printf (keys, "owner 0 %s\n", text);
  return decant_signature_line (key, signature);
}

/* Each key of the host, with the first size of a checkpoint that it signs: the entry that names it is still the old key's. */
static void
list_host_keys (DecantVault *vault, GString *keys)
{
  g_autofree char *first = decant_vault_dup_verifier_key (vault);
  JsonObject *value = NULL;
  guint64 before = G_MAXUINT64;
  gint64 entry;

  g_string_append_printf (keys, "host-0 0 %s\n", first);
  while ((entry = decant_vault_find_statement (vault, "vault_epoch", before, &value, NULL)) >= 0)
    {
      g_autoptr (JsonObject) owned = value;

      g_string_append_printf (keys, "host-%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s\n", json_object_get_int_member (value, "number"), entry + 2,
                              json_object_get_string_member (value, "key"));
      before = entry;
    }
}

static char *
sign_as_person (const char *note, GString *keys)
{
  g_autoptr (DecantCosigner) person = make_person ();
  g_autofree char *text = decant_verifier_key_to_text (decant_cosigner_get_key (person));

  g_string_append_printf (keys, "person 0 %s\n", text);
  return decant_cosigner_sign (person, note, strlen (note), NULL);
}

static void
write_request (const char *folder, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) request = decant_timestamp_request (text, &error);
  g_autofree char *path = g_build_filename (folder, "head.tsq", NULL);

  if (request == NULL
      || !g_file_set_contents (path, g_bytes_get_data (request, NULL), g_bytes_get_size (request), &error))
    give_up (error);
  write_file (folder, text, "head.text");
}

static void
write_head (DecantVault *vault, const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) keys = g_string_new (NULL);
  g_autofree char *note = decant_vault_read_checkpoint (vault, &error), *line = NULL, *two = NULL, *three = NULL;
  g_autoptr (DecantCheckpoint) head = note == NULL ? NULL : decant_checkpoint_parse (note, strlen (note), &error);

  if (head == NULL)
    give_up (error);
  list_host_keys (vault, keys);
  line = sign_as_owner (vault, head, keys);
  two = decant_checkpoint_add_line (note, line, &error);
  if (two == NULL || (three = sign_as_person (two, keys)) == NULL)
    give_up (error);
  write_file (folder, three, "head.note");
  write_file (folder, keys->str, "keys");
  write_request (folder, head->text);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = argc == 3 ? g_build_filename (argv[1], "vault", NULL) : NULL;
  g_autoptr (DecantVault) vault
      = path == NULL ? NULL : test_vault_ensure (path, &error);

  if (vault == NULL)
    give_up (error);
  for (guint i = 0; i < (guint) atoi (argv[2]); i++)
    {
      append (vault, i);
      if (i % 250 == 249 && !decant_vault_rotate_host_key (vault, &error)) /* four times: all in force for some size below */
        give_up (error);
    }
  make_folder (argv[1], "checkpoints");
  make_folder (argv[1], "inclusion");
  make_folder (argv[1], "consistency");
  write_leaves (vault, argv[1]);
  write_proofs (vault, argv[1]);
  write_head (vault, argv[1]);
  return 0;
}

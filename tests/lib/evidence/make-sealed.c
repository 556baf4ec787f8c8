/* SPDX-License-Identifier: GPL-3.0-or-later */
/* make-sealed FOLDER: one sealed entry, one artifact and a keys.json, for unseal.py to read without this code. */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "evidence/artifact-cipher.h"
#include "evidence/key-file.h"
#include "evidence/secret.h"
#include "evidence/seal.h"

#define VAULT "000102030405060708090a0b0c0d0e0f"
#define NUMBER 258
#define SIZE 200000

static void
write_file (const char *folder, const char *name, const void *data, gsize length)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  if (!g_file_set_contents (path, data, length, &error))
    g_error ("%s", error->message);
}

static DecantArtifactKey *
write_artifact (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "artifact", NULL);
  g_autofree guint8 *data = g_malloc (SIZE);
  int fd = open (path, O_WRONLY | O_CREAT | O_EXCL, 0600);
  g_autoptr (DecantArtifactWriter) writer = decant_artifact_writer_new (fd, VAULT, SIZE, NULL);

  for (guint i = 0; i < SIZE; i++)
    data[i] = i % 251;
  if (!decant_artifact_writer_write (writer, data, SIZE, NULL) || !decant_artifact_writer_finish (writer, NULL)
      || close (fd) != 0)
    g_error ("could not write the artifact");
  return decant_artifact_key_new ("picture", decant_artifact_writer_get_key (writer));
}

static void
write_entry (const char *folder, const DecantKeys *keys)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) decant_artifact_key_free);
  g_autoptr (GBytes) plain = NULL;
  g_autoptr (DecantSealed) sealed = NULL;
  guint8 public[DECANT_SEAL_PUBLIC_SIZE];

  g_ptr_array_add (list, write_artifact (folder));
  plain = decant_seal_plain_write ("first~second", strlen ("first~second"), list, NULL);
  decant_keys_get_seal_public (keys, public);
  sealed = decant_seal (VAULT, NUMBER, public, plain, NULL);
  write_file (folder, "wrapped", sealed->wrapped, sizeof sealed->wrapped);
  write_file (folder, "ciphertext", g_bytes_get_data (sealed->ciphertext, NULL), g_bytes_get_size (sealed->ciphertext));
}

int
main (int argc, char **argv)
{
  static const DecantKeyCost cost = { 2, 1 << 20 }; /* for a test alone */
  static const guint8 recovery[32] = { 7 };
  g_autoptr (DecantKeys) keys = decant_keys_new_random ();
  g_autoptr (DecantKeyFile) file = decant_key_file_new (VAULT);
  g_autofree char *text = NULL;

  if (argc != 2 || !decant_key_file_set_passphrase (file, keys, "Schlu\xcc\x88ssel", &cost, NULL)
      || !decant_key_file_set_secret (file, keys, DECANT_WRAP_RECOVERY, recovery, NULL))
    return 2;
  text = decant_key_file_to_text (file);
  write_file (argv[1], "keys.json", text, strlen (text));
  write_entry (argv[1], keys);
  return 0;
}

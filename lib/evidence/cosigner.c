/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/cosigner.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "evidence/canonical-json.h"
#include "evidence/clock.h"
#include "evidence/error.h"
#include "evidence/folder.h"

#define FORMAT "decant-cosigner/1"
#define SEED_SIZE 32
#define BOX_SIZE (SEED_SIZE + crypto_aead_xchacha20poly1305_ietf_ABYTES)
#define NONCE_SIZE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define OPSLIMIT_MAX 16
#define MEMLIMIT_MAX (1024 * 1024 * 1024)

const DecantCosignerCost decant_cosigner_cost = { crypto_pwhash_OPSLIMIT_MODERATE, crypto_pwhash_MEMLIMIT_MODERATE };

struct _DecantCosigner
{
  DecantVerifierKey *key;
  guint8 *secret; /* 64 bytes, sodium_malloc */
};

/* What the file says, before anything is opened. */
typedef struct
{
  DecantVerifierKey *key;
  char *created;
  DecantCosignerCost cost;
  guint8 salt[crypto_pwhash_SALTBYTES], nonce[NONCE_SIZE], box[BOX_SIZE];
} KeyFile;

static void
key_file_free (KeyFile *self)
{
  if (self == NULL)
    return;
  decant_verifier_key_free (self->key);
  g_free (self->created);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KeyFile, key_file_free)

static gpointer
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID, message);
  return NULL;
}

char *
decant_cosigner_dup_default_file (void)
{
  return g_build_filename (g_get_user_data_dir (), "decant", "cosigner.json", NULL);
}

/* --- the file's text ---------------------------------------------------------------------------------------- */

/* @box: base64, or "" for the associated data of the box: every other byte of the file is bound to it. */
static char *
key_file_text_with (const KeyFile *self, const char *box)
{
  g_autofree char *key = decant_verifier_key_to_text (self->key);
  g_autofree char *nonce = decant_base64_encode (self->nonce, sizeof self->nonce);
  g_autofree char *salt = decant_base64_encode (self->salt, sizeof self->salt);

  return g_strdup_printf ("{\"box\":\"%s\",\"created\":\"%s\",\"format\":\"" FORMAT
                          "\",\"key\":\"%s\",\"memlimit\":%" G_GSIZE_FORMAT
                          ",\"nonce\":\"%s\",\"opslimit\":%" G_GUINT64_FORMAT ",\"salt\":\"%s\"}\n",
                          box, self->created, key, self->cost.memlimit, nonce, self->cost.opslimit, salt);
}

static char *
key_file_to_text (const KeyFile *self)
{
  g_autofree char *box = decant_base64_encode (self->box, sizeof self->box);

  return key_file_text_with (self, box);
}

static const char *
text_member (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : "";
}

static gint64
number_member (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_INT64 ? json_node_get_int (node) : 0;
}

static gboolean
bytes_member (JsonObject *object, const char *name, guint8 *out, gsize size)
{
  const char *text = text_member (object, name);
  gsize length = 0;
  g_autofree guint8 *bytes = decant_base64_decode (text, strlen (text), &length);

  if (bytes == NULL || length != size)
    return FALSE;
  memcpy (out, bytes, size);
  return TRUE;
}

static gboolean
read_cost (JsonObject *object, DecantCosignerCost *cost)
{
  gint64 opslimit = number_member (object, "opslimit"), memlimit = number_member (object, "memlimit");

  cost->opslimit = opslimit;
  cost->memlimit = memlimit;
  return opslimit >= (gint64) crypto_pwhash_OPSLIMIT_MIN && opslimit <= OPSLIMIT_MAX
         && memlimit >= (gint64) crypto_pwhash_MEMLIMIT_MIN && memlimit <= MEMLIMIT_MAX;
}

static KeyFile *
key_file_from_members (JsonObject *object)
{
  g_autoptr (KeyFile) self = g_new0 (KeyFile, 1);
  const char *created = text_member (object, "created");

  self->key = decant_verifier_key_parse (text_member (object, "key"), NULL);
  if (self->key == NULL || !decant_person_name_is_valid (self->key->name) || strlen (created) != 24
      || strspn (created, "0123456789-:.TZ") != 24 || !bytes_member (object, "box", self->box, sizeof self->box)
      || !bytes_member (object, "nonce", self->nonce, sizeof self->nonce)
      || !bytes_member (object, "salt", self->salt, sizeof self->salt) || !read_cost (object, &self->cost))
    return NULL;
  self->created = g_strdup (created);
  return g_steal_pointer (&self);
}

/* Accepts the one text that key_file_to_text() writes. */
static KeyFile *
key_file_parse (const char *text, gsize length, GError **error)
{
  g_autoptr (JsonNode) root
      = length > DECANT_COSIGNER_FILE_MAX ? NULL : decant_canonical_json_parse (text, length, NULL);
  g_autoptr (KeyFile) self
      = root == NULL || !JSON_NODE_HOLDS_OBJECT (root) ? NULL : key_file_from_members (json_node_get_object (root));
  g_autofree char *again = self == NULL ? NULL : key_file_to_text (self);

  if (again == NULL || strlen (again) != length || memcmp (again, text, length) != 0)
    return refuse (error,
                   "Expected a cosigner's key file as Decant writes it, saw something else. Take a copy of the file.");
  return g_steal_pointer (&self);
}

DecantVerifierKey *
decant_cosigner_parse_key (const char *text, gsize length, GError **error)
{
  g_autoptr (KeyFile) file = key_file_parse (text, length, error);

  return file == NULL ? NULL : g_steal_pointer (&file->key);
}

/* --- sealing the seed --------------------------------------------------------------------------------------- */

/* In guarded memory; NULL if there is not enough memory for it. */
static guint8 *
derive (const KeyFile *self, const char *passphrase, GError **error)
{
  guint8 *key = sodium_malloc (crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

  if (key != NULL
      && crypto_pwhash (key, crypto_aead_xchacha20poly1305_ietf_KEYBYTES, passphrase, strlen (passphrase), self->salt,
                        self->cost.opslimit, self->cost.memlimit, crypto_pwhash_ALG_ARGON2ID13)
             == 0)
    return key;
  sodium_free (key);
  g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_IO,
               "The passphrase needs %" G_GSIZE_FORMAT " MiB of memory to be checked, and they are not free.",
               self->cost.memlimit / (1024 * 1024));
  return NULL;
}

static gboolean
seal (KeyFile *self, const guint8 *seed, const char *passphrase, GError **error)
{
  guint8 *key = derive (self, passphrase, error);
  g_autofree char *data = NULL;

  if (key == NULL)
    return FALSE;
  randombytes_buf (self->nonce, sizeof self->nonce);
  data = key_file_text_with (self, "");
  crypto_aead_xchacha20poly1305_ietf_encrypt (self->box, NULL, seed, SEED_SIZE, (const guint8 *) data, strlen (data),
                                              NULL, self->nonce, key);
  sodium_free (key);
  return TRUE;
}

/* The seed, or NULL. */
static guint8 *
unseal (const KeyFile *self, const char *passphrase, GError **error)
{
  guint8 *key = derive (self, passphrase, error), *seed;
  g_autofree char *data = key_file_text_with (self, "");
  gboolean ok;

  if (key == NULL)
    return NULL;
  seed = sodium_malloc (SEED_SIZE);
  ok = seed != NULL
       && crypto_aead_xchacha20poly1305_ietf_decrypt (seed, NULL, NULL, self->box, sizeof self->box,
                                                      (const guint8 *) data, strlen (data), self->nonce, key)
              == 0;
  sodium_free (key);
  if (ok)
    return seed;
  sodium_free (seed);
  return refuse (error, "The passphrase does not open this key file: it is another one, or the file was changed.");
}

/* --- creating ----------------------------------------------------------------------------------------------- */

static gboolean
check_wish (const char *name, const char *passphrase, GError **error)
{
  if (!decant_person_name_is_valid (name))
    return refuse (error,
                   "Expected a name of 1–64 of A–Z a–z 0–9 . _ : - / for the key: a pseudonym, since it is public.")
           != NULL;
  if (strlen (passphrase) < DECANT_COSIGNER_PASSPHRASE_MIN || !g_utf8_validate (passphrase, -1, NULL))
    return refuse (error, "Expected a passphrase of at least 8 bytes. Five or six words drawn by lot are good.")
           != NULL;
  return TRUE;
}

char *
decant_cosigner_create (const char *name, const char *passphrase, const DecantCosignerCost *cost, GError **error)
{
  g_autoptr (KeyFile) file = g_new0 (KeyFile, 1);
  guint8 public[32], *seed, *secret;
  gboolean ok;

  if (!check_wish (name, passphrase, error))
    return NULL;
  seed = sodium_malloc (SEED_SIZE);
  secret = sodium_malloc (crypto_sign_SECRETKEYBYTES);
  g_assert (seed != NULL && secret != NULL);
  randombytes_buf (seed, SEED_SIZE);
  crypto_sign_seed_keypair (public, secret, seed);
  file->key = decant_verifier_key_new (name, public);
  file->created = decant_clock_now ();
  file->cost = cost != NULL ? *cost : decant_cosigner_cost;
  randombytes_buf (file->salt, sizeof file->salt);
  ok = seal (file, seed, passphrase, error);
  sodium_free (seed);
  sodium_free (secret);
  return ok ? key_file_to_text (file) : NULL;
}

gboolean
decant_cosigner_save (const char *path, const char *text, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path), *name = g_path_get_basename (path);
  g_auto (DecantFd) fd = -1;

  if (g_mkdir_with_parents (folder, 0700) != 0 || (fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) < 0
      || !decant_folder_write_file (fd, name, text, strlen (text)) || fsync (fd) != 0)
    return decant_vault_set_error_from_errno (error, errno, "write the key file");
  return TRUE;
}

/* --- signing ------------------------------------------------------------------------------------------------ */

DecantCosigner *
decant_cosigner_open (const char *text, gsize length, const char *passphrase, GError **error)
{
  g_autoptr (KeyFile) file = key_file_parse (text, length, error);
  guint8 *seed = file == NULL ? NULL : unseal (file, passphrase, error);
  g_autoptr (DecantCosigner) self = NULL;
  guint8 public[32];

  if (seed == NULL)
    return NULL;
  self = g_new0 (DecantCosigner, 1);
  self->secret = sodium_malloc (crypto_sign_SECRETKEYBYTES);
  g_assert (self->secret != NULL);
  crypto_sign_seed_keypair (public, self->secret, seed);
  sodium_free (seed);
  if (memcmp (public, file->key->key, 32) != 0)
    return refuse (error, "Expected the key file to hold the key that it names, saw another. Take a copy of the file.");
  self->key = g_steal_pointer (&file->key);
  return g_steal_pointer (&self);
}

void
decant_cosigner_free (DecantCosigner *self)
{
  if (self == NULL)
    return;
  sodium_free (self->secret);
  decant_verifier_key_free (self->key);
  g_free (self);
}

const DecantVerifierKey *
decant_cosigner_get_key (const DecantCosigner *self)
{
  return self->key;
}

char *
decant_cosigner_sign (const DecantCosigner *self, const char *note, gsize length, GError **error)
{
  g_autoptr (DecantCheckpoint) checkpoint = decant_checkpoint_parse (note, length, error);
  g_autofree char *copy = NULL, *line = NULL;
  guint8 signature[crypto_sign_BYTES];

  if (checkpoint == NULL)
    return NULL;
  copy = g_strndup (note, length);
  crypto_sign_detached (signature, NULL, (const guint8 *) checkpoint->text, strlen (checkpoint->text), self->secret);
  line = decant_signature_line (self->key, signature);
  return decant_checkpoint_add_line (copy, line, error);
}

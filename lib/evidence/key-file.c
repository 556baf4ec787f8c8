/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/key-file.h"

#include <errno.h>
#include <fcntl.h>
#include <json-glib/json-glib.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evidence/canonical-json.h"
#include "evidence/clock.h"
#include "evidence/digest.h"
#include "evidence/error.h"
#include "evidence/folder.h"
#include "evidence/secret.h"

#define FORMAT "decant-keys/1"
#define NEXT DECANT_KEY_FILE_NAME ".new"
#define ID_SIZE 16
#define WRAP_ID_LENGTH 16
#define CALIBRATION_US (1000 * 1000)

static const char *const kind_names[] = {
  [DECANT_WRAP_PASSPHRASE] = "passphrase",
  [DECANT_WRAP_RECOVERY] = "recovery",
  [DECANT_WRAP_KEYRING] = "keyring",
};

struct _DecantKeyFile
{
  char *vault;
  GPtrArray *wraps;
  char *stored; /* text on the disk when it was loaded or saved; NULL: none */
};

G_STATIC_ASSERT (sizeof ((DecantWrap *) 0)->salt == crypto_pwhash_SALTBYTES);
G_STATIC_ASSERT (sizeof ((DecantWrap *) 0)->nonce == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
G_STATIC_ASSERT (sizeof ((DecantWrap *) 0)->box == DECANT_ROOT_KEY_SIZE + crypto_aead_xchacha20poly1305_ietf_ABYTES);
G_STATIC_ASSERT (DECANT_WRAP_SECRET_SIZE == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

const char *
decant_wrap_kind_to_string (DecantWrapKind kind)
{
  return kind_names[kind];
}

static void
wrap_free (gpointer data)
{
  DecantWrap *wrap = data;

  g_free (wrap->id);
  g_free (wrap->created);
  g_free (wrap);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantWrap, wrap_free)

DecantKeyFile *
decant_key_file_new (const char *vault)
{
  DecantKeyFile *self = g_new0 (DecantKeyFile, 1);

  decant_sodium_init ();
  self->vault = g_strdup (vault);
  self->wraps = g_ptr_array_new_with_free_func (wrap_free);
  return self;
}

void
decant_key_file_free (DecantKeyFile *self)
{
  if (self == NULL)
    return;
  g_free (self->vault);
  g_free (self->stored);
  g_ptr_array_unref (self->wraps);
  g_free (self);
}

guint
decant_key_file_get_size (const DecantKeyFile *self)
{
  return self->wraps->len;
}

const DecantWrap *
decant_key_file_get (const DecantKeyFile *self, guint i)
{
  return g_ptr_array_index (self->wraps, i);
}

static guint
count (const DecantKeyFile *self, DecantWrapKind kind)
{
  guint n = 0;

  for (guint i = 0; i < self->wraps->len; i++)
    n += decant_key_file_get (self, i)->kind == kind;
  return n;
}

const DecantWrap *
decant_key_file_find (const DecantKeyFile *self, DecantWrapKind kind)
{
  for (guint i = 0; i < self->wraps->len; i++)
    if (decant_key_file_get (self, i)->kind == kind)
      return decant_key_file_get (self, i);
  return NULL;
}

static gboolean
refuse (GError **error, int code, const char *message)
{
  g_set_error_literal (error, DECANT_VAULT_ERROR, code, message);
  return FALSE;
}

/* --- text --------------------------------------------------------------------------------------------------- */

/* No string in it needs an escape, and the members are in their order. */
static void
append_wrap (GString *out, const DecantWrap *wrap)
{
  g_autofree char *box = decant_base64_encode (wrap->box, sizeof wrap->box);
  g_autofree char *nonce = decant_base64_encode (wrap->nonce, sizeof wrap->nonce);
  g_autofree char *salt = decant_base64_encode (wrap->salt, sizeof wrap->salt);

  g_string_append_printf (out, "{\"box\":\"%s\",\"created\":\"%s\",\"id\":\"%s\",\"kind\":\"%s\"", box, wrap->created,
                          wrap->id, kind_names[wrap->kind]);
  if (wrap->kind == DECANT_WRAP_PASSPHRASE)
    g_string_append_printf (out, ",\"memlimit\":%" G_GUINT64_FORMAT, wrap->cost.memory);
  g_string_append_printf (out, ",\"nonce\":\"%s\"", nonce);
  if (wrap->kind == DECANT_WRAP_PASSPHRASE)
    g_string_append_printf (out, ",\"opslimit\":%" G_GUINT64_FORMAT ",\"salt\":\"%s\"", wrap->cost.ops, salt);
  g_string_append_c (out, '}');
}

char *
decant_key_file_to_text (const DecantKeyFile *self)
{
  GString *out = g_string_new ("{\"format\":\"" FORMAT "\",\"vault\":\"");

  g_string_append_printf (out, "%s\",\"wraps\":[", self->vault);
  for (guint i = 0; i < self->wraps->len; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      append_wrap (out, decant_key_file_get (self, i));
    }
  g_string_append (out, "]}\n");
  return g_string_free (out, FALSE);
}

static const char *
text_member (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : "";
}

static guint64
number_member (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_INT64 ? MAX (json_node_get_int (node), 0) : 0;
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
is_plain (const char *text, const char *set, gsize length)
{
  return strlen (text) == length && strspn (text, set) == length;
}

static gboolean
cost_is_bearable (const DecantKeyCost *cost)
{
  return cost->ops >= crypto_pwhash_argon2id_OPSLIMIT_MIN && cost->ops <= DECANT_KEY_COST_OPS_MAX
         && cost->memory >= crypto_pwhash_argon2id_MEMLIMIT_MIN && cost->memory <= DECANT_KEY_COST_MEMORY_MAX
         && cost->ops * cost->memory <= DECANT_KEY_COST_PRODUCT_MAX;
}

static DecantWrap *
parse_wrap (JsonNode *node)
{
  g_autoptr (DecantWrap) wrap = g_new0 (DecantWrap, 1);
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  guint kind = 0;

  if (object == NULL)
    return NULL;
  wrap->id = g_strdup (text_member (object, "id"));
  wrap->created = g_strdup (text_member (object, "created"));
  while (kind < G_N_ELEMENTS (kind_names) && strcmp (kind_names[kind], text_member (object, "kind")) != 0)
    kind++;
  wrap->kind = kind;
  wrap->cost = (DecantKeyCost){ number_member (object, "opslimit"), number_member (object, "memlimit") };
  if (kind == G_N_ELEMENTS (kind_names) || !is_plain (wrap->id, "0123456789abcdef", WRAP_ID_LENGTH)
      || !is_plain (wrap->created, "0123456789-:.TZ", 24)
      || !bytes_member (object, "nonce", wrap->nonce, sizeof wrap->nonce)
      || !bytes_member (object, "box", wrap->box, sizeof wrap->box))
    return NULL;
  if (kind == DECANT_WRAP_PASSPHRASE
      && (!bytes_member (object, "salt", wrap->salt, sizeof wrap->salt) || !cost_is_bearable (&wrap->cost)))
    return NULL;
  return g_steal_pointer (&wrap);
}

static gboolean
parse_wraps (DecantKeyFile *self, JsonNode *node)
{
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (array == NULL || json_array_get_length (array) > DECANT_KEY_FILE_WRAPS)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      DecantWrap *wrap = parse_wrap (json_array_get_element (array, i));

      if (wrap == NULL)
        return FALSE;
      g_ptr_array_add (self->wraps, wrap);
    }
  return count (self, DECANT_WRAP_PASSPHRASE) + count (self, DECANT_WRAP_RECOVERY) > 0
         && count (self, DECANT_WRAP_PASSPHRASE) <= DECANT_KEY_FILE_PASSPHRASES;
}

DecantKeyFile *
decant_key_file_parse (const char *text, gsize length, const char *vault, GError **error)
{
  g_autoptr (JsonNode) root = length <= DECANT_KEY_FILE_MAX ? decant_canonical_json_parse (text, length, NULL) : NULL;
  JsonObject *object = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  g_autoptr (DecantKeyFile) self = decant_key_file_new (vault);

  if (object != NULL && g_str_has_prefix (text_member (object, "format"), "decant-keys/")
      && strcmp (text_member (object, "format"), FORMAT) != 0)
    {
      refuse (error, DECANT_VAULT_ERROR_BROKEN,
              "Expected keys.json of format " FORMAT
              ", saw another one. It was made by a newer Decant: update this one.");
      return NULL;
    }
  if (object != NULL && is_plain (text_member (object, "vault"), "0123456789abcdef", 2 * ID_SIZE)
      && strcmp (text_member (object, "vault"), vault) != 0)
    {
      refuse (error, DECANT_VAULT_ERROR_BROKEN,
              "Expected keys.json of this vault, saw that of another one. Put this vault's own file back.");
      return NULL;
    }
  if (object != NULL && parse_wraps (self, json_object_get_member (object, "wraps")))
    {
      self->stored = decant_key_file_to_text (self);
      if (strlen (self->stored) == length && memcmp (self->stored, text, length) == 0)
        return g_steal_pointer (&self);
    }
  refuse (error, DECANT_VAULT_ERROR_BROKEN,
          "Expected keys.json as Decant writes it, saw it changed. Keep the folder as it is and put a copy of the file "
          "back.");
  return NULL;
}

/* --- wrapping ----------------------------------------------------------------------------------------------- */

DecantKeyCost
decant_key_cost_calibrate (void)
{
  DecantKeyCost cost = { crypto_pwhash_argon2id_OPSLIMIT_MODERATE, crypto_pwhash_argon2id_MEMLIMIT_MODERATE };
  guint8 key[32], salt[crypto_pwhash_SALTBYTES] = { 0 };
  gint64 start, taken;

  decant_sodium_init ();
  start = g_get_monotonic_time ();
  if (crypto_pwhash (key, sizeof key, "calibration", strlen ("calibration"), salt, cost.ops, cost.memory,
                     crypto_pwhash_ALG_ARGON2ID13)
      != 0)
    return cost; /* without the memory, wrapping says so */
  taken = MAX (g_get_monotonic_time () - start, 1);
  cost.ops = CLAMP (cost.ops * CALIBRATION_US / taken, cost.ops, DECANT_KEY_COST_OPS_MAX);
  return cost;
}

/* In NFC, so that it does not matter how a keyboard composes its letters. (transfer full): guarded. */
static char *
normal_form (const char *passphrase)
{
  char *normal, *copy;

  if (g_str_is_ascii (passphrase))
    return decant_secret_strndup (passphrase, -1);
  normal = g_utf8_normalize (passphrase, -1, G_NORMALIZE_NFC);
  copy = decant_secret_strndup (normal, -1);
  sodium_memzero (normal, strlen (normal));
  g_free (normal);
  return copy;
}

/* @key: 32 bytes, guarded. */
static gboolean
stretch (const DecantWrap *wrap, const char *passphrase, guint8 *key, GError **error)
{
  g_autoptr (DecantSecret) normal = NULL;

  if (passphrase[0] == '\0' || !g_utf8_validate (passphrase, -1, NULL))
    return refuse (error, DECANT_VAULT_ERROR_INVALID, "Expected a passphrase of UTF-8 text, saw none.");
  normal = (DecantSecret *) normal_form (passphrase);
  if (crypto_pwhash (key, DECANT_WRAP_SECRET_SIZE, (const char *) normal, strlen ((const char *) normal), wrap->salt,
                     wrap->cost.ops, wrap->cost.memory, crypto_pwhash_ALG_ARGON2ID13)
      == 0)
    return TRUE;
  g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_IO,
               "The passphrase needs %" G_GUINT64_FORMAT
               " MiB of memory for a second, and the machine gave less. Close other programs, then try again.",
               wrap->cost.memory >> 20);
  return FALSE;
}

static gsize
make_ad (const DecantKeyFile *self, DecantWrapKind kind, guint8 ad[64])
{
  gsize prefix = strlen (FORMAT), name = strlen (kind_names[kind]);

  memcpy (ad, FORMAT, prefix);
  sodium_hex2bin (ad + prefix, ID_SIZE, self->vault, strlen (self->vault), NULL, NULL, NULL);
  memcpy (ad + prefix + ID_SIZE, kind_names[kind], name);
  return prefix + ID_SIZE + name;
}

static DecantWrap *
wrap_new (DecantWrapKind kind)
{
  DecantWrap *wrap = g_new0 (DecantWrap, 1);
  guint8 id[WRAP_ID_LENGTH / 2];

  randombytes_buf (id, sizeof id);
  wrap->kind = kind;
  wrap->id = decant_hex_encode (id, sizeof id);
  wrap->created = decant_clock_now ();
  randombytes_buf (wrap->nonce, sizeof wrap->nonce);
  return wrap;
}

static void
remove_kind (DecantKeyFile *self, DecantWrapKind kind)
{
  for (guint i = self->wraps->len; i-- > 0;)
    if (decant_key_file_get (self, i)->kind == kind)
      g_ptr_array_remove_index (self->wraps, i);
}

/* Closes the box and puts the wrap in the place of those of its kind. */
static void
put (DecantKeyFile *self, const DecantKeys *keys, DecantWrap *wrap, const guint8 *key)
{
  guint8 ad[64];
  gsize length = make_ad (self, wrap->kind, ad);

  crypto_aead_xchacha20poly1305_ietf_encrypt (wrap->box, NULL, decant_keys_get_root (keys), DECANT_ROOT_KEY_SIZE, ad,
                                              length, NULL, wrap->nonce, key);
  remove_kind (self, wrap->kind);
  g_ptr_array_add (self->wraps, wrap);
}

gboolean
decant_key_file_set_passphrase (DecantKeyFile *self,
                                const DecantKeys *keys,
                                const char *passphrase,
                                const DecantKeyCost *cost,
                                GError **error)
{
  g_autoptr (DecantWrap) wrap = wrap_new (DECANT_WRAP_PASSPHRASE);
  g_autoptr (DecantSecret) key = decant_secret_alloc (DECANT_WRAP_SECRET_SIZE);

  randombytes_buf (wrap->salt, sizeof wrap->salt);
  wrap->cost = cost != NULL ? *cost : decant_key_cost_calibrate ();
  if (!cost_is_bearable (&wrap->cost))
    return refuse (error, DECANT_VAULT_ERROR_INVALID, "Expected costs of a passphrase within bounds, saw others.");
  if (!stretch (wrap, passphrase, key, error))
    return FALSE;
  put (self, keys, g_steal_pointer (&wrap), key);
  return TRUE;
}

gboolean
decant_key_file_set_secret (DecantKeyFile *self,
                            const DecantKeys *keys,
                            DecantWrapKind kind,
                            const guint8 secret[DECANT_WRAP_SECRET_SIZE],
                            GError **error)
{
  if (kind == DECANT_WRAP_PASSPHRASE || sodium_is_zero (secret, DECANT_WRAP_SECRET_SIZE))
    return refuse (error, DECANT_VAULT_ERROR_INVALID, "Expected a random key to wrap with, saw none.");
  put (self, keys, wrap_new (kind), secret);
  return TRUE;
}

gboolean
decant_key_file_remove (DecantKeyFile *self, DecantWrapKind kind, GError **error)
{
  if (count (self, DECANT_WRAP_PASSPHRASE) + count (self, DECANT_WRAP_RECOVERY)
      <= (kind == DECANT_WRAP_KEYRING ? 0 : count (self, kind)))
    return refuse (error, DECANT_VAULT_ERROR_INVALID,
                   "This is the last way into the vault but the keyring, and without one all that is sealed is lost. "
                   "Set a passphrase or a recovery key first.");
  remove_kind (self, kind);
  return TRUE;
}

/* --- unlocking ---------------------------------------------------------------------------------------------- */

static DecantKeys *
open_box (const DecantKeyFile *self, const DecantWrap *wrap, const guint8 *key)
{
  g_autoptr (DecantSecret) root = decant_secret_alloc (DECANT_ROOT_KEY_SIZE);
  guint8 ad[64];
  gsize length = make_ad (self, wrap->kind, ad);

  if (crypto_aead_xchacha20poly1305_ietf_decrypt (root, NULL, NULL, wrap->box, sizeof wrap->box, ad, length,
                                                  wrap->nonce, key)
      != 0)
    return NULL;
  return decant_keys_from_root (root);
}

DecantKeys *
decant_key_file_unlock_passphrase (const DecantKeyFile *self, const char *passphrase, GError **error)
{
  g_autoptr (DecantSecret) key = decant_secret_alloc (DECANT_WRAP_SECRET_SIZE);

  for (guint i = 0; i < self->wraps->len; i++)
    {
      const DecantWrap *wrap = decant_key_file_get (self, i);
      DecantKeys *keys;

      if (wrap->kind != DECANT_WRAP_PASSPHRASE)
        continue;
      if (!stretch (wrap, passphrase, key, error))
        return NULL;
      if ((keys = open_box (self, wrap, key)) != NULL)
        return keys;
    }
  refuse (error, DECANT_VAULT_ERROR_LOCKED,
          "The passphrase does not open this vault. Mind capitals and the keyboard's language; the recovery words open "
          "it too.");
  return NULL;
}

DecantKeys *
decant_key_file_unlock_secret (const DecantKeyFile *self,
                               DecantWrapKind kind,
                               const guint8 secret[DECANT_WRAP_SECRET_SIZE],
                               GError **error)
{
  for (guint i = 0; kind != DECANT_WRAP_PASSPHRASE && i < self->wraps->len; i++)
    {
      const DecantWrap *wrap = decant_key_file_get (self, i);
      DecantKeys *keys = wrap->kind == kind ? open_box (self, wrap, secret) : NULL;

      if (keys != NULL)
        return keys;
    }
  refuse (error, DECANT_VAULT_ERROR_LOCKED,
          kind == DECANT_WRAP_RECOVERY
              ? "These recovery words are sound, but do not open this vault. They may be of another vault, or have "
                "been replaced."
              : "What the keyring keeps does not open this vault. Unlock it with the passphrase.");
  return NULL;
}

/* --- on the disk -------------------------------------------------------------------------------------------- */

DecantKeyFile *
decant_key_file_load (int folder, const char *vault, GError **error)
{
  gsize length = 0;
  g_autofree char *text = decant_folder_read_file (folder, DECANT_KEY_FILE_NAME, DECANT_KEY_FILE_MAX, &length);

  if (text != NULL)
    return decant_key_file_parse (text, length, vault, error);
  if (errno == ENOENT)
    refuse (error, DECANT_VAULT_ERROR_BROKEN,
            "The file keys.json is missing: nothing that is sealed can be read. Put a copy of the file back.");
  else if (errno == EFBIG || errno == ELOOP || errno == EINVAL)
    refuse (error, DECANT_VAULT_ERROR_BROKEN,
            "Expected keys.json to be a small file, saw something else. Put a copy of the file back.");
  else
    decant_vault_set_error_from_errno (error, errno, "read keys.json");
  return NULL;
}

/* An own lock on the folder, let go when it is closed. −1 with @error. */
static int
lock (int folder, GError **error)
{
  g_auto (DecantFd) fd = openat (folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  for (guint tries = 0; fd >= 0 && flock (fd, LOCK_EX | LOCK_NB) != 0; tries++)
    {
      if (errno != EWOULDBLOCK && errno != EINTR)
        break;
      if (tries == 50)
        {
          refuse (error, DECANT_VAULT_ERROR_BUSY,
                  "Another program is changing the keys of the vault. Try again in a moment.");
          return -1;
        }
      g_usleep (100 * 1000);
      errno = 0;
    }
  if (fd >= 0 && flock (fd, LOCK_EX | LOCK_NB) == 0)
    return g_steal_fd (&fd);
  decant_vault_set_error_from_errno (error, errno, "lock the vault's folder");
  return -1;
}

static gboolean
check_unchanged (const DecantKeyFile *self, int folder, GError **error)
{
  gsize length = 0;
  g_autofree char *text = decant_folder_read_file (folder, DECANT_KEY_FILE_NAME, DECANT_KEY_FILE_MAX, &length);

  if (text == NULL && errno != ENOENT)
    return decant_vault_set_error_from_errno (error, errno, "read keys.json");
  if ((text == NULL) == (self->stored == NULL) && (text == NULL || strcmp (text, self->stored) == 0))
    return TRUE;
  return refuse (error, DECANT_VAULT_ERROR_BUSY,
                 "The keys of the vault were changed by another program meanwhile. Look at them and do it again.");
}

/* The old wraps, too, were wraps: as far as the file system writes in place, they go. That is a favour: its failure is
 * none. */
static void
overwrite (int fd)
{
  struct stat state;
  static const guint8 zeros[DECANT_KEY_FILE_MAX];

  if (fstat (fd, &state) == 0 && state.st_nlink == 0 && state.st_size <= (off_t) sizeof zeros
      && pwrite (fd, zeros, state.st_size, 0) == state.st_size)
    fdatasync (fd);
}

gboolean
decant_key_file_save (DecantKeyFile *self, int folder, GError **error)
{
  g_autofree char *text = decant_key_file_to_text (self);
  g_auto (DecantFd) locked = -1;
  g_auto (DecantFd) old = -1;

  if (count (self, DECANT_WRAP_PASSPHRASE) + count (self, DECANT_WRAP_RECOVERY) == 0)
    return refuse (error, DECANT_VAULT_ERROR_INVALID,
                   "Expected a passphrase or a recovery key for the vault, saw none.");
  if ((locked = lock (folder, error)) < 0 || !check_unchanged (self, folder, error))
    return FALSE;
  old = openat (folder, DECANT_KEY_FILE_NAME, O_WRONLY | O_NOFOLLOW | O_CLOEXEC);
  if ((unlinkat (folder, NEXT, 0) != 0 && errno != ENOENT)
      || !decant_folder_write_file (folder, NEXT, text, strlen (text))
      || renameat (folder, NEXT, folder, DECANT_KEY_FILE_NAME) != 0)
    {
      decant_vault_set_error_from_errno (error, errno, "write keys.json");
      unlinkat (folder, NEXT, 0);
      return FALSE;
    }
  g_free (self->stored);
  self->stored = g_steal_pointer (&text);
  if (fsync (folder) != 0)
    return decant_vault_set_error_from_errno (error, errno, "write keys.json");
  if (old >= 0)
    overwrite (old);
  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/heads.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "evidence/canonical-json.h"
#include "evidence/error.h"
#include "evidence/folder.h"

#define FORMAT "decant-head/1"

DecantHead *
decant_head_new (const char *note, GArray *erased, GError **error)
{
  DecantCheckpoint *checkpoint = decant_checkpoint_parse (note, strlen (note), error);
  DecantHead *self;

  if (checkpoint == NULL)
    return NULL;
  self = g_new0 (DecantHead, 1);
  self->note = g_strdup (note);
  self->checkpoint = checkpoint;
  self->erased = g_array_ref (erased);
  return self;
}

void
decant_head_free (DecantHead *self)
{
  if (self == NULL)
    return;
  g_free (self->note);
  decant_checkpoint_free (self->checkpoint);
  g_array_unref (self->erased);
  g_free (self);
}

/* --- the file's text ---------------------------------------------------------------------------------------- */

static JsonObject *
to_object (const DecantHead *self)
{
  JsonObject *object = json_object_new ();
  JsonArray *erased = json_array_new ();

  for (guint i = 0; i < self->erased->len; i++)
    json_array_add_int_element (erased, g_array_index (self->erased, guint64, i));
  json_object_set_array_member (object, "erased", erased);
  json_object_set_string_member (object, "format", FORMAT);
  json_object_set_string_member (object, "note", self->note);
  return object;
}

static char *
object_to_text (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);

  return decant_canonical_json (node, NULL);
}

char *
decant_head_to_text (const DecantHead *self, DecantHeadSign sign, gpointer user_data)
{
  g_autoptr (JsonObject) object = to_object (self);
  g_autofree char *text = object_to_text (object);
  g_autofree char *signature64 = NULL, *whole = NULL;
  guint8 signature[crypto_sign_BYTES];

  sign (text, strlen (text), signature, user_data);
  signature64 = decant_base64_encode (signature, sizeof signature);
  json_object_set_string_member (object, "signature", signature64);
  whole = object_to_text (object);
  return g_strconcat (whole, "\n", NULL);
}

static GArray *
read_numbers (JsonObject *object)
{
  JsonNode *node = json_object_get_member (object, "erased");
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint64));
  gint64 last = -1;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *item = json_array_get_element (array, i);
      guint64 number;

      if (json_node_get_value_type (item) != G_TYPE_INT64 || json_node_get_int (item) <= last)
        return NULL;
      number = last = json_node_get_int (item);
      g_array_append_val (numbers, number);
    }
  return array == NULL ? NULL : g_steal_pointer (&numbers);
}

static const char *
text_member (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : "";
}

static gboolean
signature_holds (const DecantHead *head, const char *signature64, const DecantVerifierKey *owner)
{
  g_autoptr (JsonObject) object = to_object (head);
  g_autofree char *text = object_to_text (object);
  gsize length = 0;
  g_autofree guint8 *signature = decant_base64_decode (signature64, strlen (signature64), &length);

  return signature != NULL && length == crypto_sign_BYTES && decant_checkpoint_is_signed_by (head->checkpoint, owner)
         && crypto_sign_verify_detached (signature, (const guint8 *) text, strlen (text), owner->key) == 0;
}

/* The file has one form: it is written again from what was read, and compared. */
static gboolean
is_canonical (const DecantHead *head, const char *signature64, const char *text, gsize length)
{
  g_autoptr (JsonObject) object = to_object (head);
  g_autofree char *again = NULL;

  json_object_set_string_member (object, "signature", signature64);
  again = object_to_text (object);
  return length == strlen (again) + 1 && memcmp (text, again, length - 1) == 0 && text[length - 1] == '\n';
}

DecantHead *
decant_head_parse (const char *text, gsize length, const DecantVerifierKey *owner, GError **error)
{
  g_autoptr (JsonNode) root = length > DECANT_HEAD_FILE_MAX ? NULL : decant_canonical_json_parse (text, length, NULL);
  JsonObject *object = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  g_autoptr (GArray) erased = object == NULL ? NULL : read_numbers (object);
  g_autoptr (DecantHead) self = erased == NULL ? NULL : decant_head_new (text_member (object, "note"), erased, NULL);
  const char *signature64 = object == NULL ? "" : text_member (object, "signature");

  if (self != NULL && is_canonical (self, signature64, text, length) && signature_holds (self, signature64, owner))
    return g_steal_pointer (&self);
  g_set_error_literal (
      error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BROKEN,
      "Expected the head of this vault as its owner signed it, saw it changed, or one of another vault.");
  return NULL;
}

/* --- the file ----------------------------------------------------------------------------------------------- */

char *
decant_head_dup_folder (void)
{
  return g_build_filename (g_get_user_state_dir (), "decant", "heads", NULL);
}

/* Makes it if absent. -1 with @error. */
static int
open_folder (GError **error)
{
  g_autofree char *path = decant_head_dup_folder ();
  int fd = g_mkdir_with_parents (path, 0700) == 0 ? open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;

  if (fd < 0)
    decant_vault_set_error_from_errno (error, errno, "open the folder of countersigned heads");
  return fd;
}

DecantHead *
decant_head_load (const char *vault, const DecantVerifierKey *owner, GError **error)
{
  g_auto (DecantFd) folder = open_folder (error);
  gsize length = 0;
  g_autofree char *text = folder < 0 ? NULL : decant_folder_read_file (folder, vault, DECANT_HEAD_FILE_MAX, &length);

  if (text != NULL)
    return decant_head_parse (text, length, owner, error);
  if (folder >= 0 && errno != ENOENT)
    decant_vault_set_error_from_errno (error, errno, "read the head that was countersigned");
  return NULL;
}

gboolean
decant_head_save (const char *vault, const char *text, GError **error)
{
  g_auto (DecantFd) folder = open_folder (error);
  g_autofree char *name = NULL;

  if (folder < 0)
    return FALSE;
  /* A name of our own: two programs may unlock at once, and the last one stays, whole. */
  name = g_strdup_printf (".%s-%d-%08x", vault, (int) getpid (), randombytes_random ());
  if (decant_folder_write_file (folder, name, text, strlen (text)) && renameat (folder, name, folder, vault) == 0
      && fsync (folder) == 0)
    return TRUE;
  decant_vault_set_error_from_errno (error, errno, "keep the head that was countersigned");
  unlinkat (folder, name, 0);
  return FALSE;
}

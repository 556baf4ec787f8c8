/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/backup-format.h"

#include <sodium.h>
#include <string.h>

#include "evidence/canonical-json.h"
#include "evidence/error.h"

#define FORMAT "decant-backup/1"
#define MAGIC "DCNTROW1"
#define MAGIC_SIZE 8
#define KEY_AD "decant backup segment 1"

G_STATIC_ASSERT (DECANT_SEGMENT_KEY_SIZE == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
G_STATIC_ASSERT (DECANT_SEGMENT_WRAPPED_SIZE
                 == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES + DECANT_SEGMENT_KEY_SIZE
                        + crypto_aead_xchacha20poly1305_ietf_ABYTES);

/* --- rows --------------------------------------------------------------------------------------------------- */

static const struct
{
  guint texts, bytes; /* how many; the last of them are bytes */
  gboolean numbered;  /* else the number is 0 */
} row_types[DECANT_N_ROW_TYPES] = {
  [DECANT_ROW_ENTRY] = { 5, 2, TRUE },    [DECANT_ROW_CAPTURE] = { 1 },
  [DECANT_ROW_ARTIFACT] = { 2 },          [DECANT_ROW_EPOCH] = { 2, 0, TRUE },
  [DECANT_ROW_MIGRATED] = { 1, 0, TRUE }, [DECANT_ROW_MIGRATED_ARTIFACT] = { 2, 0, TRUE },
};

guint
decant_row_count_texts (DecantRowType type)
{
  return row_types[type].texts;
}

static void
add_number (GByteArray *bytes, guint64 number, guint n)
{
  guint64 little = GUINT64_TO_LE (number);

  g_byte_array_append (bytes, (const guint8 *) &little, n);
}

void
decant_segment_begin (GByteArray *segment)
{
  g_byte_array_append (segment, (const guint8 *) MAGIC, MAGIC_SIZE);
}

void
decant_segment_add (GByteArray *segment, const DecantRow *row)
{
  guint8 type = row->type;

  g_byte_array_append (segment, &type, 1);
  add_number (segment, row->entry, 8);
  add_number (segment, row->number, 8);
  for (guint i = 0; i < row_types[row->type].texts; i++)
    {
      add_number (segment, row->texts[i].length, 4);
      g_byte_array_append (segment, row->texts[i].bytes, row->texts[i].length);
    }
}

typedef struct
{
  const guint8 *next;
  gsize left;
} Bytes;

static gboolean
take_number (Bytes *bytes, guint n, guint64 *number)
{
  guint64 little = 0;

  if (bytes->left < n)
    return FALSE;
  memcpy (&little, bytes->next, n);
  bytes->next += n;
  bytes->left -= n;
  *number = GUINT64_FROM_LE (little);
  return TRUE;
}

static gboolean
take_text (Bytes *bytes, DecantRow *row, guint i)
{
  guint64 length;
  gboolean is_text = i + row_types[row->type].bytes < row_types[row->type].texts;

  if (!take_number (bytes, 4, &length) || bytes->left < length)
    return FALSE;
  row->texts[i].bytes = bytes->next;
  row->texts[i].length = length;
  bytes->next += length;
  bytes->left -= length;
  return !is_text || g_utf8_validate ((const char *) row->texts[i].bytes, length, NULL);
}

/* What is erased has no ciphertext; what stands has one, and a key. */
static gboolean
is_entry_sound (const DecantRow *row)
{
  if (row->number == DECANT_ROW_NOT_ERASED)
    return row->texts[3].length > 0 && row->texts[4].length > 0;
  return row->number > row->entry && row->number <= G_MAXINT64 && row->texts[3].length + row->texts[4].length == 0;
}

static gboolean
take_row (Bytes *bytes, DecantRow *row)
{
  guint64 type;

  *row = (DecantRow){ 0 };
  if (!take_number (bytes, 1, &type) || type >= DECANT_N_ROW_TYPES || !take_number (bytes, 8, &row->entry)
      || !take_number (bytes, 8, &row->number))
    return FALSE;
  row->type = type;
  for (guint i = 0; i < row_types[type].texts; i++)
    if (!take_text (bytes, row, i))
      return FALSE;
  if (type == DECANT_ROW_ENTRY)
    return is_entry_sound (row);
  return row->number <= (row_types[type].numbered ? G_MAXINT64 : 0);
}

static gboolean
is_in_order (const DecantRow *row, const DecantRow *last, guint64 first, guint64 end, guint64 n_entries)
{
  if (row->entry < first || row->entry >= end || row->type < last->type)
    return FALSE;
  if (row->type == DECANT_ROW_ENTRY)
    return row->entry == first + n_entries;
  return first + n_entries == end && (row->type > last->type || row->entry >= last->entry);
}

static gboolean
refuse_segment (GError **error, const char *what)
{
  g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BROKEN,
               "Expected the rows of a vault in a segment of the backup, saw %s.", what);
  return FALSE;
}

gboolean
decant_segment_read (const guint8 *segment,
                     gsize length,
                     guint64 first,
                     guint64 end,
                     DecantRowVisit visit,
                     gpointer user_data,
                     GError **error)
{
  Bytes bytes = { segment, length };
  DecantRow row, last = { 0 };
  guint64 n_entries = 0;

  if (length < MAGIC_SIZE || memcmp (segment, MAGIC, MAGIC_SIZE) != 0)
    return refuse_segment (error, "something else");
  bytes.next += MAGIC_SIZE;
  bytes.left -= MAGIC_SIZE;
  while (bytes.left > 0)
    {
      if (!take_row (&bytes, &row))
        return refuse_segment (error, "a row that is none");
      if (!is_in_order (&row, &last, first, end, n_entries))
        return refuse_segment (error, "one that does not belong there");
      n_entries += row.type == DECANT_ROW_ENTRY;
      last = row;
      if (!visit (&row, user_data, error))
        return FALSE;
    }
  return first + n_entries == end || refuse_segment (error, "fewer entries than it should hold");
}

/* --- segments ----------------------------------------------------------------------------------------------- */

DecantSegment *
decant_segment_new (guint64 first, guint64 end, const char *name, guint64 size)
{
  DecantSegment *self = g_new0 (DecantSegment, 1);

  self->first = first;
  self->end = end;
  self->name = g_strdup (name);
  self->size = size;
  return self;
}

DecantSegment *
decant_segment_copy (const DecantSegment *self)
{
  DecantSegment *copy = decant_segment_new (self->first, self->end, self->name, self->size);

  memcpy (copy->key, self->key, sizeof copy->key);
  return copy;
}

void
decant_segment_free (DecantSegment *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self);
}

/* The key is good for these entries of this vault alone. */
static GByteArray *
key_ad (const DecantSegment *self, const char *vault)
{
  GByteArray *ad = g_byte_array_new ();

  g_byte_array_append (ad, (const guint8 *) KEY_AD, strlen (KEY_AD));
  g_byte_array_append (ad, (const guint8 *) vault, strlen (vault));
  add_number (ad, self->first, 8);
  add_number (ad, self->end, 8);
  return ad;
}

void
decant_segment_wrap_key (DecantSegment *self,
                         const DecantKeys *keys,
                         const char *vault,
                         const guint8 key[DECANT_SEGMENT_KEY_SIZE])
{
  g_autoptr (GByteArray) ad = key_ad (self, vault);

  randombytes_buf (self->key, 24);
  crypto_aead_xchacha20poly1305_ietf_encrypt (self->key + 24, NULL, key, DECANT_SEGMENT_KEY_SIZE, ad->data, ad->len,
                                              NULL, self->key, decant_keys_get_backup_key (keys));
}

gboolean
decant_segment_unwrap_key (const DecantSegment *self,
                           const DecantKeys *keys,
                           const char *vault,
                           guint8 key[DECANT_SEGMENT_KEY_SIZE],
                           GError **error)
{
  g_autoptr (GByteArray) ad = key_ad (self, vault);

  if (crypto_aead_xchacha20poly1305_ietf_decrypt (key, NULL, NULL, self->key + 24, sizeof self->key - 24, ad->data,
                                                  ad->len, self->key, decant_keys_get_backup_key (keys))
      == 0)
    return TRUE;
  g_set_error_literal (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_LOCKED,
                       "Expected a backup made with these keys, saw another: use the passphrase or recovery words of "
                       "its vault.");
  return FALSE;
}

/* --- tombstones --------------------------------------------------------------------------------------------- */

/* Of the numbers, or of the first members. */
static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  return *(const guint64 *) a < *(const guint64 *) b ? -1 : *(const guint64 *) a > *(const guint64 *) b;
}

gboolean
decant_numbers_contain (const GArray *numbers, guint64 number)
{
  return numbers->len > 0 && g_array_binary_search ((GArray *) numbers, &number, compare_numbers, NULL);
}

/* --- manifest: writing -------------------------------------------------------------------------------------- */

DecantManifest *
decant_manifest_new (void)
{
  DecantManifest *self = g_new0 (DecantManifest, 1);

  self->segments = g_ptr_array_new_with_free_func ((GDestroyNotify) decant_segment_free);
  self->tombstones = g_array_new (FALSE, FALSE, sizeof (DecantTombstone));
  self->artifacts = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
decant_manifest_free (DecantManifest *self)
{
  if (self == NULL)
    return;
  g_free (self->vault);
  g_free (self->place);
  g_free (self->created);
  g_free (self->keys);
  g_free (self->previous);
  g_free (self->note);
  decant_checkpoint_free (self->checkpoint);
  g_ptr_array_unref (self->segments);
  g_array_unref (self->tombstones);
  g_ptr_array_unref (self->artifacts);
  g_free (self);
}

gboolean
decant_manifest_set_note (DecantManifest *self, const char *note, GError **error)
{
  g_clear_pointer (&self->checkpoint, decant_checkpoint_free);
  g_free (self->note);
  self->note = g_strdup (note);
  self->checkpoint = decant_checkpoint_parse (note, strlen (note), error);
  return self->checkpoint != NULL;
}

static JsonArray *
describe_segments (const DecantManifest *self)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < self->segments->len; i++)
    {
      const DecantSegment *segment = self->segments->pdata[i];
      JsonObject *object = json_object_new ();
      g_autofree char *key = decant_base64_encode (segment->key, sizeof segment->key);

      json_object_set_int_member (object, "first", segment->first);
      json_object_set_int_member (object, "end", segment->end);
      json_object_set_string_member (object, "name", segment->name);
      json_object_set_int_member (object, "size", segment->size);
      json_object_set_string_member (object, "key", key);
      json_array_add_object_element (array, object);
    }
  return array;
}

static JsonArray *
describe_tombstones (const DecantManifest *self)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < self->tombstones->len; i++)
    {
      const DecantTombstone *tombstone = &g_array_index (self->tombstones, DecantTombstone, i);
      JsonArray *pair = json_array_new ();

      json_array_add_int_element (pair, tombstone->erased);
      json_array_add_int_element (pair, tombstone->entry);
      json_array_add_array_element (array, pair);
    }
  return array;
}

static JsonObject *
to_object (const DecantManifest *self)
{
  JsonObject *object = json_object_new ();
  JsonArray *artifacts = json_array_new ();

  for (guint i = 0; i < self->artifacts->len; i++)
    json_array_add_string_element (artifacts, self->artifacts->pdata[i]);
  json_object_set_array_member (object, "artifacts", artifacts);
  json_object_set_string_member (object, "checkpoint", self->note);
  json_object_set_string_member (object, "created", self->created);
  json_object_set_string_member (object, "format", FORMAT);
  json_object_set_string_member (object, "keys", self->keys);
  json_object_set_string_member (object, "place", self->place);
  json_object_set_string_member (object, "previous", self->previous);
  json_object_set_array_member (object, "segments", describe_segments (self));
  json_object_set_int_member (object, "sequence", self->sequence);
  json_object_set_array_member (object, "tombstones", describe_tombstones (self));
  json_object_set_string_member (object, "vault", self->vault);
  return object;
}

static char *
object_to_text (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);

  return decant_canonical_json (node, NULL);
}

char *
decant_manifest_to_text (const DecantManifest *self, const DecantKeys *keys, GError **error)
{
  g_autoptr (JsonObject) object = to_object (self);
  g_autofree char *text = object_to_text (object), *signature64 = NULL, *whole = NULL;
  guint8 signature[DECANT_OWNER_SIGNATURE_SIZE];

  decant_keys_owner_sign (keys, text, strlen (text), signature);
  signature64 = decant_base64_encode (signature, sizeof signature);
  json_object_set_string_member (object, "signature", signature64);
  whole = object_to_text (object);
  if (strlen (whole) < DECANT_BACKUP_MANIFEST_MAX)
    return g_strconcat (whole, "\n", NULL);
  g_set_error_literal (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID,
                       "The vault has more artifacts than one backup can name.");
  return NULL;
}

/* --- manifest: reading -------------------------------------------------------------------------------------- */

static const char *
text_member (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : "";
}

static gboolean
count_of (JsonNode *node, guint64 *count)
{
  if (node == NULL || json_node_get_value_type (node) != G_TYPE_INT64 || json_node_get_int (node) < 0)
    return FALSE;
  *count = json_node_get_int (node);
  return TRUE;
}

static gboolean
is_hex (const char *text, gsize length)
{
  return strlen (text) == length && strspn (text, "0123456789abcdef") == length;
}

static JsonArray *
array_member (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static DecantSegment *
read_segment (JsonNode *node)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  guint64 first, end, size;
  const char *key64 = object == NULL ? "" : text_member (object, "key");
  gsize length = 0;
  g_autofree guint8 *key = decant_base64_decode (key64, strlen (key64), &length);
  DecantSegment *segment;

  if (key == NULL || length != DECANT_SEGMENT_WRAPPED_SIZE || !is_hex (text_member (object, "name"), 64)
      || !count_of (json_object_get_member (object, "first"), &first)
      || !count_of (json_object_get_member (object, "end"), &end)
      || !count_of (json_object_get_member (object, "size"), &size))
    return NULL;
  segment = decant_segment_new (first, end, text_member (object, "name"), size);
  memcpy (segment->key, key, length);
  return segment;
}

/* Without a gap from 0 to the checkpoint. */
static gboolean
read_segments (DecantManifest *self, JsonArray *array)
{
  guint64 next = 0;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      DecantSegment *segment = read_segment (json_array_get_element (array, i));

      if (segment == NULL)
        return FALSE;
      g_ptr_array_add (self->segments, segment);
      if (segment->first != next || segment->end <= next || segment->end - next > DECANT_SEGMENT_ENTRIES)
        return FALSE;
      next = segment->end;
    }
  return array != NULL && next == self->checkpoint->size;
}

static gboolean
read_tombstones (DecantManifest *self, JsonArray *array)
{
  guint64 least = 0;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      JsonArray *pair = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
      DecantTombstone tombstone;

      if (pair == NULL || json_array_get_length (pair) != 2
          || !count_of (json_array_get_element (pair, 0), &tombstone.erased)
          || !count_of (json_array_get_element (pair, 1), &tombstone.entry) || tombstone.erased < least
          || tombstone.entry <= tombstone.erased || tombstone.entry >= self->checkpoint->size)
        return FALSE;
      least = tombstone.erased + 1;
      g_array_append_val (self->tombstones, tombstone);
    }
  return array != NULL;
}

static gboolean
read_artifacts (DecantManifest *self, JsonArray *array)
{
  const char *last = "";

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      const char *name = json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : "";

      if (!is_hex (name, 64) || strcmp (name, last) <= 0)
        return FALSE;
      g_ptr_array_add (self->artifacts, g_strdup (name));
      last = name;
    }
  return array != NULL;
}

static gboolean
read_texts (DecantManifest *self, JsonObject *object)
{
  self->vault = g_strdup (text_member (object, "vault"));
  self->place = g_strdup (text_member (object, "place"));
  self->created = g_strdup (text_member (object, "created"));
  self->keys = g_strdup (text_member (object, "keys"));
  self->previous = g_strdup (text_member (object, "previous"));
  return is_hex (self->vault, 32) && is_hex (self->place, 16) && is_hex (self->keys, 64)
         && (*self->previous == '\0' || is_hex (self->previous, 64)) && strlen (self->created) == 24
         && strspn (self->created, "0123456789-:.TZ") == 24
         && count_of (json_object_get_member (object, "sequence"), &self->sequence)
         && decant_manifest_set_note (self, text_member (object, "checkpoint"), NULL);
}

/* Written again from what was read it is the same, and the owner signed it. */
static gboolean
is_as_signed (const DecantManifest *self,
              const char *signature64,
              const char *text,
              gsize length,
              const DecantVerifierKey *owner)
{
  g_autoptr (JsonObject) object = to_object (self);
  g_autofree char *signed_text = object_to_text (object), *whole = NULL;
  gsize n = 0;
  g_autofree guint8 *signature = decant_base64_decode (signature64, strlen (signature64), &n);

  json_object_set_string_member (object, "signature", signature64);
  whole = signed_text == NULL ? NULL : object_to_text (object);
  return whole != NULL && length == strlen (whole) + 1 && memcmp (text, whole, length - 1) == 0
         && text[length - 1] == '\n' && signature != NULL && n == crypto_sign_BYTES
         && crypto_sign_verify_detached (signature, (const guint8 *) signed_text, strlen (signed_text), owner->key)
                == 0;
}

DecantManifest *
decant_manifest_parse (const char *text, gsize length, const DecantVerifierKey *owner, GError **error)
{
  g_autoptr (JsonNode) root
      = length > DECANT_BACKUP_MANIFEST_MAX ? NULL : decant_canonical_json_parse (text, length, NULL);
  JsonObject *object = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  g_autoptr (DecantManifest) self = decant_manifest_new ();

  if (object != NULL && read_texts (self, object) && read_segments (self, array_member (object, "segments"))
      && read_tombstones (self, array_member (object, "tombstones"))
      && read_artifacts (self, array_member (object, "artifacts"))
      && is_as_signed (self, text_member (object, "signature"), text, length, owner))
    return g_steal_pointer (&self);
  g_set_error_literal (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BROKEN,
                       "Expected the list of a backup as the vault's owner signed it, saw it changed, cut, or of "
                       "another vault or a newer Decant.");
  return NULL;
}

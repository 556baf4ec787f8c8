/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is inside a sealed entry. It holds keys, so no general JSON code may see it, which would leave copies behind:
 * the form is so narrow that it can be written and read in place. No string in it needs an escape. */
#include "evidence/seal.h"

#include <sodium.h>
#include <string.h>

#include "evidence/entry.h"
#include "evidence/error.h"
#include "evidence/secret.h"

#define HEAD "{\"disclosures\":\""
#define MIDDLE "\",\"keys\":{"
#define TAIL "}}"
#define BASE64_SIZE 44 /* characters of a key, with padding */
#define ID_MAX 64

DecantArtifactKey *
decant_artifact_key_new (const char *id, const guint8 key[DECANT_ENTRY_KEY_SIZE])
{
  DecantArtifactKey *self = (DecantArtifactKey *) decant_secret_alloc (sizeof *self);

  self->id = g_strdup (id);
  memcpy (self->key, key, DECANT_ENTRY_KEY_SIZE);
  return self;
}

void
decant_artifact_key_free (DecantArtifactKey *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  decant_secret_free (self);
}

static gboolean
is_disclosure_char (guint8 c)
{
  return g_ascii_isalnum (c) || c == '-' || c == '_' || c == DECANT_ENTRY_SEPARATOR;
}

static gsize
disclosure_span (const guint8 *data, gsize length)
{
  gsize n = 0;

  while (n < length && is_disclosure_char (data[n]))
    n++;
  return n;
}

/* --- writing ------------------------------------------------------------------------------------------------ */

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  const DecantArtifactKey *const *x = a, *const *y = b;

  return strcmp ((*x)->id, (*y)->id);
}

static gboolean
refuse (GError **error, const char *what)
{
  g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID, "%s", what);
  return FALSE;
}

/* Ids valid, ordered, none twice? @size: (out): bytes of all members. */
static gboolean
check_keys (const GPtrArray *sorted, gsize *size, GError **error)
{
  *size = 0;
  if (sorted->len > DECANT_ARTIFACT_KEYS_MAX)
    return refuse (error, "Expected fewer artifacts in one entry.");
  for (guint i = 0; i < sorted->len; i++)
    {
      const DecantArtifactKey *item = g_ptr_array_index (sorted, i);

      if (!decant_id_is_valid (item->id))
        return refuse (error, "Expected an artifact id of 1 to 64 of A-Z a-z 0-9 . _ : -, saw something else.");
      if (i > 0 && strcmp (((DecantArtifactKey *) g_ptr_array_index (sorted, i - 1))->id, item->id) == 0)
        return refuse (error, "Expected each artifact id once in an entry, saw one twice.");
      *size += strlen (item->id) + BASE64_SIZE + 5 + (i > 0);
    }
  return TRUE;
}

static guint8 *
put (guint8 *out, const void *data, gsize length)
{
  if (length > 0)
    memcpy (out, data, length);
  return out + length;
}

static guint8 *
put_key (guint8 *out, const DecantArtifactKey *item, gboolean first)
{
  char text[BASE64_SIZE + 1];

  if (!first)
    out = put (out, ",", 1);
  out = put (out, "\"", 1);
  out = put (out, item->id, strlen (item->id));
  out = put (out, "\":\"", 3);
  sodium_bin2base64 (text, sizeof text, item->key, DECANT_ENTRY_KEY_SIZE, sodium_base64_VARIANT_ORIGINAL);
  out = put (out, text, BASE64_SIZE);
  sodium_memzero (text, sizeof text);
  return put (out, "\"", 1);
}

GBytes *
decant_seal_plain_write (const char *disclosures, gsize length, const GPtrArray *keys, GError **error)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  gsize members, size;
  guint8 *out;
  GBytes *plain;

  for (guint i = 0; keys != NULL && i < keys->len; i++)
    g_ptr_array_add (sorted, g_ptr_array_index (keys, i));
  g_ptr_array_sort (sorted, compare_ids);
  if (!check_keys (sorted, &members, error))
    return NULL;
  size = strlen (HEAD MIDDLE TAIL) + members;
  if (length > DECANT_SEAL_PLAIN_MAX - size || disclosure_span ((const guint8 *) disclosures, length) != length)
    {
      refuse (error, "Expected disclosures of base64url joined by ~ within 16 MiB, saw something else.");
      return NULL;
    }
  plain = decant_wiped_bytes_new (size + length, &out);
  out = put (out, HEAD, strlen (HEAD));
  out = put (out, disclosures, length);
  out = put (out, MIDDLE, strlen (MIDDLE));
  for (guint i = 0; i < sorted->len; i++)
    out = put_key (out, g_ptr_array_index (sorted, i), i == 0);
  put (out, TAIL, strlen (TAIL));
  return plain;
}

/* --- reading ------------------------------------------------------------------------------------------------ */

typedef struct
{
  const guint8 *at, *end;
} Cursor;

static gboolean
take (Cursor *cursor, const char *text)
{
  gsize n = strlen (text);

  if ((gsize) (cursor->end - cursor->at) < n || memcmp (cursor->at, text, n) != 0)
    return FALSE;
  cursor->at += n;
  return TRUE;
}

/* "id":"key" */
static DecantArtifactKey *
take_key (Cursor *cursor)
{
  const guint8 *quote;
  char id[ID_MAX + 1] = "";
  gsize length, written = 0;
  guint8 key[DECANT_ENTRY_KEY_SIZE];
  const char *stop = NULL;
  DecantArtifactKey *item = NULL;

  if (!take (cursor, "\"") || (quote = memchr (cursor->at, '"', cursor->end - cursor->at)) == NULL)
    return NULL;
  length = quote - cursor->at;
  if (length == 0 || length > ID_MAX)
    return NULL;
  memcpy (id, cursor->at, length);
  cursor->at = quote;
  if (strlen (id) != length || !decant_id_is_valid (id) || !take (cursor, "\":\"")
      || cursor->end - cursor->at < BASE64_SIZE)
    return NULL;
  if (sodium_base642bin (key, sizeof key, (const char *) cursor->at, BASE64_SIZE, NULL, &written, &stop,
                         sodium_base64_VARIANT_ORIGINAL)
          == 0
      && written == sizeof key && stop == (const char *) cursor->at + BASE64_SIZE)
    item = decant_artifact_key_new (id, key);
  sodium_memzero (key, sizeof key);
  cursor->at += BASE64_SIZE;
  if (item != NULL && !take (cursor, "\""))
    g_clear_pointer (&item, decant_artifact_key_free);
  return item;
}

static gboolean
take_keys (Cursor *cursor, GPtrArray *keys)
{
  const char *last = "";

  while (cursor->at < cursor->end && *cursor->at != '}')
    {
      DecantArtifactKey *item;

      if (keys->len >= DECANT_ARTIFACT_KEYS_MAX || (keys->len > 0 && !take (cursor, ","))
          || (item = take_key (cursor)) == NULL)
        return FALSE;
      g_ptr_array_add (keys, item);
      if (strcmp (last, item->id) >= 0)
        return FALSE;
      last = item->id;
    }
  return TRUE;
}

gboolean
decant_seal_plain_read (GBytes *plain, GBytes **disclosures, GPtrArray **keys, GError **error)
{
  gsize length, from, span;
  const guint8 *data = g_bytes_get_data (plain, &length);
  Cursor cursor = { data, data + length };
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) decant_artifact_key_free);
  gboolean ok = length > 0 && take (&cursor, HEAD);

  from = strlen (HEAD);
  span = ok ? disclosure_span (cursor.at, cursor.end - cursor.at) : 0;
  cursor.at += span;
  if (!ok || !take (&cursor, MIDDLE) || !take_keys (&cursor, list) || !take (&cursor, TAIL) || cursor.at != cursor.end)
    {
      g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BROKEN,
                   "Expected disclosures and keys inside a sealed entry, saw something else. A newer Decant may have "
                   "written it.");
      return FALSE;
    }
  *disclosures = g_bytes_new_from_bytes (plain, from, span);
  *keys = g_steal_pointer (&list);
  return TRUE;
}

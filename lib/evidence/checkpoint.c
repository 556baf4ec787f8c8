/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/checkpoint.h"

#include <sodium.h>
#include <string.h>

#include "evidence/error.h"

#define DASH "\xe2\x80\x94 " /* U+2014 and a space begin a signature line */
#define ED25519 0x01
#define SIZE_MAX_DIGITS 16 /* sizes stay below 2^53 */

G_STATIC_ASSERT (crypto_sign_PUBLICKEYBYTES == 32 && crypto_sign_SECRETKEYBYTES == 64);

static gpointer
refuse (GError **error, const char *expected)
{
  g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID,
               "This is no checkpoint: expected %s. Use the text exactly as it was handed out.", expected);
  return NULL;
}

/* --- keys --------------------------------------------------------------------------------------------------- */

static gboolean
is_key_name (const char *name, gsize length)
{
  const char *end = name + length;

  if (length == 0 || length > 255 || !g_utf8_validate_len (name, length, NULL))
    return FALSE;
  for (const char *p = name; p < end; p = g_utf8_next_char (p))
    if (*p == '+' || g_unichar_isspace (g_utf8_get_char (p)) || g_unichar_iscntrl (g_utf8_get_char (p)))
      return FALSE;
  return TRUE;
}

DecantVerifierKey *
decant_verifier_key_new (const char *name, const guint8 key[32])
{
  g_autoptr (DecantVerifierKey) self = g_new0 (DecantVerifierKey, 1);
  g_autoptr (GByteArray) hashed = g_byte_array_new ();
  DecantDigest digest;

  g_return_val_if_fail (is_key_name (name, strlen (name)), NULL);
  self->name = g_strdup (name);
  memcpy (self->key, key, 32);
  g_byte_array_append (hashed, (const guint8 *) name, strlen (name));
  g_byte_array_append (hashed, (const guint8[]){ '\n', ED25519 }, 2);
  g_byte_array_append (hashed, key, 32);
  digest = decant_digest_of (hashed->data, hashed->len);
  memcpy (self->id, digest.bytes, 4);
  return g_steal_pointer (&self);
}

char *
decant_verifier_key_to_text (const DecantVerifierKey *self)
{
  guint8 data[33] = { ED25519 };
  g_autofree char *id = decant_hex_encode (self->id, 4);
  g_autofree char *key = NULL;

  memcpy (data + 1, self->key, 32);
  key = decant_base64_encode (data, sizeof data);
  return g_strdup_printf ("%s+%s+%s", self->name, id, key);
}

DecantVerifierKey *
decant_verifier_key_parse (const char *text, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, "+", 3); /* base64 has plus signs too */
  g_autoptr (DecantVerifierKey) self = NULL;
  g_autofree guint8 *data = NULL;
  g_autofree char *again = NULL;
  gsize length = 0;

  if (g_strv_length (parts) == 3 && is_key_name (parts[0], strlen (parts[0])))
    data = decant_base64_decode (parts[2], strlen (parts[2]), &length);
  if (data != NULL && length == 33 && data[0] == ED25519)
    {
      self = decant_verifier_key_new (parts[0], data + 1);
      again = decant_verifier_key_to_text (self);
      if (g_str_equal (again, text))
        return g_steal_pointer (&self);
    }
  g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID,
               "Expected a verifier key “name+id+base64” for Ed25519 whose id fits the key, saw something else.");
  return NULL;
}

void
decant_verifier_key_free (DecantVerifierKey *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self);
}

/* --- parsing ------------------------------------------------------------------------------------------------ */

static void
signature_line_free (DecantSignatureLine *self)
{
  g_free (self->name);
  g_free (self->bytes);
  g_free (self);
}

void
decant_checkpoint_free (DecantCheckpoint *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_free (self->origin);
  g_clear_pointer (&self->signatures, g_ptr_array_unref);
  g_free (self);
}

/* "— name base64", without the newline. */
static DecantSignatureLine *
parse_signature_line (const char *line, gsize length)
{
  const char *name = line + strlen (DASH), *end = line + length, *space;
  g_autofree guint8 *data = NULL;
  DecantSignatureLine *self;
  gsize n = 0;

  if (length < strlen (DASH) || memcmp (line, DASH, strlen (DASH)) != 0
      || (space = memchr (name, ' ', end - name)) == NULL || !is_key_name (name, space - name))
    return NULL;
  data = decant_base64_decode (space + 1, end - space - 1, &n);
  if (data == NULL || n < 5)
    return NULL;
  self = g_new0 (DecantSignatureLine, 1);
  self->name = g_strndup (name, space - name);
  memcpy (self->id, data, 4);
  self->length = n - 4;
  self->bytes = g_memdup2 (data + 4, n - 4);
  return self;
}

static gboolean
parse_signatures (DecantCheckpoint *self, const char *p, const char *end)
{
  while (p < end)
    {
      const char *newline = memchr (p, '\n', end - p);
      DecantSignatureLine *line = newline == NULL ? NULL : parse_signature_line (p, newline - p);

      if (line == NULL || self->signatures->len == DECANT_CHECKPOINT_SIGNATURES)
        {
          g_clear_pointer (&line, signature_line_free);
          return FALSE;
        }
      g_ptr_array_add (self->signatures, line);
      p = newline + 1;
    }
  return self->signatures->len > 0;
}

static gboolean
parse_size (const char *text, guint64 *size)
{
  gsize length = strlen (text);

  return length > 0 && length <= SIZE_MAX_DIGITS && strspn (text, "0123456789") == length
         && (text[0] != '0' || length == 1) && g_ascii_string_to_unsigned (text, 10, 0, G_GUINT64_CONSTANT (1) << 53, size, NULL);
}

static gboolean
parse_text (DecantCheckpoint *self)
{
  g_auto (GStrv) lines = g_strsplit (self->text, "\n", -1);
  guint n = g_strv_length (lines);
  g_autofree guint8 *root = NULL;
  gsize length = 0;

  if (n < 4) /* the last one is empty: the text ends in a newline */
    return FALSE;
  for (guint i = 0; i + 1 < n; i++)
    if (*lines[i] == '\0')
      return FALSE;
  root = decant_base64_decode (lines[2], strlen (lines[2]), &length);
  if (!parse_size (lines[1], &self->size) || root == NULL || length != DECANT_DIGEST_SIZE)
    return FALSE;
  self->origin = g_strdup (lines[0]);
  memcpy (self->root.bytes, root, DECANT_DIGEST_SIZE);
  return TRUE;
}

/* Signed notes are UTF-8 without control characters but the newline. */
static gboolean
is_note_text (const char *note, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if ((guchar) note[i] < 0x20 && note[i] != '\n')
      return FALSE;
  return g_utf8_validate_len (note, length, NULL);
}

DecantCheckpoint *
decant_checkpoint_parse (const char *note, gsize length, GError **error)
{
  g_autoptr (DecantCheckpoint) self = g_new0 (DecantCheckpoint, 1);
  const char *blank;

  self->signatures = g_ptr_array_new_with_free_func ((GDestroyNotify) signature_line_free);
  if (length > DECANT_CHECKPOINT_MAX)
    return refuse (error, "at most 64 KiB");
  if (!is_note_text (note, length))
    return refuse (error, "UTF-8 text without control characters");
  /* The first blank line: no line of the text may be empty, and no signature line is. */
  blank = g_strstr_len (note, length, "\n\n");
  if (blank == NULL)
    return refuse (error, "a blank line before the signatures");
  self->text = g_strndup (note, blank + 1 - note);
  if (!parse_text (self))
    return refuse (error, "three lines: origin, size, base64 of 32 bytes");
  if (!parse_signatures (self, blank + 2, note + length))
    return refuse (error, "signature lines “— name base64”, each with its newline");
  return g_steal_pointer (&self);
}

/* --- signatures --------------------------------------------------------------------------------------------- */

static gboolean
is_by (const DecantSignatureLine *line, const DecantVerifierKey *key)
{
  return g_str_equal (line->name, key->name) && memcmp (line->id, key->id, 4) == 0;
}

static gboolean
holds (const DecantSignatureLine *line, const char *text, const DecantVerifierKey *key)
{
  return line->length == crypto_sign_BYTES
         && crypto_sign_verify_detached (line->bytes, (const guint8 *) text, strlen (text), key->key) == 0;
}

gboolean
decant_checkpoint_is_signed_by (const DecantCheckpoint *self, const DecantVerifierKey *key)
{
  gboolean found = FALSE;

  for (guint i = 0; i < self->signatures->len; i++)
    {
      const DecantSignatureLine *line = self->signatures->pdata[i];

      if (!is_by (line, key))
        continue;
      if (!holds (line, self->text, key))
        return FALSE;
      found = TRUE;
    }
  return found;
}

char *
decant_checkpoint_text (const char *origin, guint64 size, const DecantDigest *root)
{
  g_autofree char *root64 = decant_base64_encode (root->bytes, DECANT_DIGEST_SIZE);

  return g_strdup_printf ("%s\n%" G_GUINT64_FORMAT "\n%s\n", origin, size, root64);
}

char *
decant_checkpoint_sign (const char *origin, guint64 size, const DecantDigest *root, const DecantVerifierKey *key, const guint8 secret[64])
{
  g_autofree char *text = decant_checkpoint_text (origin, size, root);
  g_autofree char *line = NULL;
  guint8 signature[crypto_sign_BYTES];

  crypto_sign_detached (signature, NULL, (const guint8 *) text, strlen (text), secret);
  line = decant_signature_line (key, signature);
  return g_strdup_printf ("%s\n%s\n", text, line);
}

/* --- more signatures ---------------------------------------------------------------------------------------- */

char *
decant_owner_key_name (const char *origin)
{
  return g_strconcat (origin, "/owner", NULL);
}

gboolean
decant_person_name_is_valid (const char *name)
{
  gsize length = strlen (name);

  return length >= 1 && length <= 64 && strspn (name, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "._:-/") == length;
}

char *
decant_signature_line (const DecantVerifierKey *key, const guint8 signature[64])
{
  guint8 bytes[4 + crypto_sign_BYTES];
  g_autofree char *base64 = NULL;

  memcpy (bytes, key->id, 4);
  memcpy (bytes + 4, signature, crypto_sign_BYTES);
  base64 = decant_base64_encode (bytes, sizeof bytes);
  return g_strdup_printf (DASH "%s %s", key->name, base64);
}

gboolean
decant_signature_line_holds (const char *line, const char *text, const DecantVerifierKey *key)
{
  DecantSignatureLine *parsed = parse_signature_line (line, strlen (line));
  gboolean ok = parsed != NULL && is_by (parsed, key) && holds (parsed, text, key);

  g_clear_pointer (&parsed, signature_line_free);
  return ok;
}

char *
decant_checkpoint_dup_line (const DecantCheckpoint *self, const DecantVerifierKey *key)
{
  for (guint i = 0; i < self->signatures->len; i++)
    {
      const DecantSignatureLine *line = self->signatures->pdata[i];

      if (is_by (line, key) && holds (line, self->text, key))
        return decant_signature_line (key, line->bytes);
    }
  return NULL;
}

char *
decant_checkpoint_add_line (const char *note, const char *line, GError **error)
{
  g_autoptr (DecantCheckpoint) before = decant_checkpoint_parse (note, strlen (note), error);
  DecantSignatureLine *parsed = parse_signature_line (line, strlen (line));
  g_autofree char *again = g_strdup_printf ("\n%s\n", line);

  if (before == NULL || parsed == NULL || before->signatures->len == DECANT_CHECKPOINT_SIGNATURES)
    {
      g_clear_pointer (&parsed, signature_line_free);
      return before == NULL ? NULL : refuse (error, "one signature line to add, and fewer than 100 before");
    }
  signature_line_free (parsed);
  return strstr (note, again) != NULL ? g_strdup (note) : g_strconcat (note, line, "\n", NULL);
}

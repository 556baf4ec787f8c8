/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What owner, second person and time stamp authority say of a vault, and what becomes of an older or another copy. */
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>

#include "authority.h"
#include "evidence/cosigner.h"
#include "evidence/countersign.h"
#include "evidence/heads.h"
#include "evidence/timestamp.h"
#include "evidence/vault-private.h"
#include "fixture.h"

typedef struct
{
  Fixture base;
  char *copy; /* of the vault, beside it */
} Place;

static void
set_up (Place *place, gconstpointer unused)
{
  g_autofree char *heads = decant_head_dup_folder ();

  fixture_set_up (&place->base);
  place->copy = g_build_filename (place->base.root, "copy", NULL);
  if (g_file_test (heads, G_FILE_TEST_EXISTS))
    fixture_remove (heads);
  decant_vault_close (fixture_create (&place->base));
}

static void
tear_down (Place *place, gconstpointer unused)
{
  fixture_tear_down (&place->base);
  g_free (place->copy);
}

static void
append (Place *place, guint n)
{
  g_autoptr (DecantVault) vault = fixture_open (&place->base, DECANT_VAULT_WRITE);

  for (guint i = 0; i < n; i++)
    decant_receipt_free (fixture_append (vault, "note", "an invented note"));
}

/* Unlocks, as the application does; expects the state, and an entry that countersigns or none. */
static void
settle (Place *place, gboolean accept, DecantSettledState state, gboolean signed_now)
{
  g_autoptr (DecantVault) vault = fixture_open (&place->base, DECANT_VAULT_WRITE);
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantSettlement) settlement = decant_vault_settle (vault, accept, &error);

  g_assert_no_error (error);
  g_test_message ("%s", settlement->message);
  g_assert_cmpint (settlement->state, ==, state);
  g_assert_true ((settlement->receipt != NULL) == signed_now);
}

static void
take_copy (Place *place)
{
  fixture_copy (place->base.folder, place->copy);
}

static void
put_back (Place *place)
{
  fixture_remove (place->base.folder);
  g_assert_cmpint (g_rename (place->copy, place->base.folder), ==, 0);
}

static void
assert_clean (Place *place)
{
  g_autoptr (DecantVerification) report = fixture_verify (place->base.folder, NULL);

  g_assert_true (report->clean);
}

/* --- the owner ---------------------------------------------------------------------------------------------- */

static void
test_continues (Place *place, gconstpointer unused)
{
  g_autoptr (DecantVault) vault = NULL;
  g_autoptr (JsonObject) value = NULL;
  g_autofree char *note = NULL;
  g_autoptr (DecantCheckpoint) head = NULL;

  settle (place, FALSE, DECANT_SETTLED_FIRST, TRUE);
  settle (place, FALSE, DECANT_SETTLED_CONTINUES, FALSE); /* nothing new */
  append (place, 5);
  settle (place, FALSE, DECANT_SETTLED_CONTINUES, TRUE);
  vault = fixture_open (&place->base, DECANT_VAULT_READ);
  decant_vault_lock (vault);
  g_assert_cmpint (decant_vault_find_statement (vault, "vault_countersigned", G_MAXUINT64, &value, NULL), ==, 7);
  note = g_strdup_printf ("%s\n%s\n", json_object_get_string_member (value, "checkpoint"),
                          json_object_get_string_member (value, "signature"));
  head = decant_checkpoint_parse (note, strlen (note), NULL);
  g_assert_cmpuint (head->size, ==, 7);
  g_assert_true (decant_checkpoint_is_signed_by (head, vault->identity->owner));
  g_assert_false (json_object_has_member (value, "replaces"));
  assert_clean (place);
}

static void
test_rolled_back (Place *place, gconstpointer unused)
{
  settle (place, FALSE, DECANT_SETTLED_FIRST, TRUE);
  take_copy (place);
  append (place, 3);
  settle (place, FALSE, DECANT_SETTLED_CONTINUES, TRUE);
  put_back (place);
  settle (place, FALSE, DECANT_SETTLED_ROLLED_BACK, FALSE);
  settle (place, FALSE, DECANT_SETTLED_ROLLED_BACK, FALSE); /* and it goes on saying so */
  settle (place, TRUE, DECANT_SETTLED_ROLLED_BACK, TRUE);
  settle (place, FALSE, DECANT_SETTLED_CONTINUES, FALSE);
  assert_clean (place);
}

static void
test_forked (Place *place, gconstpointer unused)
{
  g_autoptr (DecantVault) vault = NULL;
  g_autoptr (JsonObject) value = NULL;

  take_copy (place);
  append (place, 3);
  settle (place, FALSE, DECANT_SETTLED_FIRST, TRUE);
  put_back (place);
  append (place, 9);
  settle (place, FALSE, DECANT_SETTLED_FORKED, FALSE);
  settle (place, TRUE, DECANT_SETTLED_FORKED, TRUE);
  vault = fixture_open (&place->base, DECANT_VAULT_READ);
  decant_vault_find_statement (vault, "vault_countersigned", G_MAXUINT64, &value, NULL);
  g_assert_true (g_str_has_prefix (json_object_get_string_member (value, "replaces"), decant_vault_get_origin (vault)));
  g_clear_pointer (&vault, decant_vault_close);
  settle (place, FALSE, DECANT_SETTLED_CONTINUES, FALSE);
}

/* Somebody who can use the host's key writes that the owner signed. */
static void
test_forged (Place *place, gconstpointer unused)
{
  g_autoptr (DecantVault) vault = fixture_open (&place->base, DECANT_VAULT_WRITE);
  g_autofree char *note = decant_vault_read_checkpoint (vault, NULL), *line = NULL;
  g_autoptr (DecantCheckpoint) head = decant_checkpoint_parse (note, strlen (note), NULL);
  g_autoptr (JsonObject) open = json_object_new ();
  g_autoptr (DecantReceipt) receipt = NULL;
  JsonObject *value = json_object_new ();
  guint8 signature[64];

  crypto_sign_detached (signature, NULL, (const guint8 *) head->text, strlen (head->text), vault->identity->secret);
  line = decant_signature_line (vault->identity->owner, signature);
  json_object_set_string_member (value, "checkpoint", head->text);
  json_object_set_string_member (value, "signature", line);
  json_object_set_object_member (open, "vault_countersigned", value);
  receipt = decant_vault_append_open (vault, "vault.countersigned", "tester", NULL, open, NULL);
  g_assert_nonnull (receipt);
  g_clear_pointer (&vault, decant_vault_close);
  {
    g_autoptr (DecantVerification) report = fixture_verify (place->base.folder, NULL);

    g_assert_false (report->clean); /* the verifier sees it as well */
  }
  settle (place, FALSE, DECANT_SETTLED_FORGED, FALSE);
  settle (place, TRUE, DECANT_SETTLED_FORGED, TRUE);
  settle (place, FALSE, DECANT_SETTLED_CONTINUES, FALSE);
}

static void
sign (const void *text, gsize length, guint8 signature[64], gpointer keys)
{
  decant_keys_owner_sign (keys, text, length, signature);
}

static void
test_returned (Place *place, gconstpointer unused)
{
  g_autoptr (DecantKeys) keys = test_keys_new ();
  g_autoptr (DecantVault) vault = NULL;
  g_autoptr (GArray) erased = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr (DecantHead) kept = NULL, more = NULL;
  g_autofree char *text = NULL;

  append (place, 3);
  settle (place, FALSE, DECANT_SETTLED_FIRST, TRUE);
  vault = fixture_open (&place->base, DECANT_VAULT_READ);
  kept = decant_head_load (decant_vault_get_id (vault), vault->identity->owner, NULL);
  g_array_append_vals (erased, (guint64[]){ 2 }, 1);
  more = decant_head_new (kept->note, erased, NULL);
  text = decant_head_to_text (more, sign, keys);
  g_assert_true (decant_head_save (decant_vault_get_id (vault), text, NULL));
  settle (place, FALSE, DECANT_SETTLED_RETURNED, FALSE);
}

static void
test_unreadable (Place *place, gconstpointer unused)
{
  g_autofree char *heads = decant_head_dup_folder (), *path = NULL;
  g_autoptr (DecantVault) vault = fixture_open (&place->base, DECANT_VAULT_READ);

  settle (place, FALSE, DECANT_SETTLED_FIRST, TRUE);
  path = g_build_filename (heads, decant_vault_get_id (vault), NULL);
  g_assert_true (g_file_set_contents (path, "{}\n", -1, NULL));
  settle (place, FALSE, DECANT_SETTLED_UNREADABLE, FALSE);
  settle (place, TRUE, DECANT_SETTLED_UNREADABLE, TRUE);
  settle (place, FALSE, DECANT_SETTLED_CONTINUES, FALSE);
}

static void
test_locked (Place *place, gconstpointer unused)
{
  g_autoptr (DecantVault) vault = fixture_open (&place->base, DECANT_VAULT_WRITE);
  g_autoptr (GError) error = NULL;

  decant_vault_lock (vault);
  g_assert_null (decant_vault_settle (vault, FALSE, &error));
  g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_LOCKED);
}

/* --- a second person ---------------------------------------------------------------------------------------- */

static DecantCosigner *
make_person (const char *name)
{
  static const DecantCosignerCost cheap = { crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN };
  g_autofree char *file = decant_cosigner_create (name, "five invented words", &cheap, NULL);

  return decant_cosigner_open (file, strlen (file), "five invented words", NULL);
}

static void
test_cosigned (Place *place, gconstpointer unused)
{
  g_autoptr (DecantVault) vault = fixture_open (&place->base, DECANT_VAULT_WRITE);
  g_autoptr (DecantCosigner) person = make_person ("reviewer-2"), other = make_person ("reviewer-3"),
                             host = make_person (decant_vault_get_origin (vault));
  g_autofree char *note = decant_vault_read_checkpoint (vault, NULL),
                  *signed_note = decant_cosigner_sign (person, note, strlen (note), NULL);
  g_autofree char *by_host = host == NULL ? NULL : decant_cosigner_sign (host, note, strlen (note), NULL);
  g_autofree char *elsewhere = g_strdup (signed_note),
                  *key = decant_verifier_key_to_text (decant_cosigner_get_key (person));
  g_autoptr (DecantReceipt) receipt = NULL;
  g_autoptr (JsonObject) value = NULL;
  g_autoptr (GError) error = NULL;
  const struct
  {
    const char *note;
    const DecantCosigner *by;
  } bad[] = { { note, person }, { signed_note, other }, { elsewhere, person }, { by_host, host } };

  *strchr (elsewhere, '\n') = 'x'; /* another origin, and so no checkpoint of this vault */
  decant_vault_lock (vault);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      if (bad[i].note == NULL)
        continue;
      g_assert_null (decant_vault_add_cosignature (vault, bad[i].note, decant_cosigner_get_key (bad[i].by), &error));
      g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID);
      g_clear_error (&error);
    }
  receipt = decant_vault_add_cosignature (vault, signed_note, decant_cosigner_get_key (person), &error);
  g_assert_no_error (error);
  g_assert_cmpint (decant_vault_find_statement (vault, "vault_cosigned", G_MAXUINT64, &value, NULL), ==,
                   receipt->entry);
  g_assert_cmpstr (json_object_get_string_member (value, "key"), ==, key);
  g_assert_true (decant_signature_line_holds (json_object_get_string_member (value, "signature"),
                                              json_object_get_string_member (value, "checkpoint"),
                                              decant_cosigner_get_key (person)));
  assert_clean (place);
}

/* --- a time stamp ------------------------------------------------------------------------------------------- */

static void
test_stamped (Place *place, gconstpointer unused)
{
  g_autoptr (DecantVault) vault = fixture_open (&place->base, DECANT_VAULT_WRITE);
  g_autofree char *note = decant_vault_read_checkpoint_at (vault, 1, NULL);
  g_autoptr (DecantCheckpoint) head = decant_checkpoint_parse (note, strlen (note), NULL);
  g_autoptr (GBytes) request = decant_timestamp_request (head->text, NULL), reply = NULL, token = NULL;
  g_autoptr (DecantReceipt) receipt = NULL;
  g_autoptr (DecantTimestamp) stamp = NULL;
  g_autoptr (JsonObject) value = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *bytes = NULL;
  const char *base64;
  gsize length;
  Authority authority;

  if (!authority_set_up (&authority))
    return;
  reply = authority_reply (&authority, request);
  append (place, 3);
  g_assert_null (decant_vault_add_timestamp (vault, 2, request, reply, &error)); /* it is over another head */
  g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_DIGEST);
  g_clear_error (&error);
  g_assert_null (decant_vault_add_timestamp (vault, 99, request, reply, &error));
  g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_NOT_FOUND);
  g_clear_error (&error);
  receipt = decant_vault_add_timestamp (vault, 1, request, reply, &error);
  g_assert_no_error (error);
  g_assert_cmpint (decant_vault_find_statement (vault, "vault_timestamp", G_MAXUINT64, &value, NULL), ==,
                   receipt->entry);
  base64 = json_object_get_string_member (value, "token");
  bytes = decant_base64_decode (base64, strlen (base64), &length);
  token = g_bytes_new (bytes, length);
  stamp = decant_timestamp_read_token (token, head->text, &error);
  g_assert_no_error (error);
  g_assert_true (decant_timestamp_verify (stamp, head->text, authority.certificates, stamp->seconds, NULL));
  authority_tear_down (&authority);
  assert_clean (place);
}

#define ADD(name, function) g_test_add ("/countersign/" name, Place, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_autofree char *state = g_dir_make_tmp ("decant-test-XXXXXX", NULL);
  int status;

  g_setenv ("XDG_STATE_HOME", state, TRUE);
  g_test_init (&argc, &argv, NULL);
  if (sodium_init () < 0)
    return 1;
  ADD ("continues", test_continues);
  ADD ("rolled-back", test_rolled_back);
  ADD ("forked", test_forked);
  ADD ("forged", test_forged);
  ADD ("returned", test_returned);
  ADD ("unreadable", test_unreadable);
  ADD ("locked", test_locked);
  ADD ("cosigned", test_cosigned);
  ADD ("stamped", test_stamped);
  status = g_test_run ();
  fixture_remove (state);
  return status;
}

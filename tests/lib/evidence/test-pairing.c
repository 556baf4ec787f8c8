/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "evidence/pairing.h"
#include "fixture.h"

#define VAULT "000102030405060708090a0b0c0d0e0f"

/* A signature by a browser's WebCrypto, over a capture with what is hard in canonical JSON. */
#define KEY "BJINMsOYHDW0z4naeu7VUzDAoagiUbg+AaFx1fLK1oJK8CpmhH7DVaDC4d4aIvVmIxih22T5H6D5NZTQ/ohgh5k="
#define ID "p-8c4e9415d7d75dfa"
#define SIGNATURE "d4qF1FnOTyEk4uqKOhX0by2tGSdnfmWWyCqnLCFrrxHCUImTIobNwVEC/UeTin07I0lcMuj9E4PIemxm7Z1AWg=="
#define RECORD                                                                                                         \
  "{\"text\":\"Zu prüfen: 5 € 😀\",\"score\":0.9312,\"box\":{\"y\":1.5,\"x\":-3},\"missing\":[],\"a\":[true,null]}"
#define CODE "616847"

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture_set_up (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  fixture_tear_down (fixture);
}

static void
decode (const char *text, guint8 *out, gsize size)
{
  gsize length;
  g_autofree guint8 *bytes = g_base64_decode (text, &length);

  g_assert_cmpuint (length, ==, size);
  memcpy (out, bytes, size);
}

static JsonObject *
parse (const char *json)
{
  g_autoptr (JsonNode) node = json_from_string (json, NULL);

  return json_node_dup_object (node);
}

static char *
make_text (const char *vault, const char *capture, const char *case_id, const char *record, const char *bytes)
{
  g_autoptr (JsonObject) object = parse (record);
  g_autoptr (GPtrArray) artifacts = g_ptr_array_new_with_free_func ((GDestroyNotify) decant_artifact_info_free);
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, bytes, -1);
  g_autoptr (GError) error = NULL;
  char *text;

  g_ptr_array_add (artifacts, decant_artifact_info_new ("source", "source", "text/html", strlen (bytes), sha256));
  text = decant_pairing_text (vault, capture, case_id, object, artifacts, &error);
  g_assert_no_error (error);
  return text;
}

static void
test_browser (void)
{
  static const struct
  {
    const char *vault, *capture, *case_id, *record, *bytes;
    gboolean good;
  } rows[] = {
    { VAULT, "c-1", "", RECORD, "\1\2\3", TRUE },
    { VAULT, "c-1", "",
      "{\"a\":[true,null],\"missing\":[],\"box\":{\"x\":-3.0,\"y\":1.5},\"score\":0.9312,\"text\":\"Zu prüfen: 5 € "
      "😀\"}",
      "\1\2\3", TRUE },
    { "100102030405060708090a0b0c0d0e0f", "c-1", "", RECORD, "\1\2\3" },
    { VAULT, "c-2", "", RECORD, "\1\2\3" },
    { VAULT, "c-1", "k-1", RECORD, "\1\2\3" },
    { VAULT, "c-1", "", RECORD, "\1\2\4" },
    { VAULT, "c-1", "", "{\"text\":\"x\"}", "\1\2\3" },
  };
  guint8 key[DECANT_PAIRING_KEY_SIZE], signature[DECANT_PAIRING_SIGNATURE_SIZE], nonce[DECANT_PAIRING_NONCE_SIZE];
  g_autofree char *id = NULL, *code = NULL;

  decode (KEY, key, sizeof key);
  decode (SIGNATURE, signature, sizeof signature);
  for (guint i = 0; i < sizeof nonce; i++)
    nonce[i] = 0x10 + i;
  id = decant_pairing_id (key);
  g_assert_cmpstr (id, ==, ID);
  code = decant_pairing_code (key, VAULT, nonce);
  g_assert_cmpstr (code, ==, CODE);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text
          = make_text (rows[i].vault, rows[i].capture, rows[i].case_id, rows[i].record, rows[i].bytes);

      g_test_message ("row %u", i);
      g_assert_cmpint (decant_pairing_verify (key, text, signature), ==, rows[i].good);
    }
}

static void
test_keys (void)
{
  static const struct
  {
    guint at;
    guint8 value;
  } rows[] = { { 0, 2 }, { 0, 0 }, { 64, 0 } }; /* another form, infinity, off the curve */
  guint8 key[DECANT_PAIRING_KEY_SIZE], signature[DECANT_PAIRING_SIGNATURE_SIZE] = { 0 };

  decode (KEY, key, sizeof key);
  g_assert_true (decant_pairing_key_is_valid (key));
  g_assert_false (decant_pairing_verify (key, "", signature)); /* r = s = 0 */
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      decode (KEY, key, sizeof key);
      key[rows[i].at] = rows[i].value;
      g_assert_false (decant_pairing_key_is_valid (key));
      g_assert_false (decant_pairing_verify (key, "", signature));
    }
}

static void
test_names (Fixture *fixture, gconstpointer data)
{
  g_autofree char *longest = g_strnfill (DECANT_PAIRING_NAME_MAX + 1, 'x');
  const char *rows[] = { "", "two\nlines", "\x7f", longest };
  g_autoptr (DecantVault) vault = fixture_create (fixture);
  g_autoptr (DecantKeys) keys = test_keys_new ();
  guint8 key[DECANT_PAIRING_KEY_SIZE];

  decode (KEY, key, sizeof key);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (decant_pairing_approve (vault, keys, "owner", key, rows[i], &error));
      g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID);
    }
}

static const char *
judge (DecantPairings *pairings, const char *text, const char *id, const guint8 *signature)
{
  g_autoptr (JsonObject) field = decant_pairings_judge (pairings, text, id, signature);

  g_assert_cmpint (json_object_has_member (field, "signature"), ==, *id != '\0');
  return g_intern_string (json_object_get_string_member (field, "state"));
}

/* Approved, revoked and approved again, as a host sees it: without keys, reading on where it stopped. */
static void
test_register (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DecantVault) vault = fixture_create (fixture),
                          host = decant_vault_open (fixture->folder, DECANT_VAULT_WRITE, NULL);
  g_autoptr (DecantKeys) keys = test_keys_new ();
  g_autoptr (DecantPairings) pairings = decant_pairings_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = make_text (VAULT, "c-1", "", RECORD, "\1\2\3");
  guint8 key[DECANT_PAIRING_KEY_SIZE], signature[DECANT_PAIRING_SIGNATURE_SIZE];

  decode (KEY, key, sizeof key);
  decode (SIGNATURE, signature, sizeof signature);
  g_assert_true (decant_vault_is_locked (host));
  g_assert_true (decant_pairings_update (pairings, host, &error));
  g_assert_cmpstr (judge (pairings, text, ID, signature), ==, "unpaired");
  g_assert_cmpstr (judge (pairings, text, "", signature), ==, "unpaired");
  g_assert_true (decant_pairing_approve (vault, keys, "owner", key, "Firefox 153.0", &error));
  g_assert_true (decant_pairings_update (pairings, host, &error));
  g_assert_cmpstr (decant_pairings_find (pairings, ID)->name, ==, "Firefox 153.0");
  g_assert_cmpstr (judge (pairings, text, ID, signature), ==, "paired");
  g_assert_cmpstr (judge (pairings, "another text", ID, signature), ==, "bad");
  g_assert_true (decant_pairing_revoke (vault, "owner", ID, &error));
  g_assert_true (decant_pairings_update (pairings, host, &error));
  g_assert_cmpstr (judge (pairings, text, ID, signature), ==, "unpaired");
  g_assert_true (decant_pairing_approve (vault, keys, "owner", key, "Firefox 154.0", &error));
  g_assert_true (decant_pairings_update (pairings, host, &error));
  g_assert_cmpstr (judge (pairings, text, ID, signature), ==, "paired");
  g_assert_cmpuint (decant_pairings_list (pairings)->len, ==, 1);
  g_assert_no_error (error);
}

/* Who can write to the vault and has not its keys approves nothing. */
static void
test_not_the_owner (Fixture *fixture, gconstpointer data)
{
  static const guint8 root[DECANT_ROOT_KEY_SIZE] = { 7 };
  g_autoptr (DecantVault) vault = fixture_create (fixture);
  g_autoptr (DecantKeys) others = decant_keys_from_root (root);
  g_autoptr (DecantPairings) pairings = decant_pairings_new ();
  g_autoptr (JsonObject) fields = json_object_new (),
                         open = parse ("{\"vault_paired\":{\"key\":\"" KEY "\",\"name\":\"x\"}}");
  g_autoptr (DecantReceipt) receipt = NULL;
  g_autoptr (GError) error = NULL;
  guint8 key[DECANT_PAIRING_KEY_SIZE];

  decode (KEY, key, sizeof key);
  g_assert_true (decant_pairing_approve (vault, others, "owner", key, "Firefox 153.0", &error));
  receipt = decant_vault_append_open (vault, "pairing.approved", "owner", fields, open, &error);
  g_assert_no_error (error);
  g_assert_true (decant_pairings_update (pairings, vault, &error));
  g_assert_cmpuint (decant_pairings_list (pairings)->len, ==, 0);
}

static guint
count_findings (const DecantVerification *report, DecantFindingLevel level)
{
  guint n = 0;

  for (guint i = 0; i < report->findings->len; i++)
    {
      const DecantFinding *finding = report->findings->pdata[i];
      n += g_str_equal (finding->check, "pairing") && finding->level == level;
    }
  return n;
}

/* An entry's word is checked against its own fields. */
static void
test_check (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *capture, *pairing;
    DecantSigned expected;
  } rows[] = {
    { "c-1", NULL, DECANT_SIGNED_UNPAIRED },
    { "c-2", "{\"state\":\"unpaired\"}", DECANT_SIGNED_UNPAIRED },
    { "c-3", "{\"state\":\"bad\",\"pairing\":\"" ID "\",\"signature\":\"" SIGNATURE "\"}", DECANT_SIGNED_BAD },
    { "c-4", "{\"state\":\"paired\",\"pairing\":\"" ID "\",\"signature\":\"" SIGNATURE "\"}", DECANT_SIGNED_FALSE },
    { "c-5", "{\"state\":\"paired\",\"pairing\":\"p-0\",\"signature\":\"" SIGNATURE "\"}", DECANT_SIGNED_FALSE },
    { "c-6", "{\"state\":\"paired\"}", DECANT_SIGNED_FALSE },
    { "c-7", "7", DECANT_SIGNED_UNPAIRED },
  };
  g_autoptr (DecantVault) vault = fixture_create (fixture);
  g_autoptr (DecantKeys) keys = test_keys_new ();
  g_autoptr (DecantPairings) pairings = decant_pairings_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantVerification) report = NULL;
  guint8 key[DECANT_PAIRING_KEY_SIZE];

  decode (KEY, key, sizeof key);
  g_assert_true (decant_pairing_approve (vault, keys, "owner", key, "Firefox 153.0", &error));
  g_assert_true (decant_pairings_update (pairings, vault, &error));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (JsonObject) record = fixture_record ("an invented post");
      g_autoptr (DecantStaging) staging = NULL;
      g_autoptr (DecantReceipt) receipt = NULL;
      g_autoptr (DecantEntry) entry = NULL;

      if (rows[i].pairing != NULL)
        json_object_set_member (record, "pairing", json_from_string (rows[i].pairing, NULL));
      staging = decant_staging_begin (vault, rows[i].capture, record, NULL, "", &error);
      g_assert_no_error (error);
      receipt = decant_staging_commit (staging, "owner", &error);
      g_assert_no_error (error);
      entry = decant_vault_read_entry (vault, receipt->entry, &error);
      g_assert_no_error (error);
      g_test_message ("row %u", i);
      g_assert_cmpint (decant_pairings_check (pairings, decant_vault_get_id (vault), entry), ==, rows[i].expected);
    }
  report = fixture_verify (fixture->folder, NULL);
  g_assert_false (report->clean);
  g_assert_cmpuint (count_findings (report, DECANT_FINDING_FAILURE), ==, 3);
  g_assert_cmpuint (count_findings (report, DECANT_FINDING_NOTE), ==, 2); /* unpaired, bad */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pairing/browser", test_browser);
  g_test_add_func ("/pairing/keys", test_keys);
#define ADD(name, function) g_test_add ("/pairing/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("names", test_names);
  ADD ("register", test_register);
  ADD ("not-the-owner", test_not_the_owner);
  ADD ("check", test_check);
  return g_test_run ();
}

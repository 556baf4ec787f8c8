/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The application's desk, asked by a real decant-host: cases, sightings, verdicts, pairing, and captures that are
 * signed. */
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <string.h>

#include "app/models/desk.h"
#include "evidence/pairing.h"
#include "fixture.h"

typedef struct
{
  Fixture fixture;
  char *runtime;
  DecantKeys *keys;
  DecantDesk *desk;
} Place;

static void
set_up (Place *place, gconstpointer data)
{
  g_autoptr (DecantVault) vault = NULL;

  fixture_set_up (&place->fixture);
  place->runtime = g_build_filename (place->fixture.root, "run", NULL);
  g_assert_cmpint (g_mkdir (place->runtime, 0700), ==, 0);
  g_setenv ("XDG_RUNTIME_DIR", place->runtime, TRUE);
  g_setenv ("DECANT_VAULT_DIR", place->fixture.folder, TRUE);
  place->keys = test_keys_new ();
  vault = fixture_create (&place->fixture);
  place->desk = decant_desk_new (place->fixture.folder);
}

static void
tear_down (Place *place, gconstpointer data)
{
  g_object_unref (place->desk);
  decant_keys_unref (place->keys);
  g_free (place->runtime);
  fixture_tear_down (&place->fixture);
}

/* Turns the main loop until @done. */
#define AWAIT(done)                                                                                                    \
  while (!(done))                                                                                                      \
  g_main_context_iteration (NULL, TRUE)

static void
open_desk (Place *place)
{
  decant_desk_set_keys (place->desk, place->keys);
  AWAIT (decant_desk_is_ready (place->desk));
  g_assert_cmpstr (decant_desk_get_problem (place->desk), ==, NULL);
}

/* --- the host ----------------------------------------------------------------------------------------------- */

static void
on_answered (GObject *source, GAsyncResult *result, gpointer data)
{
  GBytes **out = data;

  g_assert_true (g_subprocess_communicate_finish (G_SUBPROCESS (source), result, out, NULL, NULL));
}

static void
append_frame (GByteArray *frames, const char *body)
{
  guint32 length = strlen (body);

  g_byte_array_append (frames, (guint8 *) &length, 4);
  g_byte_array_append (frames, (guint8 *) body, length);
}

/* The last reply of a host that was sent these bodies, while the desk's main loop turns. (transfer full) */
static JsonObject *
ask (const char *const *bodies)
{
  g_autoptr (GSubprocess) host = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL,
                                                   g_getenv ("DECANT_HOST"), "test", NULL);
  g_autoptr (GByteArray) frames = g_byte_array_new ();
  g_autoptr (GBytes) in = NULL, out = NULL;
  g_autoptr (JsonNode) reply = NULL;
  const guint8 *at;
  gsize left;

  for (; *bodies != NULL; bodies++)
    append_frame (frames, *bodies);
  in = g_bytes_new (frames->data, frames->len);
  g_subprocess_communicate_async (host, in, NULL, on_answered, &out);
  AWAIT (out != NULL);
  at = g_bytes_get_data (out, &left);
  while (left > 4)
    {
      guint32 length;
      g_autofree char *body = NULL;

      memcpy (&length, at, 4);
      body = g_strndup ((const char *) at + 4, length);
      g_test_message ("%s", body);
      g_clear_pointer (&reply, json_node_unref);
      reply = json_from_string (body, NULL);
      at += 4 + length;
      left -= 4 + length;
    }
  return json_node_dup_object (reply);
}

static JsonObject *
ask_one (const char *body)
{
  const char *bodies[] = { body, NULL };

  return ask (bodies);
}

static void
assert_member (JsonObject *object, const char *name, const char *expected)
{
  g_autofree char *json = json_to_string (json_object_get_member (object, name), FALSE);

  g_assert_cmpstr (json, ==, expected);
}

/* --- the register ------------------------------------------------------------------------------------------- */

static JsonObject *
parse (const char *json)
{
  g_autoptr (JsonNode) node = json_from_string (json, NULL);

  return json_node_dup_object (node);
}

static guint64
append (DecantVault *vault, const char *kind, const char *json)
{
  g_autoptr (JsonObject) fields = parse (json);
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantReceipt) receipt = decant_vault_append (vault, kind, "owner", fields, &error);

  g_assert_no_error (error);
  return receipt->entry;
}

static guint64
capture (DecantVault *vault, const char *id, const char *case_id, const char *text)
{
  g_autoptr (JsonObject) record = fixture_record (text);
  g_autoptr (DecantStaging) staging = NULL;
  g_autoptr (DecantReceipt) receipt = NULL;
  g_autoptr (GError) error = NULL;

  json_object_set_string_member (record, "permalink", "https://feed.example/1");
  json_object_set_object_member (
      record, "assessment",
      parse ("{\"identifiers\":[{\"kind\":\"telegram\",\"value\":\"example_handle\",\"start\":0,\"end\":1}]}"));
  staging = decant_staging_begin (vault, id, record, NULL, case_id, &error);
  g_assert_no_error (error);
  receipt = decant_staging_commit (staging, "owner", &error);
  g_assert_no_error (error);
  return receipt->entry;
}

#define CASE_FACTS                                                                                                     \
  "\"purpose\":\"an invented purpose\",\"legal_basis\":\"an invented "                                                 \
  "law\",\"review\":\"2027-01-31\",\"erasure\":\"2028-02-29\""
#define ASK(rest) "{\"v\":1,\"id\":1," rest "}"
#define SIGHTINGS                                                                                                      \
  ASK ("\"type\":\"sightings\",\"identifiers\":[{\"kind\":\"telegram\",\"value\":\"example_handle\"},{\"kind\":"       \
       "\"telegram\",\"value\":\"example_other\"}]")

static guint64
count_kind (Place *place, const char *kind)
{
  g_autoptr (DecantVault) vault = fixture_open (&place->fixture, DECANT_VAULT_READ);
  g_autoptr (GPtrArray) entries = decant_vault_read_entries (vault, 0, 1000, NULL);
  guint64 n = 0;

  for (guint i = 0; i < entries->len; i++)
    n += g_strcmp0 (((DecantEntry *) entries->pdata[i])->kind, kind) == 0;
  return n;
}

static void
test_answers (Place *place, gconstpointer data)
{
  g_autoptr (DecantVault) vault = fixture_open (&place->fixture, DECANT_VAULT_WRITE);
  g_autoptr (JsonObject) locked = ask_one (ASK ("\"type\":\"cases\"")), cases = NULL, sightings = NULL, verdicts = NULL,
                         none = NULL;
  g_autofree char *about = NULL, *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "an invented post", -1),
                  *question = NULL;
  JsonArray *list;
  JsonObject *first;

  assert_member (locked, "code", "\"vault-locked\"");
  append (vault, "case.opened", "{\"case\":\"k-1\",\"title\":\"Example\"," CASE_FACTS "}");
  append (vault, "case.opened", "{\"case\":\"k-2\",\"title\":\"Done\"," CASE_FACTS "}");
  append (vault, "case.closed", "{\"case\":\"k-2\",\"reason\":\"an invented reason\"}");
  capture (vault, "c-1", "k-1", "an invented post");
  about = g_strdup_printf ("{\"about\":%" G_GUINT64_FORMAT ",\"decision\":\"confirmed\"}",
                           capture (vault, "c-2", "", "another post"));
  append (vault, "verdict", about);
  open_desk (place);

  cases = ask_one (ASK ("\"type\":\"cases\""));
  assert_member (cases, "cases", "[{\"id\":\"k-1\",\"title\":\"Example\"}]");
  assert_member (cases, "left_out", "0");

  sightings = ask_one (SIGHTINGS);
  list = json_object_get_array_member (sightings, "sightings");
  g_assert_cmpuint (json_array_get_length (list), ==, 2);
  first = json_array_get_object_element (list, 0);
  assert_member (first, "total", "2");
  assert_member (json_array_get_object_element (json_object_get_array_member (first, "captures"), 0), "case", "\"\"");
  assert_member (json_array_get_object_element (json_object_get_array_member (first, "captures"), 1), "case",
                 "\"Example\"");
  assert_member (json_array_get_object_element (list, 1), "total", "0");

  verdicts = ask_one (ASK ("\"type\":\"verdicts\",\"address\":\"https://feed.example/1\""));
  assert_member (verdicts, "total", "2");
  first = json_array_get_object_element (json_object_get_array_member (verdicts, "captures"), 0);
  assert_member (first, "verdict", "\"confirmed\"");
  question = g_strdup_printf (ASK ("\"type\":\"verdicts\",\"address\":\"https://feed.example/1\",\"digest\":\"%s\""),
                              digest);
  none = ask_one (question);
  assert_member (none, "total", "2"); /* one of them by both, once */

  decant_desk_set_keys (place->desk, NULL);
  g_clear_pointer (&locked, json_object_unref);
  locked = ask_one (ASK ("\"type\":\"cases\""));
  assert_member (locked, "code", "\"vault-locked\"");
  g_assert_cmpuint (count_kind (place, "sightings"), >=, 1);
  g_assert_cmpuint (count_kind (place, "view"), >=, 1);
}

/* --- pairing ------------------------------------------------------------------------------------------------ */

static EVP_PKEY *
make_key (guint8 point[DECANT_PAIRING_KEY_SIZE])
{
  EVP_PKEY *key = EVP_EC_gen ("P-256");
  gsize length;

  g_assert_cmpint (
      EVP_PKEY_get_octet_string_param (key, OSSL_PKEY_PARAM_PUB_KEY, point, DECANT_PAIRING_KEY_SIZE, &length), ==, 1);
  g_assert_cmpuint (length, ==, DECANT_PAIRING_KEY_SIZE);
  return key;
}

/* As WebCrypto does it: r ‖ s, in base64. */
static char *
sign (EVP_PKEY *key, const char *text)
{
  EVP_MD_CTX *context = EVP_MD_CTX_new ();
  guint8 der[128], raw[DECANT_PAIRING_SIGNATURE_SIZE];
  const guint8 *at = der;
  gsize length = sizeof der;
  ECDSA_SIG *pair;

  g_assert_cmpint (EVP_DigestSignInit (context, NULL, EVP_sha256 (), NULL, key), ==, 1);
  g_assert_cmpint (EVP_DigestSign (context, der, &length, (const guint8 *) text, strlen (text)), ==, 1);
  pair = d2i_ECDSA_SIG (NULL, &at, length);
  BN_bn2binpad (ECDSA_SIG_get0_r (pair), raw, 32);
  BN_bn2binpad (ECDSA_SIG_get0_s (pair), raw + 32, 32);
  ECDSA_SIG_free (pair);
  EVP_MD_CTX_free (context);
  return g_base64_encode (raw, sizeof raw);
}

static DecantPairingItem *
get_only (Place *place)
{
  GListModel *model = decant_desk_get_pairings (place->desk);

  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 1);
  return g_list_model_get_item (model, 0);
}

static void
on_decided (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (decant_desk_decide_finish (DECANT_DESK (source), result, &error));
  g_assert_no_error (error);
  *(gboolean *) data = TRUE;
}

static void
decide (Place *place, DecantDeskAct act, const char *id)
{
  gboolean done = FALSE;

  decant_desk_decide_async (place->desk, act, id, on_decided, &done);
  AWAIT (done);
}

static DecantPairingState
get_state (Place *place)
{
  g_autoptr (DecantPairingItem) item = get_only (place);

  return decant_pairing_item_get_state (item);
}

static JsonObject *
ask_pair (const char *key)
{
  g_autofree char *body = g_strdup_printf (ASK ("\"type\":\"pair\",\"key\":\"%s\",\"name\":\"Firefox 153.0\""), key);

  return ask_one (body);
}

/* The state that the entry of a capture got; the verifier's own check agrees. */
static char *
log_signed (Place *place, const char *id, EVP_PKEY *key, const char *pairing)
{
  g_autoptr (DecantVault) vault = fixture_open (&place->fixture, DECANT_VAULT_READ);
  g_autoptr (JsonObject) record = fixture_record ("an invented post"), reply = NULL;
  g_autoptr (GPtrArray) artifacts = g_ptr_array_new ();
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), record);
  g_autofree char *text = decant_pairing_text (decant_vault_get_id (vault), id, "", record, artifacts, NULL),
                  *signature = sign (key, text);
  g_autofree char *json = json_to_string (node, FALSE);
  g_autofree char *begin = g_strdup_printf (
      ASK ("\"type\":\"capture.begin\",\"capture\":\"%s\",\"record\":%s,\"artifacts\":[],\"signature\":"
           "{\"pairing\":\"%s\",\"value\":\"%s\"}"),
      id, json, pairing, signature);
  g_autofree char *commit = g_strdup_printf (ASK ("\"type\":\"capture.commit\",\"capture\":\"%s\""), id);
  const char *bodies[] = { begin, commit, NULL };
  g_autoptr (DecantPairings) pairings = decant_pairings_new ();
  g_autoptr (DecantEntry) entry = NULL;
  g_autoptr (GError) error = NULL;
  const char *state;

  reply = ask (bodies);
  entry = decant_vault_read_entry (vault, json_object_get_int_member (reply, "entry"), &error);
  g_assert_no_error (error);
  g_assert_true (decant_pairings_update (pairings, vault, &error));
  state = json_object_get_string_member (json_object_get_object_member (entry->fields, "pairing"), "state");
  g_assert_cmpint (decant_pairings_check (pairings, decant_vault_get_id (vault), entry), ==,
                   g_str_equal (state, "paired") ? DECANT_SIGNED_PAIRED
                   : g_str_equal (state, "bad")  ? DECANT_SIGNED_BAD
                                                 : DECANT_SIGNED_UNPAIRED);
  return g_strdup (state);
}

static void
assert_logged (Place *place, const char *id, EVP_PKEY *key, const char *pairing, const char *expected)
{
  g_autofree char *state = log_signed (place, id, key, pairing);

  g_assert_cmpstr (state, ==, expected);
}

static void
test_pairing (Place *place, gconstpointer data)
{
  guint8 point[DECANT_PAIRING_KEY_SIZE], other_point[DECANT_PAIRING_KEY_SIZE], nonce[DECANT_PAIRING_NONCE_SIZE];
  EVP_PKEY *key = make_key (point), *other = make_key (other_point);
  g_autofree char *encoded = g_base64_encode (point, sizeof point), *id = decant_pairing_id (point), *code = NULL;
  g_autoptr (JsonObject) asked = NULL, again = NULL, paired = NULL, revoked = NULL;
  g_autoptr (DecantPairingItem) item = NULL;

  open_desk (place);
  assert_logged (place, "c-1", key, id, "unpaired");
  asked = ask_pair (encoded);
  assert_member (asked, "state", "\"pending\"");
  again = ask_pair (encoded);
  g_assert_true (json_node_equal (json_object_get_member (asked, "nonce"), json_object_get_member (again, "nonce")));
  for (guint i = 0; i < sizeof nonce; i++)
    {
      const char *hex = json_object_get_string_member (asked, "nonce");
      nonce[i] = g_ascii_xdigit_value (hex[2 * i]) << 4 | g_ascii_xdigit_value (hex[2 * i + 1]);
    }
  code = decant_pairing_code (point, json_object_get_string_member (asked, "vault"), nonce);
  item = get_only (place);
  g_assert_cmpstr (decant_pairing_item_get_code (item), ==, code); /* what the extension shows */
  g_assert_cmpstr (decant_pairing_item_get_name (item), ==, "Firefox 153.0");
  decide (place, DECANT_DESK_APPROVE, id);
  AWAIT (get_state (place) == DECANT_PAIRING_APPROVED);
  paired = ask_pair (encoded);
  assert_member (paired, "state", "\"paired\"");
  assert_logged (place, "c-2", key, id, "paired");
  assert_logged (place, "c-3", other, id, "bad");
  decide (place, DECANT_DESK_REVOKE, id);
  AWAIT (get_state (place) == DECANT_PAIRING_REVOKED);
  revoked = ask_pair (encoded);
  assert_member (revoked, "state", "\"revoked\"");
  assert_logged (place, "c-4", key, id, "unpaired");
  EVP_PKEY_free (key);
  EVP_PKEY_free (other);
}

/* Refused ones are not shown again; few may wait; a point off the curve is no key. */
static void
test_waiting (Place *place, gconstpointer data)
{
  g_autofree char *first
      = NULL,
      *nonsense = g_strdup ("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
  g_autofree char *id = NULL;
  g_autoptr (JsonObject) refused = NULL, bad = NULL, many = NULL;

  open_desk (place);
  bad = ask_pair (nonsense);
  assert_member (bad, "code", "\"bad-message\"");
  for (guint i = 0; i <= DECANT_DESK_PENDING; i++)
    {
      guint8 point[DECANT_PAIRING_KEY_SIZE];
      EVP_PKEY *key = make_key (point);
      g_autofree char *encoded = g_base64_encode (point, sizeof point);

      EVP_PKEY_free (key);
      g_clear_pointer (&many, json_object_unref);
      many = ask_pair (encoded);
      if (i == 0)
        {
          first = g_steal_pointer (&encoded);
          id = decant_pairing_id (point);
        }
    }
  assert_member (many, "code", "\"too-fast\"");
  g_assert_cmpuint (g_list_model_get_n_items (decant_desk_get_pairings (place->desk)), ==, DECANT_DESK_PENDING);
  decide (place, DECANT_DESK_REFUSE, id);
  g_assert_cmpuint (g_list_model_get_n_items (decant_desk_get_pairings (place->desk)), ==, DECANT_DESK_PENDING - 1);
  refused = ask_pair (first);
  assert_member (refused, "state", "\"refused\"");
  g_assert_false (json_object_has_member (refused, "nonce"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/desk/answers", Place, NULL, set_up, test_answers, tear_down);
  g_test_add ("/desk/pairing", Place, NULL, set_up, test_pairing, tear_down);
  g_test_add ("/desk/waiting", Place, NULL, set_up, test_waiting, tear_down);
  return g_test_run ();
}

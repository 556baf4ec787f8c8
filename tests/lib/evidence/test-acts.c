/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "evidence/acts.h"
#include "evidence/software.h"
#include "fixture.h"

#define HOST DECANT_WRITER_HOST
#define APP DECANT_WRITER_APP
#define VAULT DECANT_WRITER_VAULT

#define CASE                                                                                                           \
  "\"case\":\"c-1\",\"title\":\"Example\",\"purpose\":\"An invented purpose\",\"legal_basis\":\"an invented law\""
#define DATES "\"review\":\"2027-01-31\",\"erasure\":\"2028-02-29\""
#define HEX "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

/* @wrong: what the message names; NULL if the act is fine. */
static const struct
{
  const char *kind;
  DecantWriter writer;
  const char *fields, *open, *wrong;
} rows[] = {
  { "note", APP, "{\"text\":\"x\"}", NULL, NULL },
  { "note", APP, "{\"text\":\"x\",\"about\":0,\"case\":\"\",\"software\":{}}", NULL, NULL },
  { "note", APP, NULL, NULL, "“text”" },
  { "note", APP, "{\"text\":\"\"}", NULL, "“text”" },
  { "note", APP, "{\"text\":7}", NULL, "“text”" },
  { "note", APP, "{\"text\":null}", NULL, "“text”" },
  { "note", APP, "{\"text\":\"x\",\"about\":-1}", NULL, "“about”" },
  { "note", APP, "{\"text\":\"x\",\"about\":1.5}", NULL, "“about”" },
  { "note", APP, "{\"text\":\"x\",\"about\":9007199254740993}", NULL, "“about”" },
  { "note", APP, "{\"text\":\"x\",\"case\":\"a b\"}", NULL, "“case”" },
  { "note", APP, "{\"text\":\"x\",\"colour\":1}", NULL, "“colour”" },
  { "note", APP, "{\"text\":\"x\",\"kind\":\"verdict\"}", NULL, "“kind”" },
  { "note", APP, "{\"text\":\"x\",\"vault_erased\":[0]}", NULL, "“vault_erased”" },
  { "note", APP, "{\"text\":\"x\"}", "{\"vault_erased\":[0]}", "“vault_erased”" },
  { "note", APP, "{\"text\":\"x\",\"software\":\"1\"}", NULL, "“software”" },
  { "note", HOST, "{\"text\":\"x\"}", NULL, "“note”" },
  { "notes", APP, "{\"text\":\"x\"}", NULL, "kind" },
  { "capture", HOST, "{}", NULL, "kind" },
  { NULL, APP, NULL, NULL, "kind" },
  { "verdict", APP, "{\"about\":3,\"decision\":\"dismissed\"}", NULL, NULL },
  { "verdict", APP, "{\"about\":3,\"decision\":\"sale\"}", NULL, "“decision”" },
  { "verdict", APP, "{\"about\":3,\"decision\":\"confirmed|dismissed\"}", NULL, "“decision”" },
  { "verdict", APP, "{\"decision\":\"dismissed\"}", NULL, "“about”" },
  { "review", APP, "{\"about\":3,\"decision\":\"unsure\",\"blind\":true}", NULL, NULL },
  { "review", APP, "{\"about\":3,\"decision\":\"unsure\",\"blind\":1}", NULL, "“blind”" },
  { "tag", APP, "{\"about\":3,\"tags\":[\"a\",\"b\"]}", NULL, NULL },
  { "tag", APP, "{\"about\":3,\"tags\":[]}", NULL, "“tags”" },
  { "tag", APP, "{\"about\":3,\"tags\":[\"\"]}", NULL, "“tags”" },
  { "tag", APP, "{\"about\":3,\"tags\":\"a\"}", NULL, "“tags”" },
  { "case.opened", APP, "{" CASE "," DATES "}", NULL, NULL },
  { "case.opened", APP, "{" CASE ",\"review\":\"2027-01-31\"}", NULL, "“erasure”" },
  { "case.opened", APP, "{" CASE ",\"review\":\"2027-01-31\",\"erasure\":\"2027-02-29\"}", NULL, "“erasure”" },
  { "case.opened", APP, "{" CASE ",\"review\":\"2027-1-31\",\"erasure\":\"2028-02-29\"}", NULL, "“review”" },
  { "case.changed", APP, "{\"case\":\"c-1\",\"hold\":true,\"reason\":\"an invented order\"}", NULL, NULL },
  { "case.changed", APP, "{\"case\":\"c-1\",\"hold\":true}", NULL, "“reason”" },
  { "case.changed", APP, "{\"case\":\"\",\"reason\":\"x\"}", NULL, "“case”" },
  { "case.moved", APP, "{\"case\":\"\",\"items\":[0,3,9],\"reason\":\"x\"}", NULL, NULL },
  { "case.moved", APP, "{\"case\":\"\",\"items\":[0,3,3],\"reason\":\"x\"}", NULL, "“items”" },
  { "case.moved", APP, "{\"case\":\"\",\"items\":[3,0],\"reason\":\"x\"}", NULL, "“items”" },
  { "view", APP, "{\"seen\":[{\"entry\":1}]}", NULL, NULL },
  { "view", APP, "{\"seen\":[1]}", NULL, "“seen”" },
  { "export", APP, "{\"entries\":[1],\"format\":\"zip\",\"sha256\":\"" HEX "\",\"reason\":\"x\"}", NULL, NULL },
  { "export", APP, "{\"entries\":[1],\"format\":\"zip\",\"sha256\":\"0a\",\"reason\":\"x\"}", NULL, "“sha256”" },
  { "key.changed", APP, "{\"what\":\"passphrase\",\"change\":\"changed\"}", NULL, NULL },
  { "deletion", VAULT, "{\"reason\":\"x\",\"legal_basis\":\"x\",\"decided_by\":\"x\"}", "{\"vault_erased\":[0,1]}",
    NULL },
  { "deletion", VAULT, "{\"reason\":\"x\",\"legal_basis\":\"x\",\"decided_by\":\"x\"}", NULL, "“vault_erased”" },
  { "deletion", APP, "{\"reason\":\"x\",\"legal_basis\":\"x\",\"decided_by\":\"x\"}", "{\"vault_erased\":[0,1]}",
    "“deletion”" },
  { "deletion", VAULT, "{\"reason\":\"x\",\"legal_basis\":\"x\",\"decided_by\":\"x\",\"software\":{}}",
    "{\"vault_erased\":[0,1]}", "“software”" },
  { "vault.epoch", VAULT, NULL, "{\"vault_epoch\":{\"number\":1}}", NULL },
  { "vault.epoch", VAULT, NULL, "{\"vault_epoch\":1}", "“vault_epoch”" },
};

static JsonObject *
parse (const char *json)
{
  g_autoptr (JsonNode) node = json == NULL ? NULL : json_from_string (json, NULL);

  g_assert_true (json == NULL || node != NULL);
  return node == NULL ? NULL : json_node_dup_object (node);
}

static void
test_rows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (JsonObject) fields = parse (rows[i].fields);
      g_autoptr (JsonObject) open = parse (rows[i].open);
      g_autoptr (GError) error = NULL;
      gboolean ok = decant_act_check (rows[i].kind, rows[i].writer, fields, open, &error);

      g_test_message ("row %u: %s", i, error == NULL ? "fine" : error->message);
      g_assert_cmpint (ok, ==, rows[i].wrong == NULL);
      if (rows[i].wrong == NULL)
        g_assert_no_error (error);
      else
        {
          g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID);
          g_assert_nonnull (strstr (error->message, rows[i].wrong));
        }
    }
}

/* What is said of a wrong value never repeats it. */
static void
test_discreet (void)
{
  g_autoptr (JsonObject) fields = parse ("{\"about\":1,\"decision\":\"example_handle\"}");
  g_autoptr (GError) error = NULL;

  g_assert_false (decant_act_check ("verdict", APP, fields, NULL, &error));
  g_assert_null (strstr (error->message, "example_handle"));
}

static void
test_caps (void)
{
  static const struct
  {
    gsize length;
    gboolean fits;
  } lengths[] = { { 1, TRUE }, { 64 * 1024, TRUE }, { 64 * 1024 + 1, FALSE } };

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autoptr (JsonObject) fields = json_object_new ();
      g_autofree char *text = g_strnfill (lengths[i].length, 'x');

      json_object_set_string_member (fields, "text", text);
      g_assert_cmpint (decant_act_check ("note", APP, fields, NULL, NULL), ==, lengths[i].fits);
    }
}

/* Every kind is a kind, every field a field's name, and only the vault's own acts have open ones. */
static void
test_table (void)
{
  gsize n;
  const DecantAct *acts = decant_acts_list (&n);

  for (gsize i = 0; i < n; i++)
    {
      g_assert_true (decant_act_find (acts[i].kind) == &acts[i]);
      for (const DecantActField *field = acts[i].fields; field != NULL && field->name != NULL; field++)
        {
          g_assert_cmpint (g_str_has_prefix (field->name, "vault_"), <=, acts[i].writers == DECANT_WRITER_VAULT);
          g_assert_false (g_str_equal (field->name, "kind") || g_str_equal (field->name, "actor"));
        }
    }
}

static void
test_append (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (DecantVault) vault = fixture_create (fixture);
  g_autoptr (JsonObject) wrong = parse ("{\"case\":\"c-1\"}");
  g_autoptr (JsonObject) right = parse ("{" CASE "," DATES "}");
  g_autoptr (JsonNode) software = decant_software_describe ("0.0.1", "/nonexistent", NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantReceipt) receipt = NULL;
  g_autoptr (DecantEntry) entry = NULL;
  gint64 before = decant_vault_get_size (vault, NULL);

  g_assert_null (decant_vault_append (vault, "case.opened", "tester", wrong, &error));
  g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_cmpint (decant_vault_get_size (vault, NULL), ==, before);
  decant_vault_set_software (vault, software);
  receipt = decant_vault_append (vault, "case.opened", "tester", right, &error);
  g_assert_no_error (error);
  entry = decant_vault_read_entry (vault, receipt->entry, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (json_object_get_string_member (entry->fields, "case"), ==, "c-1");
  g_assert_cmpstr (json_object_get_string_member (json_object_get_object_member (entry->fields, "software"), "version"),
                   ==, "0.0.1");
}

/* The digest of a folder is what `sha256sum *.json | sha256sum` says. */
static void
test_software (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *models = g_build_filename (fixture->root, "models", NULL);
  g_autofree char *a = g_build_filename (models, "a.json", NULL), *b = g_build_filename (models, "b.json", NULL),
                  *c = g_build_filename (models, "c.txt", NULL);
  g_autoptr (JsonNode) settings = json_from_string ("{\"b\":1,\"a\":2}", NULL);
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *expected = NULL,
                  *expected_settings = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "{\"a\":2,\"b\":1}", -1);
  JsonObject *object;

  g_assert_cmpint (g_mkdir (models, 0700), ==, 0);
  g_assert_true (g_file_set_contents (b, "two", -1, NULL) && g_file_set_contents (a, "one", -1, NULL)
                 && g_file_set_contents (c, "three", -1, NULL));
  expected
      = g_compute_checksum_for_string (G_CHECKSUM_SHA256,
                                       "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed  a.json\n"
                                       "3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3  b.json\n",
                                       -1);
  node = decant_software_describe ("0.0.1", fixture->root, HEX, settings);
  object = json_node_get_object (node);
  g_assert_cmpstr (json_object_get_string_member (object, "model"), ==, expected);
  g_assert_cmpstr (json_object_get_string_member (object, "settings"), ==, expected_settings);
  g_assert_cmpstr (json_object_get_string_member (object, "lexicon"), ==, HEX);
  g_assert_cmpstr (json_object_get_string_member (object, "packages"), ==, "");
  g_assert_cmpuint (strlen (json_object_get_string_member (object, "program")), ==, 64);
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture_set_up (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  fixture_tear_down (fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/acts/rows", test_rows);
  g_test_add_func ("/acts/discreet", test_discreet);
  g_test_add_func ("/acts/caps", test_caps);
  g_test_add_func ("/acts/table", test_table);
#define ADD(name, function) g_test_add ("/acts/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("append", test_append);
  ADD ("software", test_software);
#undef ADD
  return g_test_run ();
}

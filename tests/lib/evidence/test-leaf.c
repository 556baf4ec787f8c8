/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sodium.h>
#include <string.h>

#include "evidence/checkpoint.h"
#include "evidence/error.h"
#include "evidence/leaf.h"
#include "evidence/merkle.h"

#define VAULT "000102030405060708090a0b0c0d0e0f"
#define ORIGIN "decant-app.github.io/vault/" VAULT

/* --- the worked example of docs/VAULT.md -------------------------------------------------------------------- */

static const struct {
  const char *name, *value;
} fields[] = {
  { "actor", "\"reviewer-1\"" },
  { "kind", "\"verdict\"" },
  { "note", "\"Zu pr\xc3\xbc" "fen: 5 \xe2\x82\xac\"" },
  { "score", "0.9312" },
  { "time", "\"2026-11-24T08:00:00.000Z\"" },
};

static void
append_field (GString *out, DecantLeaf *leaf, guint i)
{
  g_autoptr (JsonNode) value = json_from_string (fields[i].value, NULL);
  guint8 salt_bytes[DECANT_LEAF_SALT_SIZE];
  g_autofree char *salt = NULL;
  g_autofree char *disclosure = NULL;
  char *digest;

  memset (salt_bytes, i + 1, sizeof salt_bytes); /* fixed here alone, so that the page can show it */
  salt = decant_base64url_encode (salt_bytes, sizeof salt_bytes);
  disclosure = decant_disclosure_new_with_salt (salt, fields[i].name, value, NULL);
  digest = decant_disclosure_digest (disclosure, strlen (disclosure));
  g_string_append_printf (out, "[\"%s\",\"%s\",%s]\n  disclosure %s\n  digest     %s\n", salt, fields[i].name, fields[i].value, disclosure, digest);
  decant_leaf_set (leaf, fields[i].name, digest);
}

static void
append_checkpoint (GString *out, const DecantDigest *leaf_hash)
{
  guint8 seed[32], public[32], secret[64];
  g_autoptr (DecantVerifierKey) key = NULL;
  g_autofree char *vkey = NULL;
  g_autofree char *note = NULL;

  for (guint i = 0; i < sizeof seed; i++)
    seed[i] = i;
  crypto_sign_seed_keypair (public, secret, seed);
  key = decant_verifier_key_new (ORIGIN, public);
  vkey = decant_verifier_key_to_text (key);
  note = decant_checkpoint_sign (ORIGIN, 1, leaf_hash, key, secret);
  g_string_append_printf (out, "key %s\n%s", vkey, note);
}

static char *
worked_example (void)
{
  GString *out = g_string_new ("```text\n");
  g_autoptr (DecantLeaf) leaf = decant_leaf_new (VAULT, 0);
  g_autofree char *text = NULL;
  g_autofree char *hex = NULL;
  DecantDigest hash;

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    append_field (out, leaf, i);
  text = decant_leaf_to_text (leaf);
  hash = decant_merkle_leaf (text, strlen (text));
  hex = decant_digest_to_hex (&hash);
  g_string_append_printf (out, "leaf %s\nhash %s\n", text, hex);
  append_checkpoint (out, &hash);
  g_string_append (out, "```\n");
  return g_string_free (out, FALSE);
}

/* The page shows exactly what the code makes; and so the format can no longer change unseen. */
static void
test_worked_example (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("DECANT_TESTS_DIR"), "..", "docs", "VAULT.md", NULL);
  g_autofree char *page = NULL;
  g_autofree char *example = worked_example ();
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &page, NULL, &error);
  g_assert_no_error (error);
  if (strstr (page, example) == NULL)
    g_error ("expected docs/VAULT.md to hold\n%s", example);
}

/* --- disclosures and leaves --------------------------------------------------------------------------------- */

static void
test_disclosure (void)
{
  g_autoptr (JsonNode) value = json_from_string ("{\"b\":[1,2.5,null],\"a\":\"x\"}", NULL);
  g_autofree char *first = decant_disclosure_new ("box", value, NULL), *second = decant_disclosure_new ("box", value, NULL);
  g_autoptr (JsonNode) read = NULL;
  g_autofree char *name = NULL;

  g_assert_cmpstr (first, !=, second); /* salts differ */
  g_assert_true (decant_disclosure_parse (first, strlen (first), &name, &read, NULL));
  g_assert_cmpstr (name, ==, "box");
  g_assert_true (json_node_equal (value, read));
}

/* JSON of disclosures that must be refused though a digest might fit. */
static const char *const bad_disclosures[] = {
  "", "[]", "{}", "[\"AAAAAAAAAAAAAAAAAAAAAA\",\"a\"]", "[\"AAAAAAAAAAAAAAAAAAAAAA\",\"a\",1,2]",
  "[\"AAAA\",\"a\",1]",                                     /* a short salt */
  "[\"AAAAAAAAAAAAAAAAAAAAAA\",\"A\",1]",                   /* a bad name */
  "[\"AAAAAAAAAAAAAAAAAAAAAA\",1,1]", "[1,\"a\",1]",
  "[\"AAAAAAAAAAAAAAAAAAAAAA\", \"a\",1]",                  /* not canonical: a space, */
  "[\"AAAAAAAAAAAAAAAAAAAAAA\",\"a\",1.0]",                 /* a number, */
  "[\"AAAAAAAAAAAAAAAAAAAAAA\",\"a\",{\"x\":1,\"x\":2}]",   /* a name twice, */
  "[\"AAAAAAAAAAAAAAAAAAAAAA\",\"a\",\"\\u0061\"]",         /* an escape */
};

static void
test_bad_disclosures (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad_disclosures); i++)
    {
      g_autofree char *text = decant_base64url_encode ((const guint8 *) bad_disclosures[i], strlen (bad_disclosures[i]));
      g_autoptr (GError) error = NULL;
      char *name = NULL;
      JsonNode *value = NULL;

      g_assert_false (decant_disclosure_parse (text, strlen (text), &name, &value, &error));
      g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID);
    }
}

#define D "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

static const struct {
  const char *text;
  gboolean good;
} leaves[] = {
  { "{\"decant\":\"leaf/1\",\"fields\":{\"a\":\"" D "\",\"b\":\"" D "\"},\"number\":7,\"vault\":\"" VAULT "\"}", TRUE },
  { "{\"decant\":\"leaf/1\",\"fields\":{},\"number\":0,\"vault\":\"" VAULT "\"}", TRUE },
  { "{\"decant\":\"leaf/2\",\"fields\":{},\"number\":0,\"vault\":\"" VAULT "\"}", FALSE },
  { "{\"decant\":\"leaf/1\",\"fields\":{\"b\":\"" D "\",\"a\":\"" D "\"},\"number\":7,\"vault\":\"" VAULT "\"}", FALSE },
  { "{\"decant\":\"leaf/1\",\"fields\":{\"a\":\"" D "\",\"a\":\"" D "\"},\"number\":7,\"vault\":\"" VAULT "\"}", FALSE },
  { "{\"decant\":\"leaf/1\",\"fields\":{\"a\":\"short\"},\"number\":7,\"vault\":\"" VAULT "\"}", FALSE },
  { "{\"decant\":\"leaf/1\",\"fields\":{\"a\":1},\"number\":7,\"vault\":\"" VAULT "\"}", FALSE },
  { "{\"decant\":\"leaf/1\",\"fields\":[],\"number\":7,\"vault\":\"" VAULT "\"}", FALSE },
  { "{\"decant\":\"leaf/1\",\"fields\":{},\"number\":-1,\"vault\":\"" VAULT "\"}", FALSE },
  { "{\"decant\":\"leaf/1\",\"fields\":{},\"number\":1.5,\"vault\":\"" VAULT "\"}", FALSE },
  { "{\"decant\":\"leaf/1\",\"fields\":{},\"number\":1,\"vault\":\"00\"}", FALSE },
  { "{\"decant\":\"leaf/1\",\"fields\":{},\"more\":1,\"number\":1,\"vault\":\"" VAULT "\"}", FALSE },
  { "{\"decant\":\"leaf/1\",\"fields\":{},\"number\":1,\"vault\":\"" VAULT "\"} ", FALSE },
  { "[]", FALSE },
};

static void
test_leaves (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (leaves); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DecantLeaf) leaf = decant_leaf_parse (leaves[i].text, strlen (leaves[i].text), &error);

      g_assert_true ((leaf != NULL) == leaves[i].good);
      if (leaf == NULL)
        g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID);
    }
}

static void
test_names (void)
{
  g_autofree char *longest = g_strnfill (DECANT_LEAF_NAME_MAX, 'a'), *longer = g_strnfill (DECANT_LEAF_NAME_MAX + 1, 'a');

  g_assert_true (decant_field_name_is_valid ("document_digest"));
  g_assert_true (decant_field_name_is_valid ("a1"));
  g_assert_true (decant_field_name_is_valid (longest));
  g_assert_false (decant_field_name_is_valid (longer));
  g_assert_false (decant_field_name_is_valid (""));
  g_assert_false (decant_field_name_is_valid ("_a"));
  g_assert_false (decant_field_name_is_valid ("1a"));
  g_assert_false (decant_field_name_is_valid ("a-b"));
  g_assert_false (decant_field_name_is_valid ("\xc3\xa9"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/leaf/worked-example", test_worked_example);
  g_test_add_func ("/leaf/disclosure", test_disclosure);
  g_test_add_func ("/leaf/bad-disclosures", test_bad_disclosures);
  g_test_add_func ("/leaf/leaves", test_leaves);
  g_test_add_func ("/leaf/names", test_names);
  return g_test_run ();
}

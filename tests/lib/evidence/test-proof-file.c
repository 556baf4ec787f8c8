/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "evidence/proof-file.h"
#include "fixture.h"

typedef struct
{
  Fixture fixture;
  char *text;
  DecantVerifierKey *key;
} World;

static void
set_up (World *self, gconstpointer unused)
{
  g_autoptr (DecantVault) vault = NULL;
  g_autoptr (DecantReceipt) receipt = NULL;
  g_autoptr (DecantProof) proof = NULL;
  g_autofree char *key = NULL;

  fixture_set_up (&self->fixture);
  vault = fixture_create (&self->fixture);
  for (guint i = 0; i < 6; i++)
    {
      g_clear_pointer (&receipt, decant_receipt_free);
      receipt = fixture_append (vault, "note", "invented");
    }
  proof = decant_vault_prove_entry (vault, 3, 0, NULL);
  self->text = decant_proof_to_json (proof, NULL);
  key = decant_vault_dup_verifier_key (vault);
  self->key = decant_verifier_key_parse (key, NULL);
}

static void
tear_down (World *self, gconstpointer unused)
{
  fixture_tear_down (&self->fixture);
  g_free (self->text);
  decant_verifier_key_free (self->key);
}

/* Which check fails first: "" if none does, "parse" if it is no proof. */
static char *
judge (const char *text, const DecantVerifierKey *key)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantVerification) report = decant_proof_check (text, strlen (text), key, &error);
  const DecantFinding *first = report == NULL ? NULL : decant_verification_get_first_failure (report);

  g_assert_true ((report == NULL) == (error != NULL));
  return g_strdup (report == NULL ? "parse" : first == NULL ? "" : first->check);
}

typedef struct
{
  const char *name, *pattern, *with, *check; /* regular expression, what is put there; the check that fails */
} Case;

static const Case cases[] = {
  { "as-it-is", "^", "", "" },
  { "one-withheld", "\"disclosures\":\\[\"[^\"]*\",", "\"disclosures\":[", "" },
  { "all-withheld", "\"disclosures\":\\[[^]]*\\]", "\"disclosures\":[]", "" },
  { "disclosed-twice", "\"disclosures\":\\[(\"[^\"]*\")", "\"disclosures\":[\\1,\\1", "leaf" },
  { "disclosure-edited", "\"disclosures\":\\[\"W....", "\"disclosures\":[\"WyJBQ", "leaf" },
  { "another-number", "\\\\\"number\\\\\":3", "\\\\\"number\\\\\":4", "tree" },
  { "path-cut", "\"path\":\\[\"[^\"]*\",", "\"path\":[", "tree" },
  { "path-longer", "\"path\":\\[(\"[^\"]*\")", "\"path\":[\\1,\\1", "tree" },
  { "path-no-hash", "\"path\":\\[\"[^\"]*\"", "\"path\":[\"AAAA\"", "tree" },
  { "size-edited", "\\\\n7\\\\n", "\\\\n8\\\\n", "signature" },
  { "no-leaf", "\"leaf\":\"", "\"leaf\":\"x", "proof" },
  { "other-format", "decant-proof/1", "decant-proof/2", "parse" },
  { "path-of-numbers", "\"path\":\\[", "\"path\":[1,", "parse" },
  { "no-json", "^\\{", "", "parse" },
};

static void
test_case (World *self, gconstpointer data)
{
  const Case *row = data;
  g_autoptr (GRegex) regex = g_regex_new (row->pattern, 0, 0, NULL);
  g_autofree char *changed = g_regex_replace (regex, self->text, -1, 0, row->with, 0, NULL),
                  *check = judge (changed, self->key);

  g_assert_true (g_str_equal (row->name, "as-it-is") || !g_str_equal (changed, self->text));
  g_assert_cmpstr (check, ==, row->check);
}

static void
test_keys (World *self, gconstpointer unused)
{
  g_autoptr (DecantVerifierKey) other = decant_verifier_key_new (self->key->name, (guint8[32]){ 5 });
  g_autofree char *none = judge (self->text, NULL), *wrong = judge (self->text, other);

  g_assert_cmpstr (none, ==, "signature");
  g_assert_cmpstr (wrong, ==, "signature");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/proof-file/", cases[i].name, NULL);
      g_test_add (path, World, &cases[i], set_up, test_case, tear_down);
    }
  g_test_add ("/proof-file/keys", World, NULL, set_up, test_keys, tear_down);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A vault of format 1, kept: whatever comes later must read it byte for byte and find it clean, and must refuse each
 * altered copy. (Its host.key is not kept: nobody needs to add to it.)
 */
#include <glib/gstdio.h>
#include <string.h>

#include "evidence/verifier.h"
#include "fixture.h"

typedef struct {
  Fixture fixture;
  char *held, *expected;
} Kept;

static char *
read_kept (const char *name)
{
  g_autofree char *path = g_build_filename (g_getenv ("DECANT_TESTS_DIR"), "vaults", "format-1", name, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static void
set_up (Kept *kept, gconstpointer unused)
{
  g_autofree char *path = g_build_filename (g_getenv ("DECANT_TESTS_DIR"), "vaults", "format-1", "vault", NULL);

  fixture_set_up (&kept->fixture);
  fixture_copy (path, kept->fixture.folder); /* with the modes that git does not keep */
  kept->held = read_kept ("held.checkpoint");
  kept->expected = read_kept ("expected.txt");
}

static void
tear_down (Kept *kept, gconstpointer unused)
{
  fixture_tear_down (&kept->fixture);
  g_free (kept->held);
  g_free (kept->expected);
}

static void
test_kept (Kept *kept, gconstpointer unused)
{
  g_autoptr (DecantVerification) report = fixture_verify (kept->fixture.folder, kept->held);
  g_autofree char *seen = fixture_read_all (kept->fixture.folder);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (seen, ==, kept->expected);
  g_assert_true (report->clean);
  g_assert_cmpuint (report->entries, ==, 7);
  g_assert_false (report->locked);
  g_assert_null (decant_vault_open (kept->fixture.folder, DECANT_VAULT_WRITE, &error)); /* it must be sealed first */
  g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_OLD);
}

/* Altered copies: in a file, the first bytes equal to `from` become `to`, of the same length. */
static const struct {
  const char *name, *file, *from, *to, *check;
} alterations[] = {
  { "vault's id", "vault.json", "\"id\":\"", "\"di\":\"", "vault" },
  { "date of making", "vault.json", "\"created\":\"2026", "\"created\":\"2025", "vault" },
  { "name of a field", "vault.db", "\"author\":", "\"auther\":", "leaf" },
  { "format of a leaf", "vault.db", "\"leaf/1\"", "\"leaf/2\"", "leaf" },
  { "origin of a checkpoint", "vault.db", "decant-app.github.io/vault/", "decant-app.github.io/wault/", "checkpoint" },
  { "a trigger", "vault.db", "entries are never removed", "entries are often removed", "database" },
  { "kind of file", "vault.db", "SQLite format 3", "SQLite format 4", "database" },
};

static void
alter (const char *path, const char *from, const char *to)
{
  g_autofree char *bytes = NULL;
  gsize length = 0;
  char *at;

  g_assert_cmpuint (strlen (from), ==, strlen (to));
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  at = memmem (bytes, length, from, strlen (from));
  g_assert_nonnull (at);
  memcpy (at, to, strlen (to));
  g_assert_true (g_file_set_contents_full (path, bytes, length, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

static void
test_altered (Kept *kept, gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autofree char *path = g_build_filename (kept->fixture.folder, alterations[i].file, NULL);
  g_autoptr (DecantVerification) report = NULL;
  gboolean named = FALSE;

  alter (path, alterations[i].from, alterations[i].to);
  report = fixture_verify (kept->fixture.folder, NULL);
  for (guint j = 0; j < report->findings->len; j++)
    {
      const DecantFinding *finding = report->findings->pdata[j];

      if (finding->level == DECANT_FINDING_FAILURE)
        g_test_message ("%s: %s", finding->check, finding->message);
      named = named || (finding->level == DECANT_FINDING_FAILURE && g_str_equal (finding->check, alterations[i].check));
    }
  g_assert_false (report->clean);
  g_assert_true (named);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/vaults/format-1/kept", Kept, NULL, set_up, test_kept, tear_down);
  for (guint i = 0; i < G_N_ELEMENTS (alterations); i++)
    {
      g_autofree char *path = g_strdup_printf ("/vaults/format-1/altered/%s", alterations[i].name);
      g_test_add (path, Kept, GUINT_TO_POINTER (i), set_up, test_altered, tear_down);
    }
  return g_test_run ();
}

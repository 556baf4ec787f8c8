/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A property: whatever happens to the bytes of a vault, either the verifier (given a checkpoint that was held) finds
 * it, or a reader sees exactly what was logged. Random histories, random damage, in every file.
 */
#include <glib/gstdio.h>
#include <string.h>

#include "evidence/verifier.h"
#include "fixture.h"

#define HISTORIES 6
#define CASES 60 /* of each history */

static void
collect (const char *folder, GPtrArray *files)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        {
          collect (path, files);
          g_free (path);
        }
      else
        g_ptr_array_add (files, path);
    }
}

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
add_something (DecantVault *vault, guint i)
{
  g_autofree char *id = g_strdup_printf ("c-%u", i);
  g_autofree char *text = g_strdup_printf ("Invented post %d, call 555-01%02u", g_test_rand_int_range (0, 1000), i);
  g_autofree char *bytes = g_strdup_printf ("invented picture %d", g_test_rand_int_range (0, 5));
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantReceipt) receipt = NULL;

  if (g_test_rand_int_range (0, 3) == 0)
    receipt = fixture_append (vault, "verdict", text);
  else
    receipt = fixture_capture (vault, id, text, g_test_rand_int_range (0, 4) == 0 ? NULL : bytes, &error);
  g_assert_no_error (error);
}

/* A history in fixture->folder, copied to @copy while it is open (frames in the WAL) or closed. Returns its checkpoint.
 */
static char *
make_history (Fixture *fixture, const char *copy, gboolean live)
{
  g_autoptr (DecantVault) vault = fixture_create (fixture);
  guint n = g_test_rand_int_range (1, 40);
  char *held;

  for (guint i = 0; i < n; i++)
    add_something (vault, i);
  held = decant_vault_read_checkpoint (vault, NULL);
  if (!live)
    g_clear_pointer (&vault, decant_vault_close);
  fixture_copy (fixture->folder, copy);
  return held;
}

/* One random change to one file; what it was is told for a failure's sake. */
static char *
damage (const char *path)
{
  g_autofree char *bytes = NULL;
  gsize length = 0;
  guint kind = g_test_rand_int_range (0, 6), at;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  if (kind == 0 || length == 0)
    {
      g_assert_cmpint (g_unlink (path), ==, 0);
      return g_strdup_printf ("%s removed", path);
    }
  at = g_test_rand_int_range (0, length);
  if (kind <= 3)
    bytes[at] ^= 1 << g_test_rand_int_range (0, 8);
  else if (kind == 4)
    length = at;
  else
    {
      gsize run = g_test_rand_int_range (1, 600);

      memset (bytes + at, g_test_rand_int_range (0, 256), MIN (length - at, run));
    }
  g_assert_true (g_file_set_contents_full (path, bytes, length, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  return g_strdup_printf ("%s %s at %u", path, kind <= 3 ? "flipped" : kind == 4 ? "cut" : "overwritten", at);
}

/* Returns whether the verifier found it. */
static gboolean
check_case (const char *base, const char *copy, const char *expected, const char *held)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (DecantVerification) report = NULL;
  g_autofree char *what = NULL;
  g_autofree char *seen = NULL;
  gboolean found;

  fixture_copy (base, copy);
  collect (copy, files);
  g_ptr_array_sort (files, compare_paths); /* the same seed, the same damage */
  what = damage (files->pdata[g_test_rand_int_range (0, files->len)]);
  report = fixture_verify (copy, held);
  seen = fixture_read_all (copy);
  found = report == NULL || !report->clean;
  if (!found && !g_str_equal (seen, expected))
    g_error ("not found: %s\nexpected\n%s\nsaw\n%s", what, expected, seen);
  fixture_remove (copy);
  return found;
}

static void
test_damage (gconstpointer data)
{
  gboolean live = GPOINTER_TO_UINT (data) % 2;
  Fixture fixture;
  g_autofree char *base = NULL, *copy = NULL, *held = NULL, *expected = NULL;
  g_autoptr (DecantVerification) clean = NULL;
  guint found = 0;

  for (guint i = 0; i < GPOINTER_TO_UINT (data); i++)
    g_test_rand_int (); /* each test begins with the same seed: another history for each */
  fixture_set_up (&fixture);
  base = g_build_filename (fixture.root, "base", NULL);
  copy = g_build_filename (fixture.root, "copy", NULL);
  held = make_history (&fixture, base, live);
  fixture_copy (base, copy);
  expected = fixture_read_all (copy);
  clean = fixture_verify (copy, held);
  g_assert_true (clean->clean);
  g_assert_null (strstr (expected, "error:"));
  fixture_remove (copy);
  for (guint i = 0; i < CASES; i++)
    found += check_case (base, copy, expected, held);
  g_test_message ("%u of %u changes found, the others changed nothing that can be read", found, CASES);
  g_assert_cmpuint (found, >, 0);
  fixture_tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < HISTORIES; i++)
    {
      g_autofree char *path = g_strdup_printf ("/damage/%s-%u", i % 2 ? "live" : "closed", i);
      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_damage);
    }
  return g_test_run ();
}

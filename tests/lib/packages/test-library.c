/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The library over the real data folder, with a user's packages in a temporary XDG_DATA_HOME. */
#include "packages/library.h"

#include <glib/gstdio.h>
#include <string.h>

static char *user_packages; /* folder */

static const char package_json[] =
    "{\"format\": 1, \"id\": \"example-team\", \"version\": \"1.0.0\", \"title\": \"Example\","
    " \"publisher\": \"Example team\", \"languages\": [\"en\"], \"licence\": \"CC0-1.0\", \"issued\": \"2026-11-24\","
    " \"sources\": [], \"terms\": [{\"id\": \"en.cannabis.zimbleaf\", \"forms\": [\"zimbleaf\"],"
    " \"languages\": [\"en\"], \"sense\": {\"substance\": \"cannabis\"}, \"ambiguity\": 0, \"boundary\": \"word\","
    " \"sources\": [\"https://example.test/list\"], \"status\": \"reported\"}]}";

static DecantLibrary *
load (void)
{
  g_autoptr (GError) error = NULL;
  DecantLibrary *library = decant_library_load (&error);

  g_assert_no_error (error);
  return library;
}

static void
write_package (const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (user_packages, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static void
remove_packages (void)
{
  g_autoptr (GDir) dir = g_dir_open (user_packages, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (user_packages, name, NULL);
      g_assert_cmpint (g_unlink (path), ==, 0);
    }
}

static const DecantTerm *
find_term (DecantLibrary *library, const char *id)
{
  return decant_lexicon_find (decant_scanner_get_lexicon (decant_library_get_scanner (library)), id);
}

static void
assert_one_warning (DecantLibrary *library, const char *part)
{
  char **warnings = decant_library_get_warnings (library);

  g_assert_cmpuint (g_strv_length (warnings), ==, 1);
  if (strstr (warnings[0], part) == NULL)
    g_error ("expected a warning with “%s”, saw “%s”", part, warnings[0]);
}

static void
test_shipped (void)
{
  g_autoptr (DecantLibrary) library = load ();

  g_assert_cmpuint (g_strv_length (decant_library_get_warnings (library)), ==, 0);
  g_assert_cmpuint (decant_library_get_packages (library)->len, >=, 3);
  g_assert_nonnull (find_term (library, "ru.dead-drop.klad"));
  g_assert_cmpstr (decant_vocabulary_get_label (decant_library_get_vocabulary (library), "dead-drop", "ru"), ==,
                   "закладка");
}

static void
test_scanner_reads_the_lexicon (void)
{
  g_autoptr (DecantLibrary) library = load ();
  static const char text[] = "mephedrone 3 g 40 €, dm for menu @example_shop";
  g_autoptr (DecantAssessment) assessment =
      decant_scanner_scan (decant_library_get_scanner (library), text, strlen (text), "en");

  g_assert_cmpuint (assessment->n_hits, >=, 1);
  g_assert_cmpstr (assessment->hits[0].term->concept, ==, "cathinones");
}

static void
test_user_package (void)
{
  g_autoptr (DecantLibrary) library = NULL;

  write_package ("team.json", package_json);
  library = load ();
  g_assert_cmpuint (g_strv_length (decant_library_get_warnings (library)), ==, 0);
  g_assert_cmpstr (find_term (library, "en.cannabis.zimbleaf")->package, ==, "example-team");
  remove_packages ();
}

static void
test_user_package_changes_the_digest (void)
{
  g_autoptr (DecantLibrary) before = load ();
  g_autoptr (DecantLibrary) after = NULL;

  write_package ("team.json", package_json);
  after = load ();
  g_assert_cmpstr (decant_scanner_get_digest (decant_library_get_scanner (before)), !=,
                   decant_scanner_get_digest (decant_library_get_scanner (after)));
  remove_packages ();
}

static void
test_broken_user_package (void)
{
  g_autoptr (DecantLibrary) library = NULL;

  write_package ("broken.json", "{\"format\": 1, ");
  write_package ("team.json", package_json);
  write_package ("notes.txt", "not a package");
  library = load ();
  assert_one_warning (library, "broken.json: line 1, column 15: expected a string");
  g_assert_nonnull (find_term (library, "en.cannabis.zimbleaf"));
  remove_packages ();
}

static void
test_clashing_user_package (void)
{
  g_autoptr (DecantLibrary) library = NULL;

  write_package ("a.json", package_json);
  write_package ("b.json", package_json);
  library = load ();
  assert_one_warning (library, "b.json: expected packages of different ids, saw “example-team” twice");
  g_assert_nonnull (find_term (library, "en.cannabis.zimbleaf"));
  remove_packages ();
}

static void
test_folder_open_to_all (void)
{
  g_autoptr (DecantLibrary) library = NULL;

  g_assert_cmpint (g_chmod (user_packages, 0777), ==, 0);
  library = load ();
  g_assert_cmpint (g_chmod (user_packages, 0700), ==, 0);
  assert_one_warning (library, "chmod 700");
}

/* A folder in a package's place must not be read, and must not stop the others. */
static void
test_folder_as_a_package (void)
{
  g_autofree char *path = g_build_filename (user_packages, "folder.json", NULL);
  g_autoptr (DecantLibrary) library = NULL;

  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  library = load ();
  g_assert_cmpint (g_rmdir (path), ==, 0);
  assert_one_warning (library, "folder.json: expected a file of at most");
}

static void
test_missing_data_folder (void)
{
  g_autofree char *real = g_strdup (g_getenv ("DECANT_DATA_DIR"));
  g_autoptr (GError) error = NULL;

  g_setenv ("DECANT_DATA_DIR", "/nonexistent/decant", TRUE);
  g_assert_null (decant_library_load (&error));
  g_setenv ("DECANT_DATA_DIR", real, TRUE);
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_nonnull (strstr (error->message, "/nonexistent/decant/packages/vocabulary.json"));
}

static void
test_data_folder (void)
{
  g_autofree char *real = g_strdup (g_getenv ("DECANT_DATA_DIR"));
  g_autofree char *named = decant_library_dup_data_folder ();
  g_autofree char *found = NULL;
  g_autofree char *vocabulary = NULL;

  g_assert_cmpstr (named, ==, real);
  g_unsetenv ("DECANT_DATA_DIR");
  found = decant_library_dup_data_folder ();
  g_setenv ("DECANT_DATA_DIR", real, TRUE);
  vocabulary = g_build_filename (found, "packages", "vocabulary.json", NULL);
  g_assert_true (g_file_test (vocabulary, G_FILE_TEST_IS_REGULAR));
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *home = g_dir_make_tmp ("decant-library-XXXXXX", &error);
  g_autofree char *decant = g_build_filename (home, "decant", NULL);
  int result;

  g_assert_no_error (error);
  g_setenv ("XDG_DATA_HOME", home, TRUE);
  user_packages = g_build_filename (decant, "packages", NULL);
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (g_mkdir_with_parents (user_packages, 0700), ==, 0);
  g_test_add_func ("/packages/library/shipped", test_shipped);
  g_test_add_func ("/packages/library/scanner-reads-the-lexicon", test_scanner_reads_the_lexicon);
  g_test_add_func ("/packages/library/user-package", test_user_package);
  g_test_add_func ("/packages/library/user-package-changes-the-digest", test_user_package_changes_the_digest);
  g_test_add_func ("/packages/library/broken-user-package", test_broken_user_package);
  g_test_add_func ("/packages/library/clashing-user-package", test_clashing_user_package);
  g_test_add_func ("/packages/library/folder-open-to-all", test_folder_open_to_all);
  g_test_add_func ("/packages/library/folder-as-a-package", test_folder_as_a_package);
  g_test_add_func ("/packages/library/missing-data-folder", test_missing_data_folder);
  g_test_add_func ("/packages/library/data-folder", test_data_folder);
  result = g_test_run ();
  g_rmdir (user_packages);
  g_rmdir (decant);
  g_rmdir (home);
  g_free (user_packages);
  return result;
}

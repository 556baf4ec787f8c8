/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "packages/library.h"

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#define MAX_FILE_BYTES (16 * 1024 * 1024)
#define MAX_USER_PACKAGES 64
#define VOCABULARY "vocabulary.json"
#define MODEL "sales.json"
#define PLAIN_MODEL "sales-without-wording.json"

struct _DecantLibrary {
  char *folder;
  DecantVocabulary *vocabulary;
  GPtrArray *packages; /* of DecantPackage */
  DecantScanner *scanner;
  GStrvBuilder *warning_builder;
  char **warnings;
};

/* Files */

char *
decant_library_dup_data_folder (void)
{
  const char *wanted = g_getenv ("DECANT_DATA_DIR");

  if (wanted != NULL && *wanted != '\0')
    return g_strdup (wanted);
  return g_strdup (g_file_test (DECANT_DATA_DIR, G_FILE_TEST_IS_DIR) ? DECANT_DATA_DIR : DECANT_SOURCE_DATA_DIR);
}

static GBytes *
read_file (const char *path, GError **error)
{
  GStatBuf status;
  char *text;
  gsize length;

  if (g_stat (path, &status) == 0 && (!S_ISREG (status.st_mode) || status.st_size > MAX_FILE_BYTES))
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "%s: expected a file of at most %d bytes", path,
                   MAX_FILE_BYTES);
      return NULL;
    }
  if (!g_file_get_contents (path, &text, &length, error))
    return NULL;
  return g_bytes_new_take (text, length);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The paths of @folder's *.json, sorted by name, at most @max of them: the same order, the same digest. */
static GPtrArray *
list_json (const char *folder, guint max, GError **error)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, error);
  const char *name;

  if (dir == NULL)
    return NULL;
  while ((name = g_dir_read_name (dir)) != NULL)
    if (*name != '.' && g_str_has_suffix (name, ".json"))
      g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (paths, compare_names);
  if (paths->len > max)
    g_ptr_array_set_size (paths, max);
  return g_steal_pointer (&paths);
}

/* Shipped data: any fault is an error */

static gboolean
load_vocabulary (DecantLibrary *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->folder, "packages", VOCABULARY, NULL);
  g_autoptr (GBytes) json = read_file (path, error);

  if (json == NULL)
    return FALSE;
  self->vocabulary = decant_vocabulary_new (json, error);
  if (self->vocabulary == NULL)
    g_prefix_error (error, "%s: ", path);
  return self->vocabulary != NULL;
}

static DecantPackage *
load_package (DecantLibrary *self, const char *path, GError **error)
{
  g_autoptr (GBytes) json = read_file (path, error);
  DecantPackage *package;

  if (json == NULL)
    return NULL;
  package = decant_package_parse (json, self->vocabulary, error);
  if (package == NULL)
    g_prefix_error (error, "%s: ", path);
  return package;
}

static gboolean
load_shipped_packages (DecantLibrary *self, GError **error)
{
  g_autofree char *folder = g_build_filename (self->folder, "packages", NULL);
  g_autoptr (GPtrArray) paths = list_json (folder, G_MAXUINT, error);

  if (paths == NULL)
    return FALSE;
  for (guint i = 0; i < paths->len; i++)
    {
      const char *path = g_ptr_array_index (paths, i);
      DecantPackage *package;

      if (g_str_has_suffix (path, G_DIR_SEPARATOR_S VOCABULARY))
        continue;
      package = load_package (self, path, error);
      if (package == NULL)
        return FALSE;
      g_ptr_array_add (self->packages, package);
    }
  return TRUE;
}

static DecantSignalSet *
load_signals (DecantLibrary *self, GError **error)
{
  g_autofree char *folder = g_build_filename (self->folder, "signals", NULL);
  g_autoptr (GPtrArray) paths = list_json (folder, G_MAXUINT, error);
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  DecantSignalSet *signals;

  if (paths == NULL)
    return NULL;
  for (guint i = 0; i < paths->len; i++)
    {
      GBytes *json = read_file (g_ptr_array_index (paths, i), error);
      if (json == NULL)
        return NULL;
      g_ptr_array_add (files, json);
    }
  signals = decant_signal_set_new (files, error);
  if (signals == NULL)
    g_prefix_error (error, "%s: ", folder);
  return signals;
}

static DecantModel *
read_model (DecantLibrary *self, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (self->folder, "models", name, NULL);
  g_autoptr (GBytes) json = read_file (path, error);
  DecantModel *model;

  if (json == NULL)
    return NULL;
  model = decant_model_new (json, error);
  if (model == NULL)
    g_prefix_error (error, "%s: ", path);
  return model;
}

static void
warn (DecantLibrary *self, const char *message)
{
  g_strv_builder_add (self->warning_builder, message);
}

/* A reader with fewer reasons is better than none: without the one model the other reads, and that is said. */
static DecantModel *
load_model (DecantLibrary *self, gboolean wording, GError **error)
{
  g_autoptr (GError) fault = NULL;
  g_autofree char *message = NULL;
  DecantModel *model = wording ? read_model (self, MODEL, &fault) : NULL;

  if (model != NULL)
    return model;
  model = read_model (self, PLAIN_MODEL, error);
  if (model == NULL || fault == NULL)
    return model;
  message = g_strdup_printf ("%s; posts are read by the model without wording", fault->message);
  warn (self, message);
  return model;
}

/* User's packages: what is wrong is left out and said */

static void
warn_if_writable_by_others (DecantLibrary *self, const char *folder)
{
  GStatBuf status;
  g_autofree char *message = NULL;

  if (g_stat (folder, &status) != 0 || (status.st_mode & S_IWOTH) == 0)
    return;
  message = g_strdup_printf ("%s: expected a folder that only you can write to, saw one open to all: "
                             "anybody on this machine can change your packages (chmod 700)",
                             folder);
  warn (self, message);
}

/* Keeps @package if it merges with those before it. */
static gboolean
try_package (DecantLibrary *self, DecantPackage *package, GError **error)
{
  g_autoptr (DecantLexicon) lexicon = NULL;

  g_ptr_array_add (self->packages, package);
  lexicon = decant_packages_merge (self->packages, error);
  if (lexicon == NULL)
    g_ptr_array_set_size (self->packages, self->packages->len - 1);
  return lexicon != NULL;
}

static void
load_user_package (DecantLibrary *self, const char *path)
{
  g_autoptr (GError) error = NULL;
  DecantPackage *package = load_package (self, path, &error);

  if (package != NULL && !try_package (self, package, &error))
    g_prefix_error (&error, "%s: ", path);
  if (error != NULL)
    warn (self, error->message);
}

static void
load_user_packages (DecantLibrary *self)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "decant", "packages", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) paths = list_json (folder, MAX_USER_PACKAGES, &error);

  if (paths == NULL)
    {
      if (!g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        warn (self, error->message);
      return;
    }
  warn_if_writable_by_others (self, folder);
  for (guint i = 0; i < paths->len; i++)
    load_user_package (self, g_ptr_array_index (paths, i));
}

/* The library */

static gboolean
make_scanner (DecantLibrary *self, gboolean wording, GError **error)
{
  g_autoptr (DecantLexicon) lexicon = decant_packages_merge (self->packages, error);
  g_autoptr (DecantSignalSet) signals = NULL;
  g_autoptr (DecantModel) model = NULL;

  if (lexicon == NULL || (signals = load_signals (self, error)) == NULL || (model = load_model (self, wording, error)) == NULL)
    return FALSE;
  self->scanner = decant_scanner_new (lexicon, signals, model);
  return TRUE;
}

static DecantLibrary *
load (gboolean wording, GError **error)
{
  g_autoptr (DecantLibrary) self = g_new0 (DecantLibrary, 1);

  self->folder = decant_library_dup_data_folder ();
  self->packages = g_ptr_array_new_with_free_func ((GDestroyNotify) decant_package_unref);
  self->warning_builder = g_strv_builder_new ();
  if (!load_vocabulary (self, error) || !load_shipped_packages (self, error))
    return NULL;
  load_user_packages (self);
  if (!make_scanner (self, wording, error))
    return NULL;
  self->warnings = g_strv_builder_end (self->warning_builder);
  return g_steal_pointer (&self);
}

DecantLibrary *
decant_library_load (GError **error)
{
  return load (TRUE, error);
}

DecantLibrary *
decant_library_load_without_wording (GError **error)
{
  return load (FALSE, error);
}

void
decant_library_free (DecantLibrary *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->scanner, decant_scanner_unref);
  g_clear_pointer (&self->vocabulary, decant_vocabulary_unref);
  g_ptr_array_unref (self->packages);
  g_strv_builder_unref (self->warning_builder);
  g_strfreev (self->warnings);
  g_free (self->folder);
  g_free (self);
}

DecantScanner *
decant_library_get_scanner (DecantLibrary *self)
{
  return self->scanner;
}

DecantVocabulary *
decant_library_get_vocabulary (DecantLibrary *self)
{
  return self->vocabulary;
}

GPtrArray *
decant_library_get_packages (DecantLibrary *self)
{
  return self->packages;
}

char **
decant_library_get_warnings (DecantLibrary *self)
{
  return self->warnings;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs a fuzz target over a corpus without libFuzzer: each argument is a file or a folder of files. */
#include <glib.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static guint
run_file (const char *path)
{
  g_autofree char *bytes = NULL;
  gsize length = 0;
  g_autoptr (GError) error = NULL;

  if (!g_file_get_contents (path, &bytes, &length, &error))
    g_error ("%s", error->message);
  LLVMFuzzerTestOneInput ((const guint8 *) bytes, length);
  return 1;
}

static guint
run_folder (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) folder = g_dir_open (path, 0, &error);
  const char *name;
  guint n = 0;

  if (folder == NULL)
    g_error ("%s", error->message);
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);
      n += run_file (file);
    }
  return n;
}

int
main (int argc, char **argv)
{
  guint n = 0;

  for (int i = 1; i < argc; i++)
    n += g_file_test (argv[i], G_FILE_TEST_IS_DIR) ? run_folder (argv[i]) : run_file (argv[i]);
  if (n == 0)
    g_error ("expected at least one input in the corpus, saw none");
  g_print ("%u inputs\n", n);
  return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "browsers/locate.h"
#include "config.h"

#include <stdlib.h>
#include <string.h>

#define HOST_PROGRAM "decant-host"
#define WRAPPER_MAX 8192 /* bytes of a script that only starts something else */

char *
decant_locate_program (const char *const *names)
{
  for (; *names != NULL; names++)
    {
      char *path = g_find_program_in_path (*names);
      if (path != NULL)
        return path;
    }
  return NULL;
}

/* Ubuntu's /usr/bin/chromium-browser and /usr/bin/firefox are such scripts. */
static gboolean
is_snap_script (const char *program)
{
  g_autofree char *text = NULL;
  gsize length = 0;

  return g_file_get_contents (program, &text, &length, NULL) && length < WRAPPER_MAX && g_str_has_prefix (text, "#!")
         && strstr (text, "/snap/bin/") != NULL;
}

gboolean
decant_locate_is_snap (const char *program)
{
  char *resolved = realpath (program, NULL);
  gboolean snap = g_str_has_prefix (program, "/snap/");

  if (resolved != NULL)
    {
      g_autofree char *name = g_path_get_basename (resolved);
      snap = snap || strcmp (name, "snap") == 0 || g_str_has_prefix (resolved, "/snap/") || is_snap_script (resolved);
    }
  free (resolved);
  return snap;
}

char *
decant_locate_flatpak (const char *id)
{
  g_autofree char *user = g_build_filename (g_get_user_data_dir (), "flatpak", "app", id, NULL);
  g_autofree char *system = g_build_filename ("/var/lib/flatpak/app", id, NULL);

  if (g_file_test (user, G_FILE_TEST_IS_DIR))
    return g_steal_pointer (&user);
  return g_file_test (system, G_FILE_TEST_IS_DIR) ? g_steal_pointer (&system) : NULL;
}

static gboolean
can_run (const char *path)
{
  return g_file_test (path, G_FILE_TEST_IS_REGULAR) && g_file_test (path, G_FILE_TEST_IS_EXECUTABLE);
}

char *
decant_locate_host (void)
{
  const char *built = DECANT_BUILD_ROOT "/native-host/" HOST_PROGRAM;
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = g_path_get_dirname (program != NULL ? program : ".");
  g_autofree char *beside = g_build_filename (folder, HOST_PROGRAM, NULL);
  /* A program of the build tree wants the host of the same build, not one that was installed earlier. */
  gboolean from_build = g_str_has_prefix (folder, DECANT_BUILD_ROOT "/");
  const char *candidates[] = { beside, from_build ? built : "", DECANT_LIBEXEC_DIR "/" HOST_PROGRAM, built };

  for (guint i = 0; i < G_N_ELEMENTS (candidates); i++)
    if (g_path_is_absolute (candidates[i]) && can_run (candidates[i]))
      return g_strdup (candidates[i]);
  return NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>

#include "app/models/idle.h"
#include "app/models/preferences.h"

#define GROUP "Lock"
#define IDLE "IdleMinutes"
#define DAY (24 * 60)

char *
decant_preferences_dup_path (void)
{
  return g_build_filename (g_get_user_config_dir (), "decant", "app.ini", NULL);
}

static GKeyFile *
load (const char *path)
{
  GKeyFile *file = g_key_file_new ();

  g_key_file_load_from_file (file, path, G_KEY_FILE_KEEP_COMMENTS, NULL);
  return file;
}

guint
decant_preferences_get_idle_minutes (const char *path)
{
  g_autoptr (GKeyFile) file = load (path);
  g_autoptr (GError) error = NULL;
  int minutes = g_key_file_get_integer (file, GROUP, IDLE, &error);

  return error != NULL || minutes < 0 || minutes > DAY ? DECANT_IDLE_MINUTES : minutes;
}

gboolean
decant_preferences_set_idle_minutes (const char *path, guint minutes, GError **error)
{
  g_autoptr (GKeyFile) file = load (path);
  g_autofree char *folder = g_path_get_dirname (path);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      int number = errno;

      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (number), "%s: %s", folder, g_strerror (number));
      return FALSE;
    }
  g_key_file_set_integer (file, GROUP, IDLE, minutes);
  return g_key_file_save_to_file (file, path, error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "browsers/browsers.h"
#include "browsers/locate.h"
#include "browsers/manifest-file.h"
#include "browsers/manifest.h"
#include "browsers/policy.h"
#include "config.h"

#include <string.h>

G_DEFINE_QUARK (decant-browsers-error-quark, decant_browsers_error)

typedef struct {
  const char *id, *title;
  const char *const *programs; /* names on PATH, the likeliest first */
  DecantFamily family;
  const char *folder;   /* below the configuration folder (Chromium's family) or the home folder (Gecko's) */
  const char *policies; /* nullable: folder of managed policies */
  const char *flatpak;
} Row;

/* Folders: chrome_paths_linux.cc of Chromium; NativeManifests.sys.mjs of Firefox, which keeps ~/.mozilla for hosts although
 * profiles moved to ~/.config/mozilla. */
static const Row rows[] = {
  { "chromium", "Chromium", (const char *const[]){ "chromium", "chromium-browser", NULL }, DECANT_FAMILY_CHROMIUM,
    "chromium/NativeMessagingHosts", "/etc/chromium/policies/managed", "org.chromium.Chromium" },
  { "chrome", "Google Chrome", (const char *const[]){ "google-chrome", "google-chrome-stable", NULL }, DECANT_FAMILY_CHROMIUM,
    "google-chrome/NativeMessagingHosts", "/etc/opt/chrome/policies/managed", "com.google.Chrome" },
  { "firefox", "Firefox", (const char *const[]){ "firefox", "firefox-esr", NULL }, DECANT_FAMILY_GECKO,
    ".mozilla/native-messaging-hosts", NULL, "org.mozilla.firefox" },
};

void
decant_browser_free (DecantBrowser *self)
{
  if (self == NULL)
    return;
  g_free (self->program);
  g_free (self->manifest);
  g_free (self->message);
  g_free (self);
}

/* Chromium and Chrome take their folder from CHROME_CONFIG_HOME, else XDG_CONFIG_HOME, else ~/.config. */
static char *
dup_manifest_path (const Row *row)
{
  const char *chrome_home = g_getenv ("CHROME_CONFIG_HOME");
  const char *base = g_get_home_dir ();

  if (row->family == DECANT_FAMILY_CHROMIUM)
    base = chrome_home != NULL && *chrome_home != '\0' ? chrome_home : g_get_user_config_dir ();
  return g_build_filename (base, row->folder, DECANT_HOST_NAME ".json", NULL);
}

static void
conclude (DecantBrowser *browser, DecantBrowserState state, char *message)
{
  browser->state = state;
  browser->message = message;
}

static gboolean
find_sandbox (const Row *row, DecantBrowser *browser)
{
  g_autofree char *flatpak = NULL;

  if (browser->program != NULL && decant_locate_is_snap (browser->program))
    {
      conclude (browser, DECANT_BROWSER_BLOCKED,
                g_strdup_printf ("%s is a Snap: its sandbox keeps it from starting decant-host. Install it as a package of "
                                 "the distribution or of its maker.", browser->program));
      return TRUE;
    }
  if (browser->program == NULL && (flatpak = decant_locate_flatpak (row->flatpak)) != NULL)
    {
      conclude (browser, DECANT_BROWSER_BLOCKED,
                g_strdup_printf ("It is there as a Flatpak (%s): its sandbox keeps it from starting decant-host. Install it "
                                 "as a package of the distribution or of its maker.", row->flatpak));
      return TRUE;
    }
  return FALSE;
}

static gboolean
find_policy (const Row *row, DecantBrowser *browser)
{
  char *block = row->policies != NULL ? decant_policy_find_block (row->policies) : NULL;

  if (block != NULL)
    conclude (browser, DECANT_BROWSER_BLOCKED, block);
  return block != NULL;
}

#define REMEDY "Run: decantctl browsers install %s"

static void
read_manifest (const Row *row, DecantBrowser *browser, const char *text, gsize length)
{
  g_autofree char *named = NULL;
  g_autofree char *fault = decant_manifest_find_fault (row->family, text, length, &named);
  g_autofree char *ours = decant_locate_host ();

  if (fault != NULL)
    conclude (browser, DECANT_BROWSER_STALE, g_strdup_printf ("%s is out of date: it %s. " REMEDY, browser->manifest, fault, row->id));
  else if (ours != NULL && strcmp (named, ours) != 0)
    conclude (browser, DECANT_BROWSER_STALE,
              g_strdup_printf ("%s starts %s, another copy than this one, %s. " REMEDY, browser->manifest, named, ours, row->id));
  else
    conclude (browser, DECANT_BROWSER_REGISTERED, g_strdup_printf ("Starts %s.", named));
}

static void
inspect_manifest (const Row *row, DecantBrowser *browser)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  if (g_file_get_contents (browser->manifest, &text, &length, &error))
    read_manifest (row, browser, text, length);
  else if (g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT) || g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOTDIR))
    conclude (browser, DECANT_BROWSER_UNREGISTERED, g_strdup_printf ("Not told of decant-host yet. " REMEDY, row->id));
  else
    conclude (browser, DECANT_BROWSER_STALE, g_strdup_printf ("%s cannot be read: %s. " REMEDY, browser->manifest, error->message, row->id));
}

static DecantBrowser *
inspect (const Row *row)
{
  DecantBrowser *browser = g_new0 (DecantBrowser, 1);

  browser->id = row->id;
  browser->title = row->title;
  browser->program = decant_locate_program (row->programs);
  browser->manifest = dup_manifest_path (row);
  if (find_sandbox (row, browser))
    return browser;
  if (browser->program == NULL)
    conclude (browser, DECANT_BROWSER_ABSENT, g_strdup_printf ("Not on this machine: no %s on the PATH.", row->programs[0]));
  else if (!find_policy (row, browser))
    inspect_manifest (row, browser);
  return browser;
}

GPtrArray *
decant_browsers_inspect (void)
{
  GPtrArray *browsers = g_ptr_array_new_with_free_func ((GDestroyNotify) decant_browser_free);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_ptr_array_add (browsers, inspect (&rows[i]));
  return browsers;
}

static const Row *
find_row (const char *id, GError **error)
{
  g_autoptr (GString) known = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      if (strcmp (rows[i].id, id) == 0)
        return &rows[i];
      g_string_append_printf (known, "%s%s", i == 0 ? "" : ", ", rows[i].id);
    }
  g_set_error (error, DECANT_BROWSERS_ERROR, DECANT_BROWSERS_ERROR_UNKNOWN, "Expected one of %s; saw \"%s\".", known->str, id);
  return NULL;
}

/* A usable path of the host: the caller's, or the one that is found. */
static char *
choose_host (const char *host, GError **error)
{
  g_autofree char *found = host == NULL ? decant_locate_host () : g_strdup (host);
  const char *fault = NULL;

  if (found == NULL)
    fault = "it is neither beside this program nor in " DECANT_LIBEXEC_DIR ". Install Decant again";
  else if (!g_path_is_absolute (found) || !g_utf8_validate (found, -1, NULL))
    fault = "expected an absolute path in UTF-8: browsers take no other";
  else if (!g_file_test (found, G_FILE_TEST_IS_REGULAR) || !g_file_test (found, G_FILE_TEST_IS_EXECUTABLE))
    fault = "expected a program that can be run";
  if (fault == NULL)
    return g_steal_pointer (&found);
  g_set_error (error, DECANT_BROWSERS_ERROR, DECANT_BROWSERS_ERROR_HOST, "%s: %s.", found != NULL ? found : "decant-host", fault);
  return NULL;
}

gboolean
decant_browsers_install (const char *id, const char *host, GError **error)
{
  const Row *row = find_row (id, error);
  g_autofree char *program = row != NULL ? choose_host (host, error) : NULL;
  g_autofree char *path = NULL, *text = NULL;

  if (program == NULL)
    return FALSE;
  path = dup_manifest_path (row);
  text = decant_manifest_build (row->family, program);
  return decant_manifest_file_write (path, text, error);
}

gboolean
decant_browsers_remove (const char *id, GError **error)
{
  const Row *row = find_row (id, error);
  g_autofree char *path = row != NULL ? dup_manifest_path (row) : NULL;

  return path != NULL && decant_manifest_file_remove (path, error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything happens in a temporary home, emptied after each test. (G_TEST_OPTION_ISOLATE_DIRS leaks in GLib 2.74.) */
#include "browsers/browsers.h"
#include "browsers/extension-ids.h"
#include "browsers/locate.h"
#include "browsers/manifest.h"
#include "browsers/policy.h"
#include "config.h"

#include <ftw.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* --- the ids ---------------------------------------------------------------------------------------------- */

static char *
dup_id_of_key (const char *base64)
{
  gsize length;
  g_autofree guchar *der = g_base64_decode (base64, &length);
  g_autofree char *id = g_compute_checksum_for_data (G_CHECKSUM_SHA256, der, length);

  id[32] = '\0';
  for (char *at = id; *at != '\0'; at++)
    *at = 'a' + g_ascii_xdigit_value (*at);
  return g_steal_pointer (&id);
}

static void
test_ids_follow_the_manifest (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("DECANT_TESTS_DIR"), "..", "extension", "manifest.json", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  JsonObject *manifest, *gecko;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  manifest = json_node_get_object (json_parser_get_root (parser));
  id = dup_id_of_key (json_object_get_string_member (manifest, "key"));
  g_assert_cmpstr (id, ==, DECANT_CHROMIUM_EXTENSION_ID);
  gecko = json_object_get_object_member (json_object_get_object_member (manifest, "browser_specific_settings"), "gecko");
  g_assert_cmpstr (json_object_get_string_member (gecko, "id"), ==, DECANT_GECKO_EXTENSION_ID);
}

/* --- a home with browsers --------------------------------------------------------------------------------- */

typedef struct {
  char *bin, *host;
  char *old_path;
} Home;

static char *
write_program (const char *folder, const char *name, const char *text)
{
  char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_assert_cmpint (g_chmod (path, 0755), ==, 0);
  return path;
}

static void
set_up (Home *home, gconstpointer data)
{
  home->bin = g_build_filename (g_get_home_dir (), "bin", NULL);
  g_assert_cmpint (g_mkdir_with_parents (home->bin, 0755), ==, 0);
  home->host = write_program (home->bin, "some-host", "#!/bin/sh\n");
  home->old_path = g_strdup (g_getenv ("PATH"));
  g_setenv ("PATH", home->bin, TRUE);
  g_unsetenv ("CHROME_CONFIG_HOME");
}

static int
remove_below (const char *path, const struct stat *info, int type, struct FTW *place)
{
  return place->level > 0 ? remove (path) : 0;
}

static void
tear_down (Home *home, gconstpointer data)
{
  g_assert_cmpint (nftw (g_get_home_dir (), remove_below, 8, FTW_DEPTH | FTW_PHYS), ==, 0);
  g_setenv ("PATH", home->old_path, TRUE);
  g_free (home->old_path);
  g_free (home->bin);
  g_free (home->host);
}

static void
add_browser (Home *home, const char *name, const char *text)
{
  g_autofree char *path = write_program (home->bin, name, text);
}

static void
assert_state (const char *id, DecantBrowserState state, const char *says)
{
  g_autoptr (GPtrArray) browsers = decant_browsers_inspect ();

  for (guint i = 0; i < browsers->len; i++)
    {
      DecantBrowser *browser = g_ptr_array_index (browsers, i);
      if (strcmp (browser->id, id) != 0)
        continue;
      g_test_message ("%s: %s", browser->title, browser->message);
      g_assert_cmpint (browser->state, ==, state);
      g_assert_nonnull (strstr (browser->message, says));
      return;
    }
  g_assert_not_reached ();
}

static char *
manifest_path (const char *id)
{
  g_autoptr (GPtrArray) browsers = decant_browsers_inspect ();

  for (guint i = 0; i < browsers->len; i++)
    {
      DecantBrowser *browser = g_ptr_array_index (browsers, i);
      if (strcmp (browser->id, id) == 0)
        return g_strdup (browser->manifest);
    }
  g_assert_not_reached ();
}

static void
write_manifest (const char *id, const char *text)
{
  g_autofree char *path = manifest_path (id);
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

/* --- states ----------------------------------------------------------------------------------------------- */

static void
test_absent (Home *home, gconstpointer data)
{
  g_autoptr (GPtrArray) browsers = decant_browsers_inspect ();

  g_assert_cmpuint (browsers->len, ==, 3);
  assert_state ("chromium", DECANT_BROWSER_ABSENT, "Not on this machine");
  assert_state ("firefox", DECANT_BROWSER_ABSENT, "Not on this machine");
}

static void
test_places (Home *home, gconstpointer data)
{
  g_autofree char *chromium = g_build_filename (g_get_user_config_dir (), "chromium/NativeMessagingHosts/io.github.decant_app.decant.json", NULL);
  g_autofree char *firefox = g_build_filename (g_get_home_dir (), ".mozilla/native-messaging-hosts/io.github.decant_app.decant.json", NULL);
  g_autofree char *seen_chromium = manifest_path ("chromium"), *seen_firefox = manifest_path ("firefox"), *moved = NULL;

  g_assert_cmpstr (seen_chromium, ==, chromium);
  g_assert_cmpstr (seen_firefox, ==, firefox);
  g_setenv ("CHROME_CONFIG_HOME", "/elsewhere", TRUE);
  moved = manifest_path ("chrome");
  g_assert_cmpstr (moved, ==, "/elsewhere/google-chrome/NativeMessagingHosts/io.github.decant_app.decant.json");
}

static void
test_install_and_remove (Home *home, gconstpointer data)
{
  static const char *const ids[] = { "chromium", "chrome", "firefox" };
  static const char *const programs[] = { "chromium", "google-chrome", "firefox" };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *path = manifest_path (ids[i]), *folder = g_path_get_dirname (path), *text = NULL;
      GStatBuf info;
      add_browser (home, programs[i], "#!/bin/sh\n");
      assert_state (ids[i], DECANT_BROWSER_UNREGISTERED, "decantctl browsers install");
      g_assert_true (decant_browsers_install (ids[i], home->host, &error));
      g_assert_no_error (error);
      g_assert_cmpint (g_stat (path, &info), ==, 0);
      g_assert_cmpint (info.st_mode & 0777, ==, 0600);
      g_assert_cmpint (g_stat (folder, &info), ==, 0);
      g_assert_cmpint (info.st_mode & 0777, ==, 0700);
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      g_assert_nonnull (strstr (text, home->host));
      g_assert_true (decant_browsers_install (ids[i], home->host, &error)); /* again, over itself */
      g_assert_true (decant_browsers_remove (ids[i], &error));
      g_assert_true (decant_browsers_remove (ids[i], &error)); /* nothing there any more */
      g_assert_no_error (error);
      assert_state (ids[i], DECANT_BROWSER_UNREGISTERED, "Not told");
    }
}

static void
test_nothing_else_is_left (Home *home, gconstpointer data)
{
  g_autofree char *path = manifest_path ("firefox"), *folder = g_path_get_dirname (path);
  g_autoptr (GDir) dir = NULL;

  g_assert_true (decant_browsers_install ("firefox", home->host, NULL));
  dir = g_dir_open (folder, 0, NULL);
  g_assert_cmpstr (g_dir_read_name (dir), ==, "io.github.decant_app.decant.json");
  g_assert_null (g_dir_read_name (dir));
}

static void
test_registered (Home *home, gconstpointer data)
{
  g_autofree char *ours = decant_locate_host ();
  g_autofree char *elsewhere = NULL;

  add_browser (home, "firefox", "#!/bin/sh\n");
  g_assert_true (decant_browsers_install ("firefox", ours != NULL ? ours : home->host, NULL));
  assert_state ("firefox", DECANT_BROWSER_REGISTERED, "Starts /");
  if (ours == NULL)
    return;
  elsewhere = write_program (home->bin, "decant-host", "#!/bin/sh\n");
  g_assert_true (decant_browsers_install ("firefox", elsewhere, NULL));
  assert_state ("firefox", DECANT_BROWSER_STALE, "another copy");
}

static const struct {
  const char *text, *says;
} stale[] = {
  { "", "not a JSON object" },
  { "[1]", "not a JSON object" },
  { "{\"name\":\"io.github.decant_app.decan\"}", "does not bear the name" },
  { "{\"name\":\"io.github.decant_app.decant\",\"type\":\"pipe\"}", "not of type stdio" },
  { "{\"name\":\"io.github.decant_app.decant\",\"type\":\"stdio\",\"allowed_origins\":[\"chrome-extension://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/\"]}", "does not admit" },
  { "{\"name\":\"io.github.decant_app.decant\",\"type\":\"stdio\",\"allowed_extensions\":[\"decant@decant-app.github.io\"]}", "does not admit" },
  { "{\"name\":\"io.github.decant_app.decant\",\"type\":\"stdio\",\"allowed_origins\":[\"chrome-extension://" DECANT_CHROMIUM_EXTENSION_ID "/\"],\"path\":\"decant-host\"}", "no absolute path" },
  { "{\"name\":\"io.github.decant_app.decant\",\"type\":\"stdio\",\"allowed_origins\":[7,\"chrome-extension://" DECANT_CHROMIUM_EXTENSION_ID "/\"],\"path\":\"/nowhere/decant-host\"}", "which is not there" },
  { "{\"name\":\"io.github.decant_app.decant\",\"type\":\"stdio\",\"allowed_origins\":[\"chrome-extension://" DECANT_CHROMIUM_EXTENSION_ID "/\"],\"path\":\"/etc/passwd\"}", "may not be run" },
};

static void
test_stale (Home *home, gconstpointer data)
{
  add_browser (home, "chromium", "#!/bin/sh\n");
  for (guint i = 0; i < G_N_ELEMENTS (stale); i++)
    {
      write_manifest ("chromium", stale[i].text);
      assert_state ("chromium", DECANT_BROWSER_STALE, stale[i].says);
      assert_state ("chromium", DECANT_BROWSER_STALE, "decantctl browsers install chromium");
    }
}

static void
test_snap (Home *home, gconstpointer data)
{
  add_browser (home, "chromium-browser", "#!/bin/sh\nexec /snap/bin/chromium \"$@\"\n");
  assert_state ("chromium", DECANT_BROWSER_BLOCKED, "is a Snap");
  add_browser (home, "snap", "\x7f""ELF");
  {
    g_autofree char *link = g_build_filename (home->bin, "firefox", NULL), *snap = g_build_filename (home->bin, "snap", NULL);
    g_assert_cmpint (symlink (snap, link), ==, 0);
  }
  assert_state ("firefox", DECANT_BROWSER_BLOCKED, "is a Snap");
}

static void
test_flatpak (Home *home, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "flatpak", "app", "org.mozilla.firefox", NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0755), ==, 0);
  assert_state ("firefox", DECANT_BROWSER_BLOCKED, "Flatpak");
  add_browser (home, "firefox-esr", "#!/bin/sh\n"); /* a packaged one beside it is the one to use */
  assert_state ("firefox", DECANT_BROWSER_UNREGISTERED, "Not told");
}

/* --- errors ----------------------------------------------------------------------------------------------- */

static void
test_install_errors (Home *home, gconstpointer data)
{
  g_autofree char *plain = g_build_filename (home->bin, "plain", NULL);
  const struct {
    const char *id, *host;
    int code;
    const char *says;
  } rows[] = {
    { "netscape", NULL, DECANT_BROWSERS_ERROR_UNKNOWN, "chromium, chrome, firefox" },
    { "firefox", "decant-host", DECANT_BROWSERS_ERROR_HOST, "absolute path" },
    { "firefox", "/nowhere/decant-host", DECANT_BROWSERS_ERROR_HOST, "can be run" },
    { "firefox", plain, DECANT_BROWSERS_ERROR_HOST, "can be run" },
    { "firefox", home->bin, DECANT_BROWSERS_ERROR_HOST, "can be run" },
    { "firefox", "/bin/\xff", DECANT_BROWSERS_ERROR_HOST, "UTF-8" },
  };
  g_assert_true (g_file_set_contents (plain, "", 0, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_false (decant_browsers_install (rows[i].id, rows[i].host, &error));
      g_assert_error (error, DECANT_BROWSERS_ERROR, rows[i].code);
      g_assert_nonnull (strstr (error->message, rows[i].says));
    }
}

/* A link in the place of the file is replaced and what it points to is left alone; a link in the place of the folder is refused. */
static void
test_links (Home *home, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = manifest_path ("firefox"), *folder = g_path_get_dirname (path), *treasure = g_build_filename (home->bin, "treasure", NULL), *text = NULL;

  g_assert_true (g_file_set_contents (treasure, "gold", -1, NULL));
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_cmpint (symlink (treasure, path), ==, 0);
  g_assert_true (decant_browsers_install ("firefox", home->host, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (treasure, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "gold");
  g_assert_false (g_file_test (path, G_FILE_TEST_IS_SYMLINK));

  g_assert_true (decant_browsers_remove ("firefox", &error));
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_assert_cmpint (symlink (home->bin, folder), ==, 0);
  g_assert_false (decant_browsers_install ("firefox", home->host, &error));
  g_assert_error (error, DECANT_BROWSERS_ERROR, DECANT_BROWSERS_ERROR_IO);
  g_assert_nonnull (strstr (error->message, "symbolic link"));
}

static void
test_folder_is_a_file (Home *home, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *mozilla = g_build_filename (g_get_home_dir (), ".mozilla", NULL);

  g_assert_true (g_file_set_contents (mozilla, "", 0, NULL));
  g_assert_false (decant_browsers_install ("firefox", home->host, &error));
  g_assert_error (error, DECANT_BROWSERS_ERROR, DECANT_BROWSERS_ERROR_IO);
  g_assert_nonnull (strstr (error->message, ".mozilla"));
}

/* --- policies --------------------------------------------------------------------------------------------- */

static const struct {
  const char *text, *policy; /* NULL: nothing forbids */
} policies[] = {
  { "{}", NULL },
  { "not json", NULL },
  { "[]", NULL },
  { "{\"NativeMessagingUserLevelHosts\":true}", NULL },
  { "{\"NativeMessagingUserLevelHosts\":false}", "NativeMessagingUserLevelHosts" },
  { "{\"NativeMessagingUserLevelHosts\":\"no\"}", NULL },
  { "{\"NativeMessagingBlocklist\":[]}", NULL },
  { "{\"NativeMessagingBlocklist\":[\"com.example.other\"]}", NULL },
  { "{\"NativeMessagingBlocklist\":[7,\"*\"]}", "NativeMessagingBlocklist" },
  { "{\"NativeMessagingBlocklist\":[\"io.github.decant_app.decant\"]}", "NativeMessagingBlocklist" },
  { "{\"NativeMessagingBlocklist\":[\"*\"],\"NativeMessagingAllowlist\":[\"io.github.decant_app.decant\"]}", NULL },
  { "{\"NativeMessagingBlocklist\":\"*\"}", NULL },
};

static void
test_policies (Home *home, gconstpointer data)
{
  g_autofree char *path = g_build_filename (home->bin, "decant.json", NULL);

  g_assert_null (decant_policy_find_block ("/nowhere"));
  for (guint i = 0; i < G_N_ELEMENTS (policies); i++)
    {
      g_autofree char *block = NULL;
      g_assert_true (g_file_set_contents (path, policies[i].text, -1, NULL));
      block = decant_policy_find_block (home->bin);
      g_test_message ("%s: %s", policies[i].text, block != NULL ? block : "-");
      if (policies[i].policy == NULL)
        g_assert_null (block);
      else
        g_assert_true (strstr (block, policies[i].policy) != NULL && strstr (block, path) != NULL);
    }
}

int
main (int argc, char **argv)
{
  g_autofree char *home = g_dir_make_tmp ("decant-browsers-XXXXXX", NULL);
  g_autofree char *config = g_build_filename (home, ".config", NULL), *share = g_build_filename (home, ".local", "share", NULL);
  int failures;

  g_setenv ("HOME", home, TRUE);
  g_setenv ("XDG_CONFIG_HOME", config, TRUE);
  g_setenv ("XDG_DATA_HOME", share, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/browsers/ids", test_ids_follow_the_manifest);
#define ADD(path, function) g_test_add ("/browsers/" path, Home, NULL, set_up, function, tear_down)
  ADD ("absent", test_absent);
  ADD ("places", test_places);
  ADD ("install-and-remove", test_install_and_remove);
  ADD ("nothing-else", test_nothing_else_is_left);
  ADD ("registered", test_registered);
  ADD ("stale", test_stale);
  ADD ("snap", test_snap);
  ADD ("flatpak", test_flatpak);
  ADD ("install-errors", test_install_errors);
  ADD ("links", test_links);
  ADD ("folder-is-a-file", test_folder_is_a_file);
  ADD ("policies", test_policies);
  failures = g_test_run ();
  g_rmdir (home);
  return failures;
}

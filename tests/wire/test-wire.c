/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plays the recorded conversations (README.md) against the real decant-host, each in a home of its own. */
#include <fcntl.h>
#include <ftw.h>
#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct
{
  char *home;
  GPid pid;
  int in, out; /* the host's stdin and stdout */
  gboolean exited;
} Session;

/* --- matching --------------------------------------------------------------------------------------------- */

static gboolean
is_hex64 (const char *text)
{
  return strlen (text) == 64 && strspn (text, "0123456789abcdef") == 64;
}

static gboolean
holds (JsonNode *node, GType type)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

static gboolean
is_number (JsonNode *node)
{
  return holds (node, G_TYPE_INT64) || holds (node, G_TYPE_DOUBLE);
}

/* TRUE if @mark is one; then @matches says whether @seen is of its kind. */
static gboolean
match_mark (const char *mark, JsonNode *seen, gboolean *matches)
{
  const char *text = holds (seen, G_TYPE_STRING) ? json_node_get_string (seen) : NULL;

  if (strcmp (mark, "<string>") == 0)
    *matches = text != NULL;
  else if (strcmp (mark, "<text>") == 0)
    *matches = text != NULL && *text != '\0';
  else if (strcmp (mark, "<hex64>") == 0)
    *matches = text != NULL && is_hex64 (text);
  else if (strcmp (mark, "<version>") == 0)
    *matches = text != NULL && g_regex_match_simple ("^\\d+\\.\\d+\\.\\d+$", text, 0, 0);
  else if (strcmp (mark, "<number>") == 0)
    *matches = is_number (seen);
  else if (strcmp (mark, "<boolean>") == 0)
    *matches = holds (seen, G_TYPE_BOOLEAN);
  else if (strcmp (mark, "<array>") == 0)
    *matches = JSON_NODE_HOLDS_ARRAY (seen);
  else if (strcmp (mark, "<object>") == 0)
    *matches = JSON_NODE_HOLDS_OBJECT (seen);
  else
    return FALSE;
  return TRUE;
}

static gboolean matches (JsonNode *expected, JsonNode *seen);

static gboolean
object_matches (JsonObject *expected, JsonObject *seen)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  json_object_iter_init (&iter, expected);
  while (json_object_iter_next (&iter, &name, &member))
    if (!json_object_has_member (seen, name) || !matches (member, json_object_get_member (seen, name)))
      return FALSE;
  return TRUE;
}

static gboolean
array_matches (JsonArray *expected, JsonArray *seen)
{
  if (json_array_get_length (expected) != json_array_get_length (seen))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (expected); i++)
    if (!matches (json_array_get_element (expected, i), json_array_get_element (seen, i)))
      return FALSE;
  return TRUE;
}

static gboolean
matches (JsonNode *expected, JsonNode *seen)
{
  gboolean marked;

  if (holds (expected, G_TYPE_STRING) && match_mark (json_node_get_string (expected), seen, &marked))
    return marked;
  if (JSON_NODE_HOLDS_OBJECT (expected))
    return JSON_NODE_HOLDS_OBJECT (seen)
           && object_matches (json_node_get_object (expected), json_node_get_object (seen));
  if (JSON_NODE_HOLDS_ARRAY (expected))
    return JSON_NODE_HOLDS_ARRAY (seen) && array_matches (json_node_get_array (expected), json_node_get_array (seen));
  if (is_number (expected))
    return is_number (seen) && json_node_get_double (expected) == json_node_get_double (seen);
  return json_node_equal (expected, seen);
}

/* --- the host --------------------------------------------------------------------------------------------- */

static void
start_host (Session *session)
{
  char *argv[] = { (char *) g_getenv ("DECANT_HOST"), "chrome-extension://hmjeoiecdlakjdilfjpejollikfeidha/", NULL };
  g_auto (GStrv) environment = g_get_environ ();
  g_autoptr (GError) error = NULL;

  session->home = g_dir_make_tmp ("decant-wire-XXXXXX", NULL);
  environment = g_environ_setenv (environment, "HOME", session->home, TRUE);
  environment
      = g_environ_setenv (environment, "XDG_RUNTIME_DIR", session->home, TRUE); /* no application of ours answers */
  environment = g_environ_unsetenv (environment, "XDG_DATA_HOME");
  environment = g_environ_unsetenv (environment, "XDG_CONFIG_HOME");
  environment = g_environ_unsetenv (environment, "DECANT_VAULT_DIR");
  g_assert_true (g_spawn_async_with_pipes (NULL, argv, environment,
                                           G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
                                           &session->pid, &session->in, &session->out, NULL, &error));
  g_assert_no_error (error);
}

static void
write_all (int fd, gconstpointer data, gsize length)
{
  const char *at = data;

  while (length > 0)
    {
      gssize n = write (fd, at, length);
      g_assert_cmpint (n, >, 0);
      at += n;
      length -= n;
    }
}

static void
read_all (int fd, gpointer data, gsize length)
{
  char *at = data;

  while (length > 0)
    {
      gssize n = read (fd, at, length);
      g_assert_cmpint (n, >, 0);
      at += n;
      length -= n;
    }
}

static int
remove_item (const char *path, const struct stat *info, int type, struct FTW *place)
{
  return remove (path);
}

static void
end_session (Session *session)
{
  g_assert_true (session->exited); /* every recording ends with an exit */
  close (session->out);
  g_spawn_close_pid (session->pid);
  nftw (session->home, remove_item, 8, FTW_DEPTH | FTW_PHYS);
  g_free (session->home);
}

/* --- lines ------------------------------------------------------------------------------------------------ */

static void
play_request (Session *session, JsonObject *line)
{
  if (json_object_has_member (line, "raw"))
    {
      gsize length;
      g_autofree guchar *raw = g_base64_decode (json_object_get_string_member (line, "raw"), &length);
      write_all (session->in, raw, length);
    }
  else
    {
      g_autofree char *json = json_to_string (json_object_get_member (line, "frame"), FALSE);
      guint32 length = strlen (json);
      write_all (session->in, &length, 4);
      write_all (session->in, json, length);
    }
}

static void
play_reply (Session *session, JsonObject *line)
{
  g_autofree char *json = NULL;
  g_autoptr (JsonNode) seen = NULL;
  g_autoptr (GError) error = NULL;
  guint32 length;

  read_all (session->out, &length, 4);
  g_assert_cmpuint (length, <=, 1000000);
  json = g_malloc0 (length + 1);
  read_all (session->out, json, length);
  seen = json_from_string (json, &error);
  g_assert_no_error (error);
  g_test_message ("saw %.400s", json);
  g_assert_true (matches (json_object_get_member (line, "frame"), seen));
}

static void
play_exit (Session *session, JsonObject *line)
{
  char rest;
  int status;

  g_assert_cmpint (read (session->out, &rest, 1), ==, 0); /* no word more than was recorded */
  g_assert_cmpint (waitpid (session->pid, &status, 0), ==, session->pid);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, json_object_get_int_member (line, "status"));
  session->exited = TRUE;
}

static void
make_vault (Session *session)
{
  g_autofree char *folder = g_build_filename (session->home, ".local", "share", "decant", "vault", NULL);
  char *argv[] = { (char *) g_getenv ("MAKE_VAULT"), folder, NULL };
  g_autoptr (GError) error = NULL;
  int status = -1;

  g_spawn_sync (NULL, argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
}

static void
play_line (Session *session, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = json_from_string (text, &error);
  JsonObject *line;
  const char *direction;

  g_assert_no_error (error);
  g_assert_nonnull (node);
  line = json_node_get_object (node);
  direction = json_object_get_string_member (line, "direction");
  g_test_message ("%.200s", text);
  if (strcmp (direction, "request") == 0)
    play_request (session, line);
  else if (strcmp (direction, "reply") == 0)
    play_reply (session, line);
  else if (strcmp (direction, "vault") == 0)
    make_vault (session);
  else if (strcmp (direction, "close") == 0)
    close (session->in);
  else if (strcmp (direction, "exit") == 0)
    play_exit (session, line);
  else
    g_error ("an unknown direction: %s", direction);
}

static void
play_file (gconstpointer path)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  Session session = { NULL };

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  start_host (&session);
  for (char **line = lines; *line != NULL; line++)
    if (**line != '\0' && **line != '#')
      play_line (&session, *line);
  end_session (&session);
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = g_build_filename (g_getenv ("DECANT_TESTS_DIR"), "wire", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  g_test_init (&argc, &argv, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".jsonl"))
      {
        g_autofree char *test = g_strdup_printf ("/wire/%.*s", (int) (strlen (name) - 6), name);
        g_test_add_data_func_full (test, g_build_filename (folder, name, NULL), play_file, g_free);
        n++;
      }
  g_assert_cmpuint (n, >, 0);
  return g_test_run ();
}

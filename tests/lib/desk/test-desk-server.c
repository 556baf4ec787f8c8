/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The server in a thread of its own, asked by the client, by raw bytes, and by the real decant-host. */
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "desk/desk-client.h"
#include "desk/desk-place.h"
#include "desk/desk-server.h"

typedef struct
{
  char *runtime, *folder, *socket;
  GMainContext *context;
  GMainLoop *loop;
  GThread *thread;
  DecantDeskServer *server;
  const char *const *programs;
  GError *error;
  gint n_answers, listening; /* atomic */
} Fixture;

/* --- the server's thread ---------------------------------------------------------------------------------- */

static gboolean
answer (const DecantRequest *request, DecantJsonWriter *writer, gpointer data, GError **error)
{
  Fixture *fixture = data;

  g_atomic_int_inc (&fixture->n_answers);
  if (request->type == DECANT_REQUEST_VERDICTS)
    {
      g_set_error_literal (error, DECANT_WIRE_ERROR, DECANT_WIRE_ERROR_NOT_FOUND, "None.");
      return FALSE;
    }
  decant_json_begin_array (writer, "cases");
  decant_json_end_array (writer);
  decant_json_string (writer, "asked", decant_request_type_to_string (request->type));
  return TRUE;
}

static gboolean
quit (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

static gpointer
run (gpointer data)
{
  Fixture *fixture = data;

  g_main_context_push_thread_default (fixture->context);
  fixture->server = decant_desk_server_new (fixture->programs, answer, fixture, &fixture->error);
  g_atomic_int_set (&fixture->listening, 1);
  if (fixture->server != NULL)
    g_main_loop_run (fixture->loop);
  g_clear_pointer (&fixture->server, decant_desk_server_free);
  g_main_context_pop_thread_default (fixture->context);
  return NULL;
}

static void
await_socket (Fixture *fixture)
{
  while (!g_atomic_int_get (&fixture->listening))
    g_usleep (1000);
}

static void
start (Fixture *fixture)
{
  fixture->context = g_main_context_new ();
  fixture->loop = g_main_loop_new (fixture->context, FALSE);
  fixture->thread = g_thread_new ("desk", run, fixture);
}

static void
stop (Fixture *fixture)
{
  if (fixture->thread == NULL)
    return;
  g_main_context_invoke (fixture->context, quit, fixture->loop);
  g_thread_join (g_steal_pointer (&fixture->thread));
  g_main_loop_unref (fixture->loop);
  g_main_context_unref (fixture->context);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->runtime = g_dir_make_tmp ("decant-desk-XXXXXX", NULL);
  fixture->folder = g_build_filename (fixture->runtime, "decant", NULL);
  fixture->socket = g_build_filename (fixture->folder, DECANT_DESK_SOCKET, NULL);
  g_setenv ("XDG_RUNTIME_DIR", fixture->runtime, TRUE);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autofree char *lock = g_build_filename (fixture->folder, "desk.lock", NULL);

  stop (fixture);
  g_unlink (fixture->socket);
  g_unlink (lock);
  g_rmdir (fixture->folder);
  g_assert_cmpint (g_rmdir (fixture->runtime), ==, 0);
  g_free (fixture->runtime);
  g_free (fixture->folder);
  g_free (fixture->socket);
  g_clear_error (&fixture->error);
}

/* --- asking ----------------------------------------------------------------------------------------------- */

static JsonNode *
ask (const char *body, GError **error)
{
  gint64 id;
  g_autoptr (DecantRequest) request = decant_desk_request_parse (body, strlen (body), &id, NULL);

  g_assert_nonnull (request);
  return decant_desk_ask (request, 10000, error);
}

static JsonNode *
ask_cases (GError **error)
{
  return ask ("{\"v\":1,\"id\":3,\"type\":\"cases\"}", error);
}

static void
assert_locked (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (ask_cases (&error));
  g_assert_error (error, DECANT_WIRE_ERROR, DECANT_WIRE_ERROR_VAULT_LOCKED);
}

static void
test_answers (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) reply = NULL;
  struct stat status;

  start (fixture);
  await_socket (fixture);
  g_assert_cmpint (stat (fixture->folder, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 07777, ==, 0700);
  reply = ask_cases (&error);
  g_assert_no_error (error);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (reply), "asked"), ==, "cases");
  g_assert_null (ask ("{\"v\":1,\"id\":3,\"type\":\"verdicts\",\"address\":\"https://shop.test/\"}", &error));
  g_assert_error (error, DECANT_WIRE_ERROR, DECANT_WIRE_ERROR_NOT_FOUND);
  g_assert_cmpstr (error->message, ==, "None.");
  stop (fixture);
  g_assert_false (g_file_test (fixture->socket, G_FILE_TEST_EXISTS));
  assert_locked ();
}

static void
test_nobody (Fixture *fixture, gconstpointer data)
{
  assert_locked ();
  g_assert_cmpint (g_mkdir (fixture->folder, 0700), ==, 0);
  assert_locked ();
  g_unsetenv ("XDG_RUNTIME_DIR");
  assert_locked ();
}

/* A dead application's socket is replaced; a living one's, a file, and a folder that others may enter are not. */
static void
test_place (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) reply = NULL;
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int dead = socket (AF_UNIX, SOCK_STREAM, 0);

  g_assert_cmpint (g_mkdir (fixture->folder, 0700), ==, 0);
  g_strlcpy (address.sun_path, fixture->socket, sizeof address.sun_path);
  g_assert_cmpint (bind (dead, (struct sockaddr *) &address, sizeof address), ==, 0);
  close (dead);
  assert_locked ();
  start (fixture);
  while ((reply = ask_cases (NULL)) == NULL) /* the stale one is there until it is replaced */
    g_usleep (1000);
  g_assert_null (decant_desk_server_new (NULL, answer, fixture, &error));
  g_assert_error (error, DECANT_WIRE_ERROR, DECANT_WIRE_ERROR_VAULT_LOCKED);
  g_assert_nonnull (strstr (error->message, "Another Decant"));
  stop (fixture);
}

static void
test_refused_places (Fixture *fixture, gconstpointer data)
{
  g_autofree char *lock = g_build_filename (fixture->folder, "desk.lock", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir (fixture->folder, 0755), ==, 0);
  g_assert_cmpint (chmod (fixture->folder, 0755), ==, 0);
  g_assert_null (decant_desk_server_new (NULL, answer, fixture, &error));
  g_assert_nonnull (strstr (error->message, "nobody else"));
  assert_locked ();
  g_clear_error (&error);
  g_assert_cmpint (chmod (fixture->folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (fixture->socket, "mine", -1, NULL));
  g_assert_null (decant_desk_server_new (NULL, answer, fixture, &error));
  g_assert_nonnull (strstr (error->message, "something else"));
  g_assert_true (g_file_test (fixture->socket, G_FILE_TEST_IS_REGULAR));
  g_clear_error (&error);
  g_unlink (fixture->socket);
  g_unlink (lock);
  g_rmdir (fixture->folder);
  g_assert_cmpint (symlink ("/tmp", fixture->folder), ==, 0);
  g_assert_null (decant_desk_server_new (NULL, answer, fixture, &error));
  g_assert_nonnull (error);
  g_unlink (fixture->folder);
}

static void
test_other_program (Fixture *fixture, gconstpointer data)
{
  static const char *const programs[] = { "/bin/sh", NULL };
  g_autoptr (GError) error = NULL;

  fixture->programs = programs;
  start (fixture);
  await_socket (fixture);
  g_assert_null (ask_cases (&error));
  g_assert_error (error, DECANT_WIRE_ERROR, DECANT_WIRE_ERROR_VAULT_LOCKED);
  g_assert_cmpint (g_atomic_int_get (&fixture->n_answers), ==, 0);
}

static void
test_rate (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint given = 0;

  start (fixture);
  await_socket (fixture);
  while (given < 10000)
    {
      g_autoptr (JsonNode) reply
          = ask ("{\"v\":1,\"id\":3,\"type\":\"sightings\",\"identifiers\":[{\"kind\":\"a\",\"value\":\"b\"},"
                 "{\"kind\":\"a\",\"value\":\"c\"},{\"kind\":\"a\",\"value\":\"d\"},{\"kind\":\"a\",\"value\":\"e\"}]}",
                 &error);
      if (reply == NULL)
        break;
      given++;
    }
  g_assert_error (error, DECANT_WIRE_ERROR, DECANT_WIRE_ERROR_TOO_FAST);
  g_assert_cmpuint (given, >=, DECANT_DESK_BURST / 4);
  g_assert_cmpint (g_atomic_int_get (&fixture->n_answers), ==, given); /* what was refused was not looked up */
}

static int
connect_raw (Fixture *fixture)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int fd = socket (AF_UNIX, SOCK_STREAM, 0);

  g_strlcpy (address.sun_path, fixture->socket, sizeof address.sun_path);
  g_assert_cmpint (connect (fd, (struct sockaddr *) &address, sizeof address), ==, 0);
  return fd;
}

/* Bytes until the other end closes. */
static gsize
drain (int fd)
{
  char data[4096];
  gsize total = 0;
  gssize n;

  while ((n = read (fd, data, sizeof data)) > 0)
    total += n;
  close (fd);
  return total;
}

/* What is no frame, or more than one may send, ends that connection and no other. */
static void
test_raw (Fixture *fixture, gconstpointer data)
{
  static const guint8 text[] = "GET / HTTP/1.1\r\n\r\n", bad[] = "\3\0\0\0{x}";
  g_autofree guint8 *flood = g_malloc0 (DECANT_DESK_MAX_REQUEST + 4096);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) reply = NULL;
  int silent, fd;

  start (fixture);
  await_socket (fixture);
  silent = connect_raw (fixture);
  fd = connect_raw (fixture);
  g_assert_cmpint (send (fd, bad, sizeof bad - 1, MSG_NOSIGNAL), ==, sizeof bad - 1);
  g_assert_cmpuint (drain (fd), >, 4); /* an error in a frame */
  fd = connect_raw (fixture);
  g_assert_cmpint (send (fd, text, sizeof text - 1, MSG_NOSIGNAL), ==, sizeof text - 1);
  shutdown (fd, SHUT_WR);
  g_assert_cmpuint (drain (fd), ==, 0);
  fd = connect_raw (fixture);
  *(guint32 *) flood = DECANT_DESK_MAX_REQUEST * 2;
  for (gsize sent = 0; sent < DECANT_DESK_MAX_REQUEST + 4096;)
    {
      gssize n = send (fd, flood + sent, DECANT_DESK_MAX_REQUEST + 4096 - sent, MSG_NOSIGNAL);
      if (n <= 0)
        break;
      sent += n;
    }
  g_assert_cmpuint (drain (fd), ==, 0);
  reply = ask_cases (&error);
  g_assert_no_error (error);
  close (silent);
}

static void
test_connections (Fixture *fixture, gconstpointer data)
{
  int held[DECANT_DESK_CONNECTIONS];
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) reply = NULL;

  start (fixture);
  await_socket (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (held); i++)
    held[i] = connect_raw (fixture);
  g_assert_null (ask_cases (&error));
  g_assert_error (error, DECANT_WIRE_ERROR, DECANT_WIRE_ERROR_TOO_FAST);
  for (guint i = 0; i < G_N_ELEMENTS (held); i++)
    close (held[i]);
  while ((reply = ask_cases (NULL)) == NULL) /* until the ends are noticed */
    g_usleep (1000);
}

/* Nobody can hold a place for good: who says nothing is let go. */
static void
test_silence (Fixture *fixture, gconstpointer data)
{
  start (fixture);
  await_socket (fixture);
  g_assert_cmpuint (drain (connect_raw (fixture)), ==, 0);
}

/* --- the real host ---------------------------------------------------------------------------------------- */

/* One frame to a decant-host of its own; its answer. */
static char *
ask_host (const char *body)
{
  g_autoptr (GSubprocess) host = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL,
                                                   g_getenv ("DECANT_HOST"), "decant@decant-app.github.io", NULL);
  g_autoptr (GBytes) out = NULL, in = NULL;
  g_autoptr (GByteArray) frame = g_byte_array_new ();
  guint32 length = strlen (body);
  gsize size;
  const char *data;

  g_byte_array_append (frame, (guint8 *) &length, 4);
  g_byte_array_append (frame, (guint8 *) body, length);
  in = g_bytes_new (frame->data, frame->len);
  g_assert_true (g_subprocess_communicate (host, in, NULL, &out, NULL, NULL));
  data = g_bytes_get_data (out, &size);
  g_assert_cmpuint (size, >, 4);
  return g_strndup (data + 4, size - 4);
}

static void
test_host (Fixture *fixture, gconstpointer data)
{
  const char *programs[] = { g_getenv ("DECANT_HOST"), NULL };
  g_autofree char *locked = ask_host ("{\"v\":1,\"id\":8,\"type\":\"cases\"}"), *answered = NULL;

  g_assert_nonnull (strstr (locked, "\"code\":\"vault-locked\""));
  fixture->programs = programs;
  start (fixture);
  await_socket (fixture);
  answered = ask_host ("{\"v\":1,\"id\":8,\"type\":\"cases\"}");
  g_assert_nonnull (strstr (answered, "\"id\":8,\"type\":\"cases\""));
  g_assert_nonnull (strstr (answered, "\"cases\":[],\"asked\":\"cases\""));
  stop (fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/desk/server/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("answers", test_answers);
  ADD ("nobody", test_nobody);
  ADD ("place", test_place);
  ADD ("refused-places", test_refused_places);
  ADD ("other-program", test_other_program);
  ADD ("rate", test_rate);
  ADD ("raw", test_raw);
  ADD ("connections", test_connections);
  ADD ("silence", test_silence);
  ADD ("host", test_host);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk/desk-server.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib-unix.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "desk/desk-bucket.h"
#include "desk/desk-place.h"
#include "protocol/frame.h"

struct _DecantDeskServer
{
  int folder, lock, socket;
  GSource *listening;
  char **programs;
  DecantDeskAnswer answer;
  gpointer user_data;
  DecantDeskBucket bucket;
  GPtrArray *connections; /* of Connection */
};

typedef struct
{
  DecantDeskServer *server;
  int fd;
  GSource *ready, *timeout;
  DecantFrameReader *reader;
  gsize received;
  GByteArray *out; /* NULL until there is a reply */
  gsize sent;
} Connection;

/* --- connections ------------------------------------------------------------------------------------------ */

static void
drop_source (GSource **source)
{
  if (*source == NULL)
    return;
  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
connection_free (gpointer data)
{
  Connection *self = data;

  drop_source (&self->ready);
  drop_source (&self->timeout);
  close (self->fd);
  decant_frame_reader_free (self->reader);
  g_clear_pointer (&self->out, g_byte_array_unref);
  g_free (self);
}

static gboolean
end (Connection *self)
{
  g_ptr_array_remove_fast (self->server->connections, self);
  return G_SOURCE_REMOVE;
}

static gboolean
on_timeout (gpointer data)
{
  return end (data);
}

static gboolean on_ready (int fd, GIOCondition condition, gpointer data);

static void
watch (Connection *self, GIOCondition condition)
{
  drop_source (&self->ready);
  self->ready = g_unix_fd_source_new (self->fd, condition);
  g_source_set_callback (self->ready, G_SOURCE_FUNC (on_ready), self, NULL);
  g_source_attach (self->ready, g_main_context_get_thread_default ());
}

/* --- answering -------------------------------------------------------------------------------------------- */

static gboolean
pay (DecantDeskServer *self, const DecantRequest *request, GError **error)
{
  guint cost = request->type == DECANT_REQUEST_SIGHTINGS ? MAX (1, request->sightings.n_contacts) : 1;

  if (decant_desk_bucket_take (&self->bucket, cost, g_get_monotonic_time ()))
    return TRUE;
  g_set_error_literal (error, DECANT_WIRE_ERROR, DECANT_WIRE_ERROR_TOO_FAST,
                       "Too many questions in a short time. Wait some seconds.");
  return FALSE;
}

static GString *
make_answer (DecantDeskServer *self, const DecantRequest *request, GError **error)
{
  g_autoptr (GString) answer = g_string_new (NULL);
  DecantJsonWriter writer = DECANT_JSON_WRITER (answer);
  GString *reply;

  decant_json_begin_object (&writer, NULL);
  if (!pay (self, request, error) || !self->answer (request, &writer, self->user_data, error))
    return NULL;
  decant_json_end_object (&writer);
  reply = decant_desk_reply_write (request->id, request->type, answer->str, answer->len);
  g_assert (reply->len <= DECANT_DESK_MAX_REPLY); /* who answers keeps its lists short */
  return reply;
}

static GString *
make_reply (DecantDeskServer *self, const char *body, gsize length)
{
  g_autoptr (GError) error = NULL;
  gint64 id;
  g_autoptr (DecantRequest) request = decant_desk_request_parse (body, length, &id, &error);
  GString *reply = request != NULL ? make_answer (self, request, &error) : NULL;

  return reply != NULL ? reply : decant_desk_error_write (id, error);
}

static void
reply (Connection *self, GString *body)
{
  guint32 length = body->len;

  self->out = g_byte_array_new ();
  g_byte_array_append (self->out, (guint8 *) &length, 4);
  g_byte_array_append (self->out, (guint8 *) body->str, body->len);
  g_string_free (body, TRUE);
}

/* FALSE: nothing more comes of this connection. */
static gboolean
receive (Connection *self)
{
  guint8 data[16384];
  gssize n = read (self->fd, data, sizeof data);
  const guint8 *at = data;
  gsize length = MAX (n, 0), body_length;

  if (n < 0)
    return errno == EAGAIN || errno == EINTR;
  self->received += length;
  if (n == 0 || self->received > DECANT_DESK_MAX_REQUEST + 4)
    return FALSE;
  if (decant_frame_reader_feed (self->reader, &at, &length) == DECANT_FRAME_MESSAGE)
    {
      const char *body = decant_frame_reader_get_body (self->reader, &body_length);
      reply (self, make_reply (self->server, body, body_length));
    }
  return TRUE;
}

/* FALSE when all is sent, or nobody takes it. */
static gboolean
transmit (Connection *self)
{
  gssize n = send (self->fd, self->out->data + self->sent, self->out->len - self->sent, MSG_NOSIGNAL);

  if (n < 0)
    return errno == EAGAIN || errno == EINTR;
  self->sent += n;
  return self->sent < self->out->len;
}

static gboolean
on_ready (int fd, GIOCondition condition, gpointer data)
{
  Connection *self = data;
  gboolean waiting = self->out == NULL;

  if (waiting && !receive (self))
    return end (self);
  if (self->out != NULL && !transmit (self))
    return end (self);
  if (waiting && self->out != NULL)
    {
      watch (self, G_IO_OUT);
      return G_SOURCE_REMOVE;
    }
  return G_SOURCE_CONTINUE;
}

/* --- the server ------------------------------------------------------------------------------------------- */

static void
begin_connection (DecantDeskServer *self, int fd)
{
  Connection *connection = g_new0 (Connection, 1);

  connection->server = self;
  connection->fd = fd;
  connection->reader = decant_frame_reader_new ();
  connection->timeout = g_timeout_source_new (DECANT_DESK_CONNECTION_MS);
  g_source_set_callback (connection->timeout, on_timeout, connection, NULL);
  g_source_attach (connection->timeout, g_main_context_get_thread_default ());
  watch (connection, G_IO_IN);
  g_ptr_array_add (self->connections, connection);
}

/* Says why, as far as that fits into the socket at once, and shuts the door. */
static void
turn_away (int fd, const GError *error)
{
  g_autoptr (GString) body = decant_desk_error_write (0, error);
  guint32 length = body->len;

  g_string_prepend_len (body, (char *) &length, 4);
  (void) !send (fd, body->str, body->len, MSG_NOSIGNAL | MSG_DONTWAIT);
  close (fd);
}

static gboolean
on_knock (int listening, GIOCondition condition, gpointer data)
{
  DecantDeskServer *self = data;
  g_autoptr (GError) error = NULL;
  int fd = accept4 (listening, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

  if (fd < 0)
    return G_SOURCE_CONTINUE;
  if (self->connections->len >= DECANT_DESK_CONNECTIONS)
    g_set_error_literal (&error, DECANT_WIRE_ERROR, DECANT_WIRE_ERROR_TOO_FAST,
                         "Too many programs ask at once. Wait some seconds.");
  else if (decant_desk_peer_check (fd, (const char *const *) self->programs, NULL, &error))
    {
      begin_connection (self, fd);
      return G_SOURCE_CONTINUE;
    }
  turn_away (fd, error);
  return G_SOURCE_CONTINUE;
}

DecantDeskServer *
decant_desk_server_new (const char *const *programs, DecantDeskAnswer answer, gpointer user_data, GError **error)
{
  int folder = decant_desk_place_open (TRUE, error), lock = -1;
  int listening = folder < 0 ? -1 : decant_desk_place_listen (folder, &lock, error);
  DecantDeskServer *self;

  if (listening < 0)
    {
      if (folder >= 0)
        close (folder);
      return NULL;
    }
  self = g_new0 (DecantDeskServer, 1);
  self->folder = folder;
  self->lock = lock;
  self->socket = listening;
  self->programs = g_strdupv ((char **) programs);
  self->answer = answer;
  self->user_data = user_data;
  self->bucket = decant_desk_bucket_new (DECANT_DESK_BURST, DECANT_DESK_PER_SECOND, g_get_monotonic_time ());
  self->connections = g_ptr_array_new_with_free_func (connection_free);
  self->listening = g_unix_fd_source_new (listening, G_IO_IN);
  g_source_set_callback (self->listening, G_SOURCE_FUNC (on_knock), self, NULL);
  g_source_attach (self->listening, g_main_context_get_thread_default ());
  return self;
}

void
decant_desk_server_free (DecantDeskServer *self)
{
  if (self == NULL)
    return;
  drop_source (&self->listening);
  g_ptr_array_unref (self->connections);
  /* Under the lock: a socket in this place is ours. */
  unlinkat (self->folder, DECANT_DESK_SOCKET, 0);
  close (self->socket);
  close (self->lock);
  close (self->folder);
  g_strfreev (self->programs);
  g_free (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk/desk-client.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "desk/desk-peer.h"
#include "desk/desk-place.h"
#include "protocol/frame.h"

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, DECANT_WIRE_ERROR, DECANT_WIRE_ERROR_VAULT_LOCKED, message);
  return FALSE;
}

static gboolean
no_answer (GError **error)
{
  return refuse (
      error,
      "Expected Decant to be open and its vault unlocked, saw nobody who answers. Open Decant and unlock the vault.");
}

static int
connect_here (GError **error)
{
  int folder = decant_desk_place_open (FALSE, error), fd, failed;
  struct sockaddr_un address;

  if (folder < 0)
    return -1;
  decant_desk_place_get_address (folder, &address);
  fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  failed = fd < 0 || connect (fd, (struct sockaddr *) &address, sizeof address) != 0;
  close (folder);
  if (!failed && decant_desk_peer_check (fd, NULL, NULL, error))
    return fd;
  if (failed)
    no_answer (error);
  if (fd >= 0)
    close (fd);
  return -1;
}

/* Until the socket can do @events; FALSE when the time is up. */
static gboolean
await (int fd, short events, gint64 deadline, GError **error)
{
  for (;;)
    {
      struct pollfd socket = { .fd = fd, .events = events };
      gint64 left = (deadline - g_get_monotonic_time ()) / 1000;
      int n = left > 0 ? poll (&socket, 1, left) : 0;

      if (n > 0)
        return TRUE;
      if (n == 0)
        return refuse (error, "Decant did not answer in time. Try again.");
      if (errno != EINTR)
        return no_answer (error);
    }
}

static gboolean
send_frame (int fd, const GString *body, gint64 deadline, GError **error)
{
  guint32 length = body->len;
  g_autoptr (GByteArray) frame = g_byte_array_new ();
  gsize sent = 0;

  g_byte_array_append (frame, (guint8 *) &length, 4);
  g_byte_array_append (frame, (guint8 *) body->str, body->len);
  while (sent < frame->len)
    {
      gssize n = send (fd, frame->data + sent, frame->len - sent, MSG_NOSIGNAL);

      if (n < 0 && errno != EAGAIN && errno != EINTR)
        return no_answer (error);
      sent += MAX (n, 0);
      if (sent < frame->len && !await (fd, POLLOUT, deadline, error))
        return FALSE;
    }
  return TRUE;
}

/* Reads until one frame is whole; its body is then in @reader. */
static gboolean
receive_frame (int fd, DecantFrameReader *reader, gint64 deadline, GError **error)
{
  guint8 data[16384];
  gsize total = 0;

  for (;;)
    {
      gssize n;
      const guint8 *at = data;
      gsize length;

      if (!await (fd, POLLIN, deadline, error))
        return FALSE;
      n = read (fd, data, sizeof data);
      if (n < 0 && (errno == EAGAIN || errno == EINTR))
        continue;
      if (n <= 0)
        return no_answer (error);
      length = n;
      total += n;
      if (decant_frame_reader_feed (reader, &at, &length) == DECANT_FRAME_MESSAGE)
        return TRUE;
      if (total > DECANT_DESK_MAX_REPLY + 4)
        return refuse (error, "Decant answered more than it may. Restart it.");
    }
}

JsonNode *
decant_desk_ask (const DecantRequest *request, guint timeout_ms, GError **error)
{
  gint64 deadline = g_get_monotonic_time () + timeout_ms * G_GINT64_CONSTANT (1000);
  g_autoptr (GString) body = decant_desk_request_write (request);
  g_autoptr (DecantFrameReader) reader = decant_frame_reader_new ();
  JsonNode *answer = NULL;
  int fd = connect_here (error);
  gsize length;

  if (fd < 0)
    return NULL;
  if (send_frame (fd, body, deadline, error) && receive_frame (fd, reader, deadline, error))
    {
      const char *reply = decant_frame_reader_get_body (reader, &length);
      answer = decant_desk_reply_parse (reply, length, request->id, request->type, error);
    }
  close (fd);
  return answer;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "native-host/host.h"
#include "config.h"
#include "protocol/frame.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static gboolean (*const handlers[DECANT_N_REQUESTS]) (Host *self, const DecantRequest *request, GError **error) = {
  [DECANT_REQUEST_HELLO] = host_hello,
  [DECANT_REQUEST_SCAN] = host_scan,
  [DECANT_REQUEST_EXPLAIN] = host_explain,
  [DECANT_REQUEST_CAPTURE_BEGIN] = host_capture_begin,
  [DECANT_REQUEST_CAPTURE_CHUNK] = host_capture_chunk,
  [DECANT_REQUEST_CAPTURE_COMMIT] = host_capture_commit,
  [DECANT_REQUEST_CAPTURE_ABORT] = host_capture_abort,
  [DECANT_REQUEST_STATUS] = host_status,
  [DECANT_REQUEST_CASES] = host_desk,
  [DECANT_REQUEST_SIGHTINGS] = host_desk,
  [DECANT_REQUEST_VERDICTS] = host_desk,
  [DECANT_REQUEST_PAIR] = host_desk,
};

Host *
host_new (int out)
{
  Host *self = g_new0 (Host, 1);
  g_autoptr (GError) error = NULL;

  self->out = out;
  self->started = g_get_monotonic_time ();
  self->vault_folder = decant_vault_dup_default_folder ();
  self->pairings = decant_pairings_new ();
  self->captures = host_captures_new ();
  self->buffer = g_string_sized_new (65536);
  self->error_members = g_string_new (NULL);
  self->library = decant_library_load (&error);
  self->problem = self->library != NULL ? g_strdup ("")
                                        : g_strdup_printf ("Decant's data files cannot be read: %s Install Decant again.", error->message);
  return self;
}

void
host_free (Host *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->captures);
  decant_pairings_free (self->pairings);
  decant_vault_close (self->vault);
  g_clear_pointer (&self->library, decant_library_free);
  g_string_free (self->buffer, TRUE);
  g_string_free (self->error_members, TRUE);
  g_free (self->vault_folder);
  g_free (self->problem);
  g_free (self);
}

DecantScanner *
host_get_scanner (Host *self, GError **error)
{
  if (self->library != NULL)
    return decant_library_get_scanner (self->library);
  g_set_error_literal (error, DECANT_WIRE_ERROR, DECANT_WIRE_ERROR_DATA_MISSING, self->problem);
  return NULL;
}

/* --- replies ---------------------------------------------------------------------------------------------- */

static gboolean
write_all (int fd, const char *bytes, gsize length)
{
  while (length > 0)
    {
      gssize n = write (fd, bytes, length);
      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      bytes += n;
      length -= n;
    }
  return TRUE;
}

static void
begin (Host *self, gint64 id, const char *type)
{
  const DecantReplyStamp stamp = {
    DECANT_VERSION,
    self->library != NULL ? decant_scanner_get_digest (decant_library_get_scanner (self->library)) : "",
  };

  /* Room for the length word, so that a frame leaves in one write. */
  g_string_assign (self->buffer, "....");
  self->writer = DECANT_JSON_WRITER (self->buffer);
  decant_reply_begin (&self->writer, id, type, &stamp);
}

DecantJsonWriter *
host_begin_reply (Host *self, const DecantRequest *request)
{
  begin (self, request->id, decant_request_type_to_string (request->type));
  return &self->writer;
}

void
host_send_reply (Host *self)
{
  guint32 length;

  decant_json_end_object (&self->writer);
  length = self->buffer->len - 4;
  g_assert (length <= DECANT_FRAME_MAX_OUT);
  memcpy (self->buffer->str, &length, 4);
  if (!self->gone && !write_all (self->out, self->buffer->str, self->buffer->len))
    self->gone = TRUE;
}

/* The vault's errors by their names on the wire. */
static DecantWireError
translate (const GError *error)
{
  if (error->domain == DECANT_WIRE_ERROR)
    return error->code;
  if (error->domain != DECANT_VAULT_ERROR)
    return DECANT_WIRE_ERROR_INTERNAL;
  switch ((DecantVaultError) error->code)
    {
    case DECANT_VAULT_ERROR_ABSENT:
      return DECANT_WIRE_ERROR_VAULT_MISSING;
    case DECANT_VAULT_ERROR_OLD:
      return DECANT_WIRE_ERROR_VAULT_OLD;
    case DECANT_VAULT_ERROR_BUSY:
      return DECANT_WIRE_ERROR_VAULT_LOCKED;
    case DECANT_VAULT_ERROR_FULL:
      return DECANT_WIRE_ERROR_VAULT_FULL;
    case DECANT_VAULT_ERROR_INVALID:
      return DECANT_WIRE_ERROR_BAD_MESSAGE;
    case DECANT_VAULT_ERROR_NOT_FOUND:
      return DECANT_WIRE_ERROR_NOT_FOUND;
    case DECANT_VAULT_ERROR_ORDER:
      return DECANT_WIRE_ERROR_OUT_OF_ORDER;
    case DECANT_VAULT_ERROR_DIGEST:
      return DECANT_WIRE_ERROR_DIGEST_MISMATCH;
    case DECANT_VAULT_ERROR_BROKEN:
    case DECANT_VAULT_ERROR_IO:
    case DECANT_VAULT_ERROR_LOCKED: /* nothing that the host asks of a vault is sealed or makes one */
    case DECANT_VAULT_ERROR_EXISTS:
    default:
      return DECANT_WIRE_ERROR_VAULT_BROKEN;
    }
}

static void
send_error (Host *self, gint64 id, const GError *error)
{
  g_autoptr (GError) wire = g_error_new_literal (DECANT_WIRE_ERROR, translate (error), error->message);

  begin (self, id, "error");
  decant_reply_error (&self->writer, wire);
  if (self->error_members->len > 0)
    decant_json_raw (&self->writer, NULL, self->error_members->str, self->error_members->len);
  host_send_reply (self);
}

/* --- the loop --------------------------------------------------------------------------------------------- */

static void
answer (Host *self, const char *body, gsize length)
{
  g_autoptr (GError) error = NULL;
  gint64 id;
  g_autoptr (DecantRequest) request = decant_request_parse (body, length, &id, &error);

  g_string_truncate (self->error_members, 0);
  if (request == NULL || !handlers[request->type] (self, request, &error))
    send_error (self, id, error);
}

static void
refuse_large_frame (Host *self, guint32 length)
{
  g_autoptr (GError) error = g_error_new (DECANT_WIRE_ERROR, DECANT_WIRE_ERROR_FRAME_TOO_LARGE,
                                          "Expected a frame of at most %u bytes, saw %u. Split it and send again.", DECANT_FRAME_MAX_IN, length);

  g_string_truncate (self->error_members, 0);
  send_error (self, 0, error);
}

static void
explain_unreadable (guint32 length)
{
  g_autofree char *text = decant_frame_dup_length_as_text (length);

  if (text != NULL)
    g_printerr ("decant-host: expected the length of a frame, saw the text \"%s\": something prints into the pipe.\n", text);
  else
    g_printerr ("decant-host: expected the length of a frame, at most %u bytes; saw %u: the stream is out of step.\n",
                DECANT_FRAME_MAX_SANE, length);
}

/* FALSE when the stream cannot be followed any more. */
static gboolean
take (Host *self, DecantFrameReader *reader, const guint8 *data, gsize length)
{
  for (;;)
    {
      gsize body_length;
      const char *body;
      switch (decant_frame_reader_feed (reader, &data, &length))
        {
        case DECANT_FRAME_NONE:
          return TRUE;
        case DECANT_FRAME_MESSAGE:
          body = decant_frame_reader_get_body (reader, &body_length);
          answer (self, body, body_length);
          break;
        case DECANT_FRAME_TOO_LARGE:
          refuse_large_frame (self, decant_frame_reader_get_length (reader));
          break;
        case DECANT_FRAME_UNREADABLE:
        default:
          explain_unreadable (decant_frame_reader_get_length (reader));
          return FALSE;
        }
    }
}

int
host_run (Host *self, int in)
{
  g_autoptr (DecantFrameReader) reader = decant_frame_reader_new ();
  guint8 data[65536];

  while (!self->gone)
    {
      gssize n = read (in, data, sizeof data);
      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        break;
      if (!take (self, reader, data, n))
        return 3;
    }
  if (!self->gone && !decant_frame_reader_is_idle (reader))
    g_printerr ("decant-host: the browser went away in the middle of a frame; it was dropped.\n");
  return 0;
}

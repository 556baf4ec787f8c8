/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/frame.h"

#include <string.h>

struct _DecantFrameReader {
  guint8 header[4];
  guint header_got;
  guint32 length;   /* valid once header_got is 4 */
  guint32 body_got; /* bytes of the body seen, kept or dropped */
  gboolean complete;/* the frame was reported: the next byte starts another */
  gboolean lost;
  GByteArray *body;
};

DecantFrameReader *
decant_frame_reader_new (void)
{
  DecantFrameReader *self = g_new0 (DecantFrameReader, 1);
  self->body = g_byte_array_new ();
  return self;
}

void
decant_frame_reader_free (DecantFrameReader *self)
{
  if (self == NULL)
    return;
  g_byte_array_unref (self->body);
  g_free (self);
}

static void
begin_frame (DecantFrameReader *self)
{
  self->header_got = 0;
  self->length = 0;
  self->body_got = 0;
  self->complete = FALSE;
  /* A large frame is rare: do not keep its memory for the small ones that follow. */
  if (self->body->len > 1024 * 1024)
    {
      g_byte_array_unref (self->body);
      self->body = g_byte_array_new ();
    }
  g_byte_array_set_size (self->body, 0);
}

static void
take_header (DecantFrameReader *self, const guint8 **data, gsize *length)
{
  gsize n = MIN (*length, 4 - self->header_got);

  memcpy (self->header + self->header_got, *data, n);
  self->header_got += n;
  *data += n;
  *length -= n;
  if (self->header_got == 4)
    memcpy (&self->length, self->header, 4);
}

static void
take_body (DecantFrameReader *self, const guint8 **data, gsize *length)
{
  gsize n = MIN (*length, self->length - self->body_got);

  if (self->length <= DECANT_FRAME_MAX_IN)
    g_byte_array_append (self->body, *data, n);
  self->body_got += n;
  *data += n;
  *length -= n;
}

static DecantFrameEvent
finish_frame (DecantFrameReader *self)
{
  self->complete = TRUE;
  if (self->length > DECANT_FRAME_MAX_IN)
    return DECANT_FRAME_TOO_LARGE;
  g_byte_array_append (self->body, (const guint8 *) "", 1);
  return DECANT_FRAME_MESSAGE;
}

DecantFrameEvent
decant_frame_reader_feed (DecantFrameReader *self, const guint8 **data, gsize *length)
{
  if (self->lost)
    return DECANT_FRAME_UNREADABLE;
  if (*length == 0)
    return DECANT_FRAME_NONE;
  if (self->complete)
    begin_frame (self);
  if (self->header_got < 4)
    take_header (self, data, length);
  if (self->header_got < 4)
    return DECANT_FRAME_NONE;
  if (self->length > DECANT_FRAME_MAX_SANE)
    {
      self->lost = TRUE;
      return DECANT_FRAME_UNREADABLE;
    }
  take_body (self, data, length);
  return self->body_got == self->length ? finish_frame (self) : DECANT_FRAME_NONE;
}

const char *
decant_frame_reader_get_body (DecantFrameReader *self, gsize *length)
{
  g_assert (self->complete && self->body->len == self->length + 1);
  *length = self->length;
  return (const char *) self->body->data;
}

guint32
decant_frame_reader_get_length (DecantFrameReader *self)
{
  return self->length;
}

gboolean
decant_frame_reader_is_idle (DecantFrameReader *self)
{
  return !self->lost && (self->complete || self->header_got == 0);
}

char *
decant_frame_dup_length_as_text (guint32 length)
{
  char text[5] = { 0 };

  memcpy (text, &length, 4);
  for (int i = 0; i < 4; i++)
    if (!g_ascii_isprint (text[i]))
      return NULL;
  return g_strdup (text);
}

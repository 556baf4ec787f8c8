/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A stream of frames: the first byte chooses how it is cut, the rest is the stream. */
#include "protocol/frame.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static gsize
read_stream (const guint8 *data, gsize size, gsize step)
{
  g_autoptr (DecantFrameReader) reader = decant_frame_reader_new ();
  gsize sum = 0;

  for (gsize at = 0; at < size; at += step)
    {
      const guint8 *piece = data + at;
      gsize length = MIN (step, size - at), before = length;
      DecantFrameEvent event;
      while ((event = decant_frame_reader_feed (reader, &piece, &length)) != DECANT_FRAME_NONE)
        {
          gsize body = 0;
          if (event == DECANT_FRAME_UNREADABLE)
            return sum * 31 + 7;
          if (event == DECANT_FRAME_MESSAGE && decant_frame_reader_get_body (reader, &body)[body] != '\0')
            g_error ("a body without its NUL");
          if (length > before)
            g_error ("a feed that gave bytes back");
          sum = sum * 31 + body + event;
        }
    }
  return sum * 31 + decant_frame_reader_is_idle (reader);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  if (size < 1)
    return 0;
  if (read_stream (data + 1, size - 1, data[0] % 9 + 1) != read_stream (data + 1, size - 1, G_MAXINT32))
    g_error ("the same stream read differently when cut differently");
  return 0;
}

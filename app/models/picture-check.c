/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/models/picture-check.h"

static guint
read_16 (const guint8 *p)
{
  return (guint) p[0] << 8 | p[1];
}

static gboolean
read_png (const guint8 *data, gsize length, guint64 *width, guint64 *height)
{
  static const guint8 start[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R' };
  if (length < 24 || memcmp (data, start, sizeof start) != 0)
    return FALSE;
  *width = (guint64) read_16 (data + 16) << 16 | read_16 (data + 18);
  *height = (guint64) read_16 (data + 20) << 16 | read_16 (data + 22);
  return TRUE;
}

/* A start of frame: SOF0 … SOF15 without DHT, JPG and DAC, which share the range. */
static gboolean
is_frame (guint8 marker)
{
  return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

static gboolean
read_jpeg (const guint8 *data, gsize length, guint64 *width, guint64 *height)
{
  if (length < 4 || data[0] != 0xff || data[1] != 0xd8)
    return FALSE;
  for (gsize at = 2; at + 9 < length && data[at] == 0xff;)
    {
      guint8 marker = data[at + 1];
      if (marker == 0xff)
        {
          at++; /* fill byte */
          continue;
        }
      if (is_frame (marker))
        {
          *height = read_16 (data + at + 5);
          *width = read_16 (data + at + 7);
          return TRUE;
        }
      at += 2 + MAX (read_16 (data + at + 2), 2u);
    }
  return FALSE;
}

gboolean
decant_picture_check (GBytes *bytes, guint *width, guint *height, GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  guint64 w = 0, h = 0;
  if (!read_png (data, length, &w, &h) && !read_jpeg (data, length, &w, &h))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                           _ ("Expected a PNG or JPEG picture and saw neither. The file is kept and can be exported."));
      return FALSE;
    }
  if (w == 0 || h == 0 || w > DECANT_PICTURE_MAX_SIDE || h > DECANT_PICTURE_MAX_SIDE
      || w * h > DECANT_PICTURE_MAX_PIXELS)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   _ ("The picture states a size of %u × %u, beyond what is shown here. The file is kept and can be exported."),
                   (guint) w, (guint) h);
      return FALSE;
    }
  if (width)
    *width = w;
  if (height)
    *height = h;
  return TRUE;
}

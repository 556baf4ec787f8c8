/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/*
 * Whether a stranger's picture may be decoded: PNG or JPEG by its first bytes, with a size that its own header
 * states and that is within bounds. Other formats would reach rarely used decoders, a huge one the memory's end.
 * PNG: https://www.w3.org/TR/png-3/#11IHDR; JPEG: ITU-T T.81, B.2.2.
 */

G_BEGIN_DECLS

#define DECANT_PICTURE_MAX_SIDE 50000u
#define DECANT_PICTURE_MAX_PIXELS 100000000u

/* @width, @height: (out) (optional). Error: G_IO_ERROR_NOT_SUPPORTED or G_IO_ERROR_INVALID_DATA. */
gboolean decant_picture_check (GBytes *bytes, guint *width, guint *height, GError **error);

G_END_DECLS

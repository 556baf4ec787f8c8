/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/*
 * Frames: a 32-bit length in the machine's byte order, then that many bytes (docs/PROTOCOL.md, section 1).
 *
 * The reader is fed whatever a read() returned and cuts it into frames. It never trusts the length word: memory grows
 * with the bytes that really came, and never over DECANT_FRAME_MAX_IN. It touches no file descriptor.
 */

G_BEGIN_DECLS

#define DECANT_FRAME_MAX_IN (8u * 1024 * 1024)   /* browser to host; beyond it the body is read past */
#define DECANT_FRAME_MAX_SANE (64u * 1024 * 1024)/* no browser sends a frame over this: the stream is out of step */
#define DECANT_FRAME_MAX_OUT 1000000u            /* host to browser; the browsers' own cap is 1,048,576 */

typedef enum {
  DECANT_FRAME_NONE,       /* all bytes were consumed, no frame is complete yet */
  DECANT_FRAME_MESSAGE,    /* a whole body: decant_frame_reader_get_body() until the next feed */
  DECANT_FRAME_TOO_LARGE,  /* a body between the two caps was read past and dropped */
  DECANT_FRAME_UNREADABLE, /* the length is over DECANT_FRAME_MAX_SANE: the stream cannot be followed any more */
} DecantFrameEvent;

typedef struct _DecantFrameReader DecantFrameReader;

DecantFrameReader *decant_frame_reader_new (void);
void decant_frame_reader_free (DecantFrameReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantFrameReader, decant_frame_reader_free)

/* Consumes bytes up to the end of one frame; moves @data and @length past them. Call it until it returns
 * DECANT_FRAME_NONE. After DECANT_FRAME_UNREADABLE it consumes nothing any more. */
DecantFrameEvent decant_frame_reader_feed (DecantFrameReader *self, const guint8 **data, gsize *length);

/* The body of the last message, with a NUL behind it that @length does not count. */
const char *decant_frame_reader_get_body (DecantFrameReader *self, gsize *length);

/* The length word of the frame that the last event was about. */
guint32 decant_frame_reader_get_length (DecantFrameReader *self);

/* TRUE between two frames: here the stream may end. */
gboolean decant_frame_reader_is_idle (DecantFrameReader *self);

/* An unreadable length as text if its four bytes are printable ASCII ("List"): nearly always text that was printed into
 * the pipe. Returns: (transfer full) or NULL. */
char *decant_frame_dup_length_as_text (guint32 length);

G_END_DECLS

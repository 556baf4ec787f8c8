/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/*
 * Labelled posts: a folder of JSON Lines, {"id", "source", "kind", "label", "lang", "text"} a line; label 1 is a sale, 0 is
 * none, -1 is not scored. Kinds of label 0: background, drug_talk, other_illicit, commerce, promo_spam.
 *
 * Training reads such posts where a person keeps them; none is part of this repository.
 */

G_BEGIN_DECLS

#define DECANT_POSTS_ERROR (decant_posts_error_quark ())
GQuark decant_posts_error_quark (void);
typedef enum {
  DECANT_POSTS_ERROR_LINE, /* a line is not as above: the message names file, line and member */
  DECANT_POSTS_ERROR_NONE, /* no post in the folder */
} DecantPostsError;

/* The source of posts made up for training (invented.py): they teach, and no figure or calibration counts them. */
#define DECANT_INVENTED "invented"

typedef struct {
  char *id, *source, *kind, *language, *text;
  int label;
} DecantPost;

/* Reads every *.jsonl of @folder in the order of names. Returns: (transfer full) (element-type DecantPost). */
GPtrArray *decant_posts_read (const char *folder, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/*
 * Memory for secrets, wiped when it is freed.
 *
 * Guarded memory (libsodium's) is for keys, passphrases and recovery words: locked against swapping and left out of
 * core dumps as far as the system lets us, with guard pages around it, at a cost of four pages each. Wiped memory is
 * ordinary memory, for what is large or short-lived. Running out of memory ends the program, as in GLib.
 */

G_BEGIN_DECLS

typedef guint8 DecantSecret; /* the first byte of guarded memory; g_autoptr (DecantSecret) wipes and frees it */

DecantSecret *decant_secret_alloc (gsize size);
/* A copy of text, with its NUL, in guarded memory. @length: −1 if NUL ends it. */
char *decant_secret_strndup (const char *text, gssize length);
void decant_secret_free (gpointer secret); /* NULL allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantSecret, decant_secret_free)

/* @size bytes of ordinary memory, zeroed; the bytes are wiped when the last reference goes. @data: (out). */
GBytes *decant_wiped_bytes_new (gsize size, guint8 **data);

/* Call before any other function of libsodium: each of the functions here and of seal.h, keys.h … does. */
void decant_sodium_init (void);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/*
 * A recovery key on paper: 32 random bytes as 24 words of BIP-39's English list (https://github.com/bitcoin/bips,
 * bip-0039), by its encoding: 256 bits and the first 8 bits of their SHA-256, in groups of 11, each the number of a
 * word. Any tool that knows BIP-39 gives the bytes ("entropy") again. The key is those bytes; BIP-39's seed is not
 * used.
 *
 * Texts are in guarded memory (secret.h): free them with decant_secret_free().
 */

G_BEGIN_DECLS

#define DECANT_RECOVERY_SIZE 32
#define DECANT_RECOVERY_WORDS 24
#define DECANT_RECOVERY_TEXT_MAX 4096 /* bytes that are read */

/* (transfer full): 24 words with a space between. */
char *decant_recovery_to_words (const guint8 key[DECANT_RECOVERY_SIZE]);

/* Either case, the first four letters of a word or more, any white space, commas, dots, digits and "1." between.
 * INVALID: the message tells which word (from 1) is wrong and, if there is just one near it, which may be meant. @key
 * is zeroed on failure. */
gboolean decant_recovery_from_words (const char *text, gssize length, guint8 key[DECANT_RECOVERY_SIZE], GError **error);

/* A QR code, row by row without the quiet zone. */
typedef struct
{
  int width;
  guint8 *modules; /* width × width; 1 is dark; guarded memory */
} DecantQr;

/* Of the words in capitals, which QR codes pack best and which from_words() reads. NULL if libqrencode fails. */
DecantQr *decant_recovery_to_qr (const guint8 key[DECANT_RECOVERY_SIZE]);
/* Of any text of up to 2000 bytes; as it is. NULL if libqrencode fails. */
DecantQr *decant_qr_new (const char *text);
void decant_qr_free (DecantQr *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantQr, decant_qr_free)

/* (transfer full): lines of half blocks for a terminal, with the quiet zone, light on dark: @invert for a light
 * terminal. */
char *decant_qr_to_blocks (const DecantQr *self, gboolean invert);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What helps to choose a passphrase and to keep recovery words, without widgets. */

G_BEGIN_DECLS

#define DECANT_PASSPHRASE_MIN 8 /* characters */

typedef enum
{
  DECANT_PASSPHRASE_EMPTY,
  DECANT_PASSPHRASE_SHORT, /* refused */
  DECANT_PASSPHRASE_WEAK,
  DECANT_PASSPHRASE_FAIR,
  DECANT_PASSPHRASE_LONG,
} DecantPassphraseLength;

/* By length alone, in characters: what nobody can guess is not to be seen from the letters. Many times one character
 * counts as one. */
DecantPassphraseLength decant_passphrase_judge (const char *text);
const char *decant_passphrase_words (DecantPassphraseLength length);

/* Two different words of @n to be asked for, from 0, ascending. @random: 64 random bits. */
void decant_recovery_pick (guint64 random, guint n, guint picked[2]);
/* Is @typed word number @position (from 0) of @words (with a space between)? Either case, white space around it, its
 * first four letters or more. */
gboolean decant_recovery_word_is (const char *words, guint position, const char *typed);

G_END_DECLS

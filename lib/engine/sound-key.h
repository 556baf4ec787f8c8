/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/*
 * Sound keys: words that are read out alike have the same key (cocaine, kokain, cokayn). The rules are coarse spelling
 * classes of Latin, Cyrillic, Greek and Arabic letters, not a pronunciation: f is ph, x is ks, doubled letters are one.
 * Other letters stand for themselves.
 */

G_BEGIN_DECLS

#define DECANT_SOUND_LONGEST 24 /* characters of a word that has a key */

/* @codes: the @n characters of a folded word, n ≤ DECANT_SOUND_LONGEST. @key: (out): room for twice as many.
 * Returns the key's length, which may be 0. */
guint decant_sound_key (const gunichar *codes, guint n, gunichar *key);

G_END_DECLS

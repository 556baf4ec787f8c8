/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/fold.h"

/*
 * Encoded text inside a post, read as what it says: percent-encoded addresses (RFC 3986, section 2.1; also encoded
 * twice, and %uXXXX), punycode hosts (RFC 3492), numeric character references (&#x43a;), \uXXXX, and UTF-8 that was
 * taken for windows-1251 or windows-1252. A run of characters without white space that holds such code is read as a
 * whole.
 */

G_BEGIN_DECLS

typedef struct
{
  DecantFolded folded; /* of the decoded run; its map leads to the post's own bytes, DECANT_FOLD_DECODED marks what was
                        * in code */
  DecantSpan span;     /* of the run in the post */
} DecantEncoded;

/* @runs: (out): array owned by @arena, in the order of the text. Returns their number. The work is linear. */
guint decant_encoded_find (DecantArena *arena, const DecantFolded *folded, const DecantEncoded **runs);

G_END_DECLS

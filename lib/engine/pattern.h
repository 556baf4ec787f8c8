/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/fold.h"

/*
 * Patterns of signals: a small, bounded part of regular expressions over folded text, with the meaning that Perl and
 * PCRE2 give it (leftmost, then first choice, then longest). It holds
 *
 *   characters, \ before a sign, \n, \t, \x{hhhh}    "." (no line end)
 *   [classes], [^classes], with ranges and \d \w \s  \d \w \s \D \W \S
 *   (?:choices|…)                                    ? {n} {n,m}, at most 100
 *   (?=ahead) (?!ahead) (?<=c) (?<!c)                look behind at one character
 *   \b \B, \A and \Z
 *
 * and nothing else: no captures, no unbounded, lazy or possessive quantifiers. \d is an ASCII digit (folding made
 * it so); \w and \s follow the tables of unicode.h, so that no result depends on the machine.
 */

G_BEGIN_DECLS

typedef struct _DecantPattern DecantPattern;

/* @wrong: (out): what was expected, static. @offset: (out): bytes of @text. NULL when @text is no such pattern. */
DecantPattern *decant_pattern_new (const char *text, const char **wrong, gsize *offset);
void decant_pattern_free (DecantPattern *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantPattern, decant_pattern_free)

/* Whether the pattern matches at byte @at of @folded, a character's first. At most 4,096 steps are taken; what needs
 * more does not match. @end: (out): behind the match. */
gboolean decant_pattern_match_at (const DecantPattern *self, const DecantFolded *folded, gsize at, gsize *end);

G_END_DECLS

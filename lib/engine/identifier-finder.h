/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/identifiers.h"

/*
 * What the finders of identifiers share. Each finder reads the whole text in one pass and looks at a bounded window
 * from each place. What was found first stays: a later identifier that overlaps it is left out, so the surest finder
 * comes first. "From" and "to" are places in the folded text.
 */

G_BEGIN_DECLS

typedef struct
{
  DecantArena *arena;
  const DecantFolded *folded;
  const char *text, *end; /* folded */
  const char *language;   /* of the text, nullable */
  DecantIdentifier *found;
  guint n;
} DecantFinder;

/* @kind: static. @value: of the arena. */
void decant_finder_add (DecantFinder *self, const char *from, const char *to, const char *kind, const char *value);
void decant_finder_add_named (DecantFinder *self,
                              const char *from,
                              const char *to,
                              const char *name, /* between them, as is @name_end */
                              const char *name_end,
                              const char *kind,
                              const char *value);
void decant_finder_add_span (DecantFinder *self, DecantSpan span, const char *kind, const char *value);

char *decant_finder_copy (DecantFinder *self, const char *from, const char *to);

/* The byte before @p, a space at the start. */
char decant_finder_before (const DecantFinder *self, const char *p);

gboolean decant_finder_starts (const DecantFinder *self, const char *p, const char *with);

/* The end of the letters, digits and characters of @more from @p on. */
const char *decant_finder_name_end (const DecantFinder *self, const char *p, const char *more);

gboolean decant_is_name_char (char c);
char *decant_ascii_lower (char *text); /* in place */
char *decant_ascii_upper (char *text);

/* Takes a telephone number at @p, in any writing, as a @kind. Returns whether there was one. */
gboolean decant_finder_take_phone (DecantFinder *self, const char *p, const char *kind);

void decant_find_tokens (DecantFinder *self); /* wallets, Session and Tox ids */
void decant_find_onions (DecantFinder *self);
void decant_find_links (DecantFinder *self);     /* and the handles, numbers and invites of known hosts */
void decant_find_addresses (DecantFinder *self); /* e-mail, XMPP, Matrix */
void decant_find_handles (DecantFinder *self);
void decant_find_phones (DecantFinder *self, const DecantSignal *signals, guint n_signals);

G_END_DECLS

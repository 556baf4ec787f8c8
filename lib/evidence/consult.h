/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "evidence/vault.h"

/*
 * Consultations: what a person looked at is logged too (LED art. 25: who saw what, when, and why). Reading never waits
 * for it: what is seen is noted in memory, and a thread of its own appends all of about a second as one entry "view",
 * one "search" and one "sightings". The same entry or artifact seen again within that time is noted once.
 *
 * Any thread may note. An entry that cannot be written (the vault is busy or full) is kept and tried again; what is
 * left when the last try at the end fails is counted by decant_consult_stop().
 */

G_BEGIN_DECLS

#define DECANT_CONSULT_MS 1000

typedef struct _DecantConsult DecantConsult;

/* Opens the vault for writing when there is something to write. @actor: who looks. @software: (nullable): see
 * software.h. */
DecantConsult *decant_consult_new (const char *folder, const char *actor, JsonNode *software);
/* Writes what is left and frees. Returns: consultations that could not be logged. */
guint decant_consult_stop (DecantConsult *self);

/* @artifact: id of the artifact that was shown, or NULL for the entry's text. */
void decant_consult_note_view (DecantConsult *self, guint64 entry, const char *artifact);
/* @query: what was searched for. @found: entries that it gave. */
void decant_consult_note_search (DecantConsult *self, const char *query, guint found);
/* @kind, @value: of the identifier that was asked for (sightings.h); @asker: "app", or a pairing's id. */
void decant_consult_note_sightings (DecantConsult *self,
                                    const char *asker,
                                    const char *kind,
                                    const char *value,
                                    guint found);
/* Waits until all that was noted before is written, or was tried. */
void decant_consult_flush (DecantConsult *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "evidence/consult.h"
#include "evidence/vault.h"
#include "protocol/json-writer.h"
#include "protocol/message.h"

/*
 * What the application answers a browser's host (docs/PROTOCOL.md section 3, cases, sightings, verdicts), from the
 * entries of the log taken one after another. Pure but for the log of consultations that it is given. An erased capture
 * is in no answer.
 */

G_BEGIN_DECLS

#define DECANT_DESK_CASES 200   /* in one answer */
#define DECANT_DESK_CAPTURES 20 /* of one identifier or post */
#define DECANT_DESK_DECISIONS 20
#define DECANT_DESK_TITLE 200 /* characters of a case's title */

typedef struct _DecantDeskRegister DecantDeskRegister;

DecantDeskRegister *decant_desk_register_new (void);
void decant_desk_register_free (DecantDeskRegister *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantDeskRegister, decant_desk_register_free)

void decant_desk_register_take (DecantDeskRegister *self, const DecantEntry *entry);
guint64 decant_desk_register_get_next (DecantDeskRegister *self); /* number of the entry to be taken next */

/* Writes the members of the answer. @request: of type cases, sightings or verdicts. What was told is noted in @consult.
 */
void decant_desk_register_answer (DecantDeskRegister *self,
                                  const DecantRequest *request,
                                  DecantJsonWriter *writer,
                                  DecantConsult *consult);

G_END_DECLS

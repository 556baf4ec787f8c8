/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "app/models/pairing-item.h"
#include "evidence/keys.h"

/*
 * The desk: answers browsers' hosts while the vault is unlocked (lib/desk), and keeps the browsers that are paired or
 * ask for it. The log is read in a worker; until all of it was read, questions are answered "not yet".
 *
 * Property "problem": why nothing is answered, or NULL. What is told is logged (lib/evidence/consult.h).
 */

G_BEGIN_DECLS

#define DECANT_TYPE_DESK (decant_desk_get_type ())
G_DECLARE_FINAL_TYPE (DecantDesk, decant_desk, DECANT, DESK, GObject)

#define DECANT_DESK_PENDING 4 /* browsers that may wait for approval at a time */

DecantDesk *decant_desk_new (const char *folder);

/* Opens or, with NULL, closes the desk. */
void decant_desk_set_keys (DecantDesk *self, DecantKeys *keys);
/* The vault has changed. */
void decant_desk_poll (DecantDesk *self);

/* Of DecantPairingItem: those that wait first. transfer none */
GListModel *decant_desk_get_pairings (DecantDesk *self);
const char *decant_desk_get_problem (DecantDesk *self);
gboolean decant_desk_is_ready (DecantDesk *self); /* open, and the log was read */

typedef enum
{
  DECANT_DESK_APPROVE, /* one that waits: an entry */
  DECANT_DESK_REFUSE,  /* one that waits: no entry; it is told so until the vault is locked */
  DECANT_DESK_REVOKE,  /* an approved one: an entry */
} DecantDeskAct;

/* Appends in a worker; the model follows. @id: of a pairing. */
void decant_desk_decide_async (DecantDesk *self,
                               DecantDeskAct act,
                               const char *id,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean decant_desk_decide_finish (DecantDesk *self, GAsyncResult *result, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "app/models/vault-opening.h"

/*
 * The gate of a vault: is it there, locked or open; the keys are here and nowhere else in the application. Works in
 * threads of its own; the state changes on the main thread alone. Properties, notified: "state", "busy",
 * and "warning".
 *
 * After three wrong tries each next one has to wait, from 2 s doubling to 60 s. That slows down who sits at the
 * keyboard; what slows down a thief of the file is Argon2id.
 */

G_BEGIN_DECLS

#define DECANT_TYPE_GATE (decant_gate_get_type ())
G_DECLARE_FINAL_TYPE (DecantGate, decant_gate, DECANT, GATE, GObject)

DecantGate *decant_gate_new (const char *folder);
/* Work of a passphrase set from now on; else what this machine does in about a second. */
void decant_gate_set_cost (DecantGate *self, DecantKeyCost cost);

/* Looks at the disk, soon; not while it is open. Where the keyring opens the vault, it does so the first time. */
void decant_gate_look (DecantGate *self);

DecantGateState decant_gate_get_state (DecantGate *self);
const char *decant_gate_get_message (DecantGate *self); /* "" unless BROKEN */
gboolean decant_gate_is_busy (DecantGate *self);        /* making, opening or changing: nothing else is begun */
gboolean decant_gate_has (DecantGate *self, DecantWrapKind kind);
DecantKeys *decant_gate_get_keys (DecantGate *self); /* transfer none; NULL unless OPEN */
/* What the owner must know of the vault that was just opened (an older copy put back, a history rewritten), or "". */
const char *decant_gate_get_warning (DecantGate *self);
guint decant_gate_get_wait (DecantGate *self); /* seconds until the next try, 0 for now */

/* Texts are copied into guarded memory. All finish with decant_gate_finish(). BUSY while another one is under way. */
void decant_gate_create_async (DecantGate *self,
                               const char *passphrase,
                               const guint8 recovery[DECANT_WRAP_SECRET_SIZE],
                               gboolean keyring,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
void decant_gate_unlock_async (DecantGate *self,
                               DecantWrapKind kind,
                               const char *text,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
/* @change: copied; its cost is the gate's. */
void decant_gate_change_async (DecantGate *self,
                               const DecantOpeningChange *change,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
/* The owner read the warning and says that the vault is right: it is countersigned as it is. */
void decant_gate_accept_async (DecantGate *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean decant_gate_finish (DecantGate *self, GAsyncResult *result, GError **error);

/* At once. Keys that a worker still holds go when it ends; what it was to open stays locked. */
void decant_gate_lock (DecantGate *self);

/* Seconds to wait after so many wrong tries. */
guint decant_gate_back_off (guint wrong);

G_END_DECLS

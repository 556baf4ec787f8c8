/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* A browser that wants to sign captures, or may, or may no longer. It never changes: another state is another item. */

G_BEGIN_DECLS

typedef enum
{
  DECANT_PAIRING_PENDING,
  DECANT_PAIRING_APPROVED,
  DECANT_PAIRING_REVOKED,
} DecantPairingState;

#define DECANT_TYPE_PAIRING_ITEM (decant_pairing_item_get_type ())
G_DECLARE_FINAL_TYPE (DecantPairingItem, decant_pairing_item, DECANT, PAIRING_ITEM, GObject)

/* @code: six digits while it is pending, else "". */
DecantPairingItem *
decant_pairing_item_new (const char *id, const char *name, const char *code, DecantPairingState state);

const char *decant_pairing_item_get_id (DecantPairingItem *self);
const char *decant_pairing_item_get_name (DecantPairingItem *self); /* as the browser calls itself */
const char *decant_pairing_item_get_code (DecantPairingItem *self);
DecantPairingState decant_pairing_item_get_state (DecantPairingItem *self);
char *decant_pairing_item_dup_words (DecantPairingItem *self); /* what it means and what to do */

G_END_DECLS

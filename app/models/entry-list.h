/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "app/models/entry-item.h"
#include "app/models/vault-reader.h"

/*
 * All entries of a vault, newest first, as a GListModel of DecantEntryItem that follows the vault. Reading happens
 * in a worker, in batches, newest first; the model changes on the main thread alone.
 *
 * Signal "logged" (DecantEntryItem): an entry that was committed while the list followed, never one that was there
 * when it started.
 */

G_BEGIN_DECLS

typedef enum {
  DECANT_VAULT_STATE_LOADING, /* not looked yet */
  DECANT_VAULT_STATE_ABSENT,  /* there is no vault yet */
  DECANT_VAULT_STATE_LOCKED,  /* there is one, and nobody has given its keys yet */
  DECANT_VAULT_STATE_READY,
  DECANT_VAULT_STATE_BROKEN, /* the message says what is wrong */
} DecantVaultState;

#define DECANT_TYPE_ENTRY_LIST (decant_entry_list_get_type ())
G_DECLARE_FINAL_TYPE (DecantEntryList, decant_entry_list, DECANT, ENTRY_LIST, GObject)

DecantEntryList *decant_entry_list_new (DecantVaultReader *reader);

/* Reads what is new, soon: returns at once. Calls while a reading is under way are folded into one more reading. */
void decant_entry_list_poll (DecantEntryList *self);

/* Forgets all at once, also what is being read; the vault is to be read with keys again. */
void decant_entry_list_lock (DecantEntryList *self);

DecantVaultState decant_entry_list_get_state (DecantEntryList *self); /* property "state", notified */
const char *decant_entry_list_get_message (DecantEntryList *self);    /* "" unless BROKEN */

/* Position of the entry with @number, or G_MAXUINT if it is not read (yet). */
guint decant_entry_list_find (DecantEntryList *self, guint64 number);

G_END_DECLS

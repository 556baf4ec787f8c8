/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "evidence/checkpoint.h"

/*
 * The head of a vault that its owner countersigned last, kept outside the vault, so that an older copy of the vault put
 * in its place is seen. One file for each vault: $XDG_STATE_HOME/decant/heads/<id>, mode 0600, one line of RFC 8785
 * JSON:
 *   {"erased":[numbers],"format":"decant-head/1","note":<checkpoint, with the owner's line>,"signature":<base64>}
 * `erased` are the entries that had been erased by then, in order. `signature` is the owner's Ed25519 over the same
 * object without it. Who can write the file can remove it, or put an older one there: it is a help against mistakes and
 * against whoever reaches the vault alone, not against who has the whole account. Errors: DECANT_VAULT_ERROR.
 */

G_BEGIN_DECLS

#define DECANT_HEAD_FILE_MAX (4 * 1024 * 1024)

typedef struct
{
  char *note;
  DecantCheckpoint *checkpoint; /* the same, parsed */
  GArray *erased;               /* element-type guint64, ascending */
} DecantHead;

/* Signs @text of @length with the owner's key. */
typedef void (*DecantHeadSign) (const void *text, gsize length, guint8 signature[64], gpointer user_data);

DecantHead *decant_head_new (const char *note, GArray *erased, GError **error);
void decant_head_free (DecantHead *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantHead, decant_head_free)

char *decant_head_to_text (const DecantHead *self, DecantHeadSign sign, gpointer user_data);
/* BROKEN unless it is as written, and the owner signed both the file and the checkpoint in it. */
DecantHead *decant_head_parse (const char *text, gsize length, const DecantVerifierKey *owner, GError **error);

/* The folder for all vaults. transfer full */
char *decant_head_dup_folder (void);
/* NULL without error if there is none for this vault. */
DecantHead *decant_head_load (const char *vault, const DecantVerifierKey *owner, GError **error);
/* Replaces it at once and durably. */
gboolean decant_head_save (const char *vault, const char *text, GError **error);

G_END_DECLS

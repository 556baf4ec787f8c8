/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "evidence/acts.h"
#include "evidence/entry.h"
#include "evidence/identity.h"
#include "evidence/log.h"
#include "evidence/vault.h"

/* What vault.c and staging.c share. Between begin and commit the write lock is held. */

G_BEGIN_DECLS

#define DECANT_VAULT_DATABASE "vault.db"

struct _DecantVault
{
  char *folder;
  int fd;
  gboolean writable;
  DecantIdentity *identity;
  DecantLog *log;
  gboolean keyless; /* opened to make a new key for the host: nothing is appended but that */
  DecantKeys *keys; /* NULL while it is locked */
  char *staging;    /* name of this process's staging folder, inside staging/; NULL until it is needed */
  int staging_fd;
  guint n_staged;     /* files made there so far */
  JsonNode *software; /* added to acts; nullable */
};

/* One that has nothing open yet. */
DecantVault *decant_vault_new (const char *folder, gboolean writable, GError **error);
/* For writing, without the key of the host. */
DecantVault *decant_vault_open_keyless (const char *folder, GError **error);
/* Opens identity, log and, for writing, the signing key, in the open folder `fd`. */
gboolean decant_vault_open_parts (DecantVault *self, GError **error);

/* The open field vault_keys of the entry with which a sealed vault begins: {"owner", "seal"}. transfer full */
JsonObject *decant_vault_describe_keys (const DecantIdentity *identity);

gboolean decant_vault_check_writable (DecantVault *self, GError **error);

/* An act, checked (acts.h), as a draft; `software` added unless the vault itself writes. */
DecantDraft *decant_vault_draft_act (DecantVault *self,
                                     const char *kind,
                                     DecantWriter writer,
                                     const char *actor,
                                     JsonObject *fields,
                                     JsonObject *open,
                                     GError **error);
/* Under the write lock: makes the next entry of @draft, with its time, tree nodes and checkpoint, and seals it. Once.
 */
DecantReceipt *decant_vault_append_draft (DecantVault *self, DecantDraft *draft, GError **error);

/* Makes and locks the staging folder of this process. */
gboolean decant_staging_folder_open (DecantVault *self, GError **error);
/* Removes it. */
void decant_staging_folder_close (DecantVault *self);
/* Removes those of processes that are gone. */
void decant_staging_folder_sweep (DecantVault *self);

G_END_DECLS

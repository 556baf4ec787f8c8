/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "evidence/restore.h"

/* What restore.c and restore-outlook.c share. */

G_BEGIN_DECLS

typedef struct
{
  DecantCheckpoint *checkpoint;
  GArray *erased; /* element-type guint64 */
} DecantKnownHead;

void decant_known_head_free (DecantKnownHead *self);

/* (element-type DecantKnownHead): the one kept on this machine and those in @held. */
GPtrArray *decant_known_heads_collect (const DecantBackup *backup, const GPtrArray *held, GError **error);
DecantRestoreOutlook *decant_restore_outlook_of (const DecantBackup *backup, const GPtrArray *heads);

G_END_DECLS

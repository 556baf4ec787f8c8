/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "evidence/vault.h"

/* What people decided of each capture, in the order of the log: verdicts and second reviews. Pure, as cases.h. */

G_BEGIN_DECLS

typedef struct
{
  guint64 entry; /* of the decision */
  char *actor, *time, *decision;
  gboolean review; /* by a second person … */
  gboolean blind;  /* … who had not seen the first verdict */
} DecantVerdict;

typedef struct _DecantVerdicts DecantVerdicts;

DecantVerdicts *decant_verdicts_new (void);
void decant_verdicts_free (DecantVerdicts *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantVerdicts, decant_verdicts_free)

void decant_verdicts_take (DecantVerdicts *self, const DecantEntry *entry);
/* (element-type DecantVerdict) (transfer none): NULL if nobody has decided. */
GPtrArray *decant_verdicts_list (DecantVerdicts *self, guint64 about);
/* The last verdict: "confirmed", "dismissed", "unsure", or NULL. A review does not change it. */
const char *decant_verdicts_find (DecantVerdicts *self, guint64 about);

G_END_DECLS

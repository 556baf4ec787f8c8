/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/fold.h"
#include "engine/form-trie.h"

/* Whether a form that was found counts where it stands. */

G_BEGIN_DECLS

typedef struct
{
  guint32 node;       /* of the trie; 0: none */
  guint32 next;       /* the token behind it */
  guint32 start, end; /* bytes of the folded text */
  guint8 reading;     /* the highest that it needed */
  gboolean inside;    /* begins or ends within a run of Hangul */
} DecantFormMatch;

/* @entry: one of those of the match's node. */
gboolean decant_form_counts (const DecantFormEntry *entry, const DecantFolded *folded, const DecantFormMatch *match);

G_END_DECLS

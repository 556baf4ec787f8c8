/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "evidence/vault.h"

/*
 * Sightings: which captures show the same identifier (handle, number, link, wallet), as the assessment of each capture
 * found it. Two are the same when kind and value are equal (lib/engine/identifiers.h has the normal forms). The author
 * of a post, as shown on its site, is one more: kind "author", value "<site> <author>". Pure, as cases.h.
 */

G_BEGIN_DECLS

typedef struct
{
  char *kind, *value;
  GArray *entries; /* of guint64, ascending, each once */
} DecantSighting;

typedef struct _DecantSightings DecantSightings;

DecantSightings *decant_sightings_new (void);
void decant_sightings_free (DecantSightings *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantSightings, decant_sightings_free)

/* Captures are read, and erased again by a deletion. */
void decant_sightings_take (DecantSightings *self, const DecantEntry *entry);
/* transfer none; NULL if it was never seen. */
const DecantSighting *decant_sightings_find (DecantSightings *self, const char *kind, const char *value);
/* Those of one capture. (element-type DecantSighting) (transfer container) */
GPtrArray *decant_sightings_of_entry (DecantSightings *self, guint64 entry);
/* Those in at least @least captures, by kind and value. (element-type DecantSighting) (transfer container) */
GPtrArray *decant_sightings_list (DecantSightings *self, guint least);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/models/assessment-view.h"
#include "evidence/vault.h"

/*
 * One entry opened: all that the detail pane shows, made by a worker, immutable, shared by reference count.
 */

G_BEGIN_DECLS

typedef struct {
  char *name;  /* "Address" */
  char *value; /* never empty */
  gboolean exact; /* a digest, an address, a number: set in a fixed-width face and worth a copy button */
} DecantFact;

typedef struct {
  char *what;
  char *why;
  char *remedy; /* may be "" */
} DecantGap;

typedef struct {
  DecantEntry *entry;
  char *text;                       /* the post, "" for other kinds */
  char *author;                     /* as shown on the page, or "" */
  DecantAssessmentView *assessment; /* never NULL; empty for other kinds */
  const DecantArtifactInfo *picture; /* nullable; of entry->artifacts: what to show as the picture of the post */
  GPtrArray *origin;  /* element-type DecantFact: where and when */
  GPtrArray *gaps;    /* element-type DecantGap: what could not be had */
  GPtrArray *custody; /* element-type DecantFact */
  GPtrArray *others;  /* element-type DecantFact: members that no other part shows */
} DecantEntryDetail;

/* @entry: (transfer full). @checkpoint: (nullable): the latest signed note of the vault. */
DecantEntryDetail *decant_entry_detail_new (DecantEntry *entry, const char *checkpoint);
DecantEntryDetail *decant_entry_detail_ref (DecantEntryDetail *self);
void decant_entry_detail_unref (DecantEntryDetail *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantEntryDetail, decant_entry_detail_unref)

/* "2026-11-24T08:00:00.000Z" → "24 November 2026, 09:00:00" in local time; as it is when it is not a time. */
char *decant_format_time (const char *rfc3339);

G_END_DECLS

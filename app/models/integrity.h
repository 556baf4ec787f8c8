/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "evidence/verifier.h"

/*
 * Verifies a vault off the main thread, and says in words what came out. Property "state" is notified at every change,
 * "fraction" while it runs (at most ten times a second).
 */

G_BEGIN_DECLS

typedef enum
{
  DECANT_INTEGRITY_IDLE, /* nothing was verified yet, or it was cancelled */
  DECANT_INTEGRITY_RUNNING,
  DECANT_INTEGRITY_DONE,   /* there is a report */
  DECANT_INTEGRITY_FAILED, /* the message says why there is none */
} DecantIntegrityState;

#define DECANT_TYPE_INTEGRITY (decant_integrity_get_type ())
G_DECLARE_FINAL_TYPE (DecantIntegrity, decant_integrity, DECANT, INTEGRITY, GObject)

DecantIntegrity *decant_integrity_new (const char *folder);
/* @keys: (nullable): with them what is sealed is verified too. @held: (nullable): a checkpoint that was kept elsewhere.
 * One that runs goes on instead. */
void decant_integrity_run (DecantIntegrity *self, DecantKeys *keys, const char *held);
void decant_integrity_cancel (DecantIntegrity *self);

DecantIntegrityState decant_integrity_get_state (DecantIntegrity *self);
double decant_integrity_get_fraction (DecantIntegrity *self);
const DecantVerification *decant_integrity_get_report (DecantIntegrity *self); /* NULL unless DONE */
const char *decant_integrity_get_message (DecantIntegrity *self);              /* "" unless FAILED */

/* --- what came out, in words -------------------------------------------------------------------------------- */

typedef struct
{
  const char *title;        /* translated */
  DecantFindingLevel level; /* the worst in it */
  GPtrArray *findings;      /* element-type DecantFinding, the report's own */
} DecantFindingGroup;

/* (transfer full) (element-type DecantFindingGroup): what fails first, what no check can tell last. Valid while @report
 * is. */
GPtrArray *decant_integrity_group (const DecantVerification *report);
char *decant_integrity_dup_title (const DecantVerification *report);
char *decant_integrity_dup_summary (const DecantVerification *report);
char *decant_finding_group_dup_subtitle (const DecantFindingGroup *self);

G_END_DECLS

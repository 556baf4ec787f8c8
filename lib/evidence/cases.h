/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "evidence/vault.h"

/*
 * The register of cases: what the entries say, taken one after another in the order of the log. Pure; no clock, no
 * vault.
 *
 * A capture belongs to the case that it was logged for, or to the Inbox (""); case.moved puts it elsewhere; a note,
 * verdict, review or tag goes where the capture is that it is about. An erased entry belongs nowhere, and a case of
 * which every capture is gone stays as a record of what was done. An act that does not follow from those before it (a
 * case opened twice, closed when closed, unknown) changes nothing; a capture for an unknown case is in the Inbox. Days
 * are "2026-11-24", times RFC 3339, UTC. Errors: DECANT_VAULT_ERROR, INVALID.
 */

G_BEGIN_DECLS

#define DECANT_INBOX_DAYS 30 /* what is in no case by then is due: without a purpose nothing is kept */

typedef struct
{
  char *id; /* opaque: "k-" and 16 hexadecimal digits, by decant_case_id_new() */
  char *title, *purpose, *legal_basis;
  char *authorisation;    /* "" if none */
  char *review, *erasure; /* days */
  char *opened;           /* time */
  char *closed;           /* time, or NULL while open */
  gboolean hold;          /* legal hold: nothing of it may be erased */
  char *hold_reason;      /* "" unless on hold */
  guint64 entry;          /* that opened it */
  guint n_items;          /* captures in it, not erased */
} DecantCase;

typedef struct _DecantCases DecantCases;

DecantCases *decant_cases_new (void);
void decant_cases_free (DecantCases *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantCases, decant_cases_free)

/* 64 random bits say nothing of the case. transfer full */
char *decant_case_id_new (void);

/* The next entry of the log; of another kind it is passed over. */
void decant_cases_take (DecantCases *self, const DecantEntry *entry);
guint64 decant_cases_get_next (DecantCases *self); /* the number of the entry to be taken next */
/* Would an act of these fields follow from what was taken? To be asked before it is appended. */
gboolean decant_cases_check (DecantCases *self, const char *kind, JsonObject *fields, GError **error);

/* (element-type DecantCase) in the order of opening. transfer none */
GPtrArray *decant_cases_list (DecantCases *self);
const DecantCase *decant_cases_find (DecantCases *self, const char *id); /* NULL */
guint decant_cases_count_inbox (DecantCases *self);
/* The case that a capture, or what is about it, belongs to; "" the Inbox; NULL: no capture, or erased. */
const char *decant_cases_find_item (DecantCases *self, guint64 entry);

/* The captures of a case or of the Inbox, and all that is about them, ascending. (transfer full) (element-type guint64)
 */
GArray *decant_cases_collect (DecantCases *self, const char *id);
/* An entry and all that is about it, at whatever remove: what is erased together. (transfer full) (element-type guint64) */
GArray *decant_cases_collect_item (DecantCases *self, guint64 entry);

/* --- due ---------------------------------------------------------------------------------------------------- */

typedef enum
{
  DECANT_DUE_REVIEW,  /* of an open case: is it still needed? */
  DECANT_DUE_ERASURE, /* its day has come and captures are left */
  DECANT_DUE_INBOX,   /* captures that no case has taken for DECANT_INBOX_DAYS */
} DecantDueKind;

typedef struct
{
  DecantDueKind kind;
  char *id;      /* of the case; "" for the Inbox */
  char *day;     /* since when */
  guint n_items; /* captures that it is about */
  gboolean hold; /* not before the hold is lifted */
} DecantDue;

void decant_due_free (DecantDue *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantDue, decant_due_free)

/* What is due on @day, the longest waiting first. (transfer full) (element-type DecantDue) */
GPtrArray *decant_cases_list_due (DecantCases *self, const char *day);
/* The captures that a due erasure is about, and all that is about them. (transfer full) (element-type guint64) */
GArray *decant_cases_collect_due (DecantCases *self, const DecantDue *due, const char *day);

G_END_DECLS

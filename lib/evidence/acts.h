/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/*
 * Acts: the kinds of entries, each with its fields. One table, in acts.c, which docs/VAULT.md section 2 shows; what
 * does not fit it is never logged.
 *
 * A capture's fields are those of capture.h. Fields that the vault writes into every entry (kind, time, clock, actor)
 * are no part of an act. `software` (software.h) may be in any act but a vault's own. Errors: DECANT_VAULT_ERROR, code
 * INVALID; the message names the field, never its value.
 */

G_BEGIN_DECLS

typedef enum
{
  DECANT_WRITER_HOST = 1 << 0,  /* a browser's host: sees what the extension sends, reads nothing */
  DECANT_WRITER_APP = 1 << 1,   /* the application or decantctl, on a person's behalf */
  DECANT_WRITER_VAULT = 1 << 2, /* the vault's own code: acts with open fields */
} DecantWriter;

typedef enum
{
  DECANT_FIELD_TEXT,    /* UTF-8, not empty, at most `cap` bytes */
  DECANT_FIELD_TEXTS,   /* 1 to `cap` texts of at most 1024 bytes */
  DECANT_FIELD_WORD,    /* one of `words` */
  DECANT_FIELD_ID,      /* 1–64 of A–Z a–z 0–9 . _ : - */
  DECANT_FIELD_CASE,    /* an id, or "" for the Inbox */
  DECANT_FIELD_ENTRY,   /* number of an entry */
  DECANT_FIELD_ENTRIES, /* 1 to `cap` numbers, ascending, each once */
  DECANT_FIELD_COUNT,   /* whole number from 0 */
  DECANT_FIELD_BOOLEAN,
  DECANT_FIELD_DATE,    /* 2026-11-24 */
  DECANT_FIELD_DIGEST,  /* 64 hexadecimal digits in lower case */
  DECANT_FIELD_OBJECT,  /* any object; who writes it knows its members */
  DECANT_FIELD_OBJECTS, /* 1 to `cap` objects */
} DecantFieldType;

typedef struct
{
  const char *name; /* NULL ends a list */
  DecantFieldType type;
  gboolean required;
  guint cap;
  const char *words; /* "confirmed|dismissed" */
} DecantActField;

typedef struct
{
  const char *kind;
  guint writers; /* of DecantWriter */
  const DecantActField *fields;
} DecantAct;

/* NULL if there is no such kind. */
const DecantAct *decant_act_find (const char *kind);
/* All of them, in the order of the table; @n: (out). */
const DecantAct *decant_acts_list (gsize *n);

/* @fields, @open: (nullable): the members that become fields; names with "vault_" belong into @open and nowhere else.
 * @writer: who asks. A capture is refused here: decant_staging_commit() writes those. */
gboolean decant_act_check (const char *kind, DecantWriter writer, JsonObject *fields, JsonObject *open, GError **error);

/* "2026-11-24" that is a day of the calendar. */
gboolean decant_date_is_valid (const char *text);

G_END_DECLS

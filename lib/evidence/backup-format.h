/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "evidence/checkpoint.h"
#include "evidence/keys.h"

/*
 * What a backup is made of (docs/VAULT.md, "Backups"), as bytes. Pure; backup.c writes it to a drive, restore.c reads
 * it. A drive may have been in strange hands: both parsers accept what the writers make and nothing else, with caps.
 *
 * manifest.json: one line of RFC 8785 JSON, signed by the vault's owner over the same object without `signature`:
 *   {"artifacts":[names],"checkpoint":note,"created","format":"decant-backup/1","keys":SHA-256 of keys.json,
 *    "place":id,"previous":SHA-256 of the manifest before or "","segments":[{"end","first","key","name","size"}],
 *    "sequence":n,"signature","tombstones":[[erased,entry]],"vault":id}
 * Segments are in order and without a gap from 0 to the checkpoint's size; tombstones and artifacts ascend.
 *
 * A segment holds all rows of vault.db that belong to the entries [first, end), as an artifact file (artifact-cipher.h)
 * under a key of its own, which the manifest has, wrapped under the backup key. Plain:
 *   "DCNTROW1" ‖ records: type (1) ‖ entry (LE64) ‖ number (LE64) ‖ for each text: length (LE32) ‖ bytes
 * The records are ordered by type as in DecantRowType, then by entry; one ENTRY for each of [first, end).
 * Errors: DECANT_VAULT_ERROR, code BROKEN.
 */

G_BEGIN_DECLS

#define DECANT_BACKUP_MANIFEST_MAX (64 * 1024 * 1024) /* bytes */
#define DECANT_SEGMENT_MAX (64 * 1024 * 1024)         /* bytes of a plain */
#define DECANT_SEGMENT_ENTRIES 512                    /* at most in a segment */
#define DECANT_SEGMENT_KEY_SIZE 32
#define DECANT_SEGMENT_WRAPPED_SIZE (24 + DECANT_SEGMENT_KEY_SIZE + 16)

/* --- rows --------------------------------------------------------------------------------------------------- */

typedef enum
{
  DECANT_ROW_ENTRY,             /* leaf, open, checkpoint, wrapped key, ciphertext; number: of its tombstone's entry */
  DECANT_ROW_CAPTURE,           /* id */
  DECANT_ROW_ARTIFACT,          /* name, id */
  DECANT_ROW_EPOCH,             /* verifier key, started; number: of the epoch */
  DECANT_ROW_MIGRATED,          /* SHA-256; number: size */
  DECANT_ROW_MIGRATED_ARTIFACT, /* id, name; number: size */
  DECANT_N_ROW_TYPES,
} DecantRowType;

#define DECANT_ROW_TEXTS 5
#define DECANT_ROW_NOT_ERASED G_MAXUINT64 /* number of an ENTRY that stands; one with a tombstone has no ciphertext */

typedef struct
{
  DecantRowType type;
  guint64 entry, number;
  struct
  {
    const guint8 *bytes; /* all but wrapped key and ciphertext are UTF-8 without NUL */
    gsize length;
  } texts[DECANT_ROW_TEXTS];
} DecantRow;

/* How many texts a row of this type has. */
guint decant_row_count_texts (DecantRowType type);

void decant_segment_begin (GByteArray *segment);
/* Rows come in order. */
void decant_segment_add (GByteArray *segment, const DecantRow *row);

/* What it gets lives for the call; FALSE with @error ends it. */
typedef gboolean (*DecantRowVisit) (const DecantRow *row, gpointer user_data, GError **error);
gboolean decant_segment_read (const guint8 *segment,
                              gsize length,
                              guint64 first,
                              guint64 end,
                              DecantRowVisit visit,
                              gpointer user_data,
                              GError **error);

/* --- manifest ----------------------------------------------------------------------------------------------- */

typedef struct
{
  guint64 first, end;
  char *name;   /* SHA-256 of the file */
  guint64 size; /* of the file */
  guint8 key[DECANT_SEGMENT_WRAPPED_SIZE];
} DecantSegment;

DecantSegment *decant_segment_new (guint64 first, guint64 end, const char *name, guint64 size);
DecantSegment *decant_segment_copy (const DecantSegment *self);
void decant_segment_free (DecantSegment *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantSegment, decant_segment_free)

void decant_segment_wrap_key (DecantSegment *self,
                              const DecantKeys *keys,
                              const char *vault,
                              const guint8 key[DECANT_SEGMENT_KEY_SIZE]);
/* LOCKED if it was wrapped under other keys, or for another segment. */
gboolean decant_segment_unwrap_key (const DecantSegment *self,
                                    const DecantKeys *keys,
                                    const char *vault,
                                    guint8 key[DECANT_SEGMENT_KEY_SIZE],
                                    GError **error);

typedef struct
{
  guint64 erased, entry;
} DecantTombstone;

/* Of an array of DecantTombstone, or of guint64, that ascends. */
gboolean decant_numbers_contain (const GArray *numbers, guint64 number);

typedef struct
{
  char *vault, *place; /* ids */
  char *created;       /* RFC 3339 */
  char *keys;          /* SHA-256 of keys.json */
  char *previous;      /* SHA-256 of the manifest before, or "" */
  guint64 sequence;    /* 1 for the first */
  char *note;
  DecantCheckpoint *checkpoint; /* the same, parsed */
  GPtrArray *segments;          /* element-type DecantSegment */
  GArray *tombstones;           /* element-type DecantTombstone, ascending by `erased` */
  GPtrArray *artifacts;         /* element-type char*, ascending: names of files */
} DecantManifest;

DecantManifest *decant_manifest_new (void); /* arrays empty, texts NULL */
void decant_manifest_free (DecantManifest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantManifest, decant_manifest_free)

/* Takes the note. */
gboolean decant_manifest_set_note (DecantManifest *self, const char *note, GError **error);
/* INVALID if it has become too large to be read again. */
char *decant_manifest_to_text (const DecantManifest *self, const DecantKeys *keys, GError **error);
/* BROKEN unless it is as written and @owner signed it. */
DecantManifest *decant_manifest_parse (const char *text, gsize length, const DecantVerifierKey *owner, GError **error);

G_END_DECLS

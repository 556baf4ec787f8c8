/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "evidence/capture.h"
#include "evidence/digest.h"
#include "evidence/error.h"
#include "evidence/keys.h"

/*
 * The vault: the log, its checkpoints and the artifacts, in one folder (docs/VAULT.md is the contract).
 *
 * A vault is sealed: whoever may write can append, only who has the owner's keys can read (decant_vault_unlock()).
 * Locked, it still gives its size, checkpoints, receipts, open fields and proofs; the rest is
 * DECANT_VAULT_ERROR_LOCKED. A vault of an older Decant ("decant-vault/1") is not sealed: it can be read without keys,
 * and opening it for writing is DECANT_VAULT_ERROR_OLD.
 *
 * What decant_staging_commit() or decant_vault_append() has returned is on the disk, synced. Many processes may hold
 * the same vault; each append is one transaction. A DecantVault is used by one thread at a time.
 * Digests are raw bytes of GBytes where a type says so, else 64 hexadecimal digits. Times are RFC 3339, UTC.
 */

G_BEGIN_DECLS

typedef enum
{
  DECANT_VAULT_READ = 0, /* read only: never writes, not even a WAL frame */
  DECANT_VAULT_WRITE = 1 << 0,
} DecantVaultFlags;

typedef struct _DecantVault DecantVault;

/* The default folder: $DECANT_VAULT_DIR, else $XDG_DATA_HOME/decant/vault. transfer full */
char *decant_vault_dup_default_folder (void);

/* Puts more into the folder of a vault that is being made, before it gets its name: keys.json. */
typedef gboolean (*DecantVaultFill) (int folder, const char *id, gpointer user_data, GError **error);

/* Makes a sealed vault; its first entry is of kind "vault.created", with the open field vault_keys {"owner", "seal"}.
 * It is there whole, with what @fill (nullable) has put into it, or not at all. EXISTS if there is one, or anything
 * else, at @folder. */
gboolean
decant_vault_create (const char *folder, DecantKeys *keys, DecantVaultFill fill, gpointer user_data, GError **error);

DecantVault *decant_vault_open (const char *folder, DecantVaultFlags flags, GError **error);
void decant_vault_close (DecantVault *self); /* NULL allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantVault, decant_vault_close)

/* Keeps a reference to @keys until decant_vault_lock() or the end. LOCKED if they are not this vault's. */
gboolean decant_vault_unlock (DecantVault *self, DecantKeys *keys, GError **error);
void decant_vault_lock (DecantVault *self);
gboolean decant_vault_is_locked (DecantVault *self); /* a vault that is not sealed never is */
gboolean decant_vault_is_sealed (DecantVault *self); /* FALSE: of an older Decant, for reading alone */

const char *decant_vault_get_folder (DecantVault *self);
const char *decant_vault_get_id (DecantVault *self); /* random, 32 hexadecimal digits */
/* Entries, -1 with @error. One look-up of the last key (microseconds): cheap enough for each event of a file monitor on
 * the folder. Entries never change and never go, so the size is also the counter of changes. */
gint64 decant_vault_get_size (DecantVault *self, GError **error);
const char *decant_vault_get_origin (DecantVault *self); /* first line of its checkpoints */
char *decant_vault_dup_verifier_key (
    DecantVault *self); /* the host's first: C2SP "name+id+base64", for who checks elsewhere */
char *decant_vault_dup_owner_key (DecantVault *self); /* the owner's, likewise; NULL if the vault is not sealed */
/* Who acts, without a name: the same for one user of one vault, and unlike anyone of another vault. */
char *decant_vault_dup_actor (DecantVault *self);

/* What a commit answers. */
typedef struct
{
  guint64 entry;    /* number of the entry: 0 for the first */
  char *leaf;       /* 64 hexadecimal digits */
  char *checkpoint; /* signed note (C2SP) of the tree that first holds the entry */
  gboolean repeated;
} DecantReceipt;

void decant_receipt_free (DecantReceipt *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantReceipt, decant_receipt_free)

/* --- the host's key --------------------------------------------------------------------------------------- */

/* The key that signs each commit is exchanged once a day or every 4096 entries, before an append; this does it now. The old one is
 * overwritten: who takes the machine's key signs what comes, not what was. */
gboolean decant_vault_rotate_host_key (DecantVault *self, GError **error);
/* For a vault whose host.key was lost, left behind or may be known to somebody: a new one, for which the owner vouches. Nobody
 * else need have it open. */
gboolean decant_vault_renew_host_key (const char *folder, DecantKeys *keys, GError **error);

/* --- entries ---------------------------------------------------------------------------------------------- */

/* What the acts of this program are made with (software.h): the field `software` of each act that does not bring its
 * own. */
void decant_vault_set_software (DecantVault *self, JsonNode *software);

/* Appends one act. @kind: "verdict", "note", "view", …; @fields: named members, each one field, as acts.h lists them
 * (else INVALID). @actor: pseudonymous id of who acts. Returns (transfer full) or NULL. */
DecantReceipt *
decant_vault_append (DecantVault *self, const char *kind, const char *actor, JsonObject *fields, GError **error);
/* For acts of the vault itself: @open (nullable), all named vault_…, can be read without keys, for ever. */
DecantReceipt *decant_vault_append_open (DecantVault *self,
                                         const char *kind,
                                         const char *actor,
                                         JsonObject *fields,
                                         JsonObject *open,
                                         GError **error);

/* One entry as stored: all fields with their values, and where it stands in the tree. */
typedef struct
{
  guint64 number;
  char *kind;
  char *time;
  char *leaf;           /* 64 hexadecimal digits */
  JsonObject *fields;   /* name → value; kind, time, actor, clock, artifacts … among them */
  GPtrArray *artifacts; /* element-type DecantArtifactInfo: digest and size of the plain bytes */
  gboolean open_only;   /* there are open fields alone, and neither kind nor time: the entry was erased */
  gint64 erased_by;     /* number of the entry that erased it, or -1 */
} DecantEntry;

void decant_entry_free (DecantEntry *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantEntry, decant_entry_free)

/* BROKEN if what is stored no longer has the digests that it was logged with. LOCKED. */
DecantEntry *decant_vault_read_entry (DecantVault *self, guint64 number, GError **error);
/* (transfer full) (element-type DecantEntry): up to @limit entries from @from on, in order; fewer at the end of the
 * log. A damaged entry ends the list before it; if it is the first of the range, NULL with @error (go on after it). */
GPtrArray *decant_vault_read_entries (DecantVault *self, guint64 from, guint64 limit, GError **error);

/* (transfer full): the fields that are not sealed, named vault_…: works locked, and of an erased entry. */
JsonObject *decant_vault_read_open_fields (DecantVault *self, guint64 number, GError **error);

/* Latest checkpoint, a signed note. (transfer full) or NULL (no entry yet: error NOT_FOUND). */
char *decant_vault_read_checkpoint (DecantVault *self, GError **error);

/* The checkpoint that was written when the log had @size entries; NOT_FOUND. */
char *decant_vault_read_checkpoint_at (DecantVault *self, guint64 size, GError **error);

/* Plain bytes of an artifact of an entry, checked against size and SHA-256 of the entry on the way; wiped when freed.
 * LOCKED. */
GBytes *decant_vault_read_artifact (DecantVault *self, guint64 number, const char *id, GError **error);

/* --- proofs ----------------------------------------------------------------------------------------------- */

/* All that a stranger needs to check one entry, or some fields of it, without the vault (docs/VAULT.md section 4). */
typedef struct
{
  guint64 number;     /* of the entry */
  guint64 size;       /* of the tree that the path leads to */
  char *leaf;         /* the leaf's text; its hash is SHA-256 (0x00 ‖ leaf) */
  char **names;       /* fields that are disclosed, … */
  char **disclosures; /* … and the disclosure of each, to be withheld one by one */
  GArray *path;       /* element-type DecantDigest: audit path of RFC 6962, lowest first */
  char *checkpoint;   /* signed note of that tree */
} DecantProof;

void decant_proof_free (DecantProof *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantProof, decant_proof_free)

/* Inclusion of an entry in the tree of @size entries (0: the latest). Of a locked vault, and of an erased entry, it
 * discloses the open fields alone. */
DecantProof *decant_vault_prove_entry (DecantVault *self, guint64 number, guint64 size, GError **error);
/* The path and checkpoint in the text form of https://c2sp.org/tlog-proof (transfer full). */
char *decant_proof_to_text (const DecantProof *self);
/* (element-type DecantDigest) that the tree of @from entries is the beginning of that of @to. 0 < @from <= @to <= size.
 */
GArray *decant_vault_prove_consistency (DecantVault *self, guint64 from, guint64 to, GError **error);

/* --- captures --------------------------------------------------------------------------------------------- */

/* A capture being received: its bytes go, enciphered, to a staging folder of this process, under a lock. */
typedef struct _DecantStaging DecantStaging;

/* The receipt of a capture committed earlier under the same id, by any process; NULL without error if none. */
DecantReceipt *decant_vault_find_capture (DecantVault *self, const char *capture, GError **error);

/* @record is referenced; @artifacts: (element-type DecantArtifactInfo) copied. @case_id: "" for the Inbox. */
DecantStaging *decant_staging_begin (DecantVault *vault,
                                     const char *capture,
                                     JsonObject *record,
                                     GPtrArray *artifacts,
                                     const char *case_id,
                                     GError **error);
/* Appends to one artifact; @offset must equal what it has. @received: (out): bytes it has afterwards, also on failure.
 */
gboolean decant_staging_write (DecantStaging *self,
                               const char *artifact,
                               guint64 offset,
                               const guint8 *data,
                               gsize length,
                               guint64 *received,
                               GError **error);
guint64 decant_staging_get_received (DecantStaging *self, const char *artifact);
/* Durable when it returns. The staging stays valid (and must be freed) either way; on failure it may be tried again. */
DecantReceipt *decant_staging_commit (DecantStaging *self, const char *actor, GError **error);
/* Frees; what was not committed is removed from the disk. */
void decant_staging_free (DecantStaging *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantStaging, decant_staging_free)

G_END_DECLS

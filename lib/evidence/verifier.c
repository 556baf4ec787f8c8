/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order of checks, and the report. */
#include "evidence/verifier-private.h"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include "evidence/error.h"
#include "evidence/folder.h"

/* --- conclusions -------------------------------------------------------------------------------------------- */

/* How captures came into the vault: to be known, and no failure. */
static void
conclude_pairing (DecantVerifier *self)
{
  const guint64 *n = self->n_signed;

  if (n[DECANT_SIGNED_UNPAIRED] > 0)
    decant_verifier_note (self, "pairing", -1,
                          "%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT
                          " captures are unpaired: no browser that the owner had approved signed them.",
                          n[DECANT_SIGNED_UNPAIRED], self->captures);
  if (n[DECANT_SIGNED_BAD] > 0)
    decant_verifier_note (self, "pairing", -1,
                          "%" G_GUINT64_FORMAT
                          " captures were logged with a signature that the browser it names did not make.",
                          n[DECANT_SIGNED_BAD]);
  if (n[DECANT_SIGNED_PAIRED] > 0)
    decant_verifier_conclude (self, "pairing",
                              "%" G_GUINT64_FORMAT " captures are signed by browsers that the owner approved.",
                              n[DECANT_SIGNED_PAIRED]);
}

static void
conclude_entries (DecantVerifier *self)
{
  guint64 n = self->edge.size;

  if (self->only >= 0)
    decant_verifier_conclude (self, "leaf", "Entry %" G_GINT64_FORMAT " has the digests that its leaf states%s.",
                              self->only, self->report->locked ? ", as far as can be seen locked" : "");
  else if (self->report->locked)
    decant_verifier_conclude (self, "leaf",
                              "Every leaf of %" G_GUINT64_FORMAT
                              " entries has its hash, and what was sealed has the digest that its leaf states.",
                              n);
  else
    decant_verifier_conclude (self, "leaf",
                              "Every field of %" G_GUINT64_FORMAT " entries has the digest that its leaf states.", n);
  if (!self->report->locked && self->only < 0)
    decant_verifier_conclude (self, "capture", "%" G_GUINT64_FORMAT " captures, each logged once.", self->captures);
  conclude_pairing (self);
  if (self->n_erased > 0)
    decant_verifier_note (self, "leaf", -1,
                          "%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT
                          " entries were erased: their leaves stand, what they said is gone.",
                          self->n_erased, n);
  decant_verifier_conclude (self, "artifact", "%u artifacts have the size and SHA-256 of their entries.",
                            g_hash_table_size (self->artifacts));
  if (self->unsynchronised > 0 && self->only < 0)
    decant_verifier_note (self, "clock", -1,
                          "%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT
                          " entries were logged while the system did not vouch for its clock.",
                          self->unsynchronised, n);
}

static void
conclude_log (DecantVerifier *self)
{
  guint64 n = self->edge.size;

  decant_verifier_conclude (self, "database",
                            "The database is whole: tables, triggers and links are those of a vault.");
  decant_verifier_conclude (self, "tree", "%" G_GUINT64_FORMAT " leaves give the root of each checkpoint.", n);
  if (self->only < 0)
    decant_verifier_conclude (self, "checkpoint", "There is one checkpoint for each of %" G_GUINT64_FORMAT " commits.",
                              n);
  if (self->identity != NULL)
    decant_verifier_conclude (self, "signature",
                              "Every checkpoint%s is signed by the key in force, the last of %" G_GUINT64_FORMAT
                              " that the host had.",
                              self->only < 0 ? "" : " that was looked at", self->epochs->number + 1);
  conclude_entries (self);
}

static void
state_limits (DecantVerifier *self)
{
  if (self->report->locked)
    decant_verifier_note (self, "limits", -1,
                          "The vault was verified locked: that the sealed fields are those of their leaves, and what "
                          "artifacts decipher to, shows only with its keys.");
  if (self->held == NULL)
    decant_verifier_note (self, "limits", -1,
                          "Entries cut off the end, or a history rewritten by who can use host.key, show only against "
                          "a checkpoint that somebody else holds: none was given.");
  else
    decant_verifier_note (self, "limits", -1,
                          "For entries after the held checkpoint: a cut end, or a rewrite by who can use host.key, "
                          "shows only against a later checkpoint held elsewhere.");
  decant_verifier_note (self, "limits", -1,
                        "That a page was really served by its address cannot be proven on this machine; the entries "
                        "show what the browser reported, unchanged since it was logged.");
  decant_verifier_note (
      self, "limits", -1,
      "Times are what this machine's clock said. Order is proven; that an entry is no older than it says is not.");
}

/* --- the whole ---------------------------------------------------------------------------------------------- */

static void
check_rest (DecantVerifier *self)
{
  decant_verifier_check_signing_key (self);
  decant_verifier_check_epochs (self);
  decant_verifier_conclude_migration (self);
  if (self->only < 0)
    {
      decant_verifier_check_tombstones (self);
      decant_verifier_check_counts (self);
      decant_verifier_check_files (self);
    }
  conclude_log (self);
  decant_verifier_conclude_held (self);
  decant_verifier_conclude_cover (self);
}

static void
run (DecantVerifier *self, DecantKeys *keys, const char *held)
{
  decant_verifier_check_folder (self);
  decant_verifier_check_identity (self, keys);
  decant_verifier_read_held (self, held);
  if (decant_verifier_open_database (self))
    {
      self->report->locked = decant_log_get_version (self->log) != 1 && self->keys == NULL;
      decant_verifier_check_log (self);
      check_rest (self);
    }
  if (self->identity != NULL)
    decant_verifier_conclude (self, "vault", "vault.json is as it was signed: vault %s, made %s.", self->identity->id,
                              self->identity->created);
  state_limits (self);
}

static gboolean
is_absent (int folder)
{
  return faccessat (folder, "vault.json", F_OK, AT_SYMLINK_NOFOLLOW) != 0
         && faccessat (folder, "vault.db", F_OK, AT_SYMLINK_NOFOLLOW) != 0;
}

static void
epoch_free (gpointer epoch)
{
  decant_log_epoch_clear (epoch);
  g_free (epoch);
}

static void
verifier_init (DecantVerifier *self)
{
  self->report = decant_verification_new ();
  self->migrated = -1;
  self->failures = g_hash_table_new (g_str_hash, g_str_equal);
  self->erased = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->artifacts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->began = g_ptr_array_new_with_free_func (epoch_free);
  self->pairings = decant_pairings_new ();
}

static void
verifier_clear (DecantVerifier *self)
{
  decant_log_close (self->log);
  decant_identity_free (self->identity);
  decant_epochs_free (self->epochs);
  decant_checkpoint_free (self->held);
  g_hash_table_unref (self->failures);
  g_hash_table_unref (self->artifacts);
  g_hash_table_unref (self->erased);
  g_ptr_array_unref (self->began);
  decant_pairings_free (self->pairings);
  g_free (self->last_time);
}

static DecantVerification *
verify (DecantVerifier *self, DecantKeys *keys, const char *held, GError **error)
{
  g_auto (DecantFd) fd = decant_folder_open (self->path, TRUE, error);
  g_autoptr (DecantVerification) report = NULL;

  if (fd < 0)
    return NULL;
  if (is_absent (fd) || sodium_init () < 0)
    {
      g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_ABSENT, "There is no vault in %s.", self->path);
      return NULL;
    }
  self->folder = fd;
  verifier_init (self);
  report = self->report;
  run (self, keys, held);
  verifier_clear (self);
  return g_cancellable_set_error_if_cancelled (self->cancellable, error) ? NULL : g_steal_pointer (&report);
}

DecantVerification *
decant_verifier_run (const char *folder,
                     DecantKeys *keys,
                     const char *held,
                     DecantVerifierProgress progress,
                     gpointer user_data,
                     GCancellable *cancellable,
                     GError **error)
{
  DecantVerifier self
      = { .progress = progress, .user_data = user_data, .cancellable = cancellable, .path = folder, .only = -1 };

  return verify (&self, keys, held, error);
}

DecantVerification *
decant_verifier_run_one (const char *folder,
                         DecantKeys *keys,
                         guint64 number,
                         const char *held,
                         GCancellable *cancellable,
                         GError **error)
{
  DecantVerifier self = { .cancellable = cancellable, .path = folder, .only = MIN (number, G_MAXINT64) };
  g_autoptr (DecantVerification) report = verify (&self, keys, held, error);

  if (report == NULL || !report->clean || number < report->entries)
    return g_steal_pointer (&report);
  g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_NOT_FOUND,
               "There is no entry %" G_GUINT64_FORMAT ": the vault has %" G_GUINT64_FORMAT ".", number,
               report->entries);
  return NULL;
}

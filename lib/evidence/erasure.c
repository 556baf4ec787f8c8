/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/erasure.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "evidence/artifact-store.h"
#include "evidence/folder.h"
#include "evidence/field-values.h"
#include "evidence/rotate.h"
#include "evidence/vault-private.h"

#define MARK "erasing-"
#define BATCH 256

/* --- reading what there is ---------------------------------------------------------------------------------- */

gboolean
decant_cases_read (DecantCases *self, DecantVault *vault, GError **error)
{
  g_autoptr (GPtrArray) entries = NULL;

  do
    {
      g_clear_pointer (&entries, g_ptr_array_unref);
      entries = decant_vault_read_entries (vault, decant_cases_get_next (self), BATCH, error);
      for (guint i = 0; entries != NULL && i < entries->len; i++)
        decant_cases_take (self, entries->pdata[i]);
    }
  while (entries != NULL && entries->len > 0);
  return entries != NULL;
}

/* --- the mark ----------------------------------------------------------------------------------------------- */

/* A file that says: an erasure may be half done. It is locked while its process lives. −1 with @error. */
static int
make_mark (DecantVault *self, char **name, GError **error)
{
  guint8 bytes[8];
  g_autofree char *digits = NULL;
  g_auto (DecantFd) fd = -1;

  randombytes_buf (bytes, sizeof bytes);
  digits = decant_hex_encode (bytes, sizeof bytes);
  *name = g_strconcat (MARK, digits, NULL);
  fd = openat (self->fd, *name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (fd >= 0 && flock (fd, LOCK_EX | LOCK_NB) == 0 && fsync (self->fd) == 0)
    return g_steal_fd (&fd);
  decant_vault_set_error_from_errno (error, errno, "begin to erase");
  if (fd >= 0)
    unlinkat (self->fd, *name, 0);
  return -1;
}

static void
remove_mark (DecantVault *self, const char *name)
{
  if (unlinkat (self->fd, name, 0) == 0)
    fsync (self->fd);
}

/* --- what follows the transaction --------------------------------------------------------------------------- */

static gboolean
remove_file (const char *name, gpointer vault)
{
  return decant_artifact_store_remove (((DecantVault *) vault)->fd, name);
}

/* Pages first: they go even if a file will not. */
static gboolean
clean (DecantVault *self)
{
  gboolean pages = decant_log_scrub (self->log, NULL);
  gboolean files = decant_log_visit_erased_files (self->log, remove_file, self, NULL);

  return pages && files;
}

typedef struct
{
  DecantVault *vault;
  gboolean done;
} Sweep;

static gboolean
sweep_mark (int folder, const char *name, gpointer user_data)
{
  Sweep *sweep = user_data;
  g_auto (DecantFd) fd = g_str_has_prefix (name, MARK) ? openat (folder, name, O_RDWR | O_NOFOLLOW | O_CLOEXEC) : -1;

  if (fd < 0 || flock (fd, LOCK_EX | LOCK_NB) != 0)
    return TRUE;
  if (clean (sweep->vault))
    remove_mark (sweep->vault, name);
  else
    sweep->done = FALSE;
  return TRUE;
}

gboolean
decant_vault_finish_erasures (DecantVault *self)
{
  Sweep sweep = { self, TRUE };

  return decant_folder_visit (self->fd, sweep_mark, &sweep) && sweep.done;
}

/* --- erasing ------------------------------------------------------------------------------------------------ */

static gboolean G_GNUC_PRINTF (3, 4) refuse (GError **error, guint64 number, const char *format, ...)
{
  g_autofree char *why = NULL;
  va_list arguments;

  va_start (arguments, format);
  why = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID,
               "Entry %" G_GUINT64_FORMAT " cannot be erased: %s. Nothing was erased.", number, why);
  return FALSE;
}

static gboolean
check_case (DecantCases *cases, const DecantEntry *entry, GError **error)
{
  const char *id = decant_cases_find_item (cases, entry->number);
  const char *named = id != NULL ? id : decant_field_string (entry->fields, "case");
  const DecantCase *found = named == NULL ? NULL : decant_cases_find (cases, named);

  if (found == NULL)
    return TRUE;
  if (found->hold)
    return refuse (error, entry->number, "its case %s is on hold (%s)", found->id, found->hold_reason);
  if (found->entry == entry->number && found->n_items > 0)
    return refuse (error, entry->number, "it opens the case %s, which still holds captures", found->id);
  return TRUE;
}

static gboolean
check_entry (DecantVault *self, DecantCases *cases, guint64 number, GError **error)
{
  g_autoptr (DecantEntry) entry = decant_vault_read_entry (self, number, error);

  if (entry == NULL)
    return FALSE;
  if (entry->erased_by >= 0)
    return refuse (error, number, "entry %" G_GINT64_FORMAT " erased it", entry->erased_by);
  if (g_str_has_prefix (entry->kind, "vault.") || g_str_equal (entry->kind, "deletion"))
    return refuse (error, number, "the log itself rests on entries “%s”", entry->kind);
  return check_case (cases, entry, error);
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  guint64 x = *(const guint64 *) a, y = *(const guint64 *) b;

  return x < y ? -1 : x > y;
}

/* Ascending, each once. */
static GArray *
sort_numbers (const GArray *numbers)
{
  GArray *sorted = g_array_copy ((GArray *) numbers);

  g_array_sort (sorted, compare_numbers);
  for (guint i = sorted->len; i > 1; i--)
    if (g_array_index (sorted, guint64, i - 1) == g_array_index (sorted, guint64, i - 2))
      g_array_remove_index (sorted, i - 1);
  return sorted;
}

static JsonObject *
make_open_fields (const GArray *numbers)
{
  JsonObject *open = json_object_new ();
  JsonArray *array = json_array_sized_new (numbers->len);

  for (guint i = 0; i < numbers->len; i++)
    json_array_add_int_element (array, g_array_index (numbers, guint64, i));
  json_object_set_array_member (open, "vault_erased", array);
  return open;
}

/* Under the write lock. */
static DecantReceipt *
erase_locked (DecantVault *self, DecantCases *cases, DecantDraft *draft, const GArray *numbers, GError **error)
{
  g_autoptr (DecantReceipt) receipt = NULL;

  if (!decant_cases_read (cases, self, error))
    return NULL;
  for (guint i = 0; i < numbers->len; i++)
    if (!check_entry (self, cases, g_array_index (numbers, guint64, i), error))
      return NULL;
  receipt = decant_vault_append_draft (self, draft, error);
  for (guint i = 0; receipt != NULL && i < numbers->len; i++)
    if (!decant_log_erase (self->log, g_array_index (numbers, guint64, i), receipt->entry, error))
      return NULL;
  return g_steal_pointer (&receipt);
}

static DecantReceipt *
erase (DecantVault *self, DecantCases *cases, DecantDraft *draft, const GArray *numbers, GError **error)
{
  g_autoptr (DecantReceipt) receipt = NULL;

  if (!decant_vault_begin (self, error))
    return NULL;
  receipt = erase_locked (self, cases, draft, numbers, error);
  if (receipt == NULL)
    {
      decant_log_rollback (self->log);
      return NULL;
    }
  return decant_log_commit (self->log, error) ? g_steal_pointer (&receipt) : NULL;
}

DecantReceipt *
decant_vault_erase (DecantVault *self,
                    DecantCases *cases,
                    const GArray *numbers,
                    const char *actor,
                    JsonObject *fields,
                    gboolean *complete,
                    GError **error)
{
  g_autoptr (GArray) sorted = sort_numbers (numbers);
  g_autoptr (JsonObject) open = make_open_fields (sorted);
  g_autoptr (DecantDraft) draft
      = decant_vault_draft_act (self, "deletion", DECANT_WRITER_VAULT, actor, fields, open, error);
  g_autoptr (DecantReceipt) receipt = NULL;
  g_autofree char *mark = NULL;
  g_auto (DecantFd) lock = -1;
  gboolean done;

  if (draft == NULL || (lock = make_mark (self, &mark, error)) < 0)
    return NULL;
  receipt = erase (self, cases, draft, sorted, error);
  done = receipt != NULL && clean (self);
  /* After an I/O error nobody can say whether the transaction holds: the mark stays, and the next writer looks. */
  if (done
      || (receipt == NULL && (error == NULL || !g_error_matches (*error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_IO))))
    remove_mark (self, mark);
  if (complete != NULL)
    *complete = done;
  return g_steal_pointer (&receipt);
}

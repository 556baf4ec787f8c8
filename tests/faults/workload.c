/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "workload.h"

#include <string.h>
#include <sys/mman.h>

#include "evidence/verifier.h"
#include "fixture.h"

#define ATTEMPTS 3
#define PIECE 65536

/* --- the ledger --------------------------------------------------------------------------------------------- */

Ledger *
ledger_new (void)
{
  Ledger *ledger = mmap (NULL, sizeof *ledger, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

  g_assert_true (ledger != MAP_FAILED);
  return ledger;
}

void
ledger_free (Ledger *ledger)
{
  munmap (ledger, sizeof *ledger);
}

void
ledger_copy (Ledger *to, const Ledger *from, guint n)
{
  to->n = n;
  memcpy (to->all, from->all, n * sizeof *to->all);
  g_strlcpy (to->checkpoint, n < from->n ? "" : from->checkpoint, sizeof to->checkpoint);
}

static void G_GNUC_PRINTF (2, 3) complain (Ledger *ledger, const char *format, ...)
{
  va_list arguments;

  if (*ledger->complaint != '\0')
    return;
  va_start (arguments, format);
  g_vsnprintf (ledger->complaint, sizeof ledger->complaint, format, arguments);
  va_end (arguments);
}

static const Acknowledged *
look_up (const Ledger *ledger, const char *what)
{
  for (guint i = 0; i < ledger->n; i++)
    if (g_str_equal (ledger->all[i].what, what))
      return &ledger->all[i];
  return NULL;
}

/* The same capture must be acknowledged with the same entry, however often. */
static void
acknowledge (Ledger *ledger, const char *what, gboolean capture, const DecantReceipt *receipt)
{
  const Acknowledged *earlier = look_up (ledger, what);
  Acknowledged *place = &ledger->all[ledger->n];

  if (earlier != NULL)
    {
      if (!receipt->repeated || earlier->entry != receipt->entry || !g_str_equal (earlier->leaf, receipt->leaf))
        complain (ledger, "%s was entry %" G_GUINT64_FORMAT " and is now %" G_GUINT64_FORMAT, what, earlier->entry,
                  receipt->entry);
      return;
    }
  g_assert_cmpuint (ledger->n, <, LEDGER_ROOM);
  g_strlcpy (place->what, what, sizeof place->what);
  g_strlcpy (place->leaf, receipt->leaf, sizeof place->leaf);
  place->capture = capture;
  place->entry = receipt->entry;
  if (!receipt->repeated)
    g_strlcpy (ledger->checkpoint, receipt->checkpoint, sizeof ledger->checkpoint);
  __atomic_store_n (&ledger->n, ledger->n + 1, __ATOMIC_RELEASE);
  faults_note (ledger->n);
}

/* --- opening ------------------------------------------------------------------------------------------------ */

DecantVault *
workload_open (const char *folder, GError **error)
{
  return test_vault_ensure (folder, error);
}

DecantVault *
workload_open_for_reading (const char *folder, GError **error)
{
  g_autoptr (DecantKeys) keys = test_keys_new ();
  g_autoptr (DecantVault) vault = decant_vault_open (folder, DECANT_VAULT_READ, error);

  return vault != NULL && decant_vault_unlock (vault, keys, error) ? g_steal_pointer (&vault) : NULL;
}

/* --- acts --------------------------------------------------------------------------------------------------- */

/* Bytes that are the same for the same capture and size. "same-…" captures share theirs. */
static char *
bytes_of (const char *capture, int size)
{
  char *bytes = g_malloc (size + 1);
  guint32 state = g_str_has_prefix (capture, "same-") ? 7 : g_str_hash (capture);

  for (int i = 0; i < size; i++)
    {
      state = state * 1664525u + 1013904223u;
      bytes[i] = state >> 24;
    }
  return bytes;
}

static GPtrArray *
describe (const char *capture, const int sizes[4])
{
  GPtrArray *artifacts = g_ptr_array_new_with_free_func ((GDestroyNotify) decant_artifact_info_free);

  for (guint i = 0; i < 4 && sizes[i] >= 0; i++)
    {
      g_autofree char *id = g_strdup_printf ("a-%u", i);
      g_autofree char *bytes = bytes_of (capture, sizes[i]);

      g_ptr_array_add (artifacts, fixture_artifact (id, bytes, sizes[i]));
    }
  return artifacts;
}

/* One artifact in pieces; a piece that failed is sent once more from where it stopped. */
static gboolean
send (DecantStaging *staging, const char *capture, const char *id, int size, GError **error)
{
  g_autofree char *bytes = bytes_of (capture, size);
  gboolean again = TRUE;

  for (guint64 sent = 0; sent < (guint64) size;)
    {
      g_autoptr (GError) local = NULL;
      gsize n = MIN (PIECE, size - sent);

      if (!decant_staging_write (staging, id, sent, (guint8 *) bytes + sent, n, &sent, &local) && !again)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      again = again && local == NULL;
    }
  return TRUE;
}

static DecantReceipt *
send_all (DecantStaging *staging, const char *capture, const int sizes[4], GError **error)
{
  for (guint i = 0; i < 4 && sizes[i] >= 0; i++)
    {
      g_autofree char *id = g_strdup_printf ("a-%u", i);

      if (!send (staging, capture, id, sizes[i], error))
        return NULL;
    }
  return decant_staging_commit (staging, "tester", error);
}

gboolean
workload_capture (DecantVault *vault, Ledger *ledger, const char *capture, const int sizes[4], GError **error)
{
  g_autoptr (JsonObject) record = fixture_record ("An invented post");
  g_autoptr (GPtrArray) artifacts = describe (capture, sizes);
  g_autoptr (DecantStaging) staging = decant_staging_begin (vault, capture, record, artifacts, "", error);
  g_autoptr (DecantReceipt) receipt = NULL;
  g_autoptr (GError) first = NULL;

  if (staging == NULL)
    return FALSE;
  receipt = send_all (staging, capture, sizes, &first);
  /* What the header promises: a commit that failed may be tried again. If it wants the bytes again, the caller sends
   * all anew. */
  if (receipt == NULL)
    receipt = decant_staging_commit (staging, "tester", error);
  if (receipt == NULL)
    return FALSE;
  acknowledge (ledger, capture, TRUE, receipt);
  return TRUE;
}

gboolean
workload_note (DecantVault *vault, Ledger *ledger, const char *words, GError **error)
{
  g_autoptr (JsonObject) fields = json_object_new ();
  g_autoptr (DecantReceipt) receipt = NULL;

  json_object_set_string_member (fields, "text", words);
  receipt = decant_vault_append (vault, "note", "tester", fields, error);
  if (receipt == NULL)
    return FALSE;
  acknowledge (ledger, words, FALSE, receipt);
  return TRUE;
}

static gboolean
begin_and_drop (DecantVault *vault, const char *capture, GError **error)
{
  const int sizes[4] = { 3000, -1 };
  g_autoptr (JsonObject) record = fixture_record ("An invented post");
  g_autoptr (GPtrArray) artifacts = describe (capture, sizes);
  g_autoptr (DecantStaging) staging = decant_staging_begin (vault, capture, record, artifacts, "", error);
  g_autofree char *bytes = bytes_of (capture, 3000);

  return staging != NULL && decant_staging_write (staging, "a-0", 0, (guint8 *) bytes, 2000, NULL, error);
}

/* --- the steps ---------------------------------------------------------------------------------------------- */

typedef enum
{
  OPEN,
  NOTE,
  CAPTURE,
  DROP,
  CLOSE
} Act;

static const struct
{
  Act act;
  const char *what;
  int sizes[4];
} steps[] = {
  { OPEN },
  { NOTE, "n-1" },
  { CAPTURE, "same-1", { 5, -1 } },
  { CAPTURE, "c-2", { 1, 4096, 70000, -1 } },
  { CAPTURE, "same-1", { 5, -1 } }, /* again */
  { NOTE, "n-2" },
  { CAPTURE, "same-3", { 5, 4097, -1 } }, /* one picture for two */
  { DROP, "c-4" },
  { CAPTURE, "c-5", { -1 } },
  { CLOSE },
  { OPEN },
  { CAPTURE, "c-6", { 150000, -1 } },
  { NOTE, "n-3" },
  { CAPTURE, "c-2", { 1, 4096, 70000, -1 } },
  { NOTE, "n-4" },
  { CLOSE },
};

/* A note has no id to repeat it by: who got no answer looks first. */
static gboolean
has_note (DecantVault *vault, const char *words)
{
  g_autoptr (GPtrArray) entries = decant_vault_read_entries (vault, 0, G_MAXINT64, NULL);

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const DecantEntry *entry = entries->pdata[i];

      if (g_str_equal (entry->kind, "note")
          && g_str_equal (json_object_get_string_member (entry->fields, "text"), words))
        return TRUE;
    }
  return FALSE;
}

static gboolean
act (guint step, const char *folder, DecantVault **vault, Ledger *ledger, GError **error)
{
  const char *what = steps[step].what;

  if (steps[step].act == CLOSE)
    g_clear_pointer (vault, decant_vault_close);
  else if (*vault == NULL && (*vault = workload_open (folder, error)) == NULL)
    return FALSE;
  else if (steps[step].act == NOTE)
    return look_up (ledger, what) != NULL || has_note (*vault, what) || workload_note (*vault, ledger, what, error);
  else if (steps[step].act == CAPTURE)
    return workload_capture (*vault, ledger, what, steps[step].sizes, error);
  else if (steps[step].act == DROP)
    return begin_and_drop (*vault, what, error);
  return TRUE;
}

static void
take_step (guint step, const char *folder, DecantVault **vault, Ledger *ledger, WorkloadMode mode)
{
  guint attempts = mode == WORKLOAD_PLAIN ? 1 : ATTEMPTS;

  for (guint i = 0; i < attempts; i++)
    {
      g_autoptr (GError) error = NULL;

      if (act (step, folder, vault, ledger, &error))
        {
          ledger->steps++;
          return;
        }
      g_assert_nonnull (error);
      ledger->failed++;
      if (i + 1 == attempts && mode != WORKLOAD_PERSISTENT_FAULT)
        complain (ledger, "step %u (%s) fails for good: %s", step, steps[step].what, error->message);
    }
}

void
workload_run (const char *folder, Ledger *ledger, WorkloadMode mode)
{
  DecantVault *vault = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (steps) && *ledger->complaint == '\0'; i++)
    take_step (i, folder, &vault, ledger, mode);
  g_clear_pointer (&vault, decant_vault_close);
}

guint
workload_rehearse (FaultsCall **calls)
{
  Fixture fixture;
  g_autoptr (GArray) kinds = g_array_new (FALSE, FALSE, sizeof (FaultsCall));
  Ledger *ledger = ledger_new ();
  guint n;

  fixture_set_up (&fixture);
  faults_watch (fixture.root, NULL);
  workload_run (fixture.folder, ledger, WORKLOAD_PLAIN);
  n = faults_get_calls ();
  for (guint i = 1; i <= n; i++)
    {
      FaultsCall call = faults_get_call (i);

      g_array_append_val (kinds, call);
    }
  faults_watch (NULL, NULL);
  g_assert_cmpstr (ledger->complaint, ==, "");
  ledger_free (ledger);
  fixture_tear_down (&fixture);
  *calls = (FaultsCall *) g_array_free (g_steal_pointer (&kinds), FALSE);
  return n;
}

/* --- afterwards --------------------------------------------------------------------------------------------- */

/* The word that an entry is known by in the ledger. */
static const char *
word_of (const DecantEntry *entry)
{
  const char *name = json_object_has_member (entry->fields, "capture") ? "capture" : "text";

  return json_object_has_member (entry->fields, name) ? json_object_get_string_member (entry->fields, name) : NULL;
}

/* The name of the file of the entry's @index-th artifact. */
static const char *
file_of (const DecantEntry *entry, guint index)
{
  JsonArray *files = json_object_get_array_member (entry->fields, "vault_artifacts");

  return json_object_get_string_member (json_array_get_object_element (files, index), "name");
}

static char *
examine_artifacts (DecantVault *vault, const DecantEntry *entry, GHashTable *named)
{
  for (guint i = 0; i < entry->artifacts->len; i++)
    {
      const DecantArtifactInfo *info = entry->artifacts->pdata[i];
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = decant_vault_read_artifact (vault, entry->number, info->id, &error);

      if (bytes == NULL)
        return g_strdup_printf ("artifact %s of entry %" G_GUINT64_FORMAT ": %s", info->id, entry->number,
                                error->message);
      if (g_bytes_get_size (bytes) != info->size)
        return g_strdup_printf ("artifact %s has another size", info->id);
      g_hash_table_add (named, g_strdup (file_of (entry, i)));
    }
  return NULL;
}

/* Every word once; fills @seen (word → leaf) and @named (files). */
static char *
examine_entries (DecantVault *vault, GHashTable *seen, GHashTable *named)
{
  g_autoptr (GError) error = NULL;
  gint64 size = decant_vault_get_size (vault, &error);
  g_autoptr (GPtrArray) entries = size < 0 ? NULL : decant_vault_read_entries (vault, 0, G_MAXINT64, &error);

  if (entries == NULL || entries->len != size)
    return g_strdup_printf ("cannot be read: %s", error == NULL ? "an entry is missing" : error->message);
  for (guint i = 0; i < entries->len; i++)
    {
      const DecantEntry *entry = entries->pdata[i];
      const char *word = word_of (entry);
      char *wrong = examine_artifacts (vault, entry, named);

      if (wrong != NULL)
        return wrong;
      if (word != NULL && !g_hash_table_insert (seen, g_strdup (word), g_strdup (entry->leaf)))
        return g_strdup_printf ("%s is there twice", word);
    }
  return NULL;
}

static char *
compare_ledger (DecantVault *vault, const Ledger *ledger, GHashTable *seen, guint in_flight)
{
  for (guint i = 0; i < ledger->n; i++)
    {
      const Acknowledged *it = &ledger->all[i];
      g_autoptr (DecantReceipt) receipt = it->capture ? decant_vault_find_capture (vault, it->what, NULL) : NULL;

      if (g_strcmp0 (g_hash_table_lookup (seen, it->what), it->leaf) != 0)
        return g_strdup_printf ("%s was acknowledged as entry %" G_GUINT64_FORMAT " and is not there", it->what,
                                it->entry);
      if (it->capture && (receipt == NULL || receipt->entry != it->entry || !g_str_equal (receipt->leaf, it->leaf)))
        return g_strdup_printf ("capture %s has no receipt, or another one", it->what);
    }
  if (g_hash_table_size (seen) > ledger->n + in_flight)
    return g_strdup_printf ("%u entries, though only %u were acknowledged", g_hash_table_size (seen), ledger->n);
  return NULL;
}

static char *
examine_report (const DecantVerification *report)
{
  for (guint i = 0; i < report->findings->len; i++)
    {
      const DecantFinding *finding = report->findings->pdata[i];

      if (finding->level == DECANT_FINDING_FAILURE)
        return g_strdup_printf ("the verifier says: %s: %s", finding->check, finding->message);
    }
  return report->clean ? NULL : g_strdup ("the verifier says that it is not clean, and not why");
}

static gboolean
report_names (const DecantVerification *report, const char *name)
{
  for (guint i = 0; i < report->findings->len; i++)
    if (strstr (((DecantFinding *) report->findings->pdata[i])->message, name) != NULL)
      return TRUE;
  return FALSE;
}

static char *
examine_shelf (const char *path, GHashTable *named, const DecantVerification *report)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (!g_hash_table_contains (named, name) && !report_names (report, name))
      return g_strdup_printf ("artifacts/ holds %s, which no entry names and the verifier does not mention", name);
  return NULL;
}

/* Nothing lies about that nobody tells of. */
static char *
examine_files (const char *folder, GHashTable *named, const DecantVerification *report)
{
  g_autofree char *staging = g_build_filename (folder, "staging", NULL);
  g_autofree char *artifacts = g_build_filename (folder, "artifacts", NULL);
  g_autoptr (GDir) staged = g_dir_open (staging, 0, NULL);
  g_autoptr (GDir) shelves = g_dir_open (artifacts, 0, NULL);
  const char *name;

  if (staged != NULL && g_dir_read_name (staged) != NULL)
    return g_strdup ("a staging folder of the dead is still there");
  while (shelves != NULL && (name = g_dir_read_name (shelves)) != NULL)
    {
      g_autofree char *shelf = g_build_filename (artifacts, name, NULL);
      char *wrong = examine_shelf (shelf, named, report);

      if (wrong != NULL)
        return wrong;
    }
  return NULL;
}

static char *
verify (const char *folder, const Ledger *ledger, GHashTable *named)
{
  g_autoptr (GError) error = NULL;
  const char *held = *ledger->checkpoint == '\0' ? NULL : ledger->checkpoint;
  g_autoptr (DecantKeys) keys = test_keys_new ();
  g_autoptr (DecantVerification) report = decant_verifier_run (folder, keys, held, NULL, NULL, NULL, &error);
  char *wrong;

  if (report == NULL)
    return g_strdup_printf ("the verifier does not run: %s", error->message);
  wrong = examine_report (report);
  return wrong != NULL || named == NULL ? wrong : examine_files (folder, named, report);
}

static char *
go_on (DecantVault *vault)
{
  g_autoptr (JsonObject) fields = json_object_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantReceipt) receipt = NULL;

  json_object_set_string_member (fields, "text", "after all that");
  receipt = decant_vault_append (vault, "note", "tester", fields, &error);
  return receipt != NULL ? NULL : g_strdup_printf ("takes no further entry: %s", error->message);
}

char *
workload_examine (const char *folder, const Ledger *ledger, guint in_flight, gboolean thorough)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) named = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantVault) vault = workload_open (folder, &error);
  char *wrong = NULL;

  if (*ledger->complaint != '\0')
    return g_strdup (ledger->complaint);
  if (vault == NULL)
    return g_strdup_printf ("does not open: %s", error->message);
  if ((wrong = examine_entries (vault, seen, named)) == NULL
      && (wrong = compare_ledger (vault, ledger, seen, in_flight)) == NULL
      && (wrong = verify (folder, ledger, named)) == NULL && (wrong = go_on (vault)) == NULL && thorough)
    wrong = verify (folder, ledger, NULL);
  return wrong;
}

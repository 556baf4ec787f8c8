/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cases and lawful deletion, for machines without a display and for lists that a person works through. */
#include "native-host/ctl.h"

#include <string.h>

#include "config.h"
#include "evidence/acts.h"
#include "evidence/erasure.h"
#include "native-host/ctl-unlock.h"

typedef struct
{
  char *folder, *id, *title, *purpose, *legal_basis, *authorisation, *review, *erasure, *reason, *decided_by, *day;
  char **entries;
  int passphrase_fd;
  gboolean due, yes;
} Options;

static void
options_clear (Options *self)
{
  char **const texts[]
      = { &self->folder, &self->id,      &self->title,  &self->purpose,    &self->legal_basis, &self->authorisation,
          &self->review, &self->erasure, &self->reason, &self->decided_by, &self->day };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (*texts[i]);
  g_strfreev (self->entries);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
read_cases (DecantVault *vault, DecantCases *cases, GError **error)
{
  return vault != NULL && decant_cases_read (cases, vault, error);
}

static char *
dup_today (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  return g_date_time_format (now, "%Y-%m-%d");
}

/* --- list and due ------------------------------------------------------------------------------------------- */

static void
print_case (const DecantCase *item)
{
  g_print ("%s  %s%s  %u captures  review %s  erasure %s\n  %s\n  purpose: %s\n  legal basis: %s\n", item->id,
           item->closed == NULL ? "open" : "closed", item->hold ? ", on hold" : "", item->n_items, item->review,
           item->erasure, item->title, item->purpose, item->legal_basis);
  if (*item->authorisation != '\0')
    g_print ("  authorisation: %s\n", item->authorisation);
  if (item->hold)
    g_print ("  held because: %s\n", item->hold_reason);
}

static int
list (DecantCases *cases)
{
  for (guint i = 0; i < decant_cases_list (cases)->len; i++)
    print_case (decant_cases_list (cases)->pdata[i]);
  g_print ("Inbox: %u captures\n", decant_cases_count_inbox (cases));
  return CTL_OK;
}

static int
print_due (DecantCases *cases, const char *day)
{
  static const char *const words[] = {
    [DECANT_DUE_REVIEW] = "review: is it still needed?",
    [DECANT_DUE_ERASURE] = "erasure",
    [DECANT_DUE_INBOX] = "erasure, or a case: the Inbox is no purpose",
  };
  g_autoptr (GPtrArray) due = decant_cases_list_due (cases, day);

  for (guint i = 0; i < due->len; i++)
    {
      const DecantDue *item = due->pdata[i];
      g_print ("%s  %-18s  %u captures  %s%s\n", item->day, *item->id == '\0' ? "Inbox" : item->id, item->n_items,
               words[item->kind], item->hold ? " (on hold)" : "");
    }
  if (due->len == 0)
    g_print ("Nothing is due on %s.\n", day);
  return due->len == 0 ? CTL_OK : CTL_WRONG;
}

/* --- acts --------------------------------------------------------------------------------------------------- */

static void
set_text (JsonObject *fields, const char *name, const char *text)
{
  if (text != NULL)
    json_object_set_string_member (fields, name, text);
}

static int
act (DecantVault *vault, DecantCases *cases, const char *kind, JsonObject *fields)
{
  g_autofree char *actor = decant_vault_dup_actor (vault);
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantReceipt) receipt = NULL;

  if (!decant_cases_check (cases, kind, fields, &error)
      || (receipt = decant_vault_append (vault, kind, actor, fields, &error)) == NULL)
    return ctl_fail (error);
  g_print ("%s  entry %" G_GUINT64_FORMAT "\n", json_object_get_string_member (fields, "case"), receipt->entry);
  return CTL_OK;
}

static int
change (const Options *options, DecantVault *vault, DecantCases *cases, const char *command)
{
  static const struct
  {
    const char *command, *kind;
  } kinds[] = { { "open", "case.opened" },     { "change", "case.changed" }, { "hold", "case.changed" },
                { "release", "case.changed" }, { "close", "case.closed" },   { "reopen", "case.reopened" } };
  g_autoptr (JsonObject) fields = json_object_new ();
  g_autofree char *id
      = options->id == NULL && g_str_equal (command, "open") ? decant_case_id_new () : g_strdup (options->id);
  guint i = 0;

  while (!g_str_equal (kinds[i].command, command))
    i++;
  set_text (fields, "case", id);
  set_text (fields, "title", options->title);
  set_text (fields, "purpose", options->purpose);
  set_text (fields, "legal_basis", options->legal_basis);
  set_text (fields, "authorisation", options->authorisation);
  set_text (fields, "review", options->review);
  set_text (fields, "erasure", options->erasure);
  set_text (fields, "reason", options->reason);
  if (g_str_equal (command, "hold") || g_str_equal (command, "release"))
    json_object_set_boolean_member (fields, "hold", g_str_equal (command, "hold"));
  return act (vault, cases, kinds[i].kind, fields);
}

int
ctl_case (int argc, char **argv)
{
  static const char *const commands[] = { "list", "due", "open", "change", "hold", "release", "close", "reopen", NULL };
  g_auto (Options) options = { .passphrase_fd = -1 };
  const GOptionEntry entries[] = {
    { "vault", 0, 0, G_OPTION_ARG_FILENAME, &options.folder, "Folder of the vault (default: the user's own)", "DIR" },
    { "passphrase-fd", 0, 0, G_OPTION_ARG_INT, &options.passphrase_fd,
      "Read the passphrase from this file descriptor (default: the terminal)", "N" },
    { "case", 0, 0, G_OPTION_ARG_STRING, &options.id, "Id of the case (open: made up unless given)", "ID" },
    { "title", 0, 0, G_OPTION_ARG_STRING, &options.title, "Without names of people", "TEXT" },
    { "purpose", 0, 0, G_OPTION_ARG_STRING, &options.purpose, "What the captures are for", "TEXT" },
    { "legal-basis", 0, 0, G_OPTION_ARG_STRING, &options.legal_basis, "Law and article", "TEXT" },
    { "authorisation", 0, 0, G_OPTION_ARG_STRING, &options.authorisation, "Reference of an order or permission",
      "TEXT" },
    { "review", 0, 0, G_OPTION_ARG_STRING, &options.review, "Day on which to ask whether it is still needed",
      "YYYY-MM-DD" },
    { "erasure", 0, 0, G_OPTION_ARG_STRING, &options.erasure, "Day on which to erase it", "YYYY-MM-DD" },
    { "reason", 0, 0, G_OPTION_ARG_STRING, &options.reason, "Why it is changed, held, released, closed, reopened",
      "TEXT" },
    { "day", 0, 0, G_OPTION_ARG_STRING, &options.day, "For due: as of this day (default: today)", "YYYY-MM-DD" },
    { NULL },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantVault) vault = NULL;
  g_autoptr (DecantCases) cases = decant_cases_new ();
  const char *command;

  if (!ctl_parse (&argc, &argv, "case list|due|open|change|hold|release|close|reopen", entries,
                  "list     says what each case is for, on which basis and until when\n"
                  "due      says what is to be reviewed or erased\n"
                  "the others are entries of the log, with their reason\n\n"
                  "Exit status: 0 done, 1 something is due, 2 not done."))
    return CTL_NOT_DONE;
  command = argc == 2 ? argv[1] : "";
  if (!g_strv_contains (commands, command) || (options.day != NULL && !decant_date_is_valid (options.day)))
    {
      g_printerr ("decantctl: expected one of list, due, open, change, hold, release, close, reopen, and days like "
                  "2026-11-24. See decantctl case --help.\n");
      return CTL_NOT_DONE;
    }
  vault = ctl_open_unlocked (options.folder, DECANT_VAULT_WRITE, options.passphrase_fd, &error);
  if (!read_cases (vault, cases, &error))
    return ctl_fail (error);
  if (g_str_equal (command, "list"))
    return list (cases);
  if (g_str_equal (command, "due"))
    {
      g_autofree char *today = options.day == NULL ? dup_today () : g_strdup (options.day);
      return print_due (cases, today);
    }
  return change (&options, vault, cases, command);
}

/* --- erasing ------------------------------------------------------------------------------------------------ */

static void
add_numbers (GArray *all, GArray *more)
{
  g_array_append_vals (all, more->data, more->len);
  g_array_unref (more);
}

static gboolean
collect_entries (const Options *options, DecantCases *cases, GArray *all)
{
  for (char **entry = options->entries; entry != NULL && *entry != NULL; entry++)
    {
      guint64 number;

      if (!g_ascii_string_to_unsigned (*entry, 10, 0, G_MAXINT64, &number, NULL))
        {
          g_printerr ("decantctl: expected the number of an entry, saw \"%s\".\n", *entry);
          return FALSE;
        }
      add_numbers (all, decant_cases_collect_item (cases, number));
    }
  return TRUE;
}

/* All that is due for erasure today and not on hold. */
static void
collect_due (DecantCases *cases, GArray *all)
{
  g_autofree char *day = dup_today ();
  g_autoptr (GPtrArray) due = decant_cases_list_due (cases, day);

  for (guint i = 0; i < due->len; i++)
    if (!((DecantDue *) due->pdata[i])->hold)
      add_numbers (all, decant_cases_collect_due (cases, due->pdata[i], day));
}

static int
erase (const Options *options, DecantVault *vault, DecantCases *cases, const GArray *numbers)
{
  g_autoptr (JsonObject) fields = json_object_new ();
  g_autofree char *actor = decant_vault_dup_actor (vault);
  g_autoptr (DecantReceipt) receipt = NULL;
  g_autoptr (GError) error = NULL;
  gboolean complete = FALSE;

  set_text (fields, "reason", options->reason);
  set_text (fields, "legal_basis", options->legal_basis);
  set_text (fields, "decided_by", options->decided_by);
  set_text (fields, "case", options->id);
  receipt = decant_vault_erase (vault, cases, numbers, actor, fields, &complete, &error);
  if (receipt == NULL)
    return ctl_fail (error);
  g_print ("Erased %u entries; entry %" G_GUINT64_FORMAT " says so.\n", numbers->len, receipt->entry);
  if (!complete)
    g_print ("Another program still holds old pages or files: they go when the vault is next opened for writing.\n");
  return complete ? CTL_OK : CTL_WRONG;
}

int
ctl_erase (int argc, char **argv)
{
  g_auto (Options) options = { .passphrase_fd = -1 };
  const GOptionEntry entries[] = {
    { "vault", 0, 0, G_OPTION_ARG_FILENAME, &options.folder, "Folder of the vault (default: the user's own)", "DIR" },
    { "passphrase-fd", 0, 0, G_OPTION_ARG_INT, &options.passphrase_fd,
      "Read the passphrase from this file descriptor (default: the terminal)", "N" },
    { "case", 0, 0, G_OPTION_ARG_STRING, &options.id, "Captures of this case, and all that is about them", "ID" },
    { "entry", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.entries, "This entry, and all that is about it", "N" },
    { "due", 0, 0, G_OPTION_ARG_NONE, &options.due, "All whose erasure is due and that is not on hold", NULL },
    { "reason", 0, 0, G_OPTION_ARG_STRING, &options.reason, "Why", "TEXT" },
    { "legal-basis", 0, 0, G_OPTION_ARG_STRING, &options.legal_basis, "Law and article that ask for it or allow it",
      "TEXT" },
    { "decided-by", 0, 0, G_OPTION_ARG_STRING, &options.decided_by, "Who decided", "TEXT" },
    { "yes", 0, 0, G_OPTION_ARG_NONE, &options.yes, "Erase; without it, only say what would go", NULL },
    { NULL },
  };
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr (DecantCases) cases = decant_cases_new ();
  g_autoptr (DecantVault) vault = NULL;
  g_autoptr (GError) error = NULL;

  if (!ctl_parse (&argc, &argv,
                  "erase --case ID|--entry N|--due --reason TEXT --legal-basis TEXT --decided-by TEXT --yes", entries,
                  "Erases for good, so that nobody can read it again, with or without keys. That it was there stays "
                  "provable.\n\n"
                  "Exit status: 0 done, 1 done but for pages or files that another program holds, 2 not done."))
    return CTL_NOT_DONE;
  if (argc > 1 || (options.id != NULL) + (options.entries != NULL) + options.due != 1)
    {
      g_printerr ("decantctl: expected one of --case, --entry or --due. See decantctl erase --help.\n");
      return CTL_NOT_DONE;
    }
  vault = ctl_open_unlocked (options.folder, DECANT_VAULT_WRITE, options.passphrase_fd, &error);
  if (!read_cases (vault, cases, &error))
    return ctl_fail (error);
  if (!collect_entries (&options, cases, numbers))
    return CTL_NOT_DONE;
  if (options.id != NULL)
    add_numbers (numbers, decant_cases_collect (cases, options.id));
  if (options.due)
    collect_due (cases, numbers);
  if (numbers->len == 0)
    {
      g_print ("There is nothing to erase.\n");
      return CTL_OK;
    }
  if (options.yes)
    return erase (&options, vault, cases, numbers);
  g_print ("%u entries would be erased:", numbers->len);
  for (guint i = 0; i < numbers->len; i++)
    g_print (" %" G_GUINT64_FORMAT, g_array_index (numbers, guint64, i));
  g_print ("\nRepeat with --yes to erase them.\n");
  return CTL_NOT_DONE;
}

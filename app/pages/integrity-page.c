/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <inttypes.h>

#include "app/models/exchange.h"
#include "app/models/integrity.h"
#include "app/pages/integrity-page.h"
#include "app/widgets/inner-names.h"
#include "app/widgets/qr-code.h"

struct _DecantIntegrityPage
{
  AdwBin parent_instance;
  DecantSession *session;
  DecantIntegrity *integrity;
  char *held;      /* a checkpoint that was kept elsewhere, or NULL */
  GPtrArray *rows; /* of the findings, in their group */
  AdwPreferencesGroup *held_group, *findings;
  AdwActionRow *held_row;
  GtkLabel *title, *summary, *checkpoint;
  GtkImage *icon;
  AdwPreferencesGroup *warning_group;
  GtkLabel *warning;
  GtkWidget *progress_box, *clear_held, *checkpoint_group, *others_group;
  GtkProgressBar *progress;
  GtkButton *check;
  DecantQrCode *qr;
  GtkEditable *person;
  GtkFileChooserNative *chooser;
};

G_DEFINE_FINAL_TYPE (DecantIntegrityPage, decant_integrity_page, ADW_TYPE_BIN)

static void
toast (DecantIntegrityPage *self, const char *message)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", message);
}

/* --- findings ----------------------------------------------------------------------------------------------- */

static const char *const icons[] = { "emblem-ok-symbolic", "dialog-information-symbolic", "dialog-warning-symbolic" };
static const char *const styles[] = { "success", "dim-label", "error" };

static GtkWidget *
icon_new (DecantFindingLevel level)
{
  GtkWidget *image = gtk_image_new_from_icon_name (icons[level]);

  gtk_widget_add_css_class (image, styles[level]);
  return image;
}

static GtkWidget *
finding_row_new (const DecantFinding *finding)
{
  g_autofree char *title = finding->entry >= 0 ? g_strdup_printf (_ ("Entry %" PRId64), finding->entry) : NULL;
  GtkWidget *row
      = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", title != NULL ? title : finding->message,
                      "subtitle", title != NULL ? finding->message : "", "title-lines", 0, "subtitle-lines", 0,
                      "focusable", FALSE, "activatable", FALSE, NULL);

  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon_new (finding->level));
  return row;
}

static GtkWidget *
group_row_new (const DecantFindingGroup *group)
{
  g_autofree char *subtitle = decant_finding_group_dup_subtitle (group);
  g_autofree char *label = g_strdup_printf ("%s: %s", group->title, subtitle);
  GtkWidget *row = g_object_new (ADW_TYPE_EXPANDER_ROW, "use-markup", FALSE, "title", group->title, "subtitle",
                                 subtitle, "expanded", group->level == DECANT_FINDING_FAILURE, NULL);

  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (row), icon_new (group->level));
  for (guint i = 0; i < group->findings->len; i++)
    adw_expander_row_add_row (ADW_EXPANDER_ROW (row), finding_row_new (group->findings->pdata[i]));
  decant_name_inner (row, GTK_TYPE_LIST_BOX, group->title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return row;
}

static void
show_findings (DecantIntegrityPage *self, const DecantVerification *report)
{
  g_autoptr (GPtrArray) groups = report != NULL ? decant_integrity_group (report) : NULL;

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->findings, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; groups != NULL && i < groups->len; i++)
    {
      GtkWidget *row = group_row_new (groups->pdata[i]);

      adw_preferences_group_add (self->findings, row);
      g_ptr_array_add (self->rows, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->findings), self->rows->len > 0);
}

/* --- the latest checkpoint ---------------------------------------------------------------------------------- */

static void
show_checkpoint (DecantIntegrityPage *self, const char *note)
{
  gtk_widget_set_visible (self->checkpoint_group, note != NULL);
  gtk_widget_set_visible (self->others_group, note != NULL);
  gtk_label_set_label (self->checkpoint, note != NULL ? note : "");
  decant_qr_code_set (self->qr, note != NULL ? decant_qr_new (note) : NULL, _ ("The checkpoint as a QR code"));
}

static void
read_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_pointer (task, decant_exchange_read_checkpoint (data, NULL), g_free);
}

static void
on_checkpoint_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree char *note = g_task_propagate_pointer (G_TASK (result), NULL);

  show_checkpoint (DECANT_INTEGRITY_PAGE (source), note);
}

static void
read_checkpoint (DecantIntegrityPage *self)
{
  if (!self->session)
    return;
  g_autoptr (GTask) task = g_task_new (self, NULL, on_checkpoint_read, NULL);
  g_task_set_task_data (task, g_strdup (decant_session_get_folder (self->session)), g_free);
  g_task_run_in_thread (task, read_in_thread);
}

/* --- the state of the check --------------------------------------------------------------------------------- */

static void
show_head (DecantIntegrityPage *self, const char *icon, const char *style, const char *title, const char *summary)
{
  gtk_image_set_from_icon_name (self->icon, icon);
  for (guint i = 0; i < G_N_ELEMENTS (styles); i++)
    gtk_widget_remove_css_class (GTK_WIDGET (self->icon), styles[i]);
  gtk_widget_add_css_class (GTK_WIDGET (self->icon), style);
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->summary, summary);
}

static void
show_report (DecantIntegrityPage *self, const DecantVerification *report)
{
  g_autofree char *title = decant_integrity_dup_title (report), *summary = decant_integrity_dup_summary (report);

  show_head (self, report->clean ? "security-high-symbolic" : "dialog-warning-symbolic",
             report->clean ? "success" : "error", title, summary);
}

static void
show_state (DecantIntegrityPage *self)
{
  DecantIntegrityState state = decant_integrity_get_state (self->integrity);
  gboolean open = decant_gate_get_keys (decant_session_get_gate (self->session)) != NULL;

  gtk_widget_set_visible (self->progress_box, state == DECANT_INTEGRITY_RUNNING);
  gtk_widget_set_visible (GTK_WIDGET (self->check), state != DECANT_INTEGRITY_RUNNING);
  show_findings (self, decant_integrity_get_report (self->integrity));
  if (state == DECANT_INTEGRITY_DONE)
    show_report (self, decant_integrity_get_report (self->integrity));
  else if (state == DECANT_INTEGRITY_FAILED)
    show_head (self, "dialog-warning-symbolic", "error", _ ("Nothing Could Be Checked"),
               decant_integrity_get_message (self->integrity));
  else
    show_head (
        self, "security-high-symbolic", "dim-label", _ ("Is Everything as It Was Logged?"),
        open ? _ ("The check reads the whole vault as a stranger would, trusts nothing in it, and changes nothing. "
                  "It is open now, so what is sealed is checked too.")
             : _ ("The check reads the whole vault as a stranger would, trusts nothing in it, and changes nothing. "
                  "Without keys, what is sealed is checked by its digests."));
  if (state == DECANT_INTEGRITY_DONE)
    read_checkpoint (self);
}

static void
show_warning (DecantIntegrityPage *self)
{
  const char *warning = decant_gate_get_warning (decant_session_get_gate (self->session));

  gtk_label_set_label (self->warning, warning);
  gtk_widget_set_visible (GTK_WIDGET (self->warning_group), *warning != '\0');
}

static void
on_accepted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  DecantIntegrityPage *self = user_data;
  g_autoptr (GError) error = NULL;

  if (!decant_gate_finish (DECANT_GATE (source), result, &error))
    toast (self, error->message);
  g_object_unref (self);
}

static void
on_accept (DecantIntegrityPage *self)
{
  decant_gate_accept_async (decant_session_get_gate (self->session), on_accepted, g_object_ref (self));
}

static void
on_fraction (DecantIntegrityPage *self)
{
  gtk_progress_bar_set_fraction (self->progress, decant_integrity_get_fraction (self->integrity));
}

static void
on_check (DecantIntegrityPage *self)
{
  gtk_progress_bar_set_fraction (self->progress, 0);
  decant_integrity_run (self->integrity, decant_gate_get_keys (decant_session_get_gate (self->session)), self->held);
}

static void
on_cancel (DecantIntegrityPage *self)
{
  decant_integrity_cancel (self->integrity);
}

/* --- files in and out --------------------------------------------------------------------------------------- */

typedef enum
{
  FILE_SAVE_CHECKPOINT,
  FILE_HELD,
  FILE_REQUEST_STAMP,
  FILE_IMPORT_STAMP,
  FILE_IMPORT_COSIGNATURE,
} FileTask;

static const struct
{
  const char *title, *name; /* of what is saved; NULL to open */
} files[] = {
  [FILE_SAVE_CHECKPOINT] = { N_ ("Save the Checkpoint"), "checkpoint.txt" },
  [FILE_HELD] = { N_ ("A Checkpoint Kept Elsewhere"), NULL },
  [FILE_REQUEST_STAMP] = { N_ ("Save the Request"), "checkpoint.tsq" },
  [FILE_IMPORT_STAMP] = { N_ ("The Authority’s Reply"), NULL },
  [FILE_IMPORT_COSIGNATURE] = { N_ ("The Cosigned Checkpoint"), NULL },
};

typedef struct
{
  FileTask task;
  char *folder, *path, *person;
  char *message; /* what to say when it worked */
  char *held;    /* what FILE_HELD read */
} FileJob;

static void
file_job_free (FileJob *job)
{
  g_free (job->folder);
  g_free (job->path);
  g_free (job->person);
  g_free (job->message);
  g_free (job->held);
  g_free (job);
}

static gboolean
do_file_job (FileJob *job, GError **error)
{
  gint64 entry;

  switch (job->task)
    {
    case FILE_SAVE_CHECKPOINT:
      job->message = g_strdup (_ ("Checkpoint saved: keep it where the vault is not"));
      return decant_exchange_save_checkpoint (job->folder, job->path, error);
    case FILE_HELD:
      return (job->held = decant_exchange_read_held (job->path, error)) != NULL;
    case FILE_REQUEST_STAMP:
      job->message = g_strdup (_ ("Request saved: send it to an authority that you trust"));
      return decant_exchange_request_stamp (job->folder, job->path, error);
    case FILE_IMPORT_STAMP:
      entry = decant_exchange_import_stamp (job->folder, job->path, error);
      job->message = g_strdup_printf (_ ("Time stamp kept as entry %" PRId64), entry);
      return entry >= 0;
    default:
      entry = decant_exchange_import_cosignature (job->folder, job->path, job->person, error);
      job->message = g_strdup_printf (_ ("Cosignature kept as entry %" PRId64), entry);
      return entry >= 0;
    }
}

static void
file_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (do_file_job (data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
set_held (DecantIntegrityPage *self, const char *note, const char *path)
{
  g_autofree char *name = path != NULL ? g_filename_display_basename (path) : NULL;

  g_free (self->held);
  self->held = g_strdup (note);
  adw_action_row_set_subtitle (self->held_row, name != NULL ? name
                                                            : _ ("None: a cut end, or a rewrite by who has the "
                                                                 "machine’s key, would not show"));
  gtk_widget_set_visible (self->clear_held, note != NULL);
}

static void
on_file_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  DecantIntegrityPage *self = DECANT_INTEGRITY_PAGE (source);
  FileJob *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    toast (self, error->message);
  else if (job->task == FILE_HELD)
    set_held (self, job->held, job->path);
  else
    toast (self, job->message);
  read_checkpoint (self);
}

static void
start_file_job (DecantIntegrityPage *self, FileTask kind, const char *path)
{
  FileJob *job = g_new0 (FileJob, 1);
  g_autoptr (GTask) task = g_task_new (self, NULL, on_file_done, NULL);

  g_task_set_task_data (task, job, (GDestroyNotify) file_job_free);
  job->task = kind;
  job->path = g_strdup (path);
  job->folder = g_strdup (decant_session_get_folder (self->session));
  job->person = g_strdup (gtk_editable_get_text (self->person));
  g_task_run_in_thread (task, file_in_thread);
}

static void
on_chosen (DecantIntegrityPage *self, int response, GtkFileChooser *chooser)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (chooser) : NULL;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  FileTask kind = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (chooser), "task"));

  g_clear_object (&self->chooser);
  if (path != NULL)
    start_file_job (self, kind, path);
}

static void
choose (DecantIntegrityPage *self, FileTask task)
{
  const char *name = files[task].name;

  if (self->chooser)
    return;
  self->chooser = gtk_file_chooser_native_new (
      _ (files[task].title), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
      name != NULL ? GTK_FILE_CHOOSER_ACTION_SAVE : GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  if (name != NULL)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  g_object_set_data (G_OBJECT (self->chooser), "task", GINT_TO_POINTER (task));
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
on_save (DecantIntegrityPage *self)
{
  choose (self, FILE_SAVE_CHECKPOINT);
}

static void
on_held (DecantIntegrityPage *self)
{
  choose (self, FILE_HELD);
}

static void
on_clear_held (DecantIntegrityPage *self)
{
  set_held (self, NULL, NULL);
}

static void
on_request (DecantIntegrityPage *self)
{
  choose (self, FILE_REQUEST_STAMP);
}

static void
on_reply (DecantIntegrityPage *self)
{
  choose (self, FILE_IMPORT_STAMP);
}

static void
on_cosigned (DecantIntegrityPage *self)
{
  if (*gtk_editable_get_text (self->person) == '\0')
    toast (self, _ ("First enter the verifier key that the second person gave you"));
  else
    choose (self, FILE_IMPORT_COSIGNATURE);
}

static void
on_copy (DecantIntegrityPage *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), gtk_label_get_label (self->checkpoint));
  toast (self, _ ("Checkpoint copied"));
}

/* --- the page ----------------------------------------------------------------------------------------------- */

void
decant_integrity_page_set_session (DecantIntegrityPage *self, DecantSession *session)
{
  g_assert (!self->session);
  self->session = g_object_ref (session);
  self->integrity = decant_integrity_new (decant_session_get_folder (session));
  g_signal_connect_object (self->integrity, "notify::state", G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->integrity, "notify::fraction", G_CALLBACK (on_fraction), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (decant_session_get_gate (session), "notify::state", G_CALLBACK (show_state), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (decant_session_get_gate (session), "notify::warning", G_CALLBACK (show_warning), self,
                           G_CONNECT_SWAPPED);
  show_warning (self);
  set_held (self, NULL, NULL);
  show_checkpoint (self, NULL);
  show_state (self);
}

static void
decant_integrity_page_dispose (GObject *object)
{
  DecantIntegrityPage *self = DECANT_INTEGRITY_PAGE (object);

  if (self->integrity)
    decant_integrity_cancel (self->integrity);
  g_clear_object (&self->integrity);
  g_clear_object (&self->chooser);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (decant_integrity_page_parent_class)->dispose (object);
}

static void
decant_integrity_page_finalize (GObject *object)
{
  DecantIntegrityPage *self = DECANT_INTEGRITY_PAGE (object);

  g_ptr_array_unref (self->rows);
  g_free (self->held);
  G_OBJECT_CLASS (decant_integrity_page_parent_class)->finalize (object);
}

static void
decant_integrity_page_class_init (DecantIntegrityPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = decant_integrity_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = decant_integrity_page_finalize;
  g_type_ensure (DECANT_TYPE_QR_CODE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/decant_app/Decant/pages/integrity-page.ui");
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, DecantIntegrityPage, name)
  BIND (held_group);
  BIND (findings);
  BIND (warning_group);
  BIND (warning);
  BIND (held_row);
  BIND (title);
  BIND (summary);
  BIND (checkpoint);
  BIND (icon);
  BIND (progress_box);
  BIND (clear_held);
  BIND (checkpoint_group);
  BIND (others_group);
  BIND (progress);
  BIND (check);
  BIND (qr);
  BIND (person);
#undef BIND
#define CALL(name) gtk_widget_class_bind_template_callback (widget_class, name)
  CALL (on_accept);
  CALL (on_check);
  CALL (on_cancel);
  CALL (on_save);
  CALL (on_copy);
  CALL (on_held);
  CALL (on_clear_held);
  CALL (on_request);
  CALL (on_reply);
  CALL (on_cosigned);
#undef CALL
}

static void
decant_integrity_page_init (DecantIntegrityPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_ptr_array_new ();
  decant_name_inner (GTK_WIDGET (self->held_group), GTK_TYPE_LIST_BOX, _ ("Check against"));
  g_signal_connect (self, "map", G_CALLBACK (read_checkpoint), NULL);
}

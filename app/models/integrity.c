/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <stdatomic.h>

#include "app/models/integrity.h"

#define TICK_MS 100

struct _DecantIntegrity
{
  GObject parent_instance;
  char *folder;
  DecantIntegrityState state;
  DecantVerification *report;
  char *message;
  GCancellable *cancellable;
  struct Run *run; /* of the worker; NULL when there is none */
  guint tick;
};

enum
{
  PROP_0,
  PROP_STATE,
  PROP_FRACTION,
  N_PROPERTIES
};
static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (DecantIntegrity, decant_integrity, G_TYPE_OBJECT)

/* --- the worker --------------------------------------------------------------------------------------------- */

typedef struct Run
{
  char *folder, *held;
  DecantKeys *keys;
  atomic_ullong done, total;
} Run;

static void
run_free (Run *run)
{
  decant_keys_unref (run->keys);
  g_free (run->folder);
  g_free (run->held);
  g_free (run);
}

static void
on_progress (guint64 done, guint64 total, gpointer user_data)
{
  Run *run = user_data;

  atomic_store (&run->total, total);
  atomic_store (&run->done, done);
}

static void
run_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Run *run = data;
  GError *error = NULL;
  DecantVerification *report
      = decant_verifier_run (run->folder, run->keys, run->held, on_progress, run, cancellable, &error);

  if (report != NULL)
    g_task_return_pointer (task, report, (GDestroyNotify) decant_verification_free);
  else
    g_task_return_error (task, error);
}

static void
set_state (DecantIntegrity *self, DecantIntegrityState state, const char *message)
{
  self->state = state;
  g_free (self->message);
  self->message = g_strdup (message);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
on_run (GObject *source, GAsyncResult *result, gpointer user_data)
{
  DecantIntegrity *self = DECANT_INTEGRITY (source);
  g_autoptr (GError) error = NULL;

  self->run = NULL;
  g_clear_handle_id (&self->tick, g_source_remove);
  self->report = g_task_propagate_pointer (G_TASK (result), &error);
  if (self->report != NULL)
    set_state (self, DECANT_INTEGRITY_DONE, "");
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    set_state (self, DECANT_INTEGRITY_IDLE, "");
  else
    set_state (self, DECANT_INTEGRITY_FAILED, error->message);
}

static gboolean
on_tick (gpointer user_data)
{
  g_object_notify_by_pspec (user_data, properties[PROP_FRACTION]);
  return G_SOURCE_CONTINUE;
}

void
decant_integrity_run (DecantIntegrity *self, DecantKeys *keys, const char *held)
{
  if (self->state == DECANT_INTEGRITY_RUNNING)
    return;
  g_clear_pointer (&self->report, decant_verification_free);
  g_set_object (&self->cancellable, NULL);
  self->cancellable = g_cancellable_new ();
  self->run = g_new0 (Run, 1);
  self->run->folder = g_strdup (self->folder);
  self->run->held = g_strdup (held);
  self->run->keys = keys != NULL ? decant_keys_ref (keys) : NULL;
  self->tick = g_timeout_add (TICK_MS, on_tick, self);
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, on_run, NULL);
  g_task_set_task_data (task, self->run, (GDestroyNotify) run_free);
  g_task_run_in_thread (task, run_in_thread);
  set_state (self, DECANT_INTEGRITY_RUNNING, "");
}

void
decant_integrity_cancel (DecantIntegrity *self)
{
  g_cancellable_cancel (self->cancellable);
}

double
decant_integrity_get_fraction (DecantIntegrity *self)
{
  guint64 total = self->run != NULL ? atomic_load (&self->run->total) : 0;

  return total > 0 ? CLAMP ((double) atomic_load (&self->run->done) / total, 0, 1) : 0;
}

DecantIntegrityState
decant_integrity_get_state (DecantIntegrity *self)
{
  return self->state;
}

const DecantVerification *
decant_integrity_get_report (DecantIntegrity *self)
{
  return self->report;
}

const char *
decant_integrity_get_message (DecantIntegrity *self)
{
  return self->message;
}

/* --- words -------------------------------------------------------------------------------------------------- */

static const struct
{
  const char *check, *title;
} titles[] = {
  { "vault", N_ ("Whose vault it is") },
  { "database", N_ ("The database") },
  { "tree", N_ ("The Merkle tree") },
  { "signature", N_ ("Signatures") },
  { "checkpoint", N_ ("Checkpoints") },
  { "leaf", N_ ("Entries") },
  { "capture", N_ ("Receipts") },
  { "artifact", N_ ("Pictures and pages") },
  { "held", N_ ("The checkpoint kept elsewhere") },
  { "clock", N_ ("The clock") },
  { "staging", N_ ("Unfinished posts") },
  { "limits", N_ ("What this check cannot tell") },
};

static void
group_free (DecantFindingGroup *self)
{
  g_ptr_array_unref (self->findings);
  g_free (self);
}

static const char *
title_of (const char *check)
{
  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    if (g_str_equal (titles[i].check, check))
      return _ (titles[i].title);
  return _ ("More");
}

static DecantFindingGroup *
group_for (GPtrArray *groups, const char *check)
{
  const char *title = title_of (check);
  DecantFindingGroup *group;

  for (guint i = 0; i < groups->len; i++)
    if (g_str_equal (((DecantFindingGroup *) groups->pdata[i])->title, title))
      return groups->pdata[i];
  group = g_new0 (DecantFindingGroup, 1);
  group->title = title;
  group->findings = g_ptr_array_new ();
  g_ptr_array_add (groups, group);
  return group;
}

static int
rank (const DecantFindingGroup *group)
{
  if (g_str_equal (group->title, title_of ("limits")))
    return 2;
  return group->level == DECANT_FINDING_FAILURE ? 0 : 1;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  return rank (*(DecantFindingGroup *const *) a) - rank (*(DecantFindingGroup *const *) b);
}

GPtrArray *
decant_integrity_group (const DecantVerification *report)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func ((GDestroyNotify) group_free);

  for (guint i = 0; i < report->findings->len; i++)
    {
      DecantFinding *finding = report->findings->pdata[i];
      DecantFindingGroup *group = group_for (groups, finding->check);

      group->level = MAX (group->level, finding->level);
      g_ptr_array_add (group->findings, finding);
    }
  g_ptr_array_sort (groups, compare); /* GLib's is stable */
  return groups;
}

static guint
count (const GPtrArray *findings, DecantFindingLevel level)
{
  guint n = 0;

  for (guint i = 0; i < findings->len; i++)
    n += ((DecantFinding *) findings->pdata[i])->level == level;
  return n;
}

char *
decant_integrity_dup_title (const DecantVerification *report)
{
  guint failures = count (report->findings, DECANT_FINDING_FAILURE);

  if (failures > 0)
    return g_strdup_printf (ngettext ("%u thing does not hold", "%u things do not hold", failures), failures);
  return g_strdup (report->locked ? _ ("All that can be seen without keys holds")
                                  : _ ("Everything that was checked holds"));
}

char *
decant_integrity_dup_summary (const DecantVerification *report)
{
  g_autofree char *counts = g_strdup_printf (_ ("Entries: %" PRIu64 ", files: %" PRIu64 ", checkpoints: %" PRIu64 "."),
                                             report->entries, report->artifacts, report->checkpoints);

  if (!report->clean)
    return g_strdup_printf (_ ("%s Copy the vault’s folder before anything else is done to it: what does not hold is "
                               "evidence too."),
                            counts);
  return g_strdup_printf (report->locked ? _ ("%s Leaves, tree, signatures and sealed bytes were checked. Unlock the "
                                              "vault to check also what is sealed.")
                                         : _ ("%s Leaves, tree, signatures, and all that is sealed were checked."),
                          counts);
}

char *
decant_finding_group_dup_subtitle (const DecantFindingGroup *self)
{
  guint failures = count (self->findings, DECANT_FINDING_FAILURE), notes = count (self->findings, DECANT_FINDING_NOTE);

  if (failures > 0)
    return g_strdup_printf (ngettext ("%u does not hold", "%u do not hold", failures), failures);
  if (notes > 0)
    return g_strdup_printf (ngettext ("%u remark", "%u remarks", notes), notes);
  return g_strdup (_ ("Holds"));
}

/* --- the object --------------------------------------------------------------------------------------------- */

DecantIntegrity *
decant_integrity_new (const char *folder)
{
  DecantIntegrity *self = g_object_new (DECANT_TYPE_INTEGRITY, NULL);

  self->folder = g_strdup (folder);
  return self;
}

static void
decant_integrity_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DecantIntegrity *self = DECANT_INTEGRITY (object);

  if (id == PROP_STATE)
    g_value_set_int (value, self->state);
  else
    g_value_set_double (value, decant_integrity_get_fraction (self));
}

static void
decant_integrity_finalize (GObject *object)
{
  DecantIntegrity *self = DECANT_INTEGRITY (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->report, decant_verification_free);
  g_free (self->message);
  g_free (self->folder);
  G_OBJECT_CLASS (decant_integrity_parent_class)->finalize (object);
}

static void
decant_integrity_class_init (DecantIntegrityClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = decant_integrity_get_property;
  object_class->finalize = decant_integrity_finalize;
  properties[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, DECANT_INTEGRITY_IDLE, DECANT_INTEGRITY_FAILED,
                                             DECANT_INTEGRITY_IDLE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_FRACTION]
      = g_param_spec_double ("fraction", NULL, NULL, 0, 1, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
decant_integrity_init (DecantIntegrity *self)
{
  self->message = g_strdup ("");
}

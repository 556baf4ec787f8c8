/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/models/gate.h"
#include "evidence/error.h"
#include "evidence/secret.h"

struct _DecantGate
{
  GObject parent_instance;
  char *folder;
  DecantGateState state;
  char *message, *warning;
  guint kinds;
  DecantKeys *keys; /* NULL unless OPEN */
  gboolean busy, looking, tried_keyring;
  gboolean has_cost;
  DecantKeyCost cost;
  guint wrong;       /* tries since the last right one */
  gint64 last_wrong; /* µs, monotonic */
  guint generation;  /* counts the lockings: a worker that ends after one opens nothing */
};

enum
{
  PROP_0,
  PROP_STATE,
  PROP_BUSY,
  PROP_WARNING,
  N_PROPERTIES
};
static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (DecantGate, decant_gate, G_TYPE_OBJECT)

static void
set_state (DecantGate *self, DecantGateState state, const char *message)
{
  self->state = state;
  g_free (self->message);
  self->message = g_strdup (message != NULL ? message : "");
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
set_busy (DecantGate *self, gboolean busy)
{
  self->busy = busy;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

/* --- waiting ------------------------------------------------------------------------------------------------ */

guint
decant_gate_back_off (guint wrong)
{
  if (wrong < 3)
    return 0;
  return wrong >= 8 ? 60 : MIN (60u, 2u << (wrong - 3));
}

guint
decant_gate_get_wait (DecantGate *self)
{
  gint64 until = self->last_wrong + (gint64) decant_gate_back_off (self->wrong) * G_USEC_PER_SEC;
  gint64 left = until - g_get_monotonic_time ();

  return left > 0 ? (left + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC : 0;
}

/* --- workers ------------------------------------------------------------------------------------------------ */

typedef enum
{
  JOB_CREATE,
  JOB_UNLOCK,
  JOB_CHANGE,
  JOB_ACCEPT,
} JobKind;

typedef struct
{
  JobKind kind;
  char *folder;
  guint generation;
  gboolean has_cost;
  DecantKeyCost cost;
  DecantWrapKind wrap;
  gboolean keyring, remove;
  char *text, *passphrase; /* guarded */
  guint8 *recovery;        /* guarded */
  DecantKeys *keys;        /* a change's; then what came out */
  char *warning;
} Job;

static void
job_free (Job *job)
{
  decant_secret_free (job->text);
  decant_secret_free (job->passphrase);
  decant_secret_free (job->recovery);
  decant_keys_unref (job->keys);
  g_free (job->warning);
  g_free (job->folder);
  g_free (job);
}

static char *
dup_secret (const char *text)
{
  return text != NULL ? decant_secret_strndup (text, -1) : NULL;
}

static guint8 *
dup_key (const guint8 *key)
{
  guint8 *copy = key != NULL ? decant_secret_alloc (DECANT_WRAP_SECRET_SIZE) : NULL;

  if (copy != NULL)
    memcpy (copy, key, DECANT_WRAP_SECRET_SIZE);
  return copy;
}

static gboolean
do_job (Job *job, GError **error)
{
  const DecantKeyCost *cost = job->has_cost ? &job->cost : NULL;
  DecantOpeningChange change = { job->wrap, job->remove, job->text, job->passphrase, job->recovery, cost };

  if (job->kind == JOB_CHANGE)
    return decant_opening_change (job->folder, job->keys, &change, error);
  if (job->kind == JOB_ACCEPT)
    {
      job->warning = decant_opening_settle (job->folder, job->keys, TRUE);
      return TRUE;
    }
  job->keys = job->kind == JOB_CREATE
                  ? decant_opening_create (job->folder, job->passphrase, job->recovery, job->keyring, cost, error)
                  : decant_opening_unlock (job->folder, job->wrap, job->text, error);
  if (job->keys != NULL)
    job->warning = decant_opening_settle (job->folder, job->keys, FALSE);
  return job->keys != NULL;
}

static void
do_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (do_job (data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static Job *
job_new (DecantGate *self, JobKind kind)
{
  Job *job = g_new0 (Job, 1);

  job->kind = kind;
  job->folder = g_strdup (self->folder);
  job->generation = self->generation;
  job->has_cost = self->has_cost;
  job->cost = self->cost;
  return job;
}

/* @job is taken. */
static void
start (DecantGate *self, Job *job, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  if (self->busy)
    {
      g_task_return_new_error (task, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BUSY, "%s",
                               _ ("The vault is being worked on: try again in a moment."));
      return;
    }
  g_task_set_source_tag (task, start);
  set_busy (self, TRUE);
  g_task_run_in_thread (task, do_in_thread);
}

void
decant_gate_create_async (DecantGate *self,
                          const char *passphrase,
                          const guint8 recovery[DECANT_WRAP_SECRET_SIZE],
                          gboolean keyring,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  Job *job = job_new (self, JOB_CREATE);

  job->passphrase = dup_secret (passphrase);
  job->recovery = dup_key (recovery);
  job->keyring = keyring;
  start (self, job, callback, user_data);
}

void
decant_gate_unlock_async (DecantGate *self,
                          DecantWrapKind kind,
                          const char *text,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  Job *job = job_new (self, JOB_UNLOCK);

  job->wrap = kind;
  job->text = dup_secret (text);
  start (self, job, callback, user_data);
}

void
decant_gate_change_async (DecantGate *self,
                          const DecantOpeningChange *change,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  Job *job = job_new (self, JOB_CHANGE);

  job->wrap = change->kind;
  job->remove = change->remove;
  job->text = dup_secret (change->current != NULL ? change->current : "");
  job->passphrase = dup_secret (change->passphrase);
  job->recovery = dup_key (change->recovery);
  job->keys = self->keys != NULL ? decant_keys_ref (self->keys) : decant_keys_new_random (); /* which open nothing */
  start (self, job, callback, user_data);
}

void
decant_gate_accept_async (DecantGate *self, GAsyncReadyCallback callback, gpointer user_data)
{
  Job *job = job_new (self, JOB_ACCEPT);

  job->keys = self->keys != NULL ? decant_keys_ref (self->keys) : decant_keys_new_random ();
  start (self, job, callback, user_data);
}

static void
count_try (DecantGate *self, const Job *job, const GError *error)
{
  if (job->kind == JOB_CREATE || job->kind == JOB_ACCEPT
      || (job->kind == JOB_UNLOCK && job->wrap == DECANT_WRAP_KEYRING))
    return;
  if (error == NULL)
    self->wrong = 0;
  else if (g_error_matches (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_LOCKED))
    {
      self->wrong++;
      self->last_wrong = g_get_monotonic_time ();
    }
}

static void
set_warning (DecantGate *self, const char *warning)
{
  g_free (self->warning);
  self->warning = g_strdup (warning != NULL ? warning : "");
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WARNING]);
}

static void
take_keys (DecantGate *self, Job *job)
{
  if (job->kind == JOB_CHANGE)
    {
      self->kinds = job->remove ? self->kinds & ~(1u << job->wrap) : self->kinds | 1u << job->wrap;
      return;
    }
  if (job->generation == self->generation)
    set_warning (self, job->warning);
  if (job->kind == JOB_ACCEPT)
    return;
  if (job->kind == JOB_CREATE)
    self->kinds
        = 1u << DECANT_WRAP_PASSPHRASE | 1u << DECANT_WRAP_RECOVERY | (job->keyring ? 1u << DECANT_WRAP_KEYRING : 0);
  if (job->generation != self->generation)
    {
      set_state (self, DECANT_GATE_LOCKED, NULL);
      return;
    }
  decant_keys_unref (self->keys);
  self->keys = g_steal_pointer (&job->keys);
  self->tried_keyring = TRUE;
  set_state (self, DECANT_GATE_OPEN, NULL);
}

gboolean
decant_gate_finish (DecantGate *self, GAsyncResult *result, GError **error)
{
  GTask *task = G_TASK (result);
  GError *local = NULL;
  gboolean ok = g_task_propagate_boolean (task, &local);

  if (g_task_get_source_tag (task) == start)
    {
      count_try (self, g_task_get_task_data (task), local);
      if (ok)
        take_keys (self, g_task_get_task_data (task));
      set_busy (self, FALSE);
    }
  if (local != NULL)
    g_propagate_error (error, local);
  return ok;
}

/* --- looking ------------------------------------------------------------------------------------------------ */

static void
look_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_pointer (task, decant_vault_look (data), (GDestroyNotify) decant_vault_look_free);
}

static void
on_keyring (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!decant_gate_finish (DECANT_GATE (source), result, &error))
    g_info ("The keyring did not open the vault: %s", error->message);
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  DecantGate *self = DECANT_GATE (source);
  g_autoptr (DecantVaultLook) look = g_task_propagate_pointer (G_TASK (result), NULL);

  self->looking = FALSE;
  if (self->state == DECANT_GATE_OPEN || self->busy)
    return;
  self->kinds = look->kinds;
  if (self->state != look->state || g_strcmp0 (self->message, look->message) != 0)
    set_state (self, look->state, look->message);
  if (look->state != DECANT_GATE_LOCKED || self->tried_keyring || !decant_gate_has (self, DECANT_WRAP_KEYRING))
    return;
  self->tried_keyring = TRUE;
  decant_gate_unlock_async (self, DECANT_WRAP_KEYRING, NULL, on_keyring, NULL);
}

void
decant_gate_look (DecantGate *self)
{
  if (self->looking || self->busy || self->state == DECANT_GATE_OPEN)
    return;
  self->looking = TRUE;
  g_autoptr (GTask) task = g_task_new (self, NULL, on_looked, NULL);
  g_task_set_task_data (task, g_strdup (self->folder), g_free);
  g_task_run_in_thread (task, look_in_thread);
}

/* --- the object --------------------------------------------------------------------------------------------- */

void
decant_gate_lock (DecantGate *self)
{
  self->generation++;
  if (self->state != DECANT_GATE_OPEN)
    return;
  g_clear_pointer (&self->keys, decant_keys_unref);
  set_warning (self, NULL);
  set_state (self, DECANT_GATE_LOCKED, NULL);
}

DecantGateState
decant_gate_get_state (DecantGate *self)
{
  return self->state;
}

const char *
decant_gate_get_message (DecantGate *self)
{
  return self->message;
}

const char *
decant_gate_get_warning (DecantGate *self)
{
  return self->warning;
}

gboolean
decant_gate_is_busy (DecantGate *self)
{
  return self->busy;
}

gboolean
decant_gate_has (DecantGate *self, DecantWrapKind kind)
{
  return (self->kinds & 1u << kind) != 0;
}

DecantKeys *
decant_gate_get_keys (DecantGate *self)
{
  return self->keys;
}

void
decant_gate_set_cost (DecantGate *self, DecantKeyCost cost)
{
  self->has_cost = TRUE;
  self->cost = cost;
}

DecantGate *
decant_gate_new (const char *folder)
{
  DecantGate *self = g_object_new (DECANT_TYPE_GATE, NULL);

  self->folder = g_strdup (folder);
  return self;
}

static void
decant_gate_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DecantGate *self = DECANT_GATE (object);

  if (id == PROP_STATE)
    g_value_set_int (value, self->state);
  else if (id == PROP_WARNING)
    g_value_set_string (value, self->warning);
  else
    g_value_set_boolean (value, self->busy);
}

static void
decant_gate_finalize (GObject *object)
{
  DecantGate *self = DECANT_GATE (object);

  decant_keys_unref (self->keys);
  g_free (self->message);
  g_free (self->warning);
  g_free (self->folder);
  G_OBJECT_CLASS (decant_gate_parent_class)->finalize (object);
}

static void
decant_gate_class_init (DecantGateClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = decant_gate_get_property;
  object_class->finalize = decant_gate_finalize;
  properties[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, DECANT_GATE_LOADING, DECANT_GATE_BROKEN,
                                             DECANT_GATE_LOADING, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_WARNING] = g_param_spec_string ("warning", NULL, NULL, "", G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
decant_gate_init (DecantGate *self)
{
  self->message = g_strdup ("");
  self->warning = g_strdup ("");
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <sodium.h>
#include <string.h>

#include "app/models/desk-register.h"
#include "app/models/desk.h"
#include "browsers/locate.h"
#include "desk/desk-server.h"
#include "evidence/pairing.h"

#define BATCH 64u

/* What a worker reads, shared with the main thread under the lock. */
typedef struct
{
  GMutex lock;
  char *folder;
  DecantKeys *keys;
  DecantVault *vault; /* the worker's alone */
  DecantDeskRegister *entries;
  DecantPairings *pairings;
  DecantConsult *consult;
  char *id;     /* of the vault */
  gint stopped; /* atomic */
} Log;

typedef struct
{
  char *id, *name;
  guint8 key[DECANT_PAIRING_KEY_SIZE], nonce[DECANT_PAIRING_NONCE_SIZE];
  gboolean refused;
} Pending;

struct _DecantDesk
{
  GObject parent_instance;
  char *folder;
  DecantDeskServer *server;
  Log *log; /* NULL while locked */
  gboolean reading, again, ready;
  char *problem;
  GPtrArray *pending; /* of Pending */
  GListStore *pairings;
};

enum
{
  PROP_0,
  PROP_PROBLEM,
  N_PROPERTIES
};
static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (DecantDesk, decant_desk, G_TYPE_OBJECT)

static void
set_problem (DecantDesk *self, const char *problem)
{
  if (g_strcmp0 (self->problem, problem) == 0)
    return;
  g_free (self->problem);
  self->problem = g_strdup (problem);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
}

static void
pending_free (gpointer data)
{
  Pending *self = data;
  g_free (self->id);
  g_free (self->name);
  g_free (self);
}

/* --- the log ------------------------------------------------------------------------------------------------ */

static Log *
log_new (const char *folder, DecantKeys *keys)
{
  Log *log = g_atomic_rc_box_new0 (Log);
  g_mutex_init (&log->lock);
  log->folder = g_strdup (folder);
  log->keys = decant_keys_ref (keys);
  log->entries = decant_desk_register_new ();
  log->pairings = decant_pairings_new ();
  return log;
}

static void
log_clear (Log *log)
{
  if (log->consult)
    decant_consult_stop (log->consult);
  decant_vault_close (log->vault);
  decant_keys_unref (log->keys);
  decant_desk_register_free (log->entries);
  decant_pairings_free (log->pairings);
  g_mutex_clear (&log->lock);
  g_free (log->folder);
  g_free (log->id);
}

static void
log_unref (gpointer log)
{
  g_atomic_rc_box_release_full (log, (GDestroyNotify) log_clear);
}

static gboolean
log_open (Log *log, GError **error)
{
  if (log->vault)
    return TRUE;
  log->vault = decant_vault_open (log->folder, DECANT_VAULT_READ, error);
  if (!log->vault)
    return FALSE;
  if (!decant_vault_unlock (log->vault, log->keys, error))
    {
      g_clear_pointer (&log->vault, decant_vault_close);
      return FALSE;
    }
  g_autofree char *actor = decant_vault_dup_actor (log->vault);
  g_mutex_lock (&log->lock);
  log->id = g_strdup (decant_vault_get_id (log->vault));
  log->consult = decant_consult_new (log->folder, actor, NULL);
  g_mutex_unlock (&log->lock);
  return TRUE;
}

/* Reads and takes one batch; @more: whether there was any. A damaged entry is passed over: it is in no answer. */
static gboolean
log_take (Log *log, gboolean *more, GError **error)
{
  gint64 size = decant_vault_get_size (log->vault, error);
  guint64 next = decant_desk_register_get_next (log->entries);
  if (size < 0)
    return FALSE;
  *more = next < (guint64) size;
  if (!*more)
    return TRUE;
  g_autoptr (GPtrArray) entries = decant_vault_read_entries (log->vault, next, BATCH, NULL);
  const DecantEntry damaged = { .number = next, .open_only = TRUE, .erased_by = -1 };
  g_mutex_lock (&log->lock);
  for (guint i = 0; entries && i < entries->len; i++)
    decant_desk_register_take (log->entries, entries->pdata[i]);
  if (!entries || entries->len == 0)
    decant_desk_register_take (log->entries, &damaged);
  g_mutex_unlock (&log->lock);
  return TRUE;
}

static void
read_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Log *log = data;
  GError *error = NULL;
  gboolean more = log_open (log, &error);
  while (more && !error && !g_atomic_int_get (&log->stopped))
    log_take (log, &more, &error);
  g_mutex_lock (&log->lock);
  if (!error)
    decant_pairings_update (log->pairings, log->vault, &error);
  g_mutex_unlock (&log->lock);
  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/* --- pairings ----------------------------------------------------------------------------------------------- */

static Pending *
find_pending (DecantDesk *self, const char *id)
{
  for (guint i = 0; i < self->pending->len; i++)
    if (g_str_equal (((Pending *) self->pending->pdata[i])->id, id))
      return self->pending->pdata[i];
  return NULL;
}

static void
append_item (GPtrArray *items, const char *id, const char *name, const char *code, DecantPairingState state)
{
  g_ptr_array_add (items, decant_pairing_item_new (id, name, code, state));
}

/* Those that wait first; what was approved meanwhile waits no longer. */
static void
show_pairings (DecantDesk *self)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  if (self->log && self->log->id)
    {
      g_mutex_lock (&self->log->lock);
      GPtrArray *known = decant_pairings_list (self->log->pairings);
      for (guint i = 0; i < known->len; i++)
        {
          const DecantPairing *pairing = known->pdata[i];
          Pending *pending = find_pending (self, pairing->id);
          if (pending)
            g_ptr_array_remove (self->pending, pending);
          append_item (items, pairing->id, pairing->name, "",
                       pairing->revoked ? DECANT_PAIRING_REVOKED : DECANT_PAIRING_APPROVED);
        }
      g_mutex_unlock (&self->log->lock);
      for (guint i = self->pending->len; i-- > 0;)
        {
          const Pending *pending = self->pending->pdata[i];
          g_autofree char *code = decant_pairing_code (pending->key, self->log->id, pending->nonce);
          if (!pending->refused)
            g_ptr_array_insert (items, 0,
                                decant_pairing_item_new (pending->id, pending->name, code, DECANT_PAIRING_PENDING));
        }
    }
  g_list_store_splice (self->pairings, 0, g_list_model_get_n_items (G_LIST_MODEL (self->pairings)), items->pdata,
                       items->len);
}

static guint
count_waiting (DecantDesk *self)
{
  guint n = 0;
  for (guint i = 0; i < self->pending->len; i++)
    n += !((Pending *) self->pending->pdata[i])->refused;
  return n;
}

static Pending *
begin_pending (DecantDesk *self, const char *id, const DecantRequest *request, GError **error)
{
  /* Refused ones are remembered, so that they are not asked about again; not without end. */
  if (count_waiting (self) >= DECANT_DESK_PENDING || self->pending->len >= DECANT_DESK_PENDING * 8)
    {
      g_set_error_literal (error, DECANT_WIRE_ERROR, DECANT_WIRE_ERROR_TOO_FAST,
                           _ ("Too many browsers wait to be paired. Decide on them in Decant first."));
      return NULL;
    }
  Pending *pending = g_new0 (Pending, 1);
  pending->id = g_strdup (id);
  pending->name = g_strdup (request->pair.name);
  memcpy (pending->key, request->pair.key, sizeof pending->key);
  randombytes_buf (pending->nonce, sizeof pending->nonce);
  g_ptr_array_add (self->pending, pending);
  show_pairings (self);
  return pending;
}

static gboolean
answer_pair (DecantDesk *self, const DecantRequest *request, DecantJsonWriter *writer, GError **error)
{
  if (!decant_pairing_key_is_valid (request->pair.key))
    {
      g_set_error_literal (error, DECANT_WIRE_ERROR, DECANT_WIRE_ERROR_BAD_MESSAGE,
                           "\"key\": expected a point on P-256, saw none.");
      return FALSE;
    }
  g_autofree char *id = decant_pairing_id (request->pair.key);
  g_mutex_lock (&self->log->lock);
  const DecantPairing *known = decant_pairings_find (self->log->pairings, id);
  const char *state = !known ? NULL : known->revoked ? "revoked" : "paired";
  g_mutex_unlock (&self->log->lock);
  Pending *pending = state ? NULL : find_pending (self, id);
  if (!state && !pending && !(pending = begin_pending (self, id, request, error)))
    return FALSE;
  if (!state)
    state = pending->refused ? "refused" : "pending";
  decant_json_string (writer, "state", state);
  decant_json_string (writer, "pairing", id);
  decant_json_string (writer, "vault", self->log->id);
  if (pending && !pending->refused)
    {
      char nonce[sizeof pending->nonce * 2 + 1];
      sodium_bin2hex (nonce, sizeof nonce, pending->nonce, sizeof pending->nonce);
      decant_json_string (writer, "nonce", nonce);
    }
  return TRUE;
}

/* --- answering ---------------------------------------------------------------------------------------------- */

static gboolean
answer (const DecantRequest *request, DecantJsonWriter *writer, gpointer user_data, GError **error)
{
  DecantDesk *self = user_data;
  if (!self->ready)
    {
      g_set_error_literal (error, DECANT_WIRE_ERROR, DECANT_WIRE_ERROR_VAULT_LOCKED,
                           _ ("Decant is still reading its vault. Try again in a moment."));
      return FALSE;
    }
  if (request->type == DECANT_REQUEST_PAIR)
    return answer_pair (self, request, writer, error);
  g_mutex_lock (&self->log->lock);
  decant_desk_register_answer (self->log->entries, request, writer, self->log->consult);
  g_mutex_unlock (&self->log->lock);
  return TRUE;
}

/* The programs that may ask: the host that belongs to this program, and the command line beside either. */
static GStrv
list_programs (void)
{
  g_autoptr (GStrvBuilder) programs = g_strv_builder_new ();
  g_autofree char *host = decant_locate_host (), *self = g_file_read_link ("/proc/self/exe", NULL);
  const char *paths[] = { host, self };
  if (host)
    g_strv_builder_add (programs, host);
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    if (paths[i])
      {
        g_autofree char *folder = g_path_get_dirname (paths[i]), *ctl = g_build_filename (folder, "decantctl", NULL);
        g_strv_builder_add (programs, ctl);
      }
  return g_strv_builder_end (programs);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  DecantDesk *self = DECANT_DESK (source);
  g_autoptr (GError) error = NULL;
  gboolean ok = g_task_propagate_boolean (G_TASK (result), &error);
  if (g_task_get_task_data (G_TASK (result)) != self->log)
    return; /* locked meanwhile */
  self->reading = FALSE;
  self->ready = self->ready || ok;
  if (!ok)
    set_problem (self, error->message);
  show_pairings (self);
  if (self->again)
    decant_desk_poll (self);
}

void
decant_desk_poll (DecantDesk *self)
{
  self->again = self->reading;
  if (!self->log || self->reading)
    return;
  self->reading = TRUE;
  g_autoptr (GTask) task = g_task_new (self, NULL, on_read, NULL);
  g_task_set_task_data (task, g_atomic_rc_box_acquire (self->log), log_unref);
  g_task_run_in_thread (task, read_in_thread);
}

static void
close_desk (DecantDesk *self)
{
  g_clear_pointer (&self->server, decant_desk_server_free);
  if (self->log)
    g_atomic_int_set (&self->log->stopped, 1);
  g_clear_pointer (&self->log, log_unref);
  self->reading = self->again = self->ready = FALSE;
  g_ptr_array_set_size (self->pending, 0);
  g_list_store_remove_all (self->pairings);
}

void
decant_desk_set_keys (DecantDesk *self, DecantKeys *keys)
{
  close_desk (self);
  set_problem (self, NULL);
  if (!keys)
    return;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) programs = list_programs ();
  self->log = log_new (self->folder, keys);
  self->server = decant_desk_server_new ((const char *const *) programs, answer, self, &error);
  if (!self->server)
    set_problem (self, error->message);
  decant_desk_poll (self);
}

GListModel *
decant_desk_get_pairings (DecantDesk *self)
{
  return G_LIST_MODEL (self->pairings);
}

const char *
decant_desk_get_problem (DecantDesk *self)
{
  return self->problem;
}

gboolean
decant_desk_is_ready (DecantDesk *self)
{
  return self->ready;
}

/* --- deciding ----------------------------------------------------------------------------------------------- */

typedef struct
{
  Log *log;
  DecantDeskAct act;
  char *id, *name;
  guint8 key[DECANT_PAIRING_KEY_SIZE];
} Decision;

static void
decision_free (gpointer data)
{
  Decision *decision = data;
  log_unref (decision->log);
  g_free (decision->id);
  g_free (decision->name);
  g_free (decision);
}

static void
decide_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Decision *decision = data;
  GError *error = NULL;
  g_autoptr (DecantVault) vault = decant_vault_open (decision->log->folder, DECANT_VAULT_WRITE, &error);
  g_autofree char *actor = vault ? decant_vault_dup_actor (vault) : NULL;
  gboolean done
      = vault
        && (decision->act == DECANT_DESK_APPROVE
                ? decant_pairing_approve (vault, decision->log->keys, actor, decision->key, decision->name, &error)
                : decant_pairing_revoke (vault, actor, decision->id, &error));
  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
refuse (DecantDesk *self, Pending *pending)
{
  pending->refused = TRUE;
  show_pairings (self);
}

void
decant_desk_decide_async (DecantDesk *self,
                          DecantDeskAct act,
                          const char *id,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  Pending *pending = find_pending (self, id);
  if (!self->log || (act != DECANT_DESK_REVOKE && !pending))
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("That browser does not wait any more."));
      return;
    }
  if (act == DECANT_DESK_REFUSE)
    {
      refuse (self, pending);
      g_task_return_boolean (task, TRUE);
      return;
    }
  Decision *decision = g_new0 (Decision, 1);
  decision->log = g_atomic_rc_box_acquire (self->log);
  decision->act = act;
  decision->id = g_strdup (id);
  if (pending)
    {
      decision->name = g_strdup (pending->name);
      memcpy (decision->key, pending->key, sizeof decision->key);
    }
  g_task_set_task_data (task, decision, decision_free);
  g_task_run_in_thread (task, decide_in_thread);
}

gboolean
decant_desk_decide_finish (DecantDesk *self, GAsyncResult *result, GError **error)
{
  gboolean done = g_task_propagate_boolean (G_TASK (result), error);
  decant_desk_poll (self);
  return done;
}

/* --- the object --------------------------------------------------------------------------------------------- */

DecantDesk *
decant_desk_new (const char *folder)
{
  DecantDesk *self = g_object_new (DECANT_TYPE_DESK, NULL);
  self->folder = g_strdup (folder);
  return self;
}

static void
decant_desk_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_string (value, DECANT_DESK (object)->problem);
}

static void
decant_desk_dispose (GObject *object)
{
  close_desk (DECANT_DESK (object));
  G_OBJECT_CLASS (decant_desk_parent_class)->dispose (object);
}

static void
decant_desk_finalize (GObject *object)
{
  DecantDesk *self = DECANT_DESK (object);
  g_clear_object (&self->pairings);
  g_ptr_array_unref (self->pending);
  g_free (self->folder);
  g_free (self->problem);
  G_OBJECT_CLASS (decant_desk_parent_class)->finalize (object);
}

static void
decant_desk_class_init (DecantDeskClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  object_class->get_property = decant_desk_get_property;
  object_class->dispose = decant_desk_dispose;
  object_class->finalize = decant_desk_finalize;
  properties[PROP_PROBLEM]
      = g_param_spec_string ("problem", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
decant_desk_init (DecantDesk *self)
{
  self->pending = g_ptr_array_new_with_free_func (pending_free);
  self->pairings = g_list_store_new (DECANT_TYPE_PAIRING_ITEM);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "app/session.h"
#include "test-keys.h"

/* The session on a real vault in a folder of its own, without a display. */

typedef struct
{
  char *root, *folder;
  DecantSession *session;
  GListModel *entries, *shown;
  guint logged; /* how often "logged" was heard */
  guint64 last_logged;
} Fixture;

static void
on_logged (Fixture *self, DecantEntryItem *item)
{
  self->logged++;
  self->last_logged = decant_entry_item_get_number (item);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->root = g_dir_make_tmp ("decant-session-XXXXXX", NULL);
  self->folder = g_build_filename (self->root, "vault", NULL);
}

/* A reader that ends in a thread of its own may take the journal's files away meanwhile, or have left a folder full for
 * a moment: what counts is that in the end nothing is there. */
static void
remove_tree (const char *path)
{
  do
    {
      g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
      const char *name;
      while (dir && (name = g_dir_read_name (dir)))
        {
          g_autofree char *child = g_build_filename (path, name, NULL);
          remove_tree (child);
        }
    }
  while (g_remove (path) != 0 && errno == ENOTEMPTY);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_object (&self->session);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  remove_tree (self->root);
  g_free (self->folder);
  g_free (self->root);
}

static void
start (Fixture *self)
{
  g_autoptr (DecantKeys) keys = test_keys_new ();
  self->session = decant_session_new (self->folder);
  decant_session_set_keys (self->session, keys);
  self->entries = G_LIST_MODEL (decant_session_get_entries (self->session));
  self->shown = G_LIST_MODEL (decant_session_get_selection (self->session));
  g_signal_connect_swapped (self->session, "logged", G_CALLBACK (on_logged), self);
}

#define wait_until(condition)                                                                                          \
  while (!(condition))                                                                                                 \
  g_main_context_iteration (NULL, TRUE)

static void
wait_state (Fixture *self, DecantVaultState state)
{
  wait_until (decant_entry_list_get_state (DECANT_ENTRY_LIST (self->entries)) == state);
}

static void
append_many (Fixture *self, const char *text, guint n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantVault) vault = test_vault_ensure (self->folder, &error);
  g_assert_no_error (error);
  g_autoptr (JsonObject) fields = json_object_new ();
  json_object_set_string_member (fields, "text", text);
  while (n-- > 0)
    {
      g_autoptr (DecantReceipt) receipt = decant_vault_append (vault, "note", "local", fields, &error);
      g_assert_no_error (error);
    }
}

static void
append (Fixture *self, const char *text)
{
  append_many (self, text, 1);
}

static char *
dup_shown (Fixture *self)
{
  GString *numbers = g_string_new (NULL);
  for (guint i = 0; i < g_list_model_get_n_items (self->shown); i++)
    {
      g_autoptr (DecantEntryItem) item = g_list_model_get_item (self->shown, i);
      g_string_append_printf (numbers, "%s%u", i ? " " : "", (guint) decant_entry_item_get_number (item));
    }
  return g_string_free (numbers, FALSE);
}

static void
assert_shown (Fixture *self, const char *expected)
{
  g_autofree char *numbers = dup_shown (self);
  g_assert_cmpstr (numbers, ==, expected);
}

static void
test_appears (Fixture *self, gconstpointer data)
{
  start (self);
  wait_state (self, DECANT_VAULT_STATE_ABSENT);
  append (self, "first");
  wait_state (self, DECANT_VAULT_STATE_READY);
  wait_until (g_list_model_get_n_items (self->entries) == 2);
  append (self, "second");
  wait_until (g_list_model_get_n_items (self->entries) == 3);
  assert_shown (self, "2 1 0");
  g_assert_cmpuint (self->logged, ==, 3);
  g_assert_cmpuint (self->last_logged, ==, 2);
}

/* What was there at the start is no news; what comes then is. */
static void
test_logged (Fixture *self, gconstpointer data)
{
  append_many (self, "old", 300); /* more than one batch */
  start (self);
  wait_until (g_list_model_get_n_items (self->entries) == 301);
  g_assert_cmpuint (self->logged, ==, 0);
  append (self, "new");
  wait_until (g_list_model_get_n_items (self->entries) == 302);
  g_assert_cmpuint (self->logged, ==, 1);
  g_assert_cmpuint (self->last_logged, ==, 301);
  g_autoptr (DecantEntryItem) first = g_list_model_get_item (self->entries, 0);
  g_autoptr (DecantEntryItem) last = g_list_model_get_item (self->entries, 301);
  g_assert_cmpuint (decant_entry_item_get_number (first), ==, 301);
  g_assert_cmpuint (decant_entry_item_get_number (last), ==, 0);
}

/* Many commits in a row, by a process that keeps the vault open: none is missed. */
static gpointer
append_in_thread (gpointer data)
{
  append_many (data, "quick", 50);
  return NULL;
}

static void
test_many (Fixture *self, gconstpointer data)
{
  start (self);
  wait_state (self, DECANT_VAULT_STATE_ABSENT);
  GThread *writer = g_thread_new ("writer", append_in_thread, self);
  wait_until (g_list_model_get_n_items (self->entries) == 51);
  g_thread_join (writer);
  g_assert_cmpuint (self->logged, ==, 51);
}

static void
test_search (Fixture *self, gconstpointer data)
{
  append (self, "Straße und Garten");
  append (self, "снег");
  append (self, "garten");
  start (self);
  wait_until (g_list_model_get_n_items (self->entries) == 4);
  decant_session_set_search (self->session, "GARTEN");
  assert_shown (self, "3 1");
  decant_session_set_search (self->session, "garten strasse");
  assert_shown (self, "1");
  append (self, "Garten in der STRASSE");
  wait_until (g_list_model_get_n_items (self->entries) == 5);
  assert_shown (self, "4 1");
  decant_session_set_search (self->session, "");
  assert_shown (self, "4 3 2 1 0");
}

static void
test_open (Fixture *self, gconstpointer data)
{
  append (self, "zero");
  append (self, "one");
  start (self);
  decant_session_show_entry (self->session, 1); /* before it was read */
  wait_until (decant_session_get_detail (self->session));
  g_assert_cmpuint (decant_session_get_detail (self->session)->entry->number, ==, 1);
  g_assert_cmpstr (decant_session_get_detail (self->session)->text, ==, "zero");
  decant_session_set_search (self->session, "one"); /* hides what is open */
  wait_until (!decant_session_get_detail (self->session));
  decant_session_show_entry (self->session, 1);
  g_assert_cmpstr (decant_session_get_search (self->session), ==, "");
  wait_until (decant_session_get_detail (self->session));
}

/* A new entry neither closes nor changes what is open. */
static void
test_open_stays (Fixture *self, gconstpointer data)
{
  append (self, "zero");
  start (self);
  decant_session_show_entry (self->session, 1);
  wait_until (decant_session_get_detail (self->session));
  DecantEntryDetail *detail = decant_session_get_detail (self->session);
  append (self, "one");
  wait_until (g_list_model_get_n_items (self->entries) == 3);
  g_assert_true (decant_session_get_detail (self->session) == detail);
}

static void
test_damaged (Fixture *self, gconstpointer data)
{
  append (self, "zero");
  g_autofree char *database = g_build_filename (self->folder, "vault.db", NULL);
  g_autofree char *wal = g_strconcat (database, "-wal", NULL);
  g_remove (wal);
  g_assert_true (g_file_set_contents (database, "this is no database, and longer than its header would be", -1, NULL));
  start (self);
  wait_state (self, DECANT_VAULT_STATE_BROKEN);
  g_assert_cmpstr (decant_entry_list_get_message (DECANT_ENTRY_LIST (self->entries)), !=, "");
  g_assert_cmpuint (g_list_model_get_n_items (self->entries), ==, 0);
}

/* The folder goes, and another vault comes in its place: nothing of the old one stays. */
static void
test_replaced (Fixture *self, gconstpointer data)
{
  append (self, "old");
  append (self, "old");
  start (self);
  wait_until (g_list_model_get_n_items (self->entries) == 3);
  remove_tree (self->folder);
  wait_state (self, DECANT_VAULT_STATE_ABSENT);
  append (self, "new");
  wait_until (g_list_model_get_n_items (self->entries) == 2);
  g_autoptr (DecantEntryItem) item = g_list_model_get_item (self->entries, 0);
  g_assert_cmpstr (decant_entry_item_get_snippet (item), ==, "new");
}

/* Without keys nothing is shown; with them all is, and locked again it is forgotten. */
static void
test_locked (Fixture *self, gconstpointer data)
{
  g_autoptr (DecantKeys) keys = test_keys_new ();
  append (self, "zero");
  start (self);
  decant_session_set_keys (self->session, NULL);
  wait_state (self, DECANT_VAULT_STATE_LOCKED);
  g_assert_cmpuint (g_list_model_get_n_items (self->entries), ==, 0);
  append (self, "one");
  decant_session_set_keys (self->session, keys);
  wait_until (g_list_model_get_n_items (self->entries) == 3);
  g_assert_cmpuint (self->logged, ==, 0);
  decant_session_show_entry (self->session, 1);
  wait_until (decant_session_get_detail (self->session));
  decant_session_set_keys (self->session, NULL);
  wait_state (self, DECANT_VAULT_STATE_LOCKED);
  wait_until (!decant_session_get_detail (self->session));
  g_assert_cmpuint (g_list_model_get_n_items (self->entries), ==, 0);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError **error = user_data;
  g_autoptr (GdkTexture) texture = decant_session_load_picture_finish (DECANT_SESSION (source), result, error);
  g_assert_null (texture);
}

static void
test_no_picture (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  append (self, "zero");
  start (self);
  decant_session_load_picture_async (self->session, 1, "picture", NULL, on_loaded, &error);
  wait_until (error);
  g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_NOT_FOUND);
}

#define ADD(name, test) g_test_add ("/app/session/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("appears", test_appears);
  ADD ("logged", test_logged);
  ADD ("many", test_many);
  ADD ("search", test_search);
  ADD ("open", test_open);
  ADD ("open-stays", test_open_stays);
  ADD ("damaged", test_damaged);
  ADD ("replaced", test_replaced);
  ADD ("locked", test_locked);
  ADD ("no-picture", test_no_picture);
  return g_test_run ();
}

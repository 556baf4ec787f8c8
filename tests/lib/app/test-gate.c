/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "app/models/setup-words.h"
#include "app/session.h"
#include "evidence/recovery.h"
#include "evidence/secret.h"
#include "fixture.h"

/* Making, opening, changing and locking, without a display and with cheap passphrases. */

#define PASSPHRASE "an invented phrase"

static const DecantKeyCost cheap = { 1, 8192 };

typedef struct
{
  Fixture vault;
  DecantGate *gate;
  guint8 recovery[DECANT_RECOVERY_SIZE];
} GateFixture;

static void
set_up (GateFixture *self, gconstpointer data)
{
  g_autofree char *state = NULL;

  fixture_set_up (&self->vault);
  self->gate = decant_gate_new (self->vault.folder);
  decant_gate_set_cost (self->gate, cheap);
  memset (self->recovery, 7, sizeof self->recovery);
}

static void
tear_down (GateFixture *self, gconstpointer data)
{
  g_object_unref (self->gate);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  fixture_tear_down (&self->vault);
}

#define wait_until(condition)                                                                                          \
  while (!(condition))                                                                                                 \
  g_main_context_iteration (NULL, TRUE)

typedef struct
{
  gboolean over, ok;
  GError *error;
} Answer;

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->ok = decant_gate_finish (DECANT_GATE (source), result, &answer->error);
  answer->over = TRUE;
}

/* 0, or the code of the error. −1 would be no error of ours. */
static int
settle (Answer *answer)
{
  int code;

  wait_until (answer->over);
  code = answer->ok ? 0 : answer->error->domain == DECANT_VAULT_ERROR ? 1000 + answer->error->code : -1;
  g_clear_error (&answer->error);
  return code;
}

static int
create (GateFixture *self)
{
  Answer answer = { 0 };

  decant_gate_create_async (self->gate, PASSPHRASE, self->recovery, FALSE, on_done, &answer);
  return settle (&answer);
}

static int
unlock (GateFixture *self, DecantWrapKind kind, const char *text)
{
  Answer answer = { 0 };

  decant_gate_unlock_async (self->gate, kind, text, on_done, &answer);
  return settle (&answer);
}

static int
change (GateFixture *self, DecantOpeningChange with)
{
  Answer answer = { 0 };

  decant_gate_change_async (self->gate, &with, on_done, &answer);
  return settle (&answer);
}

static void
look (GateFixture *self, DecantGateState state)
{
  decant_gate_look (self->gate);
  wait_until (decant_gate_get_state (self->gate) == state);
}

/* --- cases -------------------------------------------------------------------------------------------------- */

static void
test_create (GateFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantVault) vault = NULL;
  g_autoptr (DecantEntry) first = NULL;

  look (self, DECANT_GATE_ABSENT);
  g_assert_cmpint (create (self), ==, 0);
  g_assert_cmpint (decant_gate_get_state (self->gate), ==, DECANT_GATE_OPEN);
  g_assert_true (decant_gate_has (self->gate, DECANT_WRAP_RECOVERY));
  g_assert_false (decant_gate_has (self->gate, DECANT_WRAP_KEYRING));
  vault = decant_vault_open (self->vault.folder, DECANT_VAULT_READ, &error);
  g_assert_no_error (error);
  g_assert_true (decant_vault_unlock (vault, decant_gate_get_keys (self->gate), &error));
  first = decant_vault_read_entry (vault, 0, &error);
  g_assert_cmpstr (first->kind, ==, "vault.created");
  g_assert_cmpint (create (self), ==, 1000 + DECANT_VAULT_ERROR_EXISTS);
}

static void
test_unlock (GateFixture *self, gconstpointer data)
{
  g_autoptr (DecantSecret) words = (DecantSecret *) decant_recovery_to_words (self->recovery);

  g_assert_cmpint (create (self), ==, 0);
  decant_gate_lock (self->gate);
  g_assert_null (decant_gate_get_keys (self->gate));
  g_assert_cmpint (decant_gate_get_state (self->gate), ==, DECANT_GATE_LOCKED);
  g_assert_cmpint (unlock (self, DECANT_WRAP_PASSPHRASE, "another phrase"), ==, 1000 + DECANT_VAULT_ERROR_LOCKED);
  g_assert_null (decant_gate_get_keys (self->gate));
  g_assert_cmpint (unlock (self, DECANT_WRAP_PASSPHRASE, PASSPHRASE), ==, 0);
  g_assert_nonnull (decant_gate_get_keys (self->gate));
  decant_gate_lock (self->gate);
  g_assert_cmpint (unlock (self, DECANT_WRAP_RECOVERY, "abandon ability"), ==, 1000 + DECANT_VAULT_ERROR_INVALID);
  g_assert_cmpint (unlock (self, DECANT_WRAP_RECOVERY, (const char *) words), ==, 0);
  g_assert_cmpint (decant_gate_get_state (self->gate), ==, DECANT_GATE_OPEN);
}

/* Whoever locks while the passphrase is being worked on finds it locked. */
static void
test_lock_wins (GateFixture *self, gconstpointer data)
{
  Answer answer = { 0 };

  g_assert_cmpint (create (self), ==, 0);
  decant_gate_lock (self->gate);
  decant_gate_unlock_async (self->gate, DECANT_WRAP_PASSPHRASE, PASSPHRASE, on_done, &answer);
  g_assert_true (decant_gate_is_busy (self->gate));
  decant_gate_lock (self->gate);
  settle (&answer);
  g_assert_cmpint (decant_gate_get_state (self->gate), ==, DECANT_GATE_LOCKED);
  g_assert_null (decant_gate_get_keys (self->gate));
}

static void
test_busy (GateFixture *self, gconstpointer data)
{
  Answer first = { 0 }, second = { 0 };

  decant_gate_create_async (self->gate, PASSPHRASE, self->recovery, FALSE, on_done, &first);
  decant_gate_unlock_async (self->gate, DECANT_WRAP_PASSPHRASE, PASSPHRASE, on_done, &second);
  g_assert_cmpint (settle (&second), ==, 1000 + DECANT_VAULT_ERROR_BUSY);
  g_assert_cmpint (settle (&first), ==, 0);
}

static void
test_change (GateFixture *self, gconstpointer data)
{
  guint8 fresh[DECANT_RECOVERY_SIZE] = { 1, 2, 3 };
  g_autoptr (DecantSecret) words = (DecantSecret *) decant_recovery_to_words (fresh);
  g_autofree char *all = NULL;
  DecantOpeningChange passphrase = { DECANT_WRAP_PASSPHRASE, FALSE, PASSPHRASE, "a second phrase", NULL, NULL };
  DecantOpeningChange recovery = { DECANT_WRAP_RECOVERY, FALSE, "a second phrase", NULL, fresh, NULL };

  g_assert_cmpint (create (self), ==, 0);
  passphrase.current = "wrong";
  g_assert_cmpint (change (self, passphrase), ==, 1000 + DECANT_VAULT_ERROR_LOCKED);
  passphrase.current = PASSPHRASE;
  g_assert_cmpint (change (self, passphrase), ==, 0);
  g_assert_cmpint (change (self, recovery), ==, 0);
  decant_gate_lock (self->gate);
  g_assert_cmpint (change (self, passphrase), ==, 1000 + DECANT_VAULT_ERROR_LOCKED); /* without keys */
  g_assert_cmpint (unlock (self, DECANT_WRAP_PASSPHRASE, PASSPHRASE), ==, 1000 + DECANT_VAULT_ERROR_LOCKED);
  g_assert_cmpint (unlock (self, DECANT_WRAP_PASSPHRASE, "a second phrase"), ==, 0);
  decant_gate_lock (self->gate);
  g_assert_cmpint (unlock (self, DECANT_WRAP_RECOVERY, (const char *) words), ==, 0);
}

static void
test_changes_are_logged (GateFixture *self, gconstpointer data)
{
  DecantOpeningChange passphrase = { DECANT_WRAP_PASSPHRASE, FALSE, PASSPHRASE, "a second phrase", NULL, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantVault) vault = NULL;
  g_autoptr (DecantEntry) last = NULL;

  g_assert_cmpint (create (self), ==, 0);
  g_assert_cmpint (change (self, passphrase), ==, 0);
  vault = decant_vault_open (self->vault.folder, DECANT_VAULT_READ, &error);
  g_assert_true (decant_vault_unlock (vault, decant_gate_get_keys (self->gate), &error));
  last = decant_vault_read_entry (vault, decant_vault_get_size (vault, NULL) - 1, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (last->kind, ==, "key.changed");
  g_assert_cmpstr (json_object_get_string_member (last->fields, "what"), ==, "passphrase");
  g_assert_cmpstr (json_object_get_string_member (last->fields, "change"), ==, "changed");
}

/* A key file that is gone is said to be, not taken for a vault that is not there. */
static void
test_no_key_file (GateFixture *self, gconstpointer data)
{
  g_autofree char *file = g_build_filename (self->vault.folder, DECANT_KEY_FILE_NAME, NULL);

  g_assert_cmpint (create (self), ==, 0);
  decant_gate_lock (self->gate);
  g_assert_cmpint (g_unlink (file), ==, 0);
  look (self, DECANT_GATE_BROKEN);
  g_assert_cmpstr (decant_gate_get_message (self->gate), !=, "");
}

/* --- without a vault ---------------------------------------------------------------------------------------- */

static void
test_back_off (void)
{
  static const guint expected[] = { 0, 0, 0, 2, 4, 8, 16, 32, 60, 60 };

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpuint (decant_gate_back_off (i), ==, expected[i]);
  g_assert_cmpuint (decant_gate_back_off (G_MAXUINT), ==, 60);
}

static void
test_judge (void)
{
  static const struct
  {
    const char *text;
    DecantPassphraseLength length;
  } cases[] = {
    { "", DECANT_PASSPHRASE_EMPTY },
    { "seven77", DECANT_PASSPHRASE_SHORT },
    { "aaaaaaaaaaaaaaaaaaaaaaaaaaaa", DECANT_PASSPHRASE_SHORT },
    { "eight 8 x", DECANT_PASSPHRASE_WEAK },
    { "шифрэкза", DECANT_PASSPHRASE_WEAK }, /* characters, not bytes */
    { "sixteen letters!", DECANT_PASSPHRASE_FAIR },
    { "quiet lamp over seven rivers", DECANT_PASSPHRASE_LONG },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (decant_passphrase_judge (cases[i].text), ==, cases[i].length);
}

static void
test_words_asked (void)
{
  static const struct
  {
    guint position;
    const char *typed;
    gboolean right;
  } cases[] = {
    { 0, "abandon", TRUE }, { 0, " ABAN ", TRUE },       { 0, "aba", FALSE },     { 0, "abandons", FALSE },
    { 0, "", FALSE },       { 0, "abandon zoo", FALSE }, { 1, "zoo", TRUE },      { 1, "zo", FALSE },
    { 2, "cactus", TRUE },  { 2, "abandon", FALSE },     { 3, "abandon", FALSE },
  };
  guint picked[2];

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (decant_recovery_word_is ("abandon zoo cactus", cases[i].position, cases[i].typed), ==,
                     cases[i].right);
  for (guint64 i = 0; i < 24 * 23; i++)
    {
      decant_recovery_pick (i % 24 | (i / 24) << 32, 24, picked);
      g_assert_cmpuint (picked[0], <, picked[1]);
      g_assert_cmpuint (picked[1], <, 24);
    }
}

#define ADD(name, test) g_test_add ("/app/gate/" name, GateFixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_autofree char *state = g_dir_make_tmp ("decant-state-XXXXXX", NULL);
  int status;

  g_setenv ("XDG_STATE_HOME", state, TRUE); /* heads that were countersigned */
  g_test_init (&argc, &argv, NULL);
  ADD ("create", test_create);
  ADD ("unlock", test_unlock);
  ADD ("lock-wins", test_lock_wins);
  ADD ("busy", test_busy);
  ADD ("change", test_change);
  ADD ("changes-are-logged", test_changes_are_logged);
  ADD ("no-key-file", test_no_key_file);
  g_test_add_func ("/app/gate/back-off", test_back_off);
  g_test_add_func ("/app/setup/judge", test_judge);
  g_test_add_func ("/app/setup/words-asked", test_words_asked);
  status = g_test_run ();
  fixture_remove (state);
  return status;
}

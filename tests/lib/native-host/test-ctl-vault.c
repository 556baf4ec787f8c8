/* SPDX-License-Identifier: GPL-3.0-or-later */
/* decantctl vault, run as a person runs it; secrets come by file descriptors. */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "evidence/folder.h"
#include "evidence/key-file.h"
#include "evidence/recovery.h"
#include "fixture.h"

static const DecantKeyCost cheap = { 1, 8192 }; /* for tests alone */

typedef struct
{
  Fixture base;
  DecantKeys *keys;
  char *id;
} Case;

static DecantKeyFile *
load (Case *self)
{
  g_auto (DecantFd) folder = decant_folder_open (self->base.folder, FALSE, NULL);
  g_autoptr (GError) error = NULL;
  DecantKeyFile *file = decant_key_file_load (folder, self->id, &error);

  g_assert_no_error (error);
  return file;
}

static void
set_up (Case *self, gconstpointer data)
{
  g_autoptr (DecantVault) vault = NULL;
  g_autoptr (DecantKeyFile) file = NULL;
  g_auto (DecantFd) folder = -1;

  fixture_set_up (&self->base);
  vault = fixture_create (&self->base);
  self->id = g_strdup (decant_vault_get_id (vault));
  self->keys = test_keys_new (); /* what the fixture's vault is sealed to */
  file = decant_key_file_new (self->id);
  folder = decant_folder_open (self->base.folder, FALSE, NULL);
  g_assert_true (decant_key_file_set_passphrase (file, self->keys, "first passphrase", &cheap, NULL));
  g_assert_true (decant_key_file_save (file, folder, NULL));
}

static void
tear_down (Case *self, gconstpointer data)
{
  decant_keys_unref (self->keys);
  g_free (self->id);
  fixture_tear_down (&self->base);
}

/* A pipe that holds @text; the reader's end. */
static int
pipe_with (const char *text)
{
  int ends[2];

  g_assert_cmpint (pipe2 (ends, O_CLOEXEC), ==, 0);
  g_assert_true (decant_write_all (ends[1], text, strlen (text)));
  close (ends[1]);
  return ends[0];
}

/* @three, @four: what file descriptors 3 and 4 hold (nullable). Returns the exit status. */
static int
run (Case *self, const char *const *args, const char *three, const char *four, char **out, char **problem)
{
  g_autoptr (GSubprocessLauncher) launcher
      = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (argv, (gpointer) g_getenv ("DECANTCTL"));
  g_ptr_array_add (argv, (gpointer) "vault");
  g_ptr_array_add (argv, (gpointer) "--vault");
  g_ptr_array_add (argv, self->base.folder);
  for (; *args != NULL; args++)
    g_ptr_array_add (argv, (gpointer) *args);
  g_ptr_array_add (argv, NULL);
  if (three != NULL)
    g_subprocess_launcher_take_fd (launcher, pipe_with (three), 3);
  if (four != NULL)
    g_subprocess_launcher_take_fd (launcher, pipe_with (four), 4);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv->pdata, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, out, problem, &error);
  g_assert_no_error (error);
  return g_subprocess_get_exit_status (process);
}

static void
assert_opens (Case *self, const char *passphrase, gboolean good)
{
  g_autoptr (DecantKeyFile) file = load (self);
  g_autoptr (DecantKeys) keys = decant_key_file_unlock_passphrase (file, passphrase, NULL);

  g_assert_cmpint (keys != NULL, ==, good);
}

static void
test_passphrase (Case *self, gconstpointer data)
{
  static const struct
  {
    const char *three, *four, *says; /* NULL: it works */
  } rows[] = {
    { "wrong passphrase\n", "second passphrase\n", "does not open this vault" },
    { "first passphrase\n", "short\n", "at least 8 characters" },
    { "first passphrase\n", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\n", "at least 8 characters" },
    { "", "second passphrase\n", "Expected a passphrase" },
    { "first passphrase\n", "second passphrase\n", NULL },
    { "second passphrase", "third passphrase", NULL }, /* no newline */
  };
  const char *const args[] = { "passphrase", "--passphrase-fd=3", "--new-passphrase-fd=4", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *out = NULL;
      g_autofree char *problem = NULL;
      int status = run (self, args, rows[i].three, rows[i].four, &out, &problem);

      g_assert_cmpint (status, ==, rows[i].says == NULL ? 0 : 2);
      if (rows[i].says != NULL && strstr (problem, rows[i].says) == NULL)
        g_error ("row %u: %s", i, problem);
    }
  assert_opens (self, "third passphrase", TRUE);
  assert_opens (self, "first passphrase", FALSE);
}

/* The words as they were printed, numbers and columns too. */
static char *
printed_words (const char *out)
{
  const char *from = strstr (out, " 1. "), *to;

  to = from != NULL ? strstr (from, "\n\n") : NULL;
  g_assert_nonnull (to);
  return g_strndup (from, to - from);
}

static void
test_recovery (Case *self, gconstpointer data)
{
  const char *const make[] = { "recovery", "--passphrase-fd=3", NULL };
  const char *const use[] = { "passphrase", "--recovery-fd=3", "--new-passphrase-fd=4", NULL };
  const char *const drop[] = { "recovery", "--remove", "--passphrase-fd=3", NULL };
  g_autofree char *out = NULL;
  g_autofree char *problem = NULL;
  g_autofree char *words = NULL;
  g_autofree char *again = NULL;
  g_autofree char *lost = NULL;
  g_autofree char *a = NULL;
  g_autofree char *b = NULL;
  g_autofree char *c = NULL;
  g_autofree char *d = NULL;

  g_assert_cmpint (run (self, make, "first passphrase\n", NULL, &out, &problem), ==, 0);
  g_assert_nonnull (strstr (out, "█"));
  words = printed_words (out);
  g_strdelimit (words, "\n", ' ');
  g_assert_cmpint (run (self, use, words, "after recovery\n", &again, &a), ==, 0);
  assert_opens (self, "after recovery", TRUE);
  g_assert_cmpint (run (self, drop, "after recovery\n", NULL, &b, &c), ==, 0);
  g_assert_cmpint (run (self, use, words, "never to be set\n", &d, &lost), ==, 2);
  g_assert_nonnull (strstr (lost, "do not open this vault"));
  assert_opens (self, "after recovery", TRUE);
}

static void
test_others (Case *self, gconstpointer data)
{
  const char *const status[] = { "status", NULL };
  const char *const none[] = { NULL };
  const char *const odd[] = { "open", NULL };
  g_autofree char *a = NULL;
  g_autofree char *b = NULL;
  g_autofree char *c = NULL;
  g_autofree char *d = NULL;
  g_autofree char *e = NULL;
  g_autofree char *f = NULL;

  g_assert_cmpint (run (self, status, NULL, NULL, &a, &b), ==, 0);
  g_assert_true (g_str_has_prefix (a, "passphrase since "));
  g_assert_cmpint (run (self, none, NULL, NULL, &c, &d), ==, 2);
  g_assert_cmpint (run (self, odd, NULL, NULL, &e, &f), ==, 2);
}

/* A new vault, with a passphrase and the words that were printed; a second one is not made over it. */
static void
test_create (Case *self, gconstpointer data)
{
  const char *const make[] = { "create", "--passphrase-fd=3", NULL };
  const char *const use[] = { "passphrase", "--recovery-fd=3", "--new-passphrase-fd=4", NULL };
  g_autofree char *id = NULL;
  g_autofree char *out = NULL;
  g_autofree char *problem = NULL;
  g_autofree char *words = NULL;
  g_autofree char *a = NULL;
  g_autofree char *b = NULL;
  g_autofree char *again = NULL;
  g_autofree char *exists = NULL;
  g_autoptr (DecantVault) vault = NULL;

  fixture_remove (self->base.folder);
  g_assert_cmpint (run (self, make, "a long passphrase\n", NULL, &out, &problem), ==, 0);
  words = printed_words (out);
  g_strdelimit (words, "\n", ' ');
  vault = decant_vault_open (self->base.folder, DECANT_VAULT_READ, NULL);
  g_assert_nonnull (vault);
  id = g_steal_pointer (&self->id);
  self->id = g_strdup (decant_vault_get_id (vault));
  g_assert_cmpstr (id, !=, self->id);
  assert_opens (self, "a long passphrase", TRUE);
  g_assert_cmpint (run (self, use, words, "after recovery\n", &a, &b), ==, 0);
  assert_opens (self, "after recovery", TRUE);
  g_assert_cmpint (run (self, make, "a long passphrase\n", NULL, &again, &exists), ==, 2);
  g_assert_nonnull (strstr (exists, self->base.folder));
  assert_opens (self, "after recovery", TRUE);
}

static void
test_renew_key (Case *self, gconstpointer data)
{
  static const char *const args[] = { "renew-key", "--passphrase-fd", "3", NULL };
  g_autofree char *key = g_build_filename (self->base.folder, "host.key", NULL), *wrong = NULL, *out = NULL, *problem = NULL, *said = NULL;
  g_autoptr (DecantVault) vault = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_remove (key), ==, 0);
  g_assert_null (decant_vault_open (self->base.folder, DECANT_VAULT_WRITE, &error));
  g_assert_nonnull (strstr (error->message, "decantctl vault renew-key"));
  g_assert_cmpint (run (self, args, "another passphrase\n", NULL, &said, &wrong), ==, 2);
  g_assert_cmpint (run (self, args, "first passphrase\n", NULL, &out, &problem), ==, 0);
  vault = fixture_open (&self->base, DECANT_VAULT_WRITE);
  decant_receipt_free (fixture_append (vault, "note", "an invented note"));
}

/* A kept vault of before is sealed once; a sealed one is not sealed again. */
static void
test_seal (Case *self, gconstpointer data)
{
  const char *const seal[] = { "seal", "--passphrase-fd=3", NULL };
  g_autofree char *kept = g_build_filename (g_getenv ("DECANT_TESTS_DIR"), "vaults", "format-1-with-key", "vault", NULL);
  g_autofree char *out = NULL;
  g_autofree char *problem = NULL;
  g_autofree char *again = NULL;
  g_autofree char *nothing = NULL;
  g_autofree char *words = NULL;
  g_autoptr (DecantVault) vault = NULL;

  fixture_remove (self->base.folder);
  fixture_copy (kept, self->base.folder);
  g_assert_cmpint (run (self, seal, "a long passphrase\n", NULL, &out, &problem), ==, 0);
  words = printed_words (out);
  vault = decant_vault_open (self->base.folder, DECANT_VAULT_READ, NULL);
  g_assert_true (decant_vault_is_sealed (vault));
  g_free (self->id);
  self->id = g_strdup (decant_vault_get_id (vault));
  assert_opens (self, "a long passphrase", TRUE);
  g_assert_cmpint (run (self, seal, "a long passphrase\n", NULL, &again, &nothing), ==, 2);
  g_assert_nonnull (strstr (nothing, "nothing to seal"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/ctl-vault/create", Case, NULL, set_up, test_create, tear_down);
  g_test_add ("/ctl-vault/seal", Case, NULL, set_up, test_seal, tear_down);
  g_test_add ("/ctl-vault/passphrase", Case, NULL, set_up, test_passphrase, tear_down);
  g_test_add ("/ctl-vault/recovery", Case, NULL, set_up, test_recovery, tear_down);
  g_test_add ("/ctl-vault/renew-key", Case, NULL, set_up, test_renew_key, tear_down);
  g_test_add ("/ctl-vault/others", Case, NULL, set_up, test_others, tear_down);
  return g_test_run ();
}

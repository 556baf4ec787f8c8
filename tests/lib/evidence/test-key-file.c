/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <signal.h>
#include <sodium.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "evidence/error.h"
#include "evidence/key-file.h"
#include "evidence/keyring.h"
#include "evidence/recovery.h"
#include "evidence/secret.h"
#include "fixture.h"

#define VAULT "000102030405060708090a0b0c0d0e0f"
#define OTHER "ff0102030405060708090a0b0c0d0e0f"

static const DecantKeyCost cheap = { 1, 8192 }; /* for tests alone */
static const guint8 secret_a[32] = { 1, 2, 3 }, secret_b[32] = { 3, 2, 1 };

static DecantKeyFile *
make (const DecantKeys *keys)
{
  DecantKeyFile *file = decant_key_file_new (VAULT);
  g_autoptr (GError) error = NULL;

  decant_key_file_set_passphrase (file, keys, "correct horse", &cheap, &error);
  g_assert_no_error (error);
  decant_key_file_set_secret (file, keys, DECANT_WRAP_RECOVERY, secret_a, &error);
  g_assert_no_error (error);
  return file;
}

static void
assert_opens (const DecantKeyFile *file, const char *passphrase, const DecantKeys *keys)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantKeys) seen = decant_key_file_unlock_passphrase (file, passphrase, &error);

  if (keys == NULL)
    {
      int code = passphrase[0] == '\0' ? DECANT_VAULT_ERROR_INVALID : DECANT_VAULT_ERROR_LOCKED;

      g_assert_null (seen);
      g_assert_error (error, DECANT_VAULT_ERROR, code);
      return;
    }
  g_assert_no_error (error);
  g_assert_cmpmem (decant_keys_get_root (seen), 32, decant_keys_get_root (keys), 32);
}

static void
assert_secret (const DecantKeyFile *file, DecantWrapKind kind, const guint8 *secret, gboolean good)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantKeys) seen = decant_key_file_unlock_secret (file, kind, secret, &error);

  g_assert_cmpint (seen != NULL, ==, good);
  if (!good)
    g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_LOCKED);
}

static void
test_unlock (void)
{
  g_autoptr (DecantKeys) keys = decant_keys_new_random ();
  g_autoptr (DecantKeyFile) file = make (keys);

  assert_opens (file, "correct horse", keys);
  assert_opens (file, "Correct horse", NULL);
  assert_opens (file, "correct horse ", NULL);
  assert_opens (file, "", NULL);
  assert_secret (file, DECANT_WRAP_RECOVERY, secret_a, TRUE);
  assert_secret (file, DECANT_WRAP_RECOVERY, secret_b, FALSE);
  assert_secret (file, DECANT_WRAP_KEYRING, secret_a, FALSE);
  g_assert_true (decant_key_file_set_secret (file, keys, DECANT_WRAP_KEYRING, secret_b, NULL));
  assert_secret (file, DECANT_WRAP_KEYRING, secret_b, TRUE);
  assert_secret (file, DECANT_WRAP_PASSPHRASE, secret_b, FALSE);
}

/* One passphrase however it was typed. */
static void
test_normal_form (void)
{
  g_autoptr (DecantKeys) keys = decant_keys_new_random ();
  g_autoptr (DecantKeyFile) file = decant_key_file_new (VAULT);

  g_assert_true (decant_key_file_set_passphrase (file, keys, "Schl\xc3\xbcssel", &cheap, NULL));
  assert_opens (file, "Schl\xc3\xbcssel", keys);
  assert_opens (file, "Schlu\xcc\x88ssel", keys);
  assert_opens (file, "Schlussel", NULL);
  g_assert_false (decant_key_file_set_passphrase (file, keys, "\xff", &cheap, NULL));
  g_assert_false (decant_key_file_set_passphrase (file, keys, "", &cheap, NULL));
}

static void
test_change (void)
{
  g_autoptr (DecantKeys) keys = decant_keys_new_random ();
  g_autoptr (DecantKeyFile) file = make (keys);
  g_autoptr (GError) last = NULL;

  g_assert_true (decant_key_file_set_passphrase (file, keys, "another", &cheap, NULL));
  assert_opens (file, "another", keys);
  assert_opens (file, "correct horse", NULL);
  g_assert_true (decant_key_file_set_secret (file, keys, DECANT_WRAP_RECOVERY, secret_b, NULL));
  assert_secret (file, DECANT_WRAP_RECOVERY, secret_a, FALSE);
  g_assert_cmpuint (decant_key_file_get_size (file), ==, 2);
  g_assert_true (decant_key_file_set_secret (file, keys, DECANT_WRAP_KEYRING, secret_a, NULL));
  g_assert_true (decant_key_file_remove (file, DECANT_WRAP_PASSPHRASE, NULL));
  g_assert_false (decant_key_file_remove (file, DECANT_WRAP_RECOVERY, &last));
  g_assert_error (last, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID);
  g_assert_true (decant_key_file_remove (file, DECANT_WRAP_KEYRING, NULL));
  assert_secret (file, DECANT_WRAP_RECOVERY, secret_b, TRUE);
}

/* --- the file's form ---------------------------------------------------------------------------------------- */

static void
test_text (void)
{
  g_autoptr (DecantKeys) keys = decant_keys_new_random ();
  g_autoptr (DecantKeyFile) file = make (keys);
  g_autofree char *text = decant_key_file_to_text (file);
  g_autoptr (DecantKeyFile) again = decant_key_file_parse (text, strlen (text), VAULT, NULL);
  gsize length = strlen (text);

  assert_opens (again, "correct horse", keys);
  assert_secret (again, DECANT_WRAP_RECOVERY, secret_a, TRUE);
  for (gsize i = 0; i < length; i++) /* cut anywhere; any bit: another form, or it no longer opens */
    {
      g_autofree char *copy = g_memdup2 (text, length + 1);
      g_autoptr (DecantKeyFile) cut = decant_key_file_parse (text, i, VAULT, NULL);
      g_autoptr (DecantKeyFile) changed = NULL;

      g_assert_null (cut);
      copy[i] ^= 1;
      changed = decant_key_file_parse (copy, length, VAULT, NULL);
      if (changed != NULL)
        {
          g_autofree char *same = decant_key_file_to_text (changed);
          g_assert_cmpstr (same, ==, copy);
        }
    }
}

#define Z16 "AAAAAAAAAAAAAAAAAAAAAA=="
#define Z24 "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define Z48 Z24 Z24
#define WHEN "2026-11-24T08:00:00.000Z"
#define HEAD "{\"format\":\"decant-keys/1\",\"vault\":\"" VAULT "\",\"wraps\":["
#define TAIL "]}\n"
#define RECOVERY                                                                                                       \
  "{\"box\":\"" Z48 "\",\"created\":\"" WHEN "\",\"id\":\"0000000000000000\",\"kind\":\"recovery\",\"nonce\":\"" Z24   \
  "\"}"
#define KEYRING                                                                                                        \
  "{\"box\":\"" Z48 "\",\"created\":\"" WHEN "\",\"id\":\"0000000000000000\",\"kind\":\"keyring\",\"nonce\":\"" Z24    \
  "\"}"
#define PASSPHRASE(ops, memory)                                                                                        \
  "{\"box\":\"" Z48 "\",\"created\":\"" WHEN                                                                           \
  "\",\"id\":\"0000000000000000\",\"kind\":\"passphrase\",\"memlimit\":" memory ",\"nonce\":\"" Z24                    \
  "\",\"opslimit\":" ops ",\"salt\":\"" Z16 "\"}"
#define GOOD PASSPHRASE ("3", "268435456")

static void
test_parse (void)
{
  static const struct
  {
    const char *text;
    gboolean good;
  } rows[] = {
    { HEAD RECOVERY TAIL, TRUE },
    { HEAD GOOD TAIL, TRUE },
    { HEAD GOOD "," RECOVERY "," KEYRING TAIL, TRUE },
    { HEAD GOOD "," GOOD TAIL, TRUE },
    { HEAD GOOD "," GOOD "," GOOD TAIL, FALSE }, /* each costs a second */
    { HEAD PASSPHRASE ("16", "268435456") TAIL, TRUE },
    { HEAD PASSPHRASE ("4", "1073741824") TAIL, TRUE },
    { HEAD PASSPHRASE ("5", "1073741824") TAIL, FALSE }, /* too much work */
    { HEAD PASSPHRASE ("17", "8192") TAIL, FALSE },
    { HEAD PASSPHRASE ("4294967295", "8192") TAIL, FALSE },
    { HEAD PASSPHRASE ("9223372036854775807", "8192") TAIL, FALSE },
    { HEAD PASSPHRASE ("1", "1073741825") TAIL, FALSE },
    { HEAD PASSPHRASE ("1", "4398046511104") TAIL, FALSE },
    { HEAD PASSPHRASE ("0", "268435456") TAIL, FALSE },
    { HEAD PASSPHRASE ("-3", "268435456") TAIL, FALSE },
    { HEAD PASSPHRASE ("3.0", "268435456") TAIL, FALSE },
    { HEAD PASSPHRASE ("3", "0") TAIL, FALSE },
    { HEAD TAIL, FALSE },
    { HEAD KEYRING TAIL, FALSE }, /* the keyring alone is none */
    { HEAD RECOVERY "]}", FALSE },
    { HEAD RECOVERY TAIL "\n", FALSE },
    { HEAD " " RECOVERY TAIL, FALSE },
    { HEAD RECOVERY ",null" TAIL, FALSE },
    { HEAD RECOVERY ",{}" TAIL, FALSE },
    { "{\"vault\":\"" VAULT "\",\"format\":\"decant-keys/1\",\"wraps\":[" RECOVERY TAIL, FALSE },
    { "{\"format\":\"decant-keys/2\",\"vault\":\"" VAULT "\",\"wraps\":[" RECOVERY TAIL, FALSE },
    { "{\"format\":\"decant-keys/1\",\"vault\":\"" OTHER "\",\"wraps\":[" RECOVERY TAIL, FALSE },
    { "{\"format\":\"decant-keys/1\",\"vault\":\"" VAULT "\",\"wraps\":{}}\n", FALSE },
    { "[]", FALSE },
    { "", FALSE },
    { "\0", FALSE },
  };
  g_autoptr (GString) many = g_string_new (HEAD RECOVERY);
  g_autoptr (DecantKeyFile) crowd = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DecantKeyFile) file = decant_key_file_parse (rows[i].text, strlen (rows[i].text), VAULT, &error);

      if ((file != NULL) != rows[i].good)
        g_error ("row %u: %s", i, file != NULL ? "accepted" : error->message);
      if (file == NULL)
        g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BROKEN);
    }
  for (guint i = 0; i < DECANT_KEY_FILE_WRAPS; i++)
    g_string_append (many, "," RECOVERY);
  g_string_append (many, TAIL);
  crowd = decant_key_file_parse (many->str, many->len, VAULT, NULL);
  g_assert_null (crowd);
}

/* A box moved to another kind or vault opens nothing. */
static void
test_bound (void)
{
  g_autoptr (DecantKeys) keys = decant_keys_new_random ();
  g_autoptr (DecantKeyFile) file = make (keys);
  g_autofree char *text = decant_key_file_to_text (file);
  g_auto (GStrv) kind = g_strsplit (text, "\"recovery\"", 2);
  g_autofree char *moved = g_strjoinv ("\"keyring\"", kind);
  g_auto (GStrv) vault = g_strsplit (text, VAULT, 2);
  g_autofree char *elsewhere = g_strjoinv (OTHER, vault);
  g_autoptr (DecantKeyFile) a = decant_key_file_parse (moved, strlen (moved), VAULT, NULL);
  g_autoptr (DecantKeyFile) b = decant_key_file_parse (elsewhere, strlen (elsewhere), OTHER, NULL);

  assert_secret (a, DECANT_WRAP_KEYRING, secret_a, FALSE);
  assert_secret (b, DECANT_WRAP_RECOVERY, secret_a, FALSE);
  assert_opens (b, "correct horse", NULL);
}

static void
test_calibrate (void)
{
  DecantKeyCost cost = decant_key_cost_calibrate ();

  g_assert_cmpuint (cost.ops, >=, 3);
  g_assert_cmpuint (cost.ops, <=, DECANT_KEY_COST_OPS_MAX);
  g_assert_cmpuint (cost.memory, >=, 256 << 20);
  g_assert_cmpuint (cost.ops * cost.memory, <=, DECANT_KEY_COST_PRODUCT_MAX);
}

/* --- on the disk -------------------------------------------------------------------------------------------- */

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture_set_up (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  fixture_tear_down (fixture);
}

static int
open_root (Fixture *fixture)
{
  int fd = open (fixture->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  return fd;
}

static void
test_disk (Fixture *fixture, gconstpointer data)
{
  int folder = open_root (fixture);
  g_autoptr (DecantKeys) keys = decant_keys_new_random ();
  g_autoptr (DecantKeyFile) file = make (keys);
  g_autoptr (DecantKeyFile) mine = NULL;
  g_autoptr (DecantKeyFile) theirs = NULL;
  g_autoptr (DecantKeyFile) again = NULL;
  g_autoptr (DecantKeyFile) empty = decant_key_file_new (VAULT);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) busy = NULL;
  struct stat state;

  g_assert_null (decant_key_file_load (folder, VAULT, NULL));
  g_assert_false (decant_key_file_save (empty, folder, NULL));
  decant_key_file_save (file, folder, &error);
  g_assert_no_error (error);
  g_assert_cmpint (fstatat (folder, "keys.json", &state, 0), ==, 0);
  g_assert_cmpuint (state.st_mode & 07777, ==, 0600);
  mine = decant_key_file_load (folder, VAULT, &error);
  theirs = decant_key_file_load (folder, VAULT, &error);
  g_assert_no_error (error);
  g_assert_true (decant_key_file_set_passphrase (theirs, keys, "theirs", &cheap, NULL));
  g_assert_true (decant_key_file_save (theirs, folder, NULL));
  g_assert_true (decant_key_file_save (theirs, folder, NULL));
  g_assert_true (decant_key_file_set_passphrase (mine, keys, "mine", &cheap, NULL));
  g_assert_false (decant_key_file_save (mine, folder, &busy));
  g_assert_error (busy, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BUSY);
  again = decant_key_file_load (folder, VAULT, NULL);
  assert_opens (again, "theirs", keys);
  close (folder);
}

/* A backup by hard links keeps its wraps; a file that nobody names any more is overwritten. */
static void
test_old (Fixture *fixture, gconstpointer data)
{
  int folder = open_root (fixture), old;
  g_autoptr (DecantKeys) keys = decant_keys_new_random ();
  g_autoptr (DecantKeyFile) file = make (keys);
  g_autofree char *first = decant_key_file_to_text (file);
  g_autofree char *seen = g_malloc0 (strlen (first) + 1);
  g_autofree char *backup = g_build_filename (fixture->root, "backup", NULL);
  g_autofree char *kept = NULL;

  g_assert_true (decant_key_file_save (file, folder, NULL));
  g_assert_cmpint (linkat (folder, "keys.json", folder, "backup", 0), ==, 0);
  g_assert_true (decant_key_file_set_passphrase (file, keys, "second", &cheap, NULL));
  g_assert_true (decant_key_file_save (file, folder, NULL));
  g_assert_true (g_file_get_contents (backup, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, first);
  old = openat (folder, "keys.json", O_RDONLY);
  g_assert_true (decant_key_file_set_passphrase (file, keys, "third", &cheap, NULL));
  g_assert_true (decant_key_file_save (file, folder, NULL));
  g_assert_cmpint (pread (old, seen, strlen (first), 0), >, 0);
  g_assert_true (sodium_is_zero ((const guint8 *) seen, strlen (first)));
  close (old);
  close (folder);
}

/* Killed while it saves, again and again: there is always a file that opens. */
static void
test_killed (Fixture *fixture, gconstpointer data)
{
  int folder = open_root (fixture);
  g_autoptr (DecantKeys) keys = decant_keys_new_random ();
  g_autoptr (DecantKeyFile) file = make (keys);

  g_assert_true (decant_key_file_save (file, folder, NULL));
  for (guint round = 0; round < 25; round++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DecantKeyFile) loaded = decant_key_file_load (folder, VAULT, &error);
      pid_t child;

      g_assert_no_error (error);
      assert_secret (loaded, DECANT_WRAP_RECOVERY, secret_a, TRUE);
      child = fork ();
      if (child == 0)
        for (;;)
          if (!decant_key_file_set_secret (loaded, keys, DECANT_WRAP_KEYRING, secret_b, NULL)
              || !decant_key_file_save (loaded, folder, NULL))
            _exit (1);
      g_usleep (1000 + round * 700);
      kill (child, SIGKILL);
      waitpid (child, NULL, 0);
    }
  close (folder);
}

static void
test_full (Fixture *fixture, gconstpointer data)
{
  int folder = open_root (fixture);
  g_autoptr (DecantKeys) keys = decant_keys_new_random ();
  g_autoptr (DecantKeyFile) file = make (keys);
  g_autoptr (DecantKeyFile) loaded = NULL;
  g_autoptr (GError) error = NULL;
  struct rlimit old, small;

  g_assert_true (decant_key_file_save (file, folder, NULL));
  g_assert_true (decant_key_file_set_passphrase (file, keys, "new", &cheap, NULL));
  signal (SIGXFSZ, SIG_IGN);
  getrlimit (RLIMIT_FSIZE, &old);
  small = old;
  small.rlim_cur = 100;
  setrlimit (RLIMIT_FSIZE, &small);
  g_assert_false (decant_key_file_save (file, folder, &error));
  setrlimit (RLIMIT_FSIZE, &old);
  g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_FULL);
  loaded = decant_key_file_load (folder, VAULT, NULL);
  assert_opens (loaded, "correct horse", keys);
  g_assert_true (decant_key_file_save (file, folder, NULL)); /* once there is space */
  close (folder);
}

/* --- recovery words ----------------------------------------------------------------------------------------- */

#define EIGHT(a, b, c, d, e, f, g, h) a " " b " " c " " d " " e " " f " " g " " h
#define LEGAL EIGHT ("legal", "winner", "thank", "year", "wave", "sausage", "worth", "useful")
#define LETTER EIGHT ("letter", "advice", "cage", "absurd", "amount", "doctor", "acoustic", "avoid")
#define ZOO8 "zoo zoo zoo zoo zoo zoo zoo zoo"
#define ABANDON8 "abandon abandon abandon abandon abandon abandon abandon abandon"

/* Vectors of BIP-39's reference implementation. */
static const struct
{
  const char *key, *words;
} vectors[] = {
  { "0000000000000000000000000000000000000000000000000000000000000000",
    ABANDON8 " " ABANDON8 " abandon abandon abandon abandon abandon abandon abandon art" },
  { "7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f",
    LEGAL " " LEGAL " legal winner thank year wave sausage worth title" },
  { "8080808080808080808080808080808080808080808080808080808080808080",
    LETTER " " LETTER " letter advice cage absurd amount doctor acoustic bless" },
  { "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    ZOO8 " " ZOO8 " zoo zoo zoo zoo zoo zoo zoo vote" },
  { "68a79eaca2324873eacc50cb9c6eca8cc68ea5d936f98787c60c7ebc74e6ce7c",
    "hamster diagram private dutch cause delay private meat slide toddler razor book happy fancy gospel tennis maple "
    "dilemma loan word shrug inflict delay length" },
};

static void
test_vectors (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      DecantDigest key;
      guint8 back[32];
      g_autoptr (DecantSecret) words = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_true (decant_digest_from_hex (vectors[i].key, &key));
      words = (DecantSecret *) decant_recovery_to_words (key.bytes);
      g_assert_cmpstr ((const char *) words, ==, vectors[i].words);
      decant_recovery_from_words (vectors[i].words, -1, back, &error);
      g_assert_no_error (error);
      g_assert_cmpmem (back, 32, key.bytes, 32);
    }
}

static void
test_words (void)
{
  static const struct
  {
    const char *text, *says; /* NULL: read */
  } rows[] = {
    { "HAMS diag priv dutc caus dela priv meat slid todd razo book happ fanc gosp tenn mapl dile loan word shru infl "
      "dela leng",
      NULL },
    { " 1. hamster\n 2. Diagram\r\n3) private, dutch; cause delay-private  meat\tslide toddler razor BOOK happy fancy "
      "gospel tennis maple dilemma loan word shrug inflict delay length.\n",
      NULL },
    { "hamste diagra privat dutch cause delay private meat slide toddler razor book happy fancy gospel tennis maple "
      "dilemma loan word shrug inflict delay length",
      NULL },
    { "hamster diagramm private dutch cause delay private meat slide toddler razor book happy fancy gospel tennis "
      "maple dilemma loan word shrug inflict delay length",
      "Word 2 is not in the list of recovery words. It may be \"diagram\"." },
    { "hamster diagram private dutch cause dleay private meat slide toddler razor book happy fancy gospel tennis maple "
      "dilemma loan word shrug inflict delay length",
      "Word 6 is not in the list of recovery words. It may be \"delay\"." },
    { "hamster diagram qqqqq", "Word 3 is not in the list of recovery words. Look at its first four letters." },
    { "ham diagram", "Word 1 is not in the list" },
    { "hamsterhamsterhamster", "Word 1 is not in the list" },
    { "hamster", "Expected 24 recovery words, saw 1." },
    { "", "Expected 24 recovery words, saw 0." },
    { "diagram hamster private dutch cause delay private meat slide toddler razor book happy fancy gospel tennis maple "
      "dilemma loan word shrug inflict delay length",
      "do not belong together" },
    { "hamster diagram private dutch cause delay private meat slide toddler razor book happy fancy gospel tennis maple "
      "dilemma loan word shrug inflict delay length length",
      "Expected 24 recovery words, saw more." },
    { "h\xc3\xa4mster", "Word 1 is not in the list" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      guint8 key[32] = { 1 };
      g_autoptr (GError) error = NULL;
      gboolean ok = decant_recovery_from_words (rows[i].text, -1, key, &error);
      g_autofree char *hex = decant_hex_encode (key, 32);

      if (rows[i].says == NULL)
        {
          g_assert_no_error (error);
          g_assert_cmpstr (hex, ==, vectors[4].key);
          continue;
        }
      g_assert_false (ok);
      g_assert_true (sodium_is_zero (key, sizeof key));
      if (strstr (error->message, rows[i].says) == NULL)
        g_error ("row %u: %s", i, error->message);
    }
}

static void
test_qr (void)
{
  DecantDigest key;
  g_autoptr (DecantQr) qr = NULL;
  g_autoptr (DecantSecret) dark = NULL;
  g_autoptr (DecantSecret) light = NULL;

  g_assert_true (decant_digest_from_hex (vectors[4].key, &key));
  qr = decant_recovery_to_qr (key.bytes);
  g_assert_cmpint ((qr->width - 17) % 4, ==, 0);
  for (int i = 0; i < 7; i++) /* the upper edge of the first finder */
    g_assert_cmpint (qr->modules[i], ==, 1);
  g_assert_cmpint (qr->modules[7], ==, 0);
  dark = (DecantSecret *) decant_qr_to_blocks (qr, FALSE);
  light = (DecantSecret *) decant_qr_to_blocks (qr, TRUE);
  g_assert_true (g_str_has_prefix ((const char *) dark, "██"));
  g_assert_true (g_str_has_prefix ((const char *) light, "  "));
  g_assert_cmpint (g_utf8_strlen ((const char *) dark, -1), ==, (qr->width + 4 + 1) / 2 * (qr->width + 4 + 1));
}

/* --- keyring ------------------------------------------------------------------------------------------------ */

/* main() leads to a bus that is not there. */
static void
test_no_keyring (void)
{
  guint8 secret[32] = { 1 };
  g_autoptr (GError) store = NULL;
  g_autoptr (GError) look_up = NULL;
  g_autoptr (GError) clear = NULL;

  g_assert_false (decant_keyring_store (VAULT, secret, NULL, &store));
  g_assert_error (store, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_IO);
  g_assert_nonnull (strstr (store->message, "No keyring answers here"));
  g_assert_false (decant_keyring_look_up (VAULT, secret, NULL, &look_up));
  g_assert_error (look_up, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_IO);
  g_assert_true (sodium_is_zero (secret, sizeof secret));
  g_assert_false (decant_keyring_clear (VAULT, NULL, &clear));
}

int
main (int argc, char **argv)
{
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/key-file/unlock", test_unlock);
  g_test_add_func ("/key-file/normal-form", test_normal_form);
  g_test_add_func ("/key-file/change", test_change);
  g_test_add_func ("/key-file/text", test_text);
  g_test_add_func ("/key-file/parse", test_parse);
  g_test_add_func ("/key-file/bound", test_bound);
  g_test_add_func ("/key-file/calibrate", test_calibrate);
  g_test_add ("/key-file/disk", Fixture, NULL, set_up, test_disk, tear_down);
  g_test_add ("/key-file/old", Fixture, NULL, set_up, test_old, tear_down);
  g_test_add ("/key-file/killed", Fixture, NULL, set_up, test_killed, tear_down);
  g_test_add ("/key-file/full", Fixture, NULL, set_up, test_full, tear_down);
  g_test_add_func ("/recovery/vectors", test_vectors);
  g_test_add_func ("/recovery/words", test_words);
  g_test_add_func ("/recovery/qr", test_qr);
  g_test_add_func ("/keyring/none", test_no_keyring);
  return g_test_run ();
}

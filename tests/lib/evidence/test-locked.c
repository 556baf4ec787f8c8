/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a locked vault gives away: nothing. Captures, notes, verdicts and cases are logged by programs without keys, the
 * real host among them, one program is killed in the middle; then every file below the vault, state, cache and
 * configuration folders is searched for what was logged, in every usual writing.
 */
#include <gio/gio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fixture.h"
#include "needles.h"

#define TEXT "Erfundener Beitrag \xe2\x80\x93 ruf 555-0142 an"
#define HANDLE "example_locked_seller"
#define NOTE "an invented note about the seller"
#define TITLE "an invented title of a case"
#define PURPOSE "an invented purpose of a case"
#define PICTURE "\x89PNG an invented picture with bytes that stand nowhere else, 0123456789 abcdefghijklmnopqrstuvwxyz"

static void
append (DecantVault *vault, const char *kind, const char *json)
{
  g_autoptr (JsonNode) node = json_from_string (json, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantReceipt) receipt = decant_vault_append (vault, kind, "tester", json_node_get_object (node), &error);

  g_assert_no_error (error);
}

static DecantStaging *
stage (DecantVault *vault, const char *id, gsize n_bytes)
{
  g_autoptr (JsonObject) record = fixture_record (TEXT);
  g_autoptr (GPtrArray) artifacts = g_ptr_array_new_with_free_func ((GDestroyNotify) decant_artifact_info_free);
  g_autoptr (GError) error = NULL;
  DecantStaging *staging;

  json_object_set_string_member (record, "author", HANDLE);
  g_ptr_array_add (artifacts, fixture_artifact ("picture", PICTURE, strlen (PICTURE)));
  staging = decant_staging_begin (vault, id, record, artifacts, "", &error);
  g_assert_no_error (error);
  g_assert_true (decant_staging_write (staging, "picture", 0, (const guint8 *) PICTURE, n_bytes, NULL, &error));
  return staging;
}

/* A program that dies with half a capture received. */
static void
die_in_the_middle (const char *folder)
{
  pid_t child = fork ();
  int status;

  if (child == 0)
    {
      DecantVault *vault = decant_vault_open (folder, DECANT_VAULT_WRITE, NULL);

      stage (vault, "c-killed", strlen (PICTURE) / 2);
      kill (getpid (), SIGKILL);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status));
}

static void
add_frame (GByteArray *input, const char *json)
{
  guint32 length = strlen (json);

  g_byte_array_append (input, (const guint8 *) &length, sizeof length);
  g_byte_array_append (input, (const guint8 *) json, length);
}

/* A scan and a capture through the real host. */
static void
run_host (void)
{
  g_autofree char *picture = g_base64_encode ((const guchar *) PICTURE, strlen (PICTURE));
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, PICTURE, -1);
  g_autofree char *begin
      = g_strdup_printf ("{\"v\":1,\"id\":2,\"type\":\"capture.begin\",\"capture\":\"c-host\",\"case\":\"\",\"record\":"
                         "{\"address\":\"https://shop.test/feed\",\"document\":\"https://shop.test/feed\","
                         "\"text\":\"" TEXT "\",\"author\":\"" HANDLE
                         "\",\"trigger\":\"panel\",\"collected\":{\"start\":\"2026-11-24T08:00:00.000Z\",\"end\":"
                         "\"2026-11-24T08:00:01.000Z\",\"offset_minutes\":60},"
                         "\"browser\":{\"name\":\"Firefox\",\"version\":\"153.0\",\"extension\":\"0.1.0\"}},"
                         "\"artifacts\":[{\"id\":\"picture\",\"role\":\"picture\",\"media_type\":\"image/"
                         "png\",\"size\":%u,\"sha256\":\"%s\"}]}",
                         (guint) strlen (PICTURE), sha256);
  g_autofree char *chunk = g_strdup_printf ("{\"v\":1,\"id\":3,\"type\":\"capture.chunk\",\"capture\":\"c-host\","
                                            "\"artifact\":\"picture\",\"offset\":0,\"data\":\"%s\"}",
                                            picture);
  g_autoptr (GByteArray) input = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL, output = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) host = NULL;

  add_frame (input, "{\"v\":1,\"id\":1,\"type\":\"scan\",\"segments\":[{\"id\":\"s1\",\"text\":\"" TEXT "\"}]}");
  add_frame (input, begin);
  add_frame (input, chunk);
  add_frame (input, "{\"v\":1,\"id\":4,\"type\":\"capture.commit\",\"capture\":\"c-host\"}");
  bytes = g_bytes_new (input->data, input->len);
  host = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                           g_getenv ("DECANT_HOST"), NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate (host, bytes, NULL, &output, NULL, &error));
  g_assert_nonnull (memmem (g_bytes_get_data (output, NULL), g_bytes_get_size (output), "\"checkpoint\"", 12));
}

static void
set_folder (Fixture *fixture, const char *variable, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->root, name, NULL);

  g_setenv (variable, path, TRUE);
}

static Needles *
make_needles (void)
{
  Needles *needles = needles_new ();

  needles_add_text (needles, "text", TEXT);
  needles_add_text (needles, "number", "555-0142");
  needles_add_text (needles, "handle", HANDLE);
  needles_add_text (needles, "note", NOTE);
  needles_add_text (needles, "title", TITLE);
  needles_add_text (needles, "purpose", PURPOSE);
  needles_add_bytes (needles, "picture", PICTURE, strlen (PICTURE));
  return needles;
}

static void
test_locked (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (Needles) needles = make_needles ();
  g_autofree char *found = NULL;
  DecantVault *vault;
  DecantStaging *staging;
  g_autoptr (DecantReceipt) receipt = NULL;
  g_autoptr (GError) error = NULL;

  set_folder (fixture, "XDG_STATE_HOME", "state");
  set_folder (fixture, "XDG_CACHE_HOME", "cache");
  set_folder (fixture, "XDG_CONFIG_HOME", "config");
  set_folder (fixture, "XDG_DATA_HOME", "data");
  set_folder (fixture, "TMPDIR", "");
  g_setenv ("DECANT_VAULT_DIR", fixture->folder, TRUE);
  decant_vault_close (fixture_create (fixture));

  vault = decant_vault_open (fixture->folder, DECANT_VAULT_WRITE, &error);
  g_assert_no_error (error);
  g_assert_true (decant_vault_is_locked (vault));
  staging = stage (vault, "c-1", strlen (PICTURE));
  receipt = decant_staging_commit (staging, "tester", &error);
  g_assert_no_error (error);
  decant_staging_free (staging);
  append (vault, "note", "{\"text\":\"" NOTE "\",\"about\":1}");
  append (vault, "verdict", "{\"about\":1,\"decision\":\"confirmed\",\"note\":\"" NOTE "\"}");
  append (vault, "case.opened",
          "{\"case\":\"k-1\",\"title\":\"" TITLE "\",\"purpose\":\"" PURPOSE
          "\",\"legal_basis\":\"L\",\"review\":\"2027-01-01\",\"erasure\":\"2028-01-01\"}");
  decant_vault_close (vault);
  run_host ();
  die_in_the_middle (fixture->folder);

  found = needles_search (needles, fixture->root);
  g_assert_cmpstr (found, ==, "");
  vault = fixture_open (fixture, DECANT_VAULT_READ); /* all of it is there, for who has the keys */
  g_assert_cmpint (decant_vault_get_size (vault, NULL), ==, 6);
  {
    g_autoptr (DecantEntry) entry = decant_vault_read_entry (vault, 5, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (json_object_get_string_member (entry->fields, "author"), ==, HANDLE);
  }
  decant_vault_close (vault);
}

/* The search finds each writing that it is asked for. */
static void
test_needles (Fixture *fixture, gconstpointer unused)
{
  static const char *const writings[] = {
    "UTF-8 " TEXT,
    "JSON Erfundener Beitrag \\u2013 ruf 555-0142 an",
    "base64 eyJhdXRob3IiOiJleGFtcGxlX2xvY2tlZF9zZWxsZXIifQ==",
    "hexadecimal 6578616d706c655f6c6f636b65645f73656c6c6572",
    "picture bytes that stand nowhere else, 0123456789 abcdefgh",
  };
  g_autoptr (Needles) needles = make_needles ();

  for (guint i = 0; i < G_N_ELEMENTS (writings); i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%u", fixture->root, i);
      g_autofree char *found = NULL;
      g_auto (GStrv) words = g_strsplit (writings[i], " ", 2);

      g_assert_true (g_file_set_contents (path, words[1], -1, NULL));
      found = needles_search (needles, path);
      g_assert_nonnull (strstr (found, words[0]));
    }
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture_set_up (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  fixture_tear_down (fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/locked/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("needles", test_needles);
  ADD ("nothing-given-away", test_locked);
#undef ADD
  return g_test_run ();
}

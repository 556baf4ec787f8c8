/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Time stamps by file exchange, with a real authority of openssl's on the other side. */
#include <string.h>

#include "authority.h"
#include "evidence/error.h"
#include "evidence/timestamp.h"

#define TEXT "log.example/vault\n12\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
#define DAY (24 * 60 * 60)

static GBytes *
make_request (void)
{
  g_autoptr (GError) error = NULL;
  GBytes *request = decant_timestamp_request (TEXT, &error);

  g_assert_no_error (error);
  return request;
}

static DecantTimestamp *
make_stamp (const Authority *authority)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) request = make_request ();
  g_autoptr (GBytes) reply = authority_reply (authority, request);
  DecantTimestamp *stamp = decant_timestamp_read_reply (reply, request, TEXT, &error);

  g_assert_no_error (error);
  return stamp;
}

static void
test_request (void)
{
  Authority authority;
  g_autoptr (GBytes) request = make_request ();
  g_autoptr (GBytes) other = make_request ();
  g_autofree char *file = NULL, *out = NULL, *text = NULL, *commands = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static (TEXT, strlen (TEXT));

  g_assert_false (g_bytes_equal (request, other)); /* each has a number of its own */
  if (!authority_set_up (&authority))
    return;
  file = authority_write (&authority, "head.tsq", request);
  text = authority_write (&authority, "head.text", bytes);
  out = authority_run (&authority, 0, "sha256sum <head.text | cut -c1-4; openssl ts -query -in head.tsq -text");
  g_assert_nonnull (strstr (out, "Version: 1\n"));
  g_assert_nonnull (strstr (out, "Hash Algorithm: sha256\n"));
  g_assert_nonnull (strstr (out, "Certificate required: yes\n"));
  g_assert_nonnull (strstr (out, "Nonce: 0x"));
  {
    g_autofree char *dump = g_strdup_printf ("0000 - %.2s %.2s ", out, out + 2);
    g_assert_nonnull (strstr (out, dump));
  }
  commands = decant_timestamp_request_commands (file, text);
  g_free (authority_run (&authority, 0, commands));
  authority_tear_down (&authority);
}

static void
test_round (void)
{
  Authority authority;
  g_autoptr (DecantTimestamp) stamp = NULL;
  g_autoptr (DecantTimestamp) again = NULL;
  g_autoptr (GError) error = NULL;
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  if (!authority_set_up (&authority))
    return;
  stamp = make_stamp (&authority);
  g_assert_cmpint (stamp->seconds, >=, now - 1);
  g_assert_cmpint (stamp->seconds, <=, now + 60);
  g_assert_true (g_str_has_suffix (stamp->time, "Z"));
  g_assert_cmpstr (stamp->accuracy, ==, "1.500000 s");
  g_assert_cmpstr (stamp->serial, ==, "02");
  g_assert_cmpstr (stamp->policy, ==, "1.3.6.1.4.1.99999.1");
  g_assert_cmpstr (stamp->authority, ==, "CN=Example TSA,O=Example Authority");
  again = decant_timestamp_read_token (stamp->token, TEXT, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again->time, ==, stamp->time);
  g_assert_null (decant_timestamp_read_token (stamp->token, TEXT "more\n", &error));
  g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_DIGEST);
  authority_tear_down (&authority);
}

/* The authority's certificate lasts 30 days, its root 10 years. */
static void
test_chain (void)
{
  static const struct
  {
    const char *name, *file, *text;
    gint64 after;
    gboolean good;
  } rows[] = {
    { "root", "root.pem", TEXT, 0, TRUE },
    { "a stranger's root", "stranger.pem", TEXT, 0, FALSE },
    { "expired since", "root.pem", TEXT, 31 * DAY, FALSE },
    { "another text", "root.pem", TEXT "more\n", 0, FALSE },
    { "no such file", "none.pem", TEXT, 0, FALSE },
    { "no certificate", "tsa.cnf", TEXT, 0, FALSE },
    { "the signer itself", "tsa.pem", TEXT, 0, FALSE },
  };
  Authority authority;
  g_autoptr (DecantTimestamp) stamp = NULL;

  if (!authority_set_up (&authority))
    return;
  stamp = make_stamp (&authority);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *file = authority_path (&authority, rows[i].file);
      g_autoptr (GError) error = NULL;
      gboolean good = decant_timestamp_verify (stamp, rows[i].text, file, stamp->seconds + rows[i].after, &error);

      g_test_message ("%s: %s", rows[i].name, good ? "holds" : error->message);
      g_assert_cmpint (good, ==, rows[i].good);
      if (!good)
        g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID);
    }
  authority_tear_down (&authority);
}

/* The commands that are printed do what they say, in the shell, on files with awkward names. */
static void
test_commands (void)
{
  Authority authority;
  g_autoptr (DecantTimestamp) stamp = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static (TEXT, strlen (TEXT));
  g_autofree char *token = NULL, *text = NULL, *commands = NULL, *out = NULL;
  g_auto (GStrv) lines = NULL;

  if (!authority_set_up (&authority))
    return;
  stamp = make_stamp (&authority);
  token = authority_write (&authority, "it's a token", stamp->token);
  text = authority_write (&authority, "the text", bytes);
  commands = decant_timestamp_verify_commands (stamp, token, text, authority.certificates);
  lines = g_strsplit (commands, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 4);
  for (guint i = 0; i < 3; i++)
    {
      g_free (out);
      out = authority_run (&authority, 0, lines[i]);
      g_assert_nonnull (strstr (out, i == 0 ? "Time stamp: " : "Verification: OK"));
    }
  authority_tear_down (&authority);
}

/* --- bad replies -------------------------------------------------------------------------------------------- */

/* Commands that make a reply.tsr; head.tsq is our request, head.text what it is over. */
#define REPLY "openssl ts -reply -config tsa.cnf -section one -queryfile other.tsq -out reply.tsr"
static const struct
{
  const char *name, *commands;
  int code;
} bad_replies[] = {
  { "empty", ": >reply.tsr", DECANT_VAULT_ERROR_INVALID },
  { "a web page", "echo '<!doctype html><title>Sign in</title>' >reply.tsr", DECANT_VAULT_ERROR_INVALID },
  { "cut short", "head -c 500 good.tsr >reply.tsr", DECANT_VAULT_ERROR_INVALID },
  { "a byte more", "cp good.tsr reply.tsr; echo >>reply.tsr", DECANT_VAULT_ERROR_INVALID },
  { "over 64 KiB", "head -c 70000 /dev/zero >zero; cat good.tsr zero >reply.tsr", DECANT_VAULT_ERROR_INVALID },
  { "the token alone", "openssl ts -reply -in good.tsr -token_out -out reply.tsr", DECANT_VAULT_ERROR_INVALID },
  { "our own request", "cp head.tsq reply.tsr", DECANT_VAULT_ERROR_INVALID },
  { "refused policy", "openssl ts -query -data head.text -sha256 -cert -tspolicy 1.2.3.4 -out other.tsq; " REPLY,
    DECANT_VAULT_ERROR_INVALID },
  { "refused digest", "openssl ts -query -data head.text -sha384 -cert -out other.tsq; " REPLY,
    DECANT_VAULT_ERROR_INVALID },
  { "another text", "echo more >>head.text; openssl ts -query -data head.text -sha256 -cert -out other.tsq; " REPLY,
    DECANT_VAULT_ERROR_DIGEST },
  { "another digest", "openssl ts -query -data head.text -sha512 -cert -out other.tsq; " REPLY,
    DECANT_VAULT_ERROR_DIGEST },
  { "another request", "openssl ts -query -data head.text -sha256 -cert -out other.tsq; " REPLY,
    DECANT_VAULT_ERROR_DIGEST },
  { "no number", "openssl ts -query -data head.text -sha256 -cert -no_nonce -out other.tsq; " REPLY,
    DECANT_VAULT_ERROR_DIGEST },
};

static void
test_bad_replies (void)
{
  g_autoptr (GBytes) text = g_bytes_new_static (TEXT, strlen (TEXT));
  g_autoptr (GBytes) request = make_request ();
  g_autoptr (GBytes) good = NULL;
  Authority authority;

  if (!authority_set_up (&authority))
    return;
  good = authority_reply (&authority, request);
  g_free (authority_write (&authority, "head.tsq", request));
  g_free (authority_write (&authority, "good.tsr", good));
  for (guint i = 0; i < G_N_ELEMENTS (bad_replies); i++)
    {
      g_autofree char *path = authority_write (&authority, "head.text", text);
      g_autofree char *out = authority_run (&authority, 0, bad_replies[i].commands);
      g_autoptr (GBytes) reply = authority_read (&authority, "reply.tsr");
      g_autoptr (GError) error = NULL;

      g_assert_null (decant_timestamp_read_reply (reply, request, TEXT, &error));
      g_test_message ("%s: %s", bad_replies[i].name, error->message);
      g_assert_error (error, DECANT_VAULT_ERROR, bad_replies[i].code);
    }
  authority_tear_down (&authority);
}

/* A request without certReq is answered without certificate: nobody could check that stamp later. */
static void
test_no_certificate (void)
{
  g_autoptr (GBytes) request = NULL;
  g_autoptr (GBytes) reply = NULL;
  g_autoptr (GBytes) text = g_bytes_new_static (TEXT, strlen (TEXT));
  g_autoptr (GError) error = NULL;
  Authority authority;

  if (!authority_set_up (&authority))
    return;
  g_free (authority_write (&authority, "head.text", text));
  g_free (authority_run (&authority, 0, "openssl ts -query -data head.text -sha256 -out head.tsq"));
  request = authority_read (&authority, "head.tsq");
  reply = authority_reply (&authority, request);
  g_assert_null (decant_timestamp_read_reply (reply, request, TEXT, &error));
  g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID);
  authority_tear_down (&authority);
}

/* No changed byte makes another statement of a stamp: it is refused, or says what it said (a certificate beside it). */
static void
test_flips (void)
{
  g_autoptr (DecantTimestamp) stamp = NULL;
  Authority authority;
  gsize length, refused = 0;
  const guint8 *bytes;

  if (!authority_set_up (&authority))
    return;
  stamp = make_stamp (&authority);
  bytes = g_bytes_get_data (stamp->token, &length);
  for (gsize i = 0; i < length; i++)
    {
      g_autofree guint8 *bent = g_memdup2 (bytes, length);
      g_autoptr (GBytes) token = NULL;
      g_autoptr (DecantTimestamp) read = NULL;

      bent[i] ^= 1 << (i % 8);
      token = g_bytes_new (bent, length);
      read = decant_timestamp_read_token (token, TEXT, NULL);
      refused += read == NULL;
      if (read == NULL)
        continue;
      g_assert_cmpstr (read->time, ==, stamp->time);
      g_assert_cmpstr (read->serial, ==, stamp->serial);
      g_assert_cmpstr (read->policy, ==, stamp->policy);
    }
  g_test_message ("%" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " refused", refused, length);
  g_assert_cmpuint (refused, >, length / 3);
  authority_tear_down (&authority);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/timestamp/request", test_request);
  g_test_add_func ("/timestamp/round", test_round);
  g_test_add_func ("/timestamp/chain", test_chain);
  g_test_add_func ("/timestamp/commands", test_commands);
  g_test_add_func ("/timestamp/bad-replies", test_bad_replies);
  g_test_add_func ("/timestamp/no-certificate", test_no_certificate);
  g_test_add_func ("/timestamp/flips", test_flips);
  return g_test_run ();
}

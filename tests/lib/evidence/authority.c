/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "authority.h"

#include "fixture.h"

static const char configuration[] = "[tsa]\n"
                                    "default_tsa = one\n"
                                    "[one]\n"
                                    "serial = serial\n"
                                    "crypto_device = builtin\n"
                                    "signer_cert = tsa.pem\n"
                                    "signer_key = tsa.key\n"
                                    "certs = root.pem\n"
                                    "signer_digest = sha256\n"
                                    "default_policy = 1.3.6.1.4.1.99999.1\n"
                                    "digests = sha256, sha512\n"
                                    "accuracy = secs:1, millisecs:500\n"
                                    "tsa_name = yes\n"
                                    "ess_cert_id_alg = sha256\n"
                                    "[root]\n"
                                    "basicConstraints = critical,CA:TRUE\n"
                                    "[signer]\n"
                                    "extendedKeyUsage = critical,timeStamping\n"
                                    "[req]\n"
                                    "distinguished_name = name\n"
                                    "[name]\n";

static const char commands[]
    = "set -e; echo 01 >serial\n"
      "key='-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -config tsa.cnf'\n"
      "for r in root stranger; do\n"
      "  openssl req -x509 $key -keyout $r.key -out $r.pem -days 3650 -subj \"/O=Example $r/CN=Example Root\" "
      "-extensions root\n"
      "done\n"
      "openssl req $key -keyout tsa.key -out tsa.csr -subj '/O=Example Authority/CN=Example TSA'\n"
      "openssl x509 -req -in tsa.csr -CA root.pem -CAkey root.key -CAcreateserial -days 30 -extfile tsa.cnf "
      "-extensions signer -out tsa.pem\n";

char *
authority_path (const Authority *self, const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

char *
authority_write (const Authority *self, const char *name, GBytes *bytes)
{
  char *path = authority_path (self, name);

  g_assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL));
  return path;
}

GBytes *
authority_read (const Authority *self, const char *name)
{
  g_autofree char *path = authority_path (self, name);
  char *bytes;
  gsize length;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  return g_bytes_new_take (bytes, length);
}

char *
authority_run (const Authority *self, int status, const char *command)
{
  g_autofree char *merged = g_strdup_printf ("exec 2>&1\n%s", command);
  char *arguments[] = { "sh", "-c", merged, NULL };
  g_autoptr (GError) error = NULL;
  char *out = NULL;
  int seen = -1;

  g_spawn_sync (self->folder, arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, NULL, &seen, &error);
  g_assert_no_error (error);
  if (seen != status << 8)
    g_test_message ("%s\n%s", command, out);
  g_assert_cmpint (seen, ==, status << 8);
  return out;
}

gboolean
authority_set_up (Authority *self)
{
  g_autofree char *openssl = g_find_program_in_path ("openssl"), *path = NULL, *out = NULL;

  if (openssl == NULL)
    {
      g_test_skip ("openssl is not installed");
      return FALSE;
    }
  self->folder = g_dir_make_tmp ("decant-test-XXXXXX", NULL);
  self->certificates = authority_path (self, "root.pem");
  self->stranger = authority_path (self, "stranger.pem");
  path = authority_path (self, "tsa.cnf");
  g_assert_true (g_file_set_contents (path, configuration, -1, NULL));
  out = authority_run (self, 0, commands);
  return TRUE;
}

void
authority_tear_down (Authority *self)
{
  fixture_remove (self->folder);
  g_free (self->folder);
  g_free (self->certificates);
  g_free (self->stranger);
}

GBytes *
authority_reply (const Authority *self, GBytes *request)
{
  g_autofree char *path = authority_write (self, "request.tsq", request);
  g_autofree char *out
      = authority_run (self, 0, "openssl ts -reply -config tsa.cnf -section one -queryfile request.tsq -out reply.tsr");

  return authority_read (self, "reply.tsr");
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which key must sign which checkpoint: the rule that writers keep and verifiers hold them to. */
#include <sodium.h>
#include <string.h>

#include "evidence/epochs.h"
#include "evidence/error.h"

#define ORIGIN "log.example/vault"
#define BEFORE ORIGIN "\n12\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
#define OTHER ORIGIN "\n13\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"

typedef struct
{
  DecantVerifierKey *key;
  guint8 secret[64];
} Pair;

static Pair
make_pair (const char *name, guint8 first)
{
  guint8 seed[32] = { first }, public[32];
  Pair pair;

  crypto_sign_seed_keypair (public, pair.secret, seed);
  pair.key = decant_verifier_key_new (name, public);
  return pair;
}

static char *
sign_epoch (const Pair *pair, const char *before, guint64 number, const DecantVerifierKey *key)
{
  g_autofree char *text = decant_epoch_text (before, number, key);
  guint8 signature[64];

  crypto_sign_detached (signature, NULL, (const guint8 *) text, strlen (text), pair->secret);
  return decant_signature_line (pair->key, signature);
}

static void
test_over (void)
{
  static const struct
  {
    const char *started, *now;
    guint64 entries;
    gboolean over;
  } rows[] = {
    { "2026-11-24T08:00:00.000Z", "2026-11-24T08:00:00.000Z", 0, FALSE },
    { "2026-11-24T08:00:00.000Z", "2026-11-25T07:59:59.999Z", 0, FALSE },
    { "2026-11-24T08:00:00.000Z", "2026-11-25T08:00:00.000Z", 0, TRUE },
    { "2026-11-24T08:00:00.000Z", "2026-11-23T08:00:01.000Z", 0, FALSE }, /* the clock was set back a little … */
    { "2026-11-24T08:00:00.000Z", "2026-11-23T08:00:00.000Z", 0, TRUE },  /* … and by a day */
    { "2026-11-24T08:00:00.000Z", "2026-11-24T08:00:01.000Z", 4095, FALSE },
    { "2026-11-24T08:00:00.000Z", "2026-11-24T08:00:01.000Z", 4096, TRUE },
    { "", "2026-11-24T08:00:01.000Z", 0, TRUE },
    { "yesterday", "2026-11-24T08:00:01.000Z", 0, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s to %s, %u", rows[i].started, rows[i].now, (guint) rows[i].entries);
      g_assert_cmpint (decant_epoch_is_over (rows[i].started, rows[i].now, rows[i].entries), ==, rows[i].over);
    }
}

static void
test_follow (void)
{
  Pair first = make_pair (ORIGIN, 1), second = make_pair (ORIGIN, 2), third = make_pair (ORIGIN, 3),
       owner = make_pair (ORIGIN "/owner", 4);
  g_autoptr (DecantEpochs) epochs = decant_epochs_new (first.key, owner.key);
  g_autoptr (GError) error = NULL;
  g_autofree char *line = sign_epoch (&owner, BEFORE, 2, third.key);
  g_autoptr (JsonNode) rotation = decant_epoch_describe (1, second.key, NULL);
  g_autoptr (JsonNode) renewal = decant_epoch_describe (2, third.key, line);
  const struct
  {
    JsonNode *value;
    const DecantVerifierKey *signer;
  } steps[] = { { NULL, first.key },  { NULL, first.key },    { rotation, first.key },
                { NULL, second.key }, { renewal, third.key }, { NULL, third.key } };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      const DecantVerifierKey *signer = decant_epochs_step (epochs, steps[i].value, i == 0 ? NULL : BEFORE, &error);

      g_assert_no_error (error);
      g_assert_cmpmem (signer->key, 32, steps[i].signer->key, 32);
    }
  g_assert_cmpuint (epochs->number, ==, 2);
  for (guint i = 0; i < 4; i++)
    decant_verifier_key_free ((Pair[]){ first, second, third, owner }[i].key);
}

/* What somebody would write who has the host's old key, or none, or the owner's line for another place. */
static void
test_refused (void)
{
  Pair first = make_pair (ORIGIN, 1), second = make_pair (ORIGIN, 2), elsewhere = make_pair ("log.example/other", 2);
  Pair owner = make_pair (ORIGIN "/owner", 4), liar = make_pair (ORIGIN "/owner", 5);
  g_autofree char *good = sign_epoch (&owner, BEFORE, 1, second.key),
                  *other_place = sign_epoch (&owner, OTHER, 1, second.key);
  g_autofree char *other_number = sign_epoch (&owner, BEFORE, 2, second.key),
                  *other_key = sign_epoch (&owner, BEFORE, 1, first.key);
  g_autofree char *by_liar = sign_epoch (&liar, BEFORE, 1, second.key),
                  *by_host = sign_epoch (&first, BEFORE, 1, second.key);
  const struct
  {
    const char *name;
    guint64 number;
    const DecantVerifierKey *key;
    const char *line, *before;
    gboolean good;
  } rows[] = {
    { "rotation", 1, second.key, NULL, BEFORE, TRUE },
    { "renewal", 1, second.key, good, BEFORE, TRUE },
    { "the same number", 0, second.key, NULL, BEFORE, FALSE },
    { "a number left out", 2, second.key, NULL, BEFORE, FALSE },
    { "the same key", 1, first.key, NULL, BEFORE, FALSE },
    { "another log's key", 1, elsewhere.key, NULL, BEFORE, FALSE },
    { "the owner's key", 1, owner.key, NULL, BEFORE, FALSE },
    { "the owner's line for another place", 1, second.key, other_place, BEFORE, FALSE },
    { "the owner's line for another number", 1, second.key, other_number, BEFORE, FALSE },
    { "the owner's line for another key", 1, second.key, other_key, BEFORE, FALSE },
    { "somebody else's line", 1, second.key, by_liar, BEFORE, FALSE },
    { "the host's line", 1, second.key, by_host, BEFORE, FALSE },
    { "no line", 1, second.key, "", BEFORE, FALSE },
    { "nothing before", 1, second.key, good, NULL, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DecantEpochs) epochs = decant_epochs_new (first.key, owner.key);
      g_autoptr (JsonNode) value = decant_epoch_describe (rows[i].number, rows[i].key, rows[i].line);
      g_autoptr (GError) error = NULL;
      const DecantVerifierKey *signer = decant_epochs_step (epochs, value, rows[i].before, &error);

      g_test_message ("%s", rows[i].name);
      g_assert_true ((signer != NULL) == rows[i].good);
      if (rows[i].good)
        continue;
      g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BROKEN);
      g_assert_cmpmem (epochs->key->key, 32, first.key->key, 32); /* the key before stays */
    }
  for (guint i = 0; i < 5; i++)
    decant_verifier_key_free ((Pair[]){ first, second, elsewhere, owner, liar }[i].key);
}

static void
test_values (void)
{
  static const char *const bad[]
      = { "1", "\"x\"", "[]", "{}", "{\"key\":1,\"number\":1}", "{\"number\":1}", "{\"key\":\"x\",\"number\":1}" };
  Pair first = make_pair (ORIGIN, 1);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (DecantEpochs) epochs = decant_epochs_new (first.key, NULL);
      g_autoptr (JsonNode) value = json_from_string (bad[i], NULL);
      g_autoptr (GError) error = NULL;

      g_assert_null (decant_epochs_step (epochs, value, BEFORE, &error));
      g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BROKEN);
    }
  decant_verifier_key_free (first.key);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (sodium_init () < 0)
    return 1;
  g_test_add_func ("/epochs/over", test_over);
  g_test_add_func ("/epochs/follow", test_follow);
  g_test_add_func ("/epochs/refused", test_refused);
  g_test_add_func ("/epochs/values", test_values);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The checkpoint that somebody else kept: the only thing that shows a clean cut or a rewrite by who can sign. */
#include "evidence/verifier-private.h"

#include <string.h>

void
decant_verifier_read_held (DecantVerifier *self, const char *text)
{
  g_autoptr (GError) error = NULL;

  if (text == NULL)
    return;
  self->held = decant_checkpoint_parse (text, strlen (text), &error);
  if (self->held == NULL)
    decant_verifier_fail (self, "held", DECANT_ATTACK_DAMAGE, -1, "The checkpoint that was held cannot be read. %s",
                          error->message);
}

void
decant_verifier_meet_held (DecantVerifier *self)
{
  DecantDigest root;

  if (self->held == NULL || self->held->size != self->edge.size)
    return;
  root = decant_merkle_edge_root (&self->edge);
  self->held_met = decant_digest_equal (&self->held->root, &root);
  self->held_signed = self->signer != NULL && decant_checkpoint_is_signed_by (self->held, self->signer);
}

/* Whoever puts the whole folder back leaves nothing that does not fit; who cuts the log alone leaves files behind. */
static void
compare (DecantVerifier *self)
{
  const DecantCheckpoint *held = self->held;
  gboolean torn = self->n_strays > 0 || !self->report->clean;

  if (held->size <= self->edge.size && self->identity != NULL && !self->held_signed)
    decant_verifier_fail (self, "held", DECANT_ATTACK_FORGED, -1,
                          "The held checkpoint is not signed by the key that this vault had then: it was changed, or "
                          "the vault was made anew under another key.");
  if (held->size > self->edge.size)
    decant_verifier_fail (
        self, "held", torn ? DECANT_ATTACK_CUT_TAIL : DECANT_ATTACK_ROLLED_BACK, self->edge.size,
        "Entries were cut off the end, or an older copy was put back: the held checkpoint knows %" G_GUINT64_FORMAT
        " entries, the vault has %" G_GUINT64_FORMAT ".",
        held->size, self->edge.size);
  else if (!self->held_met)
    decant_verifier_fail (self, "held", DECANT_ATTACK_REWRITTEN, -1,
                          "History was rewritten: the first %" G_GUINT64_FORMAT
                          " entries are not those that the held checkpoint signed. Whoever did it could sign for this "
                          "vault, or its signatures fail too.",
                          held->size);
}

void
decant_verifier_conclude_held (DecantVerifier *self)
{
  const DecantCheckpoint *held = self->held;

  if (held == NULL)
    return;
  if (self->identity != NULL && !g_str_equal (held->origin, self->identity->origin))
    {
      decant_verifier_fail (
          self, "held", DECANT_ATTACK_FOREIGN, -1,
          "The held checkpoint is of another vault (%s): it is the wrong one, or the vault was replaced as a whole.",
          held->origin);
      return;
    }
  compare (self);
  if (decant_verifier_count_failures (self, "held") == 0)
    self->report->held = held->size;
  decant_verifier_conclude (self, "held",
                            "The vault continues the held checkpoint: its %" G_GUINT64_FORMAT
                            " entries are the first of %" G_GUINT64_FORMAT ".",
                            held->size, self->edge.size);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "evidence/verifier.h"
#include "test-keys.h"

/* A folder of its own for each test, and invented captures to put into a vault there. */

typedef struct
{
  char *root;   /* removed at the end */
  char *folder; /* of the vault, inside */
} Fixture;

void fixture_set_up (Fixture *self);
void fixture_tear_down (Fixture *self);
void fixture_remove (const char *path);               /* a folder and all in it */
void fixture_copy (const char *from, const char *to); /* a folder and all in it */

/* Unlocked; must succeed. */
DecantVault *fixture_open (Fixture *self, DecantVaultFlags flags);
/* The same for writing, made if it is absent. Its entry 0 says that it was made. */
DecantVault *fixture_create (Fixture *self);
/* All that the verifier finds, with the keys. */
DecantVerification *fixture_verify (const char *folder, const char *held);

JsonObject *fixture_record (const char *text);
/* An artifact of these bytes. */
DecantArtifactInfo *fixture_artifact (const char *id, const char *bytes, gsize length);

/* Commits a capture with one artifact of @bytes (none if NULL). */
DecantReceipt *
fixture_capture (DecantVault *vault, const char *capture, const char *text, const char *bytes, GError **error);
/* Appends a note, or a verdict about entry 0; must succeed. */
DecantReceipt *fixture_append (DecantVault *vault, const char *kind, const char *note);

/* Everything that a reader of the vault gets to see, as text; errors in it too. */
char *fixture_read_all (const char *folder);

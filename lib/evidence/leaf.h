/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "evidence/digest.h"

/*
 * The leaf format "leaf/1", to the byte (docs/VAULT.md section 2). Final: every later format only adds fields.
 *
 *   disclosure = base64url (RFC 8785 of [salt, name, value])              as in SD-JWT, RFC 9901
 *   digest     = base64url (SHA-256 (ASCII of disclosure))
 *   leaf       = RFC 8785 of {"decant":"leaf/1","fields":{name:digest,…},"number":n,"vault":id}
 *   leaf hash  = SHA-256 (0x00 ‖ leaf)
 *
 * Errors: DECANT_VAULT_ERROR, code INVALID.
 */

G_BEGIN_DECLS

#define DECANT_LEAF_SALT_SIZE 16 /* bytes; readers accept 16 to 64 */
#define DECANT_LEAF_NAME_MAX 64  /* bytes of a field's name */
#define DECANT_LEAF_FIELDS_MAX 256

/* [a-z][a-z0-9_]*, at most DECANT_LEAF_NAME_MAX. Names stay readable when values are withheld. */
gboolean decant_field_name_is_valid (const char *name);

/* With a fresh salt from the system's generator. */
char *decant_disclosure_new (const char *name, JsonNode *value, GError **error);
char *decant_disclosure_new_with_salt (const char *salt, const char *name, JsonNode *value, GError **error);
/* @name: (out) (transfer full), @value: (out) (transfer full). Accepts the canonical form alone. */
gboolean decant_disclosure_parse (const char *disclosure, gsize length, char **name, JsonNode **value, GError **error);
/* base64url */
char *decant_disclosure_digest (const char *disclosure, gsize length);

typedef struct {
  char *vault; /* id of the vault: 32 hexadecimal digits */
  guint64 number;
  GHashTable *fields; /* name → digest */
} DecantLeaf;

DecantLeaf *decant_leaf_new (const char *vault, guint64 number);
void decant_leaf_free (DecantLeaf *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantLeaf, decant_leaf_free)

/* Takes @digest. */
void decant_leaf_set (DecantLeaf *self, const char *name, char *digest);
char *decant_leaf_to_text (const DecantLeaf *self);
/* Accepts the one text that decant_leaf_to_text() writes. */
DecantLeaf *decant_leaf_parse (const char *text, gsize length, GError **error);

G_END_DECLS

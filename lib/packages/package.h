/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/lexicon.h"

/*
 * A package: one versioned lexicon file (docs/PACKAGES.md, data/schemas/package.schema.json), parsed and checked.
 * Immutable, shared by reference count.
 *
 * Parsing is pure: bytes in, value out. Caps: 16 MiB a file, 50,000 terms, 64 forms a term, 200 characters a form.
 */

G_BEGIN_DECLS

#define DECANT_PACKAGE_ERROR (decant_package_error_quark ())
GQuark decant_package_error_quark (void);
typedef enum {
  DECANT_PACKAGE_ERROR_SYNTAX,  /* not JSON */
  DECANT_PACKAGE_ERROR_SCHEMA,  /* a member is missing, mistyped or out of bounds: the message names path, expected, seen */
  DECANT_PACKAGE_ERROR_CONCEPT, /* a concept is not in the vocabulary */
  DECANT_PACKAGE_ERROR_CLASH,   /* two terms share an id */
  DECANT_PACKAGE_ERROR_TOO_LARGE,
} DecantPackageError;

typedef struct _DecantVocabulary DecantVocabulary; /* the controlled vocabulary: data/packages/vocabulary.json */

DecantVocabulary *decant_vocabulary_new (GBytes *json, GError **error);
DecantVocabulary *decant_vocabulary_ref (DecantVocabulary *self);
void decant_vocabulary_unref (DecantVocabulary *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantVocabulary, decant_vocabulary_unref)
/* The label of @concept in @language, else in English; NULL for an unknown concept. */
const char *decant_vocabulary_get_label (DecantVocabulary *self, const char *concept, const char *language);
/* Whether @concept is in the vocabulary, and as what. @sense: (out) (optional) */
gboolean decant_vocabulary_lookup (DecantVocabulary *self, const char *concept, DecantSenseKind *sense);
gboolean decant_vocabulary_has_label (DecantVocabulary *self, const char *concept, const char *language); /* no fallback */
/* All concepts in the order of the file; NULL-terminated, transfer none. */
const char *const *decant_vocabulary_get_concepts (DecantVocabulary *self);

typedef struct _DecantPackage DecantPackage;

/* Returns: (transfer full) or NULL with @error (DECANT_PACKAGE_ERROR). */
DecantPackage *decant_package_parse (GBytes *json, DecantVocabulary *vocabulary, GError **error);
DecantPackage *decant_package_ref (DecantPackage *self);
void decant_package_unref (DecantPackage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantPackage, decant_package_unref)

const char *decant_package_get_id (DecantPackage *self);
const char *decant_package_get_version (DecantPackage *self);
const char *decant_package_get_title (DecantPackage *self);
const char *decant_package_get_publisher (DecantPackage *self);
const char *decant_package_get_licence (DecantPackage *self); /* SPDX identifier or a phrase */
const char *decant_package_get_issued (DecantPackage *self);  /* "2026-11-24" */
const char *const *decant_package_get_sources (DecantPackage *self);
const char *decant_package_get_digest (DecantPackage *self); /* SHA-256 of the file's bytes, hexadecimal */
const char *const *decant_package_get_languages (DecantPackage *self);
guint decant_package_get_n_terms (DecantPackage *self);
guint decant_package_get_n_forms (DecantPackage *self);
const DecantTerm *decant_package_get_term (DecantPackage *self, guint position); /* in the order of the file */

/* One lexicon of several packages. @packages: (element-type DecantPackage). The digest covers every package's digest,
 * in the order of ids. Returns NULL with DECANT_PACKAGE_ERROR_CLASH when two packages have the same id or define the same
 * term id. */
DecantLexicon *decant_packages_merge (GPtrArray *packages, GError **error);

G_END_DECLS

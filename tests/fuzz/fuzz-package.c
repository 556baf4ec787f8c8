/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a vocabulary, and as a package over a small fixed vocabulary; what parses must merge and index. */
#include "engine/term-index.h"
#include "packages/package.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static const char vocabulary_json[] =
    "{\"format\": 1, \"concepts\": ["
    "{\"id\": \"cannabis\", \"sense\": \"substance\", \"labels\": {\"en\": \"cannabis\"}},"
    "{\"id\": \"delivery\", \"sense\": \"activity\", \"labels\": {\"en\": \"delivery\"}}]}";

static void
try_vocabulary (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantVocabulary) vocabulary = decant_vocabulary_new (bytes, &error);

  g_assert_true ((vocabulary == NULL) == (error != NULL));
  if (vocabulary != NULL)
    g_assert_nonnull (decant_vocabulary_get_label (vocabulary, decant_vocabulary_get_concepts (vocabulary)[0], "de-AT"));
}

static void
try_package (GBytes *bytes)
{
  g_autoptr (GBytes) fixed = g_bytes_new_static (vocabulary_json, strlen (vocabulary_json));
  g_autoptr (DecantVocabulary) vocabulary = decant_vocabulary_new (fixed, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantPackage) package = decant_package_parse (bytes, vocabulary, &error);
  g_autoptr (GPtrArray) packages = g_ptr_array_new ();
  g_autoptr (DecantLexicon) lexicon = NULL;
  g_autoptr (DecantTermIndex) index = NULL;

  g_assert_true ((package == NULL) == (error != NULL));
  if (package == NULL)
    return;
  g_ptr_array_add (packages, package);
  lexicon = decant_packages_merge (packages, NULL);
  g_assert_cmpuint (decant_lexicon_get_n_terms (lexicon), ==, decant_package_get_n_terms (package));
  index = decant_term_index_new (lexicon);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);

  try_vocabulary (bytes);
  try_package (bytes);
  return 0;
}

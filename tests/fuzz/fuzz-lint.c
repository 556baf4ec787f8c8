/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as what a curator's check reads: the first byte says whether they are a list of common words, a weighing
 * record, or a file of signals. */
#include "packages/lint.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check_words (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantCommonWords) words = decant_common_words_new (bytes, &error);

  g_assert_true ((words == NULL) == (error != NULL));
  for (guint i = 0; words != NULL && i < decant_common_words_get_n_languages (words); i++)
    {
      const char *language = decant_common_words_get_language (words, i);
      g_assert_true (*language != '\0');
      for (const char *const *word = decant_common_words_get_words (words, i); *word != NULL; word++)
        {
          decant_common_words_find (words, *word);
          decant_common_words_has (words, *word, language);
          decant_common_words_find_around (words, *word);
        }
    }
}

static void
check_record (GBytes *bytes)
{
  g_autoptr (GPtrArray) packages = g_ptr_array_new ();
  g_autoptr (GPtrArray) findings = decant_lint_record (bytes, "record", "en", packages);

  for (guint i = 0; i < findings->len; i++)
    g_assert_nonnull (decant_lint_rule_to_string (((DecantLintFinding *) findings->pdata[i])->rule));
}

static void
check_signals (GBytes *bytes)
{
  static const char list[] = "en\tthe and house garden\nzh\t今天 图书馆\n";
  static const char *const prose[] = { "The house has a garden.", NULL };
  g_autoptr (GBytes) text = g_bytes_new_static (list, strlen (list));
  g_autoptr (DecantCommonWords) words = decant_common_words_new (text, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings = decant_lint_signals (bytes, "signals", words, prose, &error);

  g_assert_true ((findings == NULL) == (error != NULL));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = NULL;

  if (size == 0)
    return 0;
  bytes = g_bytes_new (data + 1, size - 1);
  switch (data[0] % 3)
    {
    case 0:
      check_words (bytes);
      break;
    case 1:
      check_record (bytes);
      break;
    default:
      check_signals (bytes);
    }
  return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/models/setup-words.h"

DecantPassphraseLength
decant_passphrase_judge (const char *text)
{
  glong length = 0;
  gunichar before = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      length += c != before;
      before = c;
    }
  if (*text == '\0')
    return DECANT_PASSPHRASE_EMPTY;
  if (length < DECANT_PASSPHRASE_MIN)
    return DECANT_PASSPHRASE_SHORT;
  return length < 14 ? DECANT_PASSPHRASE_WEAK : length < 22 ? DECANT_PASSPHRASE_FAIR : DECANT_PASSPHRASE_LONG;
}

const char *
decant_passphrase_words (DecantPassphraseLength length)
{
  switch (length)
    {
    case DECANT_PASSPHRASE_SHORT:
      return _ ("Too short: eight characters at least.");
    case DECANT_PASSPHRASE_WEAK:
      return _ ("Short. Who copies the vault can try many of this length.");
    case DECANT_PASSPHRASE_FAIR:
      return _ ("A usable length, if it is no saying, name or date.");
    case DECANT_PASSPHRASE_LONG:
      return _ ("Long. Good, if the words were picked by chance.");
    case DECANT_PASSPHRASE_EMPTY:
    default:
      return _ ("Five or six words picked by chance are strong and can be remembered.");
    }
}

void
decant_recovery_pick (guint64 random, guint n, guint picked[2])
{
  guint first = random % n, second = (random >> 32) % (n - 1);

  second += second >= first;
  picked[0] = MIN (first, second);
  picked[1] = MAX (first, second);
}

static const char *
find_word (const char *words, guint position, gsize *length)
{
  for (; position > 0 && words != NULL; position--)
    words = strchr (words, ' ') != NULL ? strchr (words, ' ') + 1 : NULL;
  *length = words != NULL ? strcspn (words, " ") : 0;
  return words;
}

gboolean
decant_recovery_word_is (const char *words, guint position, const char *typed)
{
  gsize length, given;
  const char *word = find_word (words, position, &length);

  typed += strspn (typed, " \t\n");
  given = strcspn (typed, " \t\n");
  if (word == NULL || typed[given + strspn (typed + given, " \t\n")] != '\0')
    return FALSE;
  return given <= length && given >= MIN (length, 4) && g_ascii_strncasecmp (typed, word, given) == 0;
}

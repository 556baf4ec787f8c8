/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/identifier-finder.h"

#include "engine/wallets.h"

#include <string.h>

/* Wallets and Session ids are whole ASCII tokens of the source. */

static gboolean
is_session (const char *token, gsize length)
{
  if (length != 66 || token[0] != '0' || token[1] != '5')
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isxdigit (token[i]))
      return FALSE;
  return TRUE;
}

static void
try_token (DecantFinder *self, const char *source, gsize start, gsize end)
{
  const char *token = source + start;
  gsize length = end - start;
  const char *kind = is_session (token, length) ? "session" : decant_wallet_kind (token, length);
  char *value;

  if (kind == NULL)
    return;
  value = decant_arena_strndup (self->arena, token, length);
  if (g_str_equal (kind, "session") || g_str_equal (kind, "ethereum") || g_ascii_strncasecmp (token, "bc1", 3) == 0
      || g_ascii_strncasecmp (token, "ltc1", 4) == 0)
    decant_ascii_lower (value);
  decant_finder_add_span (self, (DecantSpan){ (guint32)start, (guint32)end }, kind, value);
}

void
decant_find_wallets (DecantFinder *self)
{
  const char *source = self->folded->source;
  gsize length = self->folded->source_length;

  for (gsize i = 0; i < length;)
    {
      gsize start = i;
      while (i < length && g_ascii_isalnum (source[i]))
        i++;
      if (i - start >= 14 && i - start <= 106)
        try_token (self, source, start, i);
      i += i == start;
    }
}

void
decant_find_onions (DecantFinder *self)
{
  const char *p = self->text;

  while ((p = memmem (p, (gsize)(self->end - p), ".onion", 6)) != NULL)
    {
      if (p - self->text >= 56 && decant_onion_is_valid (p - 56, 56)
          && !g_ascii_isalnum (decant_finder_before (self, p - 56)))
        decant_finder_add (self, p - 56, p + 6, "onion", decant_finder_copy (self, p - 56, p));
      p += 6;
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/identifier-finder.h"

#include "engine/onions.h"
#include "engine/wallets.h"

#include <string.h>

#define TOX 76     /* hexadecimal digits: key, number against spam, checksum */
#define SESSION 66 /* hexadecimal digits */

/* What is one token of the source and says by itself what it is: wallets, onion addresses, Session and Tox ids. */

static gboolean
is_hex (const char *token, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isxdigit (token[i]))
      return FALSE;
  return TRUE;
}

static gboolean
is_session (const char *token, gsize length)
{
  return length == SESSION && token[0] == '0' && token[1] == '5' && is_hex (token, length);
}

/* The last two bytes are the others' even and odd bytes XORed (https://toktok.ltd/spec.html, Tox ID). */
static gboolean
is_tox (const char *token, gsize length)
{
  guint8 sum[2] = { 0, 0 };

  if (length != TOX || !is_hex (token, length))
    return FALSE;
  for (gsize i = 0; i < length; i += 2)
    sum[i / 2 % 2] ^= (guint8) (g_ascii_xdigit_value (token[i]) << 4 | g_ascii_xdigit_value (token[i + 1]));
  return sum[0] == 0 && sum[1] == 0 && strspn (token, "0") < length;
}

static gboolean
try_token (DecantFinder *self, const char *source, gsize start, gsize end)
{
  const char *token = source + start;
  gsize length = end - start;
  const char *kind = is_session (token, length) ? "session"
                     : is_tox (token, length)   ? "tox"
                                                : decant_wallet_kind (token, length);
  g_autofree char *wallet = NULL;
  char *value;

  if (kind == NULL)
    return FALSE;
  if (g_str_equal (kind, "session"))
    value = decant_ascii_lower (decant_arena_strndup (self->arena, token, length));
  else if (g_str_equal (kind, "tox"))
    value = decant_ascii_upper (decant_arena_strndup (self->arena, token, length));
  else
    {
      wallet = decant_wallet_normalize (kind, token, length);
      value = decant_arena_strndup (self->arena, wallet, strlen (wallet));
    }
  decant_finder_add_span (self, (DecantSpan){ (guint32) start, (guint32) end }, kind, value);
  return TRUE;
}

static gsize
token_end (const char *source, gsize at, gsize length, const char *more)
{
  while (at < length && source[at] != '\0' && (g_ascii_isalnum (source[at]) || strchr (more, source[at]) != NULL))
    at++;
  return at;
}

/* Tokens of the two alphabets of Base64 (48: a TON address), the second with "bitcoincash:" as well (54, 73). */
static gsize
try_whole (DecantFinder *self, const char *source, gsize start, gsize end)
{
  gsize length = end - start;

  return (length == 48 || length == 54 || length == 73) && try_token (self, source, start, end) ? end : start;
}

static inline gboolean
is_token_byte (char c)
{
  return g_ascii_isalnum (c) || c == '+' || c == '/' || c == '-' || c == '_' || c == ':';
}

/* Whether so many bytes follow each other that they may be a token. Looks at the last byte first, so that a text of
 * short words costs a look at every few bytes. */
static gboolean
has_long_run (const char *source, gsize length)
{
  for (gsize start = 0; length - start >= DECANT_WALLET_MIN;)
    {
      gsize at = start + DECANT_WALLET_MIN;
      while (at > start && is_token_byte (source[at - 1]))
        at--;
      if (at == start)
        return TRUE;
      start = at;
    }
  return FALSE;
}

void
decant_find_tokens (DecantFinder *self)
{
  static const char *const signs[] = { "+/", "-_:" };
  const char *source = self->folded->source;
  gsize length = self->folded->source_length, ends[] = { 0, 0 };

  if (!has_long_run (source, length))
    return;
  for (gsize i = 0, next; i < length; i = next)
    {
      gsize end = token_end (source, i, length, "");
      next = MAX (end, i + 1);
      if (end == i)
        continue;
      if (end - i >= DECANT_WALLET_MIN && end - i <= DECANT_WALLET_MAX)
        try_token (self, source, i, end);
      for (guint k = 0; k < G_N_ELEMENTS (signs); k++)
        if (i >= ends[k])
          {
            ends[k] = token_end (source, i, length, signs[k]);
            next = MAX (next, ends[k] > end ? try_whole (self, source, i, ends[k]) : i);
          }
    }
}

void
decant_find_onions (DecantFinder *self)
{
  const char *p = self->text;

  while ((p = memmem (p, (gsize) (self->end - p), ".onion", 6)) != NULL)
    {
      if (p - self->text >= 56 && decant_onion_is_valid (p - 56, 56)
          && !g_ascii_isalnum (decant_finder_before (self, p - 56)))
        decant_finder_add (self, p - 56, p + 6, "onion", decant_finder_copy (self, p - 56, p));
      p += 6;
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/identifier-finder.h"

#include <string.h>

#define MAX_LOCAL 64   /* RFC 5321, section 4.5.3.1 */
#define MAX_DOMAIN 253 /* RFC 1035, section 2.3.4, as text */
#define PREFIX 24      /* bytes before an address in which "jabber" is looked for */

/* Addresses with an at sign: e-mail (RFC 5322 without quoted parts), XMPP (RFC 7622) and Matrix
 * (https://spec.matrix.org/latest/appendices/#user-identifiers). "At" and "dot" may be words: "name (at) host dot com".
 */

/* A word for a sign in brackets, in any of a few languages; brackets may be left out where @bare. Returns its end. */
static const char *
read_word (const DecantFinder *self, const char *p, const char *const *words, gboolean bare)
{
  static const char opening[] = "([{<", closing[] = ")]}>";
  const char *bracket;

  for (guint spaces = 0; spaces < 2 && decant_finder_starts (self, p, " "); spaces++)
    p++;
  bracket = p < self->end && *p != '\0' ? strchr (opening, *p) : NULL;
  if (bracket == NULL && !(bare && decant_finder_before (self, p) == ' '))
    return NULL;
  p += bracket != NULL;
  p += bracket != NULL && decant_finder_starts (self, p, " ");
  for (guint i = 0; words[i] != NULL; i++)
    {
      const char *to = p + strlen (words[i]);
      if (!decant_finder_starts (self, p, words[i]))
        continue;
      to += bracket != NULL && decant_finder_starts (self, to, " ");
      if (to < self->end && *to == (bracket != NULL ? closing[bracket - opening] : ' '))
        return to + 1;
    }
  return NULL;
}

static const char *
read_at (const DecantFinder *self, const char *p)
{
  static const char *const words[]
      = { "at", "@", "ett", "et", "arroba", "arobase", "chiocciola", "malpa", "собака", "a", NULL };

  return read_word (self, p, words, FALSE);
}

/* The end of a dot or of a word for it. */
static const char *
read_dot (const DecantFinder *self, const char *p, gboolean disguised)
{
  static const char *const words[] = { "dot", ".", "punkt", "point", "punto", "ponto", "kropka", "точка", NULL };
  const char *to;

  if (decant_finder_starts (self, p, "."))
    return p + 1;
  to = read_word (self, p, words, disguised);
  while (to != NULL && decant_finder_starts (self, to, " "))
    to++;
  return to;
}

/* Providers whose name is often left to speak for the whole: https://proton.me/support, https://tuta.com/support */
static const char *
whole_domain (const char *domain)
{
  static const char *const known[][2]
      = { { "protonmail", "protonmail.com" }, { "proton", "proton.me" }, { "tutanota", "tutanota.com" } };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (strcmp (domain, known[i][0]) == 0)
      return known[i][1];
  return NULL;
}

/* Reads a domain at @p, its dots in any writing. Returns it in normal form and sets @end; NULL when it is none. */
static const char *
read_domain (DecantFinder *self, const char *p, gboolean disguised, const char **end)
{
  char domain[MAX_DOMAIN + 1];
  gsize length = 0, last = 0;
  const char *to;

  while (g_ascii_isalnum (*p) && (to = decant_finder_name_end (self, p, "-")) > p
         && length + (gsize)(to - p) + 1 < sizeof domain)
    {
      while (to > p && to[-1] == '-')
        to--;
      last = length;
      memcpy (domain + length, p, (gsize)(to - p));
      length += (gsize)(to - p);
      *end = to;
      p = read_dot (self, to, disguised);
      if (p == NULL || p >= self->end || !g_ascii_isalnum (*p))
        break;
      domain[length++] = '.';
    }
  length -= length > 0 && domain[length - 1] == '.';
  domain[length] = '\0';
  if (last == 0)
    return length > 0 ? whole_domain (domain) : NULL;
  if (length - last < 2 || !g_ascii_isalpha (domain[last]))
    return NULL;
  return decant_arena_strndup (self->arena, domain, length);
}

static const char *
local_start (const DecantFinder *self, const char *to)
{
  const char *from = to;

  while (from > self->text && to - from < MAX_LOCAL
         && (decant_is_name_char (from[-1]) || from[-1] == '+' || from[-1] == '%'))
    from--;
  while (from < to && strchr (".-", *from) != NULL)
    from++;
  return from;
}

/* Whether the address is one of XMPP: its host says so, or a word right before it. */
static gboolean
is_xmpp (const DecantFinder *self, const char *from, const char *domain)
{
  static const char *const words[] = { "xmpp", "jabber", "джаббер", "джабер", "жабер", "жаба" };
  const char *window = from - self->text > PREFIX ? from - PREFIX : self->text;

  if (strstr (domain, "jabber") != NULL || strstr (domain, "xmpp") != NULL)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      const char *word = memmem (window, (gsize)(from - window), words[i], strlen (words[i]));
      if (word != NULL && memchr (word, '@', (gsize)(from - word)) == NULL)
        return TRUE;
    }
  return FALSE;
}

static void
add_address (DecantFinder *self, const char *from, const char *local_end, const char *domain, const char *end)
{
  gsize local = (gsize)(local_end - from);
  char *value = decant_arena_alloc (self->arena, local + strlen (domain) + 2);

  memcpy (value, from, local);
  value[local] = '@';
  strcpy (value + local + 1, domain);
  decant_finder_add_named (self, from, end, from, local_end, is_xmpp (self, from, domain) ? "xmpp" : "email", value);
}

/* "@user:host" with nothing before it. */
static void
try_matrix (DecantFinder *self, const char *p)
{
  const char *colon = decant_finder_name_end (self, p + 1, "._=-/+"), *end = NULL, *domain;

  if (g_ascii_isalnum (decant_finder_before (self, p)) || colon == p + 1 || !decant_finder_starts (self, colon, ":"))
    return;
  domain = read_domain (self, colon + 1, FALSE, &end);
  if (domain != NULL && strchr (domain, '.') != NULL && end > colon)
    decant_finder_add_named (self, p, end, p + 1, colon, "matrix", decant_finder_copy (self, p, end));
}

static void
try_at (DecantFinder *self, const char *p)
{
  const char *from = local_start (self, p), *end = NULL, *domain;

  if (from == p)
    try_matrix (self, p);
  else if ((domain = read_domain (self, p + 1, FALSE, &end)) != NULL)
    add_address (self, from, p, domain, end);
}

/* "name (at) host [dot] com": @p is at a bracket. */
static void
try_disguised (DecantFinder *self, const char *p)
{
  const char *host = read_at (self, p), *local_end = p, *from, *end = NULL, *domain;

  if (host == NULL)
    return;
  while (local_end > self->text && local_end[-1] == ' ' && p - local_end < 2)
    local_end--;
  while (decant_finder_starts (self, host, " "))
    host++;
  from = local_start (self, local_end);
  if (from < local_end && (domain = read_domain (self, host, TRUE, &end)) != NULL)
    add_address (self, from, local_end, domain, end);
}

void
decant_find_addresses (DecantFinder *self)
{
  for (const char *p = self->text; p < self->end && self->n < DECANT_MAX_IDENTIFIERS; p++)
    if (*p == '@')
      try_at (self, p);
    else if (*p == '(' || *p == '[' || *p == '{')
      try_disguised (self, p);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/identifier-finder.h"

#include "engine/phones.h"

#include <string.h>

#define MAX_NAME 32
#define MAX_LINK 256

static gboolean
is_link_char (char c)
{
  return (guchar)c > ' ' && strchr ("\"<>()[]{}|\\^`", c) == NULL;
}

static const char *
link_end (const DecantFinder *self, const char *p)
{
  const char *limit = self->end - p > MAX_LINK ? p + MAX_LINK : self->end;

  while (p < limit && (guchar)*p < 0x80 && is_link_char (*p))
    p++;
  while (p > self->text && strchr (".,;:!?'*", p[-1]) != NULL)
    p--;
  return p;
}

/* The source's own letters for a code that folding put in lower case; NULL when they are not plain ASCII. */
static char *
code_of (DecantFinder *self, const char *from, const char *to)
{
  DecantSpan span = decant_folded_to_source (self->folded, (gsize)(from - self->text), (gsize)(to - self->text));
  const char *source = self->folded->source + span.start;

  if (span.end - span.start != (guint32)(to - from))
    return NULL;
  return decant_arena_strndup (self->arena, source, span.end - span.start);
}

static void
add_invite (DecantFinder *self, const char *from, const char *code, const char *more, const char *host)
{
  const char *to = decant_finder_name_end (self, code, more);
  const char *kept = to - code >= 4 ? code_of (self, code, to) : NULL;
  char *value;

  if (kept == NULL)
    return;
  value = decant_arena_alloc (self->arena, strlen (host) + strlen (kept) + 1);
  strcpy (stpcpy (value, host), kept);
  decant_finder_add (self, from, to, "invite", value);
}

static void
add_name (DecantFinder *self,
          const char *from,
          const char *name,
          const char *more,
          gsize least,
          gsize most,
          const char *kind)
{
  const char *to = decant_finder_name_end (self, name, more);

  while (to > name && strchr (".-", to[-1]) != NULL)
    to--;
  if ((gsize)(to - name) >= least && (gsize)(to - name) <= most)
    decant_finder_add (self, from, to, kind, decant_finder_copy (self, name, to));
}

static void
read_telegram_path (DecantFinder *self, const char *from, const char *path)
{
  static const char *const reserved[]
      = { "share", "proxy",        "socks",   "addstickers", "addemoji", "addtheme", "setlanguage",
          "login", "confirmphone", "invoice", "iv",          "bg",       NULL };

  if (decant_finder_starts (self, path, "+"))
    add_invite (self, from, path + 1, "_-", "t.me/+");
  else if (decant_finder_starts (self, path, "joinchat/"))
    add_invite (self, from, path + 9, "_-", "t.me/+");
  else if (decant_finder_starts (self, path, "s/"))
    add_name (self, from, path + 2, "_", 4, MAX_NAME, "telegram");
  else
    {
      for (guint i = 0; reserved[i] != NULL; i++)
        if (decant_finder_starts (self, path, reserved[i]) && strchr ("/?", path[strlen (reserved[i])]) != NULL)
          return;
      add_name (self, from, path, "_", 4, MAX_NAME, "telegram");
    }
}

static void
read_whatsapp_path (DecantFinder *self, const char *from, const char *path)
{
  const char *digits = path + (path < self->end && *path == '+'), *to = decant_finder_name_end (self, digits, "");
  char *value;

  if (to - digits < 7 || to - digits > DECANT_PHONE_MAX || strspn (digits, "0123456789") < (gsize)(to - digits))
    return;
  value = decant_arena_alloc (self->arena, (gsize)(to - digits) + 2);
  value[0] = '+';
  memcpy (value + 1, digits, (gsize)(to - digits));
  value[1 + (to - digits)] = '\0';
  decant_finder_add (self, from, to, "whatsapp", value);
}

typedef enum
{
  HOST_TELEGRAM,
  HOST_WHATSAPP,
  HOST_SNAPCHAT,
  HOST_INSTAGRAM,
  HOST_INVITE
} HostKind;

static const struct
{
  const char *prefix;
  HostKind kind;
  const char *host; /* of an invite's normal form */
} hosts[] = {
  { "t.me/", HOST_TELEGRAM, NULL },
  { "telegram.me/", HOST_TELEGRAM, NULL },
  { "telegram.dog/", HOST_TELEGRAM, NULL },
  { "wa.me/", HOST_WHATSAPP, NULL },
  { "snapchat.com/add/", HOST_SNAPCHAT, NULL },
  { "instagram.com/", HOST_INSTAGRAM, NULL },
  { "chat.whatsapp.com/", HOST_INVITE, "chat.whatsapp.com/" },
  { "discord.gg/", HOST_INVITE, "discord.gg/" },
  { "discord.com/invite/", HOST_INVITE, "discord.gg/" },
  { "discordapp.com/invite/", HOST_INVITE, "discord.gg/" },
  { "signal.group/#", HOST_INVITE, "signal.group/#" },
};

/* Reads a known host at @p, whose address began at @from. */
static gboolean
read_host (DecantFinder *self, const char *from, const char *p)
{
  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      const char *path = p + strlen (hosts[i].prefix);
      if (hosts[i].prefix[0] != *p || !decant_finder_starts (self, p, hosts[i].prefix))
        continue;
      switch (hosts[i].kind)
        {
        case HOST_TELEGRAM:
          read_telegram_path (self, from, path);
          break;
        case HOST_WHATSAPP:
          read_whatsapp_path (self, from, path);
          break;
        case HOST_SNAPCHAT:
          add_name (self, from, path, "_.-", 3, 15, "snapchat");
          break;
        case HOST_INSTAGRAM:
          add_name (self, from, path, "_.", 1, 30, "instagram");
          break;
        case HOST_INVITE:
          add_invite (self, from, path, "_-", hosts[i].host);
          break;
        }
      return TRUE;
    }
  return FALSE;
}

static void
add_link (DecantFinder *self, const char *from, const char *host)
{
  const char *to = link_end (self, host), *path_end = host;

  if (decant_finder_starts (self, host, "www."))
    host += 4;
  while (path_end < to && *path_end != '?' && *path_end != '#')
    path_end++;
  while (path_end > host && path_end[-1] == '/')
    path_end--;
  if (path_end > host && memchr (host, '.', (gsize)(path_end - host)) != NULL)
    decant_finder_add (self, from, to, "link", decant_finder_copy (self, host, path_end));
}

void
decant_find_links (DecantFinder *self)
{
  for (const char *p = self->text; p < self->end; p++)
    {
      if ((*p != 'h' && *p != 't' && *p != 'w' && *p != 's' && *p != 'i' && *p != 'c' && *p != 'd')
          || decant_is_name_char (decant_finder_before (self, p)))
        continue;
      if (decant_finder_starts (self, p, "http"))
        {
          const char *host = p + 4 + (decant_finder_starts (self, p + 4, "s"));
          if (!decant_finder_starts (self, host, "://"))
            continue;
          host += 3;
          if (!read_host (self, p, host + (decant_finder_starts (self, host, "www.") ? 4 : 0)))
            add_link (self, p, host);
        }
      else
        read_host (self, p, p + (decant_finder_starts (self, p, "www.") ? 4 : 0));
    }
}

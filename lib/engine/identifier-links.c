/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/identifier-finder.h"

#include "engine/phones.h"

#include <string.h>

#define MAX_LINK 256
#define MAX_HOST 253
#define MAX_CODE 256

/* Links of hosts and schemes that are known to lead to a person or a group, and all others. Readers get the path behind
 * a prefix of the table below and return FALSE when it is no identifier of their kind: it may be a plain link then. */

typedef struct _Host Host;

struct _Host
{
  const char *prefix;
  gboolean (*read) (DecantFinder *self, const char *from, const char *path, const Host *host);
  const char *kind; /* of a handle or number; for an invite: host and path of its normal form */
  const char *more; /* characters of a handle beside letters and digits */
  gsize least, most;
};

static gboolean
is_link_byte (char c)
{
  return (guchar)c > ' ' && strchr ("\"<>()[]{}|\\^`", c) == NULL;
}

static const char *
link_end (const DecantFinder *self, const char *p)
{
  const char *from = p, *limit = self->end - p > MAX_LINK ? p + MAX_LINK : self->end;

  while (p < limit && (guchar)*p < 0x80 && is_link_byte (*p))
    p++;
  while (p > from && strchr (".,;:!?'*", p[-1]) != NULL)
    p--;
  return p;
}

/* The source's own letters for a code that folding put in lower case; NULL when they are not plain ASCII. */
static char *
code_of (DecantFinder *self, const char *from, const char *to)
{
  DecantSpan span = decant_folded_to_source (self->folded, (gsize)(from - self->text), (gsize)(to - self->text));

  if (span.end - span.start != (guint32)(to - from))
    return NULL;
  return decant_arena_strndup (self->arena, self->folded->source + span.start, span.end - span.start);
}

static gboolean
add_code (DecantFinder *self, const char *from, const char *code, const char *to, const char *kind, const char *host)
{
  const char *kept = to - code >= 4 && to - code <= MAX_CODE ? code_of (self, code, to) : NULL;
  char *value;

  if (kept == NULL)
    return FALSE;
  value = decant_arena_alloc (self->arena, strlen (host) + strlen (kept) + 1);
  strcpy (stpcpy (value, host), kept);
  decant_finder_add_named (self, from, to, code, to, kind, value);
  return TRUE;
}

static gboolean
read_invite (DecantFinder *self, const char *from, const char *path, const Host *host)
{
  return add_code (self, from, path, decant_finder_name_end (self, path, host->more), "invite", host->kind);
}

/* Pages that stand where a user's name could. */
static gboolean
is_page (const char *name, gsize length)
{
  static const char *const pages[]
      = { "about",        "accounts",    "addemoji", "addstickers",   "addtheme", "bg",        "c",
          "confirmphone", "dialog",      "events",   "explore",       "groups",   "hashtag",   "help",
          "home",         "i",           "intent",   "invoice",       "iv",       "login",     "media",
          "messages",     "p",           "pages",    "permalink.php", "photo",    "photo.php", "plugins",
          "privacy",      "profile.php", "proxy",    "reel",          "reels",    "search",    "setlanguage",
          "settings",     "share",       "sharer",   "sharer.php",    "socks",    "status",    "stories",
          "story.php",    "tr",          "tv",       "watch",         "web",      NULL };

  for (guint i = 0; pages[i] != NULL; i++)
    if (strlen (pages[i]) == length && memcmp (name, pages[i], length) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
read_handle (DecantFinder *self, const char *from, const char *path, const Host *host)
{
  const char *name = path + (decant_finder_starts (self, path, "@") || decant_finder_starts (self, path, "~")), *to;

  to = decant_finder_name_end (self, name, host->more);
  while (to > name && strchr (".-", to[-1]) != NULL)
    to--;
  if ((gsize)(to - name) < host->least || (gsize)(to - name) > host->most || is_page (name, (gsize)(to - name)))
    return FALSE;
  decant_finder_add_named (self, from, to, name, to, host->kind, decant_finder_copy (self, name, to));
  return TRUE;
}

/* A profile, but not what it posted: the address must end with the name. */
static gboolean
read_profile (DecantFinder *self, const char *from, const char *path, const Host *host)
{
  const char *to = decant_finder_name_end (self, path + decant_finder_starts (self, path, "@"), host->more);

  if (decant_finder_starts (self, to, "/") && to + 1 < self->end && g_ascii_isalnum (to[1]))
    return FALSE;
  return read_handle (self, from, path, host);
}

static gboolean
read_threema (DecantFinder *self, const char *from, const char *path, const Host *host)
{
  const char *to = decant_finder_name_end (self, path, "*");

  if (to - path != 8)
    return FALSE;
  decant_finder_add_named (self, from, to, path, to, "threema",
                           decant_ascii_upper (decant_finder_copy (self, path, to)));
  return TRUE;
}

static gboolean
read_number (DecantFinder *self, const char *from, const char *path, const Host *host)
{
  const char *digits = path, *to;
  char number[DECANT_PHONE_MAX + 1], *value;

  digits += decant_finder_starts (self, digits, "+") ? 1 : decant_finder_starts (self, digits, "%2b") ? 3 : 0;
  to = decant_finder_name_end (self, digits, "");
  if (strspn (digits, "0123456789") < (gsize)(to - digits)
      || !decant_phone_normalize (digits, (gsize)(to - digits), number))
    return FALSE;
  value = decant_arena_alloc (self->arena, strlen (number) + 2);
  strcpy (stpcpy (value, "+"), number);
  decant_finder_add_named (self, from, to, digits, to, host->kind, value);
  return TRUE;
}

/* https://core.telegram.org/api/links */
static gboolean
read_telegram (DecantFinder *self, const char *from, const char *path, const Host *host)
{
  if (decant_finder_starts (self, path, "+"))
    return read_number (self, from, path, host)
           || add_code (self, from, path + 1, decant_finder_name_end (self, path + 1, "_-"), "invite", "t.me/+");
  if (decant_finder_starts (self, path, "joinchat/"))
    return add_code (self, from, path + 9, decant_finder_name_end (self, path + 9, "_-"), "invite", "t.me/+");
  if (decant_finder_starts (self, path, "addlist/"))
    return add_code (self, from, path + 8, decant_finder_name_end (self, path + 8, "_-"), "invite", "t.me/addlist/");
  return read_handle (self, from, path + (decant_finder_starts (self, path, "s/") ? 2 : 0), host);
}

/* matrix.to/#/@user:host, matrix.to/#/#room:host: https://spec.matrix.org/latest/appendices/#matrixto-navigation */
static gboolean
read_matrix (DecantFinder *self, const char *from, const char *path, const Host *host)
{
  const char *to = decant_finder_name_end (self, path + 1, "._=-/+:");
  char *value = decant_finder_copy (self, path, to);

  if (to - path < 5 || (*path != '@' && *path != '#') || strchr (value, ':') == NULL)
    return FALSE;
  if (*path == '@')
    decant_finder_add_named (self, from, to, path, to, "matrix", value);
  else
    {
      char *room = decant_arena_alloc (self->arena, strlen (host->kind) + strlen (value) + 1);
      strcpy (stpcpy (room, host->kind), value);
      decant_finder_add_named (self, from, to, path, to, "invite", room);
    }
  return TRUE;
}

/* 33 bytes in Base32 (https://code.briarproject.org/briar/briar-spec). */
static gboolean
read_briar (DecantFinder *self, const char *from, const char *path, const Host *host)
{
  const char *to = decant_finder_name_end (self, path, "");

  if (to - path != 53)
    return FALSE;
  decant_finder_add_named (self, from, to, path, to, "briar", decant_finder_copy (self, path, to));
  return TRUE;
}

/* The queue behind "smp=" is the address; versions and hints around it may change
 * (https://github.com/simplex-chat/simplexmq, agent protocol). */
static gboolean
read_simplex (DecantFinder *self, const char *from, const char *path, const Host *host)
{
  const char *limit = link_end (self, path), *queue = memmem (path, (gsize)(limit - path), "smp=", 4), *to, *hint;

  if (queue == NULL)
    return FALSE;
  queue += 4;
  to = memchr (queue, '&', (gsize)(limit - queue));
  to = to != NULL ? to : limit;
  hint = memmem (queue, (gsize)(to - queue), "%23", 3);
  return add_code (self, from, queue, hint != NULL ? hint : to, "simplex", "");
}

/* Host and scheme before the longer ones that begin alike would hide them: the first that fits and reads counts. */
static const Host hosts[] = {
  { "t.me/", read_telegram, "telegram", "_", 4, 32 },
  { "telegram.me/", read_telegram, "telegram", "_", 4, 32 },
  { "telegram.dog/", read_telegram, "telegram", "_", 4, 32 },
  { "tg://resolve?domain=", read_handle, "telegram", "_", 4, 32 },
  { "tg://resolve?phone=", read_number, "telegram", "", 0, 0 },
  { "tg://join?invite=", read_invite, "t.me/+", "_-", 0, 0 },
  { "web.telegram.org/k/#", read_handle, "telegram", "_", 4, 32 },
  { "web.telegram.org/a/#", read_handle, "telegram", "_", 4, 32 },
  { "wa.me/message/", read_invite, "wa.me/message/", "", 0, 0 },
  { "wa.me/", read_number, "whatsapp", "", 0, 0 },
  { "api.whatsapp.com/send?phone=", read_number, "whatsapp", "", 0, 0 },
  { "api.whatsapp.com/send/?phone=", read_number, "whatsapp", "", 0, 0 },
  { "web.whatsapp.com/send?phone=", read_number, "whatsapp", "", 0, 0 },
  { "whatsapp://send?phone=", read_number, "whatsapp", "", 0, 0 },
  { "chat.whatsapp.com/invite/", read_invite, "chat.whatsapp.com/", "_-", 0, 0 },
  { "chat.whatsapp.com/", read_invite, "chat.whatsapp.com/", "_-", 0, 0 },
  { "whatsapp.com/channel/", read_invite, "whatsapp.com/channel/", "_-", 0, 0 },
  { "signal.me/#p/", read_number, "signal", "", 0, 0 },
  { "signal.me/#eu/", read_invite, "signal.me/#eu/", "_-", 0, 0 },
  { "signal.group/#", read_invite, "signal.group/#", "_-", 0, 0 },
  { "sgnl://signal.me/#p/", read_number, "signal", "", 0, 0 },
  { "sgnl://signal.me/#eu/", read_invite, "signal.me/#eu/", "_-", 0, 0 },
  { "sgnl://signal.group/#", read_invite, "signal.group/#", "_-", 0, 0 },
  { "threema.id/", read_threema, "threema", "*", 8, 8 },
  { "snapchat.com/add/", read_handle, "snapchat", "_.-", 3, 15 },
  { "snapchat.com/@", read_handle, "snapchat", "_.-", 3, 15 },
  { "instagram.com/stories/", read_handle, "instagram", "_.", 1, 30 },
  { "instagram.com/", read_profile, "instagram", "_.", 1, 30 },
  { "ig.me/m/", read_handle, "instagram", "_.", 1, 30 },
  { "discord.gg/invite/", read_invite, "discord.gg/", "_-", 0, 0 },
  { "discord.gg/", read_invite, "discord.gg/", "_-", 0, 0 },
  { "discord.com/invite/", read_invite, "discord.gg/", "_-", 0, 0 },
  { "discordapp.com/invite/", read_invite, "discord.gg/", "_-", 0, 0 },
  { "kik.me/", read_handle, "kik", "_.", 2, 20 },
  { "invite.viber.com/?g2=", read_invite, "invite.viber.com/?g2=", "_-%", 0, 0 },
  { "invite.viber.com/?g=", read_invite, "invite.viber.com/?g=", "_-%", 0, 0 },
  { "viber://chat?number=", read_number, "viber", "", 0, 0 },
  { "viber://add?number=", read_number, "viber", "", 0, 0 },
  { "u.wechat.com/", read_invite, "u.wechat.com/", "_-", 0, 0 },
  { "weixin://dl/chat?", read_handle, "wechat", "_-", 6, 20 },
  { "qm.qq.com/q/", read_invite, "qm.qq.com/q/", "_-", 0, 0 },
  { "jq.qq.com/?_wv=1027&k=", read_invite, "jq.qq.com/?k=", "_-", 0, 0 },
  { "jq.qq.com/?k=", read_invite, "jq.qq.com/?k=", "_-", 0, 0 },
  { "line.me/ti/p/~", read_handle, "line", "_.-", 4, 20 },
  { "line.me/r/ti/p/~", read_handle, "line", "_.-", 4, 20 },
  { "line.me/r/ti/p/@", read_handle, "line", "_.-", 4, 20 },
  { "line.me/r/ti/p/%40", read_handle, "line", "_.-", 4, 20 },
  { "line.me/ti/p/@", read_handle, "line", "_.-", 4, 20 },
  { "line.me/ti/p/", read_invite, "line.me/ti/p/", "_-", 0, 0 },
  { "line.me/r/ti/p/", read_invite, "line.me/ti/p/", "_-", 0, 0 },
  { "line.me/ti/g2/", read_invite, "line.me/ti/g2/", "_-", 0, 0 },
  { "line.me/ti/g/", read_invite, "line.me/ti/g/", "_-", 0, 0 },
  { "line.me/r/ti/g/", read_invite, "line.me/ti/g/", "_-", 0, 0 },
  { "line://ti/p/~", read_handle, "line", "_.-", 4, 20 },
  { "line://ti/p/@", read_handle, "line", "_.-", 4, 20 },
  { "lin.ee/", read_invite, "lin.ee/", "_-", 0, 0 },
  { "open.kakao.com/o/", read_invite, "open.kakao.com/o/", "_-", 0, 0 },
  { "open.kakao.com/me/", read_handle, "kakaotalk", "_.-", 3, 20 },
  { "pf.kakao.com/", read_invite, "pf.kakao.com/", "_-", 0, 0 },
  { "zalo.me/g/", read_invite, "zalo.me/g/", "_-", 0, 0 },
  { "zalo.me/", read_number, "zalo", "", 0, 0 },
  { "matrix.to/#/", read_matrix, "matrix.to/#/", "", 0, 0 },
  { "briar://", read_briar, "briar", "", 0, 0 },
  { "simplex.chat/contact", read_simplex, "simplex", "", 0, 0 },
  { "simplex.chat/invitation", read_simplex, "simplex", "", 0, 0 },
  { "simplex:/contact", read_simplex, "simplex", "", 0, 0 },
  { "simplex:/invitation", read_simplex, "simplex", "", 0, 0 },
  { "m.me/", read_handle, "facebook", ".", 5, 50 },
  { "messenger.com/t/", read_handle, "facebook", ".", 5, 50 },
  { "facebook.com/messages/t/", read_handle, "facebook", ".", 5, 50 },
  { "facebook.com/profile.php?id=", read_handle, "facebook", "", 5, 20 },
  { "facebook.com/", read_profile, "facebook", ".", 5, 50 },
  { "fb.com/", read_profile, "facebook", ".", 5, 50 },
  { "fb.me/", read_profile, "facebook", ".", 5, 50 },
  { "tiktok.com/@", read_profile, "tiktok", "_.", 2, 24 },
  { "x.com/", read_profile, "x", "_", 1, 15 },
  { "twitter.com/", read_profile, "x", "_", 1, 15 },
  { "icq.im/", read_handle, "icq", "_.", 5, 32 },
  { "icq.com/people/", read_handle, "icq", "_.", 5, 32 },
};

/* Reads a known host or scheme at @p, whose address began at @from. */
static gboolean
read_host_at (DecantFinder *self, const char *from, const char *p)
{
  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    if (p < self->end && hosts[i].prefix[0] == *p && decant_finder_starts (self, p, hosts[i].prefix))
      {
        const char *path = p + strlen (hosts[i].prefix);
        while (decant_finder_starts (self, path, "/"))
          path++;
        if (hosts[i].read (self, from, path, &hosts[i]))
          return TRUE;
      }
  return FALSE;
}

/* "example.t.me" is the same user as t.me/example (https://core.telegram.org/api/links#public-username-links). */
static gboolean
read_subdomain (DecantFinder *self, const char *from, const char *p)
{
  static const Host telegram = { "", read_handle, "telegram", "_", 4, 32 };
  const char *to = decant_finder_name_end (self, p, "_");

  if (!decant_finder_starts (self, to, ".t.me") || (to + 5 < self->end && decant_is_name_char (to[5])))
    return FALSE;
  return read_handle (self, from, p, &telegram);
}

static gboolean
read_host (DecantFinder *self, const char *from, const char *p)
{
  static const char *const prefixes[] = { "", "www.", "m.", "mobile." };

  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (decant_finder_starts (self, p, prefixes[i]) && read_host_at (self, from, p + strlen (prefixes[i])))
      return TRUE;
  return read_subdomain (self, from, p);
}

/* The end of a host's name, letters of any script included. */
static const char *
host_end (const DecantFinder *self, const char *p)
{
  const char *limit = self->end - p > MAX_HOST ? p + MAX_HOST : self->end;

  while (p < limit && (decant_is_name_char (*p) || (guchar)*p >= 0x80))
    p++;
  while (p < self->end && ((guchar)*p & 0xc0) == 0x80)
    p++;
  return p;
}

static gboolean
is_ascii (const char *text)
{
  while (*text != '\0' && (guchar)*text < 0x80)
    text++;
  return *text == '\0';
}

/* A host in other letters is the same as its punycode (RFC 5891). It is read in the source, since folding drops marks. */
static const char *
copy_host (DecantFinder *self, const char *from, const char *to)
{
  DecantSpan span = decant_folded_to_source (self->folded, (gsize)(from - self->text), (gsize)(to - self->text));
  g_autofree char *written = g_strndup (self->folded->source + span.start, span.end - span.start);
  g_autofree char *ascii = is_ascii (written) ? NULL : g_hostname_to_ascii (written);
  const char *host
      = ascii != NULL ? decant_arena_strndup (self->arena, ascii, strlen (ascii)) : decant_finder_copy (self, from, to);

  return g_str_has_prefix (host, "www.") ? host + 4 : host;
}

static void
add_link (DecantFinder *self, const char *from, const char *host)
{
  const char *path = host_end (self, host), *to, *path_end, *name;
  char *value;

  while (path > host && strchr (".-", path[-1]) != NULL)
    path--;
  if (path == host || !is_ascii (name = copy_host (self, host, path)) || strchr (name, '.') == NULL)
    return;
  to = link_end (self, path);
  path_end = path;
  while (path_end < to && *path_end != '?' && *path_end != '#')
    path_end++;
  while (path_end > path && path_end[-1] == '/')
    path_end--;
  value = decant_arena_alloc (self->arena, strlen (name) + (gsize)(path_end - path) + 1);
  memcpy (stpcpy (value, name), path, (gsize)(path_end - path));
  value[strlen (name) + (gsize)(path_end - path)] = '\0';
  decant_finder_add_named (self, from, MAX (to, path), host, MAX (to, path), "link", value);
}

/* An address begins with letters that end in ":" or "/", "https:", "t.me/", or is a sub-domain of t.me. */
static const char *
address_head (const DecantFinder *self, const char *p)
{
  const char *to = decant_finder_name_end (self, p, "_.-");

  if (to >= self->end)
    return to - p > 5 && memcmp (to - 5, ".t.me", 5) == 0 ? to : NULL;
  return *to == ':' || *to == '/' || (to - p > 5 && memcmp (to - 5, ".t.me", 5) == 0) ? to : NULL;
}

static void
find_link_at (DecantFinder *self, const char *p)
{
  const char *host = p;

  if (decant_finder_starts (self, p, "https://"))
    host += 8;
  else if (decant_finder_starts (self, p, "http://"))
    host += 7;
  if (!read_host (self, p, host) && host > p)
    add_link (self, p, host);
}

void
decant_find_links (DecantFinder *self)
{
  const char *p = self->text;

  while (p < self->end)
    {
      const char *to = p;
      if (g_ascii_isalnum (*p) && (to = address_head (self, p)) != NULL)
        find_link_at (self, p);
      while (p < self->end && (p < to || decant_is_name_char (*p)))
        p++;
      p += p < self->end;
    }
}

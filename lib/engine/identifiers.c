/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/identifiers.h"

#include "engine/phones.h"
#include "engine/phrases.h"
#include "engine/shape.h"
#include "engine/wallets.h"

#include <string.h>

#define MAX_IDENTIFIERS 64
#define MAX_APP_WORDS 128
#define MAX_NAME 32
#define MAX_LINK 256
#define NEAR 40 /* bytes between a contact word and a number */

typedef struct {
  DecantArena *arena;
  const DecantFolded *folded;
  const char *text, *end; /* folded */
  DecantIdentifier *found;
  guint n;
} Finder;

static gboolean
overlaps (const Finder *self, DecantSpan span)
{
  for (guint i = 0; i < self->n; i++)
    if (span.start < self->found[i].span.end && self->found[i].span.start < span.end)
      return TRUE;
  return FALSE;
}

static void
add_span (Finder *self, DecantSpan span, const char *kind, const char *value)
{
  if (self->n < MAX_IDENTIFIERS && !overlaps (self, span))
    self->found[self->n++] = (DecantIdentifier){ span, kind, value };
}

/* @from to @to in the folded text. */
static void
add (Finder *self, const char *from, const char *to, const char *kind, const char *value)
{
  add_span (self, decant_folded_to_source (self->folded, (gsize) (from - self->text), (gsize) (to - self->text)), kind,
            value);
}

static char *
copy (Finder *self, const char *from, const char *to)
{
  return decant_arena_strndup (self->arena, from, (gsize) (to - from));
}

static char
before (const Finder *self, const char *p)
{
  return p > self->text ? p[-1] : ' ';
}

/* --- wallets and Session ids: whole ASCII tokens of the source -------------------------------------------------- */

static char *
lower (char *text)
{
  for (char *p = text; *p != '\0'; p++)
    *p = g_ascii_tolower (*p);
  return text;
}

static char *
upper (char *text)
{
  for (char *p = text; *p != '\0'; p++)
    *p = g_ascii_toupper (*p);
  return text;
}

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
try_token (Finder *self, const char *source, gsize start, gsize end)
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
    lower (value);
  add_span (self, (DecantSpan){ (guint32) start, (guint32) end }, kind, value);
}

static void
find_wallets (Finder *self)
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

/* --- links ------------------------------------------------------------------------------------------------------ */

static gboolean
is_link_char (char c)
{
  return (guchar) c > ' ' && strchr ("\"<>()[]{}|\\^`", c) == NULL;
}

static const char *
link_end (const Finder *self, const char *p)
{
  const char *limit = self->end - p > MAX_LINK ? p + MAX_LINK : self->end;

  while (p < limit && (guchar) *p < 0x80 && is_link_char (*p))
    p++;
  while (p > self->text && strchr (".,;:!?'*", p[-1]) != NULL)
    p--;
  return p;
}

static gboolean
is_name_char (char c)
{
  return g_ascii_isalnum (c) || c == '_' || c == '.' || c == '-';
}

static const char *
name_end (const Finder *self, const char *p, const char *more)
{
  const char *limit = self->end - p > MAX_LINK ? p + MAX_LINK : self->end;

  while (p < limit && *p != '\0' && (g_ascii_isalnum (*p) || strchr (more, *p) != NULL))
    p++;
  return p;
}

/* The source's own letters for a code that folding put in lower case; NULL when they are not plain ASCII. */
static char *
code_of (Finder *self, const char *from, const char *to)
{
  DecantSpan span = decant_folded_to_source (self->folded, (gsize) (from - self->text), (gsize) (to - self->text));
  const char *source = self->folded->source + span.start;

  if (span.end - span.start != (guint32) (to - from))
    return NULL;
  return decant_arena_strndup (self->arena, source, span.end - span.start);
}

static void
add_invite (Finder *self, const char *from, const char *code, const char *more, const char *host)
{
  const char *to = name_end (self, code, more);
  const char *kept = to - code >= 4 ? code_of (self, code, to) : NULL;
  char *value;

  if (kept == NULL)
    return;
  value = decant_arena_alloc (self->arena, strlen (host) + strlen (kept) + 1);
  strcpy (stpcpy (value, host), kept);
  add (self, from, to, "invite", value);
}

static gboolean
starts (const Finder *self, const char *p, const char *with)
{
  gsize length = strlen (with);

  return (gsize) (self->end - p) >= length && memcmp (p, with, length) == 0;
}

static void
add_name (Finder *self, const char *from, const char *name, const char *more, gsize least, gsize most, const char *kind)
{
  const char *to = name_end (self, name, more);

  while (to > name && strchr (".-", to[-1]) != NULL)
    to--;
  if ((gsize) (to - name) >= least && (gsize) (to - name) <= most)
    add (self, from, to, kind, copy (self, name, to));
}

static void
read_telegram_path (Finder *self, const char *from, const char *path)
{
  static const char *const reserved[] = { "share", "proxy", "socks", "addstickers", "addemoji", "addtheme", "setlanguage",
                                          "login", "confirmphone", "invoice", "iv", "bg", NULL };

  if (starts (self, path, "+"))
    add_invite (self, from, path + 1, "_-", "t.me/+");
  else if (starts (self, path, "joinchat/"))
    add_invite (self, from, path + 9, "_-", "t.me/+");
  else if (starts (self, path, "s/"))
    add_name (self, from, path + 2, "_", 4, MAX_NAME, "telegram");
  else
    {
      for (guint i = 0; reserved[i] != NULL; i++)
        if (starts (self, path, reserved[i]) && strchr ("/?", path[strlen (reserved[i])]) != NULL)
          return;
      add_name (self, from, path, "_", 4, MAX_NAME, "telegram");
    }
}

static void
read_whatsapp_path (Finder *self, const char *from, const char *path)
{
  const char *digits = path + (path < self->end && *path == '+'), *to = name_end (self, digits, "");
  char *value;

  if (to - digits < 7 || to - digits > DECANT_PHONE_MAX || strspn (digits, "0123456789") < (gsize) (to - digits))
    return;
  value = decant_arena_alloc (self->arena, (gsize) (to - digits) + 2);
  value[0] = '+';
  memcpy (value + 1, digits, (gsize) (to - digits));
  value[1 + (to - digits)] = '\0';
  add (self, from, to, "whatsapp", value);
}

typedef enum { HOST_TELEGRAM, HOST_WHATSAPP, HOST_SNAPCHAT, HOST_INSTAGRAM, HOST_INVITE } HostKind;

static const struct {
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
read_host (Finder *self, const char *from, const char *p)
{
  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      const char *path = p + strlen (hosts[i].prefix);
      if (hosts[i].prefix[0] != *p || !starts (self, p, hosts[i].prefix))
        continue;
      switch (hosts[i].kind)
        {
        case HOST_TELEGRAM: read_telegram_path (self, from, path); break;
        case HOST_WHATSAPP: read_whatsapp_path (self, from, path); break;
        case HOST_SNAPCHAT: add_name (self, from, path, "_.-", 3, 15, "snapchat"); break;
        case HOST_INSTAGRAM: add_name (self, from, path, "_.", 1, 30, "instagram"); break;
        case HOST_INVITE: add_invite (self, from, path, "_-", hosts[i].host); break;
        }
      return TRUE;
    }
  return FALSE;
}

static void
add_link (Finder *self, const char *from, const char *host)
{
  const char *to = link_end (self, host), *path_end = host;

  if (starts (self, host, "www."))
    host += 4;
  while (path_end < to && *path_end != '?' && *path_end != '#')
    path_end++;
  while (path_end > host && path_end[-1] == '/')
    path_end--;
  if (path_end > host && memchr (host, '.', (gsize) (path_end - host)) != NULL)
    add (self, from, to, "link", copy (self, host, path_end));
}

static void
find_links (Finder *self)
{
  for (const char *p = self->text; p < self->end; p++)
    {
      if ((*p != 'h' && *p != 't' && *p != 'w' && *p != 's' && *p != 'i' && *p != 'c' && *p != 'd')
          || is_name_char (before (self, p)))
        continue;
      if (starts (self, p, "http"))
        {
          const char *host = p + 4 + (starts (self, p + 4, "s"));
          if (!starts (self, host, "://"))
            continue;
          host += 3;
          if (!read_host (self, p, host + (starts (self, host, "www.") ? 4 : 0)))
            add_link (self, p, host);
        }
      else
        read_host (self, p, p + (starts (self, p, "www.") ? 4 : 0));
    }
}

static void
find_onions (Finder *self)
{
  const char *p = self->text;

  while ((p = memmem (p, (gsize) (self->end - p), ".onion", 6)) != NULL)
    {
      if (p - self->text >= 56 && decant_onion_is_valid (p - 56, 56) && !g_ascii_isalnum (before (self, p - 56)))
        add (self, p - 56, p + 6, "onion", copy (self, p - 56, p));
      p += 6;
    }
}

/* --- e-mail ----------------------------------------------------------------------------------------------------- */

static const char *
domain_end (const Finder *self, const char *p)
{
  const char *to = name_end (self, p, ".-"), *dot;

  while (to > p && strchr (".-", to[-1]) != NULL)
    to--;
  dot = g_strrstr_len (p, to - p, ".");
  if (dot == NULL || dot == p || to - dot < 3 || !g_ascii_isalpha (dot[1]))
    return NULL;
  return to;
}

static void
find_emails (Finder *self)
{
  for (const char *p = self->text; (p = memchr (p, '@', (gsize) (self->end - p))) != NULL; p++)
    {
      const char *from = p, *to;
      while (from > self->text && p - from < 64 && (is_name_char (from[-1]) || from[-1] == '+' || from[-1] == '%'))
        from--;
      to = from < p ? domain_end (self, p + 1) : NULL;
      if (to != NULL)
        add (self, from, to, "email", copy (self, from, to));
    }
}

/* --- phones ----------------------------------------------------------------------------------------------------- */

/* Digits in groups from @p on: the end of each group, so that a too greedy reading can be shortened. */
typedef struct {
  char digits[DECANT_PHONE_MAX + 1];
  const char *ends[DECANT_PHONE_MAX];
  guint counts[DECANT_PHONE_MAX]; /* digits up to that end */
  guint n;
} Groups;

static void
read_groups (const Finder *self, const char *p, Groups *out)
{
  guint n = 0;

  *out = (Groups){ 0 };
  while (p < self->end)
    {
      guint gap = 0;
      const char *start = p;
      while (p < self->end && g_ascii_isdigit (*p) && n < DECANT_PHONE_MAX)
        out->digits[n++] = *p++;
      if (p == start || (p < self->end && g_ascii_isdigit (*p)))
        return;
      out->ends[out->n] = p;
      out->counts[out->n++] = n;
      while (p < self->end && *p != '\0' && strchr (" -().\t/", *p) != NULL && gap++ < 3)
        p++;
    }
}

static void
add_phone (Finder *self, const char *from, const char *to, const char *digits, guint n, gboolean international,
           const char *kind)
{
  char *value = decant_arena_alloc (self->arena, n + 2);

  value[0] = '+';
  memcpy (value + international, digits, n);
  value[n + international] = '\0';
  add (self, from, to, kind, value);
}

/* The longest plausible number of the groups, with its country code. */
static gboolean
take_international (Finder *self, const char *from, const char *digits, const char *kind)
{
  Groups groups;

  read_groups (self, digits, &groups);
  for (guint i = groups.n; i-- > 0;)
    if (decant_phone_is_plausible (groups.digits, groups.counts[i]))
      {
        add_phone (self, from, groups.ends[i], groups.digits, groups.counts[i], TRUE, kind);
        return TRUE;
      }
  return FALSE;
}

/* Nine to eleven digits in at most five groups, no country code. */
static gboolean
take_national (Finder *self, const char *from, const char *kind)
{
  Groups groups;

  read_groups (self, from + (*from == '('), &groups);
  for (guint i = MIN (groups.n, 5); i-- > 0;)
    if (groups.counts[i] >= 9 && groups.counts[i] <= 11)
      {
        add_phone (self, from, groups.ends[i], groups.digits, groups.counts[i], FALSE, kind);
        return TRUE;
      }
  return FALSE;
}

/* A number at @p in any writing. Returns whether one was taken. */
static gboolean
take_phone (Finder *self, const char *p, const char *kind)
{
  if (p < self->end && *p == '+')
    {
      const char *digits = p + 1;
      while (digits < self->end && digits - p < 3 && (*digits == ' ' || *digits == '('))
        digits++;
      return take_international (self, p, digits, kind);
    }
  if (starts (self, p, "00") && take_international (self, p, p + 2, kind))
    return TRUE;
  return p < self->end && (g_ascii_isdigit (*p) || *p == '(') && take_national (self, p, kind);
}

/* Signals in order, read along with the text. */
typedef struct {
  const DecantSignal *signals;
  guint n, next;
  guint32 contact_end; /* of the last contact that began before; 0 for none */
} Contacts;

static gboolean
near_contact (Contacts *self, guint32 at)
{
  for (; self->next < self->n && self->signals[self->next].span.start < at; self->next++)
    if (g_str_equal (self->signals[self->next].kind, "contact"))
      self->contact_end = MAX (self->contact_end, self->signals[self->next].span.end);
  return self->contact_end > 0 && self->contact_end <= at && at - self->contact_end <= NEAR;
}

static void
find_phones (Finder *self, const DecantSignal *signals, guint n_signals)
{
  Contacts contacts = { signals, n_signals, 0, 0 };

  for (const char *p = self->text; p < self->end && self->n < MAX_IDENTIFIERS; p++)
    {
      gboolean digit = g_ascii_isdigit (*p);
      if ((!digit && *p != '+') || g_ascii_isalnum (before (self, p)) || (digit && before (self, p) == '+'))
        continue;
      if (!digit || near_contact (&contacts, self->folded->map[p - self->text]))
        take_phone (self, p, "phone");
    }
}

/* --- handles after the name of an app ---------------------------------------------------------------------------- */

typedef enum { APP_TELEGRAM, APP_SIGNAL, APP_WICKR, APP_THREEMA, APP_WHATSAPP, APP_SNAPCHAT, APP_INSTAGRAM, APP_DISCORD } App;

static const struct {
  const char *kind, *more; /* characters of a name beside letters and digits */
  gsize least, most;
  gboolean phone; /* may be a number */
} apps[] = {
  [APP_TELEGRAM] = { "telegram", "_", 4, 32, FALSE }, [APP_SIGNAL] = { "signal", "_.", 5, 35, TRUE },
  [APP_WICKR] = { "wickr", "_.-", 3, 32, FALSE },     [APP_THREEMA] = { "threema", "*", 8, 8, FALSE },
  [APP_WHATSAPP] = { "whatsapp", "", 99, 0, TRUE },   [APP_SNAPCHAT] = { "snapchat", "_.-", 3, 15, FALSE },
  [APP_INSTAGRAM] = { "instagram", "_.", 3, 30, FALSE }, [APP_DISCORD] = { "discord", "_.", 3, 32, FALSE },
};

/* @clear: the word means nothing else, so that a name with a digit may follow it without a sign between. */
static const struct {
  const char *word;
  App app;
  gboolean clear;
} app_words[] = {
  { "telegram", APP_TELEGRAM, TRUE },   { "telegramm", APP_TELEGRAM, TRUE },  { "telegran", APP_TELEGRAM, TRUE },
  { "tellegram", APP_TELEGRAM, TRUE },  { "tele", APP_TELEGRAM, FALSE },      { "tg", APP_TELEGRAM, FALSE },
  { "телеграм*", APP_TELEGRAM, TRUE },  { "телеграмм*", APP_TELEGRAM, TRUE }, { "телега", APP_TELEGRAM, FALSE },
  { "телеге", APP_TELEGRAM, FALSE },    { "телегу", APP_TELEGRAM, FALSE },    { "тг", APP_TELEGRAM, FALSE },
  { "텔레그램", APP_TELEGRAM, TRUE },   { "텔레", APP_TELEGRAM, TRUE },       { "텔 레", APP_TELEGRAM, TRUE },
  { "텔", APP_TELEGRAM, TRUE },         { "テレグラム", APP_TELEGRAM, TRUE }, { "テレグラ", APP_TELEGRAM, TRUE },
  { "電報", APP_TELEGRAM, TRUE },       { "电报", APP_TELEGRAM, TRUE },       { "飞机", APP_TELEGRAM, FALSE },
  { "飛機", APP_TELEGRAM, FALSE },      { "纸飞机", APP_TELEGRAM, TRUE },     { "เทเลแกรม", APP_TELEGRAM, TRUE },
  { "تليجرام", APP_TELEGRAM, TRUE },    { "تيليجرام", APP_TELEGRAM, TRUE },   { "تلغرام", APP_TELEGRAM, TRUE },
  { "signal", APP_SIGNAL, FALSE },      { "сигнал", APP_SIGNAL, FALSE },      { "wickr", APP_WICKR, TRUE },
  { "wickrme", APP_WICKR, TRUE },       { "wicker", APP_WICKR, FALSE },       { "wick r", APP_WICKR, TRUE },
  { "wick", APP_WICKR, FALSE },         { "threema", APP_THREEMA, TRUE },     { "whatsapp", APP_WHATSAPP, TRUE },
  { "whats app", APP_WHATSAPP, TRUE },  { "whatapp", APP_WHATSAPP, TRUE },    { "watsapp", APP_WHATSAPP, TRUE },
  { "whatsap", APP_WHATSAPP, TRUE },    { "whatsup", APP_WHATSAPP, FALSE },   { "wattsapp", APP_WHATSAPP, TRUE },
  { "wa", APP_WHATSAPP, FALSE },        { "вотсап*", APP_WHATSAPP, TRUE },    { "ватсап*", APP_WHATSAPP, TRUE },
  { "واتساب", APP_WHATSAPP, TRUE },     { "واتس اب", APP_WHATSAPP, TRUE },    { "snapchat", APP_SNAPCHAT, TRUE },
  { "snap", APP_SNAPCHAT, FALSE },      { "sc", APP_SNAPCHAT, FALSE },        { "instagram", APP_INSTAGRAM, TRUE },
  { "insta", APP_INSTAGRAM, TRUE },     { "ig", APP_INSTAGRAM, FALSE },       { "discord", APP_DISCORD, TRUE },
};

static gpointer
build_app_table (gpointer unused)
{
  DecantPhrases *table = decant_phrases_new ();

  for (guint i = 0; i < G_N_ELEMENTS (app_words); i++)
    if (!decant_phrases_add (table, app_words[i].word, i))
      g_assert_not_reached ();
  return table;
}

static const DecantPhrases *
app_table (void)
{
  static GOnce once = G_ONCE_INIT; /* constant after the first scan: the words above, folded */

  return g_once (&once, build_app_table, NULL);
}

/* What stands between the app's name and the handle. */
typedef struct {
  const char *at;   /* where the handle begins */
  gboolean sign;    /* "@", ":", "=", ">", a run of dots, or a word such as "id" */
} Gap;

static const char *
skip_filler (const Finder *self, const char *p, gboolean *sign)
{
  static const struct {
    const char *word;
    gboolean sign;
  } fillers[] = {
    { "username", TRUE }, { "user", TRUE }, { "handle", TRUE },   { "nick", TRUE }, { "name", TRUE }, { "number", TRUE },
    { "id", TRUE },       { "nr", TRUE },   { "contact", FALSE }, { "me", FALSE },  { "is", FALSE },  { "us", FALSE },
    { "my", FALSE },      { "at", FALSE },  { "add", FALSE },     { "app", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (fillers); i++)
    {
      const char *to = p + strlen (fillers[i].word);
      if (!starts (self, p, fillers[i].word) || (to < self->end && is_name_char (*to) && !starts (self, to, "..")))
        continue;
      *sign |= fillers[i].sign;
      return to;
    }
  return NULL;
}

static Gap
read_gap (const Finder *self, const char *p)
{
  Gap gap = { p, FALSE };
  guint dots = 0, fillers = 0;
  const char *limit = self->end - p > 48 ? p + 48 : self->end;

  while (p < limit)
    {
      const char *after;
      if (*p == '\n' && !gap.sign)
        break;
      dots = *p == '.' ? dots + 1 : 0;
      gap.sign |= (*p != '\0' && strchr ("@:=>~", *p) != NULL) || dots > 1;
      if (fillers < 3 && (after = skip_filler (self, p, &gap.sign)) != NULL && !starts (self, after, "@"))
        {
          fillers++;
          p = after;
        }
      else if (*p == '+' || g_ascii_isalnum (*p))
        break;
      else if ((guchar) *p >= 0x80 && decant_char_is_word (g_utf8_get_char (p)))
        break;
      else
        p = g_utf8_next_char (p);
    }
  gap.at = p;
  return gap;
}

static gboolean
is_stop_word (const char *name, gsize length)
{
  static const char *const words[] = { "channel", "channels", "group",  "groups",  "kanal",    "canal",   "canale", "chat",
                                       "messenger", "message", "only",  "http",    "https",    "link",    "links",  "whatsapp",
                                       "telegram",  "signal",  "wickr", "email",   "instagram", "snapchat", "here", "below",
                                       "contact",   "available", "and", "with",    "account",  "grupo",   "gruppe", "gruppo",
                                       "groupe",    "order",   "orders", "please", "username", "call",    "text",   NULL };

  for (guint i = 0; words[i] != NULL; i++)
    if (strlen (words[i]) == length && memcmp (name, words[i], length) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
has_digit_or_score (const char *p, const char *to)
{
  for (; p < to; p++)
    if (g_ascii_isdigit (*p) || *p == '_')
      return TRUE;
  return FALSE;
}

/* Signal's names end in a dot and two or more digits (https://support.signal.org/hc/en-us/articles/6712070553754). */
static gboolean
is_signal_name (const char *name, const char *to)
{
  const char *dot = g_strrstr_len (name, to - name, ".");

  return dot != NULL && to - dot >= 3 && strspn (dot + 1, "0123456789") >= (gsize) (to - dot - 1);
}

static void
take_handle (Finder *self, const char *from, App app, gboolean clear)
{
  Gap gap = read_gap (self, from);
  const char *name = gap.at, *to;

  if (apps[app].phone && take_phone (self, name, apps[app].kind))
    return;
  to = name_end (self, name, apps[app].more);
  while (to > name && strchr (".-", to[-1]) != NULL)
    to--;
  if ((gsize) (to - name) < apps[app].least || (gsize) (to - name) > apps[app].most || !g_ascii_isalnum (*name))
    return;
  if (is_stop_word (name, (gsize) (to - name)) || !(gap.sign || (clear && has_digit_or_score (name, to))))
    return;
  if ((app == APP_SIGNAL && !is_signal_name (name, to)) || (app == APP_TELEGRAM && !g_ascii_isalpha (*name)))
    return;
  add (self, name, to, apps[app].kind,
       app == APP_THREEMA ? upper (copy (self, name, to)) : copy (self, name, to));
}

static void
find_handles (Finder *self)
{
  const DecantPhraseMatch *matches;
  guint n = decant_phrases_match (app_table (), self->arena, self->folded, MAX_APP_WORDS, &matches);

  for (guint i = 0; i < n; i++)
    take_handle (self, self->text + matches[i].end, app_words[matches[i].value].app, app_words[matches[i].value].clear);
}

static int
compare_identifiers (gconstpointer a, gconstpointer b)
{
  const DecantIdentifier *x = a, *y = b;

  return x->span.start < y->span.start ? -1 : x->span.start > y->span.start;
}

guint
decant_identifiers_find (DecantArena *arena, const DecantFolded *folded, const DecantSignal *signals, guint n_signals,
                         const DecantIdentifier **identifiers)
{
  Finder finder = { .arena = arena, .folded = folded, .text = folded->text, .end = folded->text + folded->length };

  finder.found = decant_arena_new_array (arena, DecantIdentifier, MAX_IDENTIFIERS);
  find_wallets (&finder);
  find_onions (&finder);
  find_links (&finder);
  find_emails (&finder);
  find_handles (&finder);
  find_phones (&finder, signals, n_signals);
  qsort (finder.found, finder.n, sizeof *finder.found, compare_identifiers);
  *identifiers = finder.found;
  return finder.n;
}

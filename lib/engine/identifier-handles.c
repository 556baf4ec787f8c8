/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/identifier-finder.h"

#include "engine/phrases.h"
#include "engine/shape.h"

#include <string.h>

#define MAX_APP_WORDS 128

/* Handles after the name of an app. */

typedef enum
{
  APP_TELEGRAM,
  APP_SIGNAL,
  APP_WICKR,
  APP_THREEMA,
  APP_WHATSAPP,
  APP_SNAPCHAT,
  APP_INSTAGRAM,
  APP_DISCORD
} App;

static const struct
{
  const char *kind, *more; /* characters of a name beside letters and digits */
  gsize least, most;
  gboolean phone; /* may be a number */
} apps[] = {
  [APP_TELEGRAM] = { "telegram", "_", 4, 32, FALSE },    [APP_SIGNAL] = { "signal", "_.", 5, 35, TRUE },
  [APP_WICKR] = { "wickr", "_.-", 3, 32, FALSE },        [APP_THREEMA] = { "threema", "*", 8, 8, FALSE },
  [APP_WHATSAPP] = { "whatsapp", "", 99, 0, TRUE },      [APP_SNAPCHAT] = { "snapchat", "_.-", 3, 15, FALSE },
  [APP_INSTAGRAM] = { "instagram", "_.", 3, 30, FALSE }, [APP_DISCORD] = { "discord", "_.", 3, 32, FALSE },
};

/* @clear: the word means nothing else, so that a name with a digit may follow it without a sign between. */
static const struct
{
  const char *word;
  App app;
  gboolean clear;
} app_words[] = {
  { "telegram", APP_TELEGRAM, TRUE },  { "telegramm", APP_TELEGRAM, TRUE },  { "telegran", APP_TELEGRAM, TRUE },
  { "tellegram", APP_TELEGRAM, TRUE }, { "tele", APP_TELEGRAM, FALSE },      { "tg", APP_TELEGRAM, FALSE },
  { "телеграм*", APP_TELEGRAM, TRUE }, { "телеграмм*", APP_TELEGRAM, TRUE }, { "телега", APP_TELEGRAM, FALSE },
  { "телеге", APP_TELEGRAM, FALSE },   { "телегу", APP_TELEGRAM, FALSE },    { "тг", APP_TELEGRAM, FALSE },
  { "텔레그램", APP_TELEGRAM, TRUE },  { "텔레", APP_TELEGRAM, TRUE },       { "텔 레", APP_TELEGRAM, TRUE },
  { "텔", APP_TELEGRAM, TRUE },        { "テレグラム", APP_TELEGRAM, TRUE }, { "テレグラ", APP_TELEGRAM, TRUE },
  { "電報", APP_TELEGRAM, TRUE },      { "电报", APP_TELEGRAM, TRUE },       { "飞机", APP_TELEGRAM, FALSE },
  { "飛機", APP_TELEGRAM, FALSE },     { "纸飞机", APP_TELEGRAM, TRUE },     { "เทเลแกรม", APP_TELEGRAM, TRUE },
  { "تليجرام", APP_TELEGRAM, TRUE },   { "تيليجرام", APP_TELEGRAM, TRUE },   { "تلغرام", APP_TELEGRAM, TRUE },
  { "signal", APP_SIGNAL, FALSE },     { "сигнал", APP_SIGNAL, FALSE },      { "wickr", APP_WICKR, TRUE },
  { "wickrme", APP_WICKR, TRUE },      { "wicker", APP_WICKR, FALSE },       { "wick r", APP_WICKR, TRUE },
  { "wick", APP_WICKR, FALSE },        { "threema", APP_THREEMA, TRUE },     { "whatsapp", APP_WHATSAPP, TRUE },
  { "whats app", APP_WHATSAPP, TRUE }, { "whatapp", APP_WHATSAPP, TRUE },    { "watsapp", APP_WHATSAPP, TRUE },
  { "whatsap", APP_WHATSAPP, TRUE },   { "whatsup", APP_WHATSAPP, FALSE },   { "wattsapp", APP_WHATSAPP, TRUE },
  { "wa", APP_WHATSAPP, FALSE },       { "вотсап*", APP_WHATSAPP, TRUE },    { "ватсап*", APP_WHATSAPP, TRUE },
  { "واتساب", APP_WHATSAPP, TRUE },    { "واتس اب", APP_WHATSAPP, TRUE },    { "snapchat", APP_SNAPCHAT, TRUE },
  { "snap", APP_SNAPCHAT, FALSE },     { "sc", APP_SNAPCHAT, FALSE },        { "instagram", APP_INSTAGRAM, TRUE },
  { "insta", APP_INSTAGRAM, TRUE },    { "ig", APP_INSTAGRAM, FALSE },       { "discord", APP_DISCORD, TRUE },
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
typedef struct
{
  const char *at; /* where the handle begins */
  gboolean sign;  /* "@", ":", "=", ">", a run of dots, or a word such as "id" */
} Gap;

static const char *
skip_filler (const DecantFinder *self, const char *p, gboolean *sign)
{
  static const struct
  {
    const char *word;
    gboolean sign;
  } fillers[] = {
    { "username", TRUE }, { "user", TRUE },   { "handle", TRUE }, { "nick", TRUE },
    { "name", TRUE },     { "number", TRUE }, { "id", TRUE },     { "nr", TRUE },
    { "contact", FALSE }, { "me", FALSE },    { "is", FALSE },    { "us", FALSE },
    { "my", FALSE },      { "at", FALSE },    { "add", FALSE },   { "app", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (fillers); i++)
    {
      const char *to = p + strlen (fillers[i].word);
      if (!decant_finder_starts (self, p, fillers[i].word)
          || (to < self->end && decant_is_name_char (*to) && !decant_finder_starts (self, to, "..")))
        continue;
      *sign |= fillers[i].sign;
      return to;
    }
  return NULL;
}

static Gap
read_gap (const DecantFinder *self, const char *p)
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
      if (fillers < 3 && (after = skip_filler (self, p, &gap.sign)) != NULL && !decant_finder_starts (self, after, "@"))
        {
          fillers++;
          p = after;
        }
      else if (*p == '+' || g_ascii_isalnum (*p))
        break;
      else if ((guchar)*p >= 0x80 && decant_char_is_word (g_utf8_get_char (p)))
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
  static const char *const words[]
      = { "channel",   "channels",  "group",  "groups", "kanal",     "canal",    "canale", "chat",
          "messenger", "message",   "only",   "http",   "https",     "link",     "links",  "whatsapp",
          "telegram",  "signal",    "wickr",  "email",  "instagram", "snapchat", "here",   "below",
          "contact",   "available", "and",    "with",   "account",   "grupo",    "gruppe", "gruppo",
          "groupe",    "order",     "orders", "please", "username",  "call",     "text",   NULL };

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

  return dot != NULL && to - dot >= 3 && strspn (dot + 1, "0123456789") >= (gsize)(to - dot - 1);
}

static void
take_handle (DecantFinder *self, const char *from, App app, gboolean clear)
{
  Gap gap = read_gap (self, from);
  const char *name = gap.at, *to;

  if (apps[app].phone && decant_finder_take_phone (self, name, apps[app].kind))
    return;
  to = decant_finder_name_end (self, name, apps[app].more);
  while (to > name && strchr (".-", to[-1]) != NULL)
    to--;
  if ((gsize)(to - name) < apps[app].least || (gsize)(to - name) > apps[app].most || !g_ascii_isalnum (*name))
    return;
  if (is_stop_word (name, (gsize)(to - name)) || !(gap.sign || (clear && has_digit_or_score (name, to))))
    return;
  if ((app == APP_SIGNAL && !is_signal_name (name, to)) || (app == APP_TELEGRAM && !g_ascii_isalpha (*name)))
    return;
  decant_finder_add (self, name, to, apps[app].kind,
                     app == APP_THREEMA ? decant_ascii_upper (decant_finder_copy (self, name, to))
                                        : decant_finder_copy (self, name, to));
}

void
decant_find_handles (DecantFinder *self)
{
  const DecantPhraseMatch *matches;
  guint n = decant_phrases_match (app_table (), self->arena, self->folded, MAX_APP_WORDS, &matches);

  for (guint i = 0; i < n; i++)
    take_handle (self, self->text + matches[i].end, app_words[matches[i].value].app, app_words[matches[i].value].clear);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/identifier-finder.h"

#include "engine/phrases.h"
#include "engine/shape.h"

#include <string.h>

#define MAX_APP_WORDS 128

/* Handles after the name of an app. */

/* How sure the word of an app is. */
typedef enum
{
  CLEAR, /* means nothing else: a name with a digit may follow it without a sign between */
  SIGN,  /* a sign must stand between */
  WEAK,  /* an everyday word: a sign, and a digit, an underscore or "@" */
} Sureness;

typedef enum
{
  TELEGRAM,
  SIGNAL,
  WICKR,
  THREEMA,
  WHATSAPP,
  SNAPCHAT,
  INSTAGRAM,
  DISCORD,
  KIK,
  VIBER,
  WECHAT,
  QQ,
  LINE,
  KAKAOTALK,
  ZALO,
  WIRE,
  FACEBOOK,
  TIKTOK,
  X,
  ICQ,
  PGP,
} App;

/* Lengths and characters are those that the app allows:
 * Telegram https://core.telegram.org/method/account.checkUsername, Signal
 * https://support.signal.org/hc/en-us/articles/6712070553754, Threema https://threema.ch/en/faq/threema_id, Snapchat
 * https://help.snapchat.com, Instagram and Facebook https://www.facebook.com/help, Discord
 * https://support.discord.com/hc/en-us/articles/12620128861463, Kik https://help.kik.com, WeChat
 * https://help.wechat.com, LINE https://guide.line.me, X https://help.x.com/en/managing-your-account/x-username-rules,
 * TikTok https://support.tiktok.com. */
static const struct
{
  const char *kind, *more; /* characters of a name beside letters and digits */
  guint8 least, most;
  gboolean phone; /* may be a number */
} apps[] = {
  [TELEGRAM] = { "telegram", "_", 4, 32, FALSE },
  [SIGNAL] = { "signal", "_.", 5, 35, TRUE },
  [WICKR] = { "wickr", "_.-", 3, 32, FALSE },
  [THREEMA] = { "threema", "*", 8, 8, FALSE },
  [WHATSAPP] = { "whatsapp", "", 99, 0, TRUE },
  [SNAPCHAT] = { "snapchat", "_.-", 3, 15, FALSE },
  [INSTAGRAM] = { "instagram", "_.", 3, 30, FALSE },
  [DISCORD] = { "discord", "_.#", 3, 37, FALSE },
  [KIK] = { "kik", "_.", 2, 20, FALSE },
  [VIBER] = { "viber", "", 99, 0, TRUE },
  [WECHAT] = { "wechat", "_-", 6, 20, TRUE },
  [QQ] = { "qq", "", 5, 11, FALSE },
  [LINE] = { "line", "_.-", 4, 20, FALSE },
  [KAKAOTALK] = { "kakaotalk", "_.-", 4, 20, FALSE },
  [ZALO] = { "zalo", "", 99, 0, TRUE },
  [WIRE] = { "wire", "_.-", 2, 32, FALSE },
  [FACEBOOK] = { "facebook", ".", 5, 50, FALSE },
  [TIKTOK] = { "tiktok", "_.", 2, 24, FALSE },
  [X] = { "x", "_", 4, 15, FALSE },
  [ICQ] = { "icq", "-", 5, 13, FALSE },
  [PGP] = { "pgp", "", 40, 40, FALSE },
};

/* clang-format off */
static const struct
{
  const char *word;
  App app;
  Sureness sureness;
} app_words[] = {
  { "telegram", TELEGRAM, CLEAR }, { "telegramm", TELEGRAM, CLEAR }, { "telegramme", TELEGRAM, CLEAR },
  { "telegran", TELEGRAM, CLEAR }, { "tellegram", TELEGRAM, CLEAR }, { "телеграм*", TELEGRAM, CLEAR },
  { "телеграмм*", TELEGRAM, CLEAR }, { "телеґрам*", TELEGRAM, CLEAR }, { "텔레그램", TELEGRAM, CLEAR },
  { "텔레", TELEGRAM, CLEAR }, { "텔 레", TELEGRAM, CLEAR }, { "텔", TELEGRAM, CLEAR }, { "テレグラム", TELEGRAM, CLEAR },
  { "テレグラ", TELEGRAM, CLEAR }, { "電報", TELEGRAM, CLEAR }, { "电报", TELEGRAM, CLEAR }, { "纸飞机", TELEGRAM, CLEAR },
  { "紙飛機", TELEGRAM, CLEAR }, { "飞机号", TELEGRAM, CLEAR }, { "飛機號", TELEGRAM, CLEAR }, { "เทเลแกรม", TELEGRAM, CLEAR },
  { "تليجرام", TELEGRAM, CLEAR }, { "تيليجرام", TELEGRAM, CLEAR }, { "تلغرام", TELEGRAM, CLEAR },
  { "تلجرام", TELEGRAM, CLEAR }, { "टेलीग्राम", TELEGRAM, CLEAR }, { "τελεγκραμ", TELEGRAM, CLEAR },
  { "τηλεγραμ", TELEGRAM, CLEAR }, { "טלגרם", TELEGRAM, CLEAR }, { "tele", TELEGRAM, SIGN },
  { "telega", TELEGRAM, SIGN }, { "tg", TELEGRAM, SIGN }, { "tlg", TELEGRAM, SIGN }, { "tgram", TELEGRAM, SIGN },
  { "тг", TELEGRAM, SIGN }, { "телега", TELEGRAM, SIGN }, { "телеге", TELEGRAM, SIGN }, { "телегу", TELEGRAM, SIGN },
  { "телегой", TELEGRAM, SIGN }, { "飞机", TELEGRAM, SIGN }, { "飛機", TELEGRAM, SIGN },
  { "sgnl", SIGNAL, CLEAR }, { "シグナル", SIGNAL, CLEAR }, { "시그널", SIGNAL, CLEAR }, { "signal", SIGNAL, SIGN },
  { "сигнал", SIGNAL, SIGN }, { "sig", SIGNAL, SIGN }, { "signal app", SIGNAL, SIGN }, { "signal me", SIGNAL, SIGN },
  { "wickr", WICKR, CLEAR }, { "wickrme", WICKR, CLEAR }, { "wickr me", WICKR, CLEAR }, { "wick r", WICKR, CLEAR },
  { "викр", WICKR, CLEAR }, { "ウィッカー", WICKR, CLEAR }, { "위커", WICKR, CLEAR }, { "wicker", WICKR, SIGN },
  { "wick", WICKR, SIGN },
  { "threema", THREEMA, CLEAR }, { "тріма", THREEMA, CLEAR }, { "трима", THREEMA, CLEAR }, { "쓰리마", THREEMA, CLEAR },
  { "whatsapp", WHATSAPP, CLEAR }, { "whats app", WHATSAPP, CLEAR }, { "whatapp", WHATSAPP, CLEAR },
  { "watsapp", WHATSAPP, CLEAR }, { "whatsap", WHATSAPP, CLEAR }, { "whatssap", WHATSAPP, CLEAR },
  { "wattsapp", WHATSAPP, CLEAR }, { "whatsaap", WHATSAPP, CLEAR }, { "whatsup number", WHATSAPP, CLEAR },
  { "вотсап*", WHATSAPP, CLEAR }, { "ватсап*", WHATSAPP, CLEAR }, { "вацап*", WHATSAPP, CLEAR },
  { "واتساب", WHATSAPP, CLEAR }, { "واتس اب", WHATSAPP, CLEAR }, { "واتس", WHATSAPP, CLEAR },
  { "ווטסאפ", WHATSAPP, CLEAR }, { "व्हाट्सएप", WHATSAPP, CLEAR }, { "व्हाट्सऐप", WHATSAPP, CLEAR },
  { "왓츠앱", WHATSAPP, CLEAR }, { "whatsup", WHATSAPP, SIGN }, { "whats", WHATSAPP, SIGN }, { "wa", WHATSAPP, SIGN },
  { "wsp", WHATSAPP, SIGN }, { "wpp", WHATSAPP, SIGN }, { "wapp", WHATSAPP, SIGN }, { "zap", WHATSAPP, SIGN },
  { "zapzap", WHATSAPP, SIGN }, { "вацап", WHATSAPP, SIGN }, { "вотс", WHATSAPP, SIGN },
  { "snapchat", SNAPCHAT, CLEAR }, { "snap chat", SNAPCHAT, CLEAR }, { "snapchatt", SNAPCHAT, CLEAR },
  { "سناب شات", SNAPCHAT, CLEAR }, { "스냅챗", SNAPCHAT, CLEAR }, { "снапчат", SNAPCHAT, CLEAR },
  { "snap", SNAPCHAT, SIGN }, { "sc", SNAPCHAT, SIGN }, { "סנאפ", SNAPCHAT, SIGN }, { "سناب", SNAPCHAT, SIGN },
  { "снап", SNAPCHAT, SIGN },
  { "instagram", INSTAGRAM, CLEAR }, { "insta", INSTAGRAM, CLEAR }, { "инстаграм*", INSTAGRAM, CLEAR },
  { "انستقرام", INSTAGRAM, CLEAR }, { "انستغرام", INSTAGRAM, CLEAR }, { "인스타그램", INSTAGRAM, CLEAR },
  { "인스타", INSTAGRAM, CLEAR }, { "インスタ", INSTAGRAM, CLEAR }, { "ig", INSTAGRAM, SIGN }, { "инста", INSTAGRAM, SIGN },
  { "انستا", INSTAGRAM, SIGN },
  { "discord", DISCORD, CLEAR }, { "дискорд*", DISCORD, CLEAR }, { "디스코드", DISCORD, CLEAR },
  { "ディスコード", DISCORD, CLEAR }, { "disc", DISCORD, SIGN },
  { "kik messenger", KIK, CLEAR }, { "kikme", KIK, CLEAR }, { "kik", KIK, SIGN },
  { "viber", VIBER, CLEAR }, { "вайбер", VIBER, CLEAR }, { "вайбър", VIBER, CLEAR }, { "βαιμπερ", VIBER, CLEAR },
  { "فايبر", VIBER, CLEAR },
  { "wechat", WECHAT, CLEAR }, { "weixin", WECHAT, CLEAR }, { "we chat", WECHAT, CLEAR }, { "微信", WECHAT, CLEAR },
  { "微信号", WECHAT, CLEAR }, { "加微信", WECHAT, CLEAR }, { "微信號", WECHAT, CLEAR }, { "威信", WECHAT, CLEAR },
  { "薇信", WECHAT, CLEAR }, { "v信", WECHAT, CLEAR }, { "加v", WECHAT, CLEAR }, { "加微", WECHAT, CLEAR },
  { "加薇", WECHAT, CLEAR }, { "加威", WECHAT, CLEAR }, { "위챗", WECHAT, CLEAR }, { "вичат", WECHAT, CLEAR },
  { "ウィーチャット", WECHAT, CLEAR }, { "vx", WECHAT, CLEAR }, { "wx", WECHAT, SIGN }, { "wxid", WECHAT, SIGN },
  { "v微", WECHAT, SIGN }, { "微", WECHAT, SIGN }, { "薇", WECHAT, SIGN },
  { "qq", QQ, CLEAR }, { "qq号", QQ, CLEAR }, { "qq群", QQ, CLEAR }, { "扣扣", QQ, CLEAR }, { "企鹅", QQ, CLEAR },
  { "企鵝", QQ, CLEAR }, { "加qq", QQ, CLEAR }, { "扣扣号", QQ, CLEAR }, { "q", QQ, SIGN },
  { "line id", LINE, CLEAR }, { "lineid", LINE, CLEAR }, { "id line", LINE, CLEAR }, { "ไลน์", LINE, CLEAR },
  { "ไอดีไลน์", LINE, CLEAR }, { "แอดไลน์", LINE, CLEAR }, { "ไลน์ไอดี", LINE, CLEAR }, { "แอดline", LINE, CLEAR },
  { "라인", LINE, CLEAR }, { "加赖", LINE, CLEAR }, { "加賴", LINE, CLEAR }, { "賴id", LINE, CLEAR }, { "ライン", LINE, CLEAR },
  { "line add", LINE, CLEAR }, { "add line", LINE, CLEAR }, { "ไลน์id", LINE, SIGN }, { "line", LINE, WEAK },
  { "賴", LINE, WEAK },
  { "kakaotalk", KAKAOTALK, CLEAR }, { "kakao talk", KAKAOTALK, CLEAR }, { "카카오톡", KAKAOTALK, CLEAR },
  { "카톡", KAKAOTALK, CLEAR }, { "カカオトーク", KAKAOTALK, CLEAR }, { "카톡아이디", KAKAOTALK, CLEAR },
  { "kakao", KAKAOTALK, SIGN }, { "카카오", KAKAOTALK, SIGN }, { "カカオ", KAKAOTALK, WEAK },
  { "zalo", ZALO, CLEAR },
  { "wire app", WIRE, CLEAR }, { "wire messenger", WIRE, CLEAR }, { "wire", WIRE, WEAK },
  { "facebook", FACEBOOK, CLEAR }, { "facebook messenger", FACEBOOK, CLEAR }, { "fb messenger", FACEBOOK, CLEAR },
  { "фейсбук*", FACEBOOK, CLEAR }, { "فيسبوك", FACEBOOK, CLEAR }, { "페이스북", FACEBOOK, CLEAR },
  { "fb", FACEBOOK, SIGN },
  { "tiktok", TIKTOK, CLEAR }, { "tik tok", TIKTOK, CLEAR }, { "тикток*", TIKTOK, CLEAR },
  { "تيكتوك", TIKTOK, CLEAR }, { "틱톡", TIKTOK, CLEAR },
  { "twitter", X, CLEAR }, { "твиттер*", X, CLEAR }, { "تويتر", X, CLEAR }, { "트위터", X, CLEAR },
  { "ツイッター", X, CLEAR },
  { "icq", ICQ, CLEAR }, { "аська", ICQ, CLEAR }, { "icq uin", ICQ, CLEAR }, { "ася", ICQ, SIGN },
  { "pgp", PGP, CLEAR }, { "gpg", PGP, CLEAR }, { "pgp key", PGP, CLEAR }, { "pgp fingerprint", PGP, CLEAR },
  { "gpg fingerprint", PGP, CLEAR }, { "openpgp", PGP, CLEAR }, { "fingerprint", PGP, CLEAR },
  { "key fingerprint", PGP, CLEAR },
};
/* clang-format on */

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
  gboolean sign;  /* "@", ":", "=", ">", or a word such as "id" */
  gboolean soft;  /* a run of dots, or an "@" that stands alone: signs in lists, a pause or a place in prose */
} Gap;

static const char *
skip_filler (const DecantFinder *self, const char *p, gboolean *sign)
{
  static const struct
  {
    const char *word;
    gboolean sign;
  } fillers[] = {
    { "username", TRUE }, { "user", TRUE }, { "handle", TRUE }, { "nick", TRUE },     { "name", TRUE },
    { "number", TRUE },   { "id", TRUE },   { "nr", TRUE },     { "contact", FALSE }, { "me", FALSE },
    { "is", FALSE },      { "us", FALSE },  { "my", FALSE },    { "at", FALSE },      { "add", FALSE },
    { "app", FALSE },     { "ник", TRUE },  { "юзер", TRUE },   { "номер", TRUE },    { "아이디", TRUE },
    { "ไอดี", TRUE },      { "号码", TRUE }, { "号", TRUE },     { "號碼", TRUE },     { "號", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (fillers); i++)
    {
      const char *to = p + strlen (fillers[i].word);
      if (!decant_finder_starts (self, p, fillers[i].word))
        continue;
      if ((guchar) *p < 0x80 && to < self->end && decant_is_name_char (*to) && !decant_finder_starts (self, to, ".."))
        continue;
      *sign |= fillers[i].sign;
      return to;
    }
  return NULL;
}

static gboolean
is_sign (const DecantFinder *self, const char *p)
{
  if (*p == '@')
    return p + 1 < self->end && (g_ascii_isalnum (p[1]) || p[1] == '_');
  return *p != '\0' && strchr (":=>~", *p) != NULL;
}

static Gap
read_gap (const DecantFinder *self, const char *p)
{
  Gap gap = { p, FALSE, FALSE };
  guint dots = 0, fillers = 0;
  const char *limit = self->end - p > 48 ? p + 48 : self->end;

  while (p < limit)
    {
      const char *after;
      if (*p == '\n' && !gap.sign && !gap.soft)
        break;
      dots = *p == '.' ? dots + 1 : 0;
      gap.sign |= is_sign (self, p);
      gap.soft |= dots > 1 || *p == '@';
      if (fillers < 3 && (after = skip_filler (self, p, &gap.sign)) != NULL && !decant_finder_starts (self, after, "@"))
        {
          fillers++;
          p = after;
        }
      else if (*p == '+' || g_ascii_isalnum (*p) || (*p == '*' && p + 1 < self->end && g_ascii_isalnum (p[1])))
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
  static const char *const words[] = {
    "channel",  "channels", "group",       "groups",   "kanal",   "canal",     "canale",   "chat",        "messenger",
    "message",  "only",     "http",        "https",    "link",    "links",     "whatsapp", "telegram",    "signal",
    "wickr",    "email",    "instagram",   "snapchat", "here",    "below",     "contact",  "available",   "and",
    "with",     "account",  "grupo",       "gruppe",   "gruppo",  "groupe",    "order",    "orders",      "please",
    "username", "call",     "text",        "follow",   "like",    "join",      "visit",    "check",       "search",
    "find",     "page",     "post",        "posts",    "profile", "story",     "stories",  "video",       "videos",
    "photo",    "photos",   "marketplace", "live",     "login",   "official",  "support",  "number",      "customer",
    "business", "this",     "that",        "your",     "from",    "news",      "media",    "facebook",    "twitter",
    "threema",  "discord",  "viber",       "wechat",   "tiktok",  "kakaotalk", "weixin",   "fingerprint", NULL
  };

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

/* What only one app asks of its names. */
static gboolean
is_name_of (App app, const char *name, const char *to)
{
  gsize length = (gsize) (to - name);

  switch (app)
    {
    case SIGNAL:
      return is_signal_name (name, to);
    case TELEGRAM:
      return g_ascii_isalpha (*name) && to[-1] != '_';
    case WECHAT:
      return g_ascii_isalpha (*name);
    case QQ:
      return *name != '0' && strspn (name, "0123456789") >= length;
    case ICQ:
      return *name != '0' && strspn (name, "0123456789-") >= length;
    case X:
    case FACEBOOK:
    case TIKTOK:
    case INSTAGRAM:
      return strspn (name, "0123456789") < length;
    default:
      return TRUE;
    }
}

static char *
without (char *text, char c)
{
  char *to = text;

  for (const char *p = text; *p != '\0'; p++)
    if (*p != c)
      *to++ = *p;
  *to = '\0';
  return text;
}

static char *
normal_form (DecantFinder *self, App app, const char *name, const char *to)
{
  char *value = decant_finder_copy (self, name, to);

  return app == THREEMA ? decant_ascii_upper (value) : app == ICQ ? without (value, '-') : value;
}

/* Discord's older names end in "#" and four digits; nothing else follows a "#". */
static const char *
name_end (const DecantFinder *self, App app, const char *name)
{
  const char *to = decant_finder_name_end (self, name, apps[app].more), *tag = memchr (name, '#', (gsize) (to - name));

  if (tag != NULL && (to - tag != 5 || strspn (tag + 1, "0123456789") < 4))
    to = tag;
  while (to > name && strchr (".-", to[-1]) != NULL)
    to--;
  return to;
}

/* Forty hexadecimal digits, spaces between, are a version 4 fingerprint (RFC 4880, section 12.2). */
static void
take_fingerprint (DecantFinder *self, const char *p)
{
  char digits[41];
  guint n = 0;

  while (p < self->end && !g_ascii_isxdigit (*p) && (*p == ' ' || *p == ':' || *p == '\n' || *p == '='))
    p++;
  p += decant_finder_starts (self, p, "0x") ? 2 : 0;
  for (const char *from = p; p < self->end && n < 40 && (g_ascii_isxdigit (*p) || *p == ' '); p++)
    {
      if (*p != ' ')
        digits[n++] = g_ascii_toupper (*p);
      if (n == 40 && !g_ascii_isalnum (p[1]))
        decant_finder_add (self, from, p + 1, "pgp", decant_arena_strndup (self->arena, digits, 40));
    }
}

/* Networks that people also talk about, and post places to: "on twitter... there", "#snapchat @ Town". */
static gboolean
is_talked_of (App app)
{
  return app == X || app == FACEBOOK || app == TIKTOK || app == INSTAGRAM || app == SNAPCHAT;
}

static gboolean
is_sure_enough (const Gap *gap, App app, Sureness sureness, const char *to)
{
  gboolean plain = !has_digit_or_score (gap->at, to), sign = gap->sign || (gap->soft && !is_talked_of (app));

  if (sureness == WEAK)
    return gap->sign && (!plain || gap->at[-1] == '@');
  return sign || (sureness == CLEAR && !plain);
}

/* The plan of the country in which nearly all of an app's users are, for numbers without a code. */
static gboolean
take_number (DecantFinder *self, App app, const char *at)
{
  const char *language = self->language;
  gboolean taken;

  self->language = app == WECHAT ? "zh" : app == ZALO ? "vi" : language;
  taken = decant_finder_take_phone (self, at, apps[app].kind);
  self->language = language;
  return taken;
}

static gboolean
take_name (DecantFinder *self, const Gap *gap, App app, Sureness sureness)
{
  const char *name = gap->at, *to = name_end (self, app, name);
  gsize length = (gsize) (to - name);

  if (length < apps[app].least || length > apps[app].most || !(g_ascii_isalnum (*name) || *name == '*'))
    return FALSE;
  if (is_stop_word (name, length) || !is_sure_enough (gap, app, sureness, to) || !is_name_of (app, name, to))
    return FALSE;
  decant_finder_add (self, name, to, apps[app].kind, normal_form (self, app, name, to));
  return TRUE;
}

/* "@name on Telegram": the handle comes first. */
static void
take_name_before (DecantFinder *self, const char *word, App app)
{
  static const char *const joints[]
      = { " on ", " (", " in ", " via ", " - ", " auf ", " sur ", " en ", " su ", " op ", " na ", " в ", "(" };

  for (guint i = 0; i < G_N_ELEMENTS (joints); i++)
    {
      gsize length = strlen (joints[i]);
      const char *to = word - length, *from;
      if ((gsize) (word - self->text) <= length || memcmp (to, joints[i], length) != 0)
        continue;
      for (from = to; from > self->text && to - from < 40 && decant_is_name_char (from[-1]);)
        from--;
      if (from > self->text && from[-1] == '@' && from < to && !g_ascii_isalnum (from - 1 > self->text ? from[-2] : ' ')
          && name_end (self, app, from) == to)
        take_name (self, &(Gap){ from, TRUE, FALSE }, app, SIGN);
      return;
    }
}

static gboolean
is_hangul (gunichar c)
{
  return c >= 0xac00 && c <= 0xd7a3;
}

static gboolean
is_katakana (gunichar c)
{
  return c >= 0x30a0 && c <= 0x30ff;
}

/* A word of Hangul or katakana goes on to the left: a hotel is no Telegram, and online is no LINE. */
static gboolean
goes_on (const DecantFinder *self, const char *word)
{
  gunichar first = g_utf8_get_char (word);
  gunichar last = word > self->text ? g_utf8_get_char (g_utf8_prev_char (word)) : ' ';

  return (is_hangul (first) && is_hangul (last)) || (is_katakana (first) && is_katakana (last));
}

static void
take_handle (DecantFinder *self, const DecantPhraseMatch *match)
{
  const char *word = self->text + match->start, *after = self->text + match->end;
  App app = app_words[match->value].app;
  Sureness sureness = app_words[match->value].sureness;
  Gap gap;

  if (goes_on (self, word))
    return;
  if (app == PGP)
    {
      take_fingerprint (self, after);
      return;
    }
  gap = read_gap (self, after);
  if (apps[app].phone && take_number (self, app, gap.at))
    return;
  if (!take_name (self, &gap, app, sureness) && sureness != WEAK)
    take_name_before (self, word, app);
}

void
decant_find_handles (DecantFinder *self)
{
  const DecantPhraseMatch *matches;
  guint n = decant_phrases_match (app_table (), self->arena, self->folded, MAX_APP_WORDS, &matches);

  for (guint i = 0; i < n; i++)
    take_handle (self, &matches[i]);
}

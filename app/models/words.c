/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/models/words.h"

typedef struct {
  const char *name;
  const char *words;
} Word;

static const Word bands[] = {
  [DECANT_BAND_NONE] = { "none", N_ ("No sign") },
  [DECANT_BAND_NOTICE] = { "notice", N_ ("Notice") },
  [DECANT_BAND_SUSPECT] = { "suspect", N_ ("Suspect") },
  [DECANT_BAND_STRONG] = { "strong", N_ ("Strong") },
};

static const Word signals[] = {
  { "price", N_ ("Price") },
  { "ladder", N_ ("Price list by amount") },
  { "quantity", N_ ("Amount") },
  { "contact", N_ ("Asks to be contacted") },
  { "payment", N_ ("Way to pay") },
  { "delivery", N_ ("Delivery") },
  { "availability", N_ ("Says it is in stock") },
  { "quality", N_ ("Praises the quality") },
  { "offer", N_ ("Offers for sale") },
  { "request", N_ ("Wants to buy") },
  { "recruitment", N_ ("Looks for couriers or helpers") },
  { "layout", N_ ("Laid out as a menu") },
  { "news", N_ ("News") },
  { "medical", N_ ("Medicine") },
  { "recovery", N_ ("Recovery and support") },
  { "harm-reduction", N_ ("Harm reduction") },
  { "cooking", N_ ("Cooking") },
  { "weather", N_ ("Weather") },
  { "music", N_ ("Music") },
  { "games", N_ ("Games") },
  { "sport", N_ ("Sport") },
  { "use", N_ ("Tells of one’s own use") },
  { "talk", N_ ("Talk: tells, thinks, asks") },
  { "retail", N_ ("Ordinary goods") },
  { "illicit", N_ ("Other illicit goods") },
};

static const Word identifiers[] = {
  { "telegram", N_ ("Telegram") },
  { "signal", N_ ("Signal") },
  { "session", N_ ("Session") },
  { "wickr", N_ ("Wickr") },
  { "threema", N_ ("Threema") },
  { "whatsapp", N_ ("WhatsApp") },
  { "snapchat", N_ ("Snapchat") },
  { "instagram", N_ ("Instagram") },
  { "discord", N_ ("Discord") },
  { "kik", N_ ("Kik") },
  { "viber", N_ ("Viber") },
  { "wechat", N_ ("WeChat") },
  { "qq", N_ ("QQ") },
  { "line", N_ ("LINE") },
  { "kakaotalk", N_ ("KakaoTalk") },
  { "zalo", N_ ("Zalo") },
  { "matrix", N_ ("Matrix") },
  { "xmpp", N_ ("XMPP") },
  { "wire", N_ ("Wire") },
  { "briar", N_ ("Briar") },
  { "simplex", N_ ("SimpleX") },
  { "tox", N_ ("Tox") },
  { "facebook", N_ ("Facebook") },
  { "tiktok", N_ ("TikTok") },
  { "x", N_ ("X") },
  { "icq", N_ ("ICQ") },
  { "invite", N_ ("Invite link") },
  { "onion", N_ ("Onion address") },
  { "email", N_ ("E-mail address") },
  { "phone", N_ ("Phone number") },
  { "pgp", N_ ("PGP key") },
  { "bitcoin", N_ ("Bitcoin wallet") },
  { "ethereum", N_ ("Ethereum wallet") },
  { "monero", N_ ("Monero wallet") },
  { "litecoin", N_ ("Litecoin wallet") },
  { "tron", N_ ("Tron wallet") },
  { "bitcoin-cash", N_ ("Bitcoin Cash wallet") },
  { "dogecoin", N_ ("Dogecoin wallet") },
  { "dash", N_ ("Dash wallet") },
  { "zcash", N_ ("Zcash wallet") },
  { "xrp", N_ ("XRP wallet") },
  { "ton", N_ ("TON wallet") },
  { "link", N_ ("Link") },
};

static const Word readings[] = {
  { "plain", N_ ("as written") },
  { "inflected", N_ ("inflected") },
  { "leet", N_ ("digits in place of letters") },
  { "separated", N_ ("letters set apart") },
  { "stretched", N_ ("letters repeated") },
  { "hashtag", N_ ("inside a hashtag") },
  { "mixed-script", N_ ("look-alike letters of another script") },
  { "masked", N_ ("letters masked") },
  { "emoji", N_ ("emoji") },
  { "compatibility", N_ ("decorated letters") },
  { "hidden", N_ ("invisible characters inside") },
  { "phonetic", N_ ("spelt as it sounds") },
  { "link", N_ ("inside a link or in code") },
};

static const Word entry_kinds[] = {
  { "capture", N_ ("Logged post") },
  { "verdict", N_ ("Verdict") },
  { "note", N_ ("Note") },
  { "review", N_ ("Review") },
  { "view", N_ ("Artifact viewed") },
  { "search", N_ ("Search") },
  { "export", N_ ("Export") },
  { "transfer", N_ ("Transfer") },
  { "deletion", N_ ("Deletion") },
  { "case-opened", N_ ("Case opened") },
  { "case-closed", N_ ("Case closed") },
  { "package", N_ ("Package activated") },
  { "sightings", N_ ("Sightings answered") },
  { "key", N_ ("Key change") },
  { "key.changed", N_ ("What opens the vault changed") },
  { "vault.created", N_ ("Vault made") },
  { "vault.countersigned", N_ ("Countersigned by the owner") },
  { "vault.cosigned", N_ ("Signed by a second person") },
  { "vault.timestamped", N_ ("Time stamp") },
  { "vault.epoch", N_ ("New signing key of this machine") },
  { "vault.migrated", N_ ("Sealed from an older vault") },
};

static const Word roles[] = {
  { "picture", N_ ("Picture of the post") },
  { "picture-visible", N_ ("Picture of the visible page") },
  { "source", N_ ("Page source") },
  { "mhtml", N_ ("Page archive (MHTML)") },
};

static const Word triggers[] = {
  { "panel", N_ ("From the panel") },
  { "menu", N_ ("From the context menu") },
  { "shortcut", N_ ("By keyboard shortcut") },
};

static const Word permissions[] = {
  { "site", N_ ("Permission for this site") },
  { "active-tab", N_ ("This tab only, by the user’s click") },
  { "all-urls", N_ ("Permission for all sites") },
};

static const Word missing_what[] = {
  { "picture", N_ ("Picture of the post") },
  { "picture-visible", N_ ("Picture of the visible page") },
  { "source", N_ ("Page source") },
  { "mhtml", N_ ("Page archive (MHTML)") },
  { "frame", N_ ("A frame of the page") },
  { "author", N_ ("Author") },
  { "permalink", N_ ("Address of the post itself") },
  { "posted", N_ ("Time of the post") },
};

static const Word missing_why[] = {
  { "not-permitted", N_ ("The browser had no permission for it.") },
  { "not-supported", N_ ("This browser cannot do it.") },
  { "not-found", N_ ("The page does not show it.") },
  { "changed", N_ ("The page changed while it was being collected.") },
  { "too-large", N_ ("It was larger than the limit.") },
  { "failed", N_ ("The browser reported an error.") },
};

static const Word fields[] = {
  { "actor", N_ ("Actor") },
  { "case", N_ ("Case") },
  { "clock", N_ ("Clock") },
  { "kind", N_ ("Kind") },
  { "time", N_ ("Time") },
  { "capture", N_ ("Capture") },
  { "entry", N_ ("Entry") },
  { "reason", N_ ("Reason") },
  { "verdict", N_ ("Verdict") },
  { "text", N_ ("Text") },
  { "artifacts", N_ ("Artifacts") },
};

static const Word features[] = {
  { "bias", N_ ("Starting point: most posts are not sales") },
  { "hit.substance.0", N_ ("Names a substance, unmistakably") },
  { "hit.substance.1", N_ ("Names a substance") },
  { "hit.substance.2", N_ ("Names a substance; the word has other meanings") },
  { "hit.substance.3", N_ ("An everyday word that can name a substance") },
  { "hit.activity.0", N_ ("Speaks of the trade, unmistakably") },
  { "hit.activity.1", N_ ("Speaks of the trade") },
  { "hit.activity.2", N_ ("Speaks of the trade; the word has other meanings") },
  { "hit.activity.3", N_ ("An everyday word that can speak of the trade") },
  { "hit.substance.more", N_ ("Names a further substance") },
  { "hit.activity.more", N_ ("A further word of the trade") },
  { "hit.foreign", N_ ("A codeword of another language than the text’s") },
  { "near.quantity", N_ ("An amount right beside a substance") },
  { "near.price", N_ ("A price right beside a substance") },
  { "near.offer", N_ ("An offer right beside a substance") },
  { "near-maybe.quantity", N_ ("An amount right beside a possible substance") },
  { "near-maybe.price", N_ ("A price right beside a possible substance") },
  { "near-maybe.offer", N_ ("An offer right beside a possible substance") },
  { "maybe.more", N_ ("A further sale signal with a possible substance") },
  { "sale.more", N_ ("A further sale signal with a substance") },
  { "damper.more", N_ ("A further innocent context") },
  { "identifier.beside", N_ ("A way to be reached, with a substance") },
  { "identifier.maybe", N_ ("A way to be reached, with a possible substance") },
  { "shape.short-listing", N_ ("Short, with substance and amount: like a listing") },
  { "shape.terse", N_ ("Names a substance in very few words") },
  { "shape.long", N_ ("A long text that names a substance") },
  { "shape.many-substances", N_ ("Names three substances or more") },
  { "shape.repeated", N_ ("Names substances again and again") },
  { "shape.bare", N_ ("Names a substance and says nothing of a sale") },
  { "shape.question", N_ ("Ends in a question") },
  { "shape.opens-with-amount", N_ ("Begins with an amount, like a listing") },
  { "shape.dosed", N_ ("A number of pieces and their strength") },
  { "shape.title", N_ ("Capitals throughout, like a title") },
  { "shape.headed", N_ ("A heading with an amount, a price or stock") },
  { "shape.tags-only", N_ ("Names substances in hashtags alone") },
  { "wording", N_ ("Worded like known sales") },
};

/* Families of features, by what stands before the first dot; the rest is a name of @table. */
static const struct {
  const char *prefix, *words;
  const Word *table;
  gsize n;
} families[] = {
  { "signal.", N_ ("Sale signal: %s"), signals, G_N_ELEMENTS (signals) },
  { "maybe.", N_ ("With a possible substance: %s"), signals, G_N_ELEMENTS (signals) },
  { "sale.", N_ ("With a substance: %s"), signals, G_N_ELEMENTS (signals) },
  { "damper.", N_ ("Innocent context: %s"), signals, G_N_ELEMENTS (signals) },
  { "identifier.", N_ ("Gives a way to be reached: %s"), identifiers, G_N_ELEMENTS (identifiers) },
  { "disguise.", N_ ("How it is written: %s"), readings, G_N_ELEMENTS (readings) },
};

static const char *
find (const Word *words, gsize n, const char *name)
{
  for (gsize i = 0; name && i < n; i++)
    if (words[i].name && g_str_equal (words[i].name, name))
      return _ (words[i].words);
  return NULL;
}

static const char *
find_or_name (const Word *words, gsize n, const char *name)
{
  const char *found = find (words, n, name);
  return found ? found : name ? name : "";
}

const char *
decant_words_band (DecantBand band)
{
  return band >= 0 && band < G_N_ELEMENTS (bands) ? _ (bands[band].words) : _ (bands[0].words);
}

DecantBand
decant_words_parse_band (const char *name)
{
  for (guint i = 0; name && i < G_N_ELEMENTS (bands); i++)
    if (g_str_equal (bands[i].name, name))
      return i;
  return DECANT_BAND_NONE;
}

#define LOOKUP(function, table)                                                                                        \
  const char *function (const char *name)                                                                              \
  {                                                                                                                    \
    return find_or_name (table, G_N_ELEMENTS (table), name);                                                           \
  }

LOOKUP (decant_words_signal, signals)
LOOKUP (decant_words_identifier, identifiers)
LOOKUP (decant_words_reading, readings)
LOOKUP (decant_words_entry_kind, entry_kinds)
LOOKUP (decant_words_role, roles)
LOOKUP (decant_words_trigger, triggers)
LOOKUP (decant_words_permission, permissions)
LOOKUP (decant_words_missing_what, missing_what)
LOOKUP (decant_words_missing_why, missing_why)
LOOKUP (decant_words_field, fields)

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral" /* the formats are those of the table above, each with one %s */
static char *
dup_family (const char *feature)
{
  for (gsize i = 0; i < G_N_ELEMENTS (families); i++)
    {
      if (!g_str_has_prefix (feature, families[i].prefix))
        continue;
      g_autofree char *name = g_strdup (feature + strlen (families[i].prefix));
      gboolean more = g_str_has_suffix (name, ".more");
      if (more)
        name[strlen (name) - strlen (".more")] = '\0';
      const char *words = find (families[i].table, families[i].n, name);
      g_autofree char *whole = words ? g_strdup_printf (_ (families[i].words), words) : NULL;
      return whole && more ? g_strdup_printf (_ ("%s, several signs"), whole) : g_steal_pointer (&whole);
    }
  return NULL;
}
#pragma GCC diagnostic pop

char *
decant_words_dup_feature (const char *feature)
{
  const char *found = find (features, G_N_ELEMENTS (features), feature);
  char *family = found || !feature ? NULL : dup_family (feature);
  return family ? family : g_strdup (found ? found : feature ? feature : "");
}

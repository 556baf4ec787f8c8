/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/inflections.h"

#include <string.h>

/*
 * A rule: a word of one of the @languages that ends in @last ("": any other ending) loses it and takes each of
 * @endings. All is folded: й is и, ł is l. Cases and plurals that occur with goods on sale, not whole paradigms.
 */
typedef struct {
  const char *languages, *last, *endings;
} Rule;

/* A name of any language takes the endings of many: a shorter one would become too many other words. */
#define SHORTEST_OF_ALL 6

static const Rule rules[] = {
  { "en", "", "s es" },
  { "en", "y", "ies ys" },
  { "de", "", "s e en es n" },
  { "de", "e", "en es er em ens" },
  { "nl", "", "s en je jes tje tjes" },
  { "nl", "e", "es en etje etjes" },
  { "fr", "", "s x" },
  { "es", "", "s es" },
  { "es", "z", "ces" },
  { "ca", "", "s os es" },
  { "ca", "a", "es" },
  { "pt", "", "s es" },
  { "pt", "m", "ns" },
  { "it", "o", "i" },
  { "it", "a", "e i" },
  { "it", "e", "i" },
  { "ro", "", "ul ului uri urile i ii ilor le e" },
  { "ro", "a", "e ei ele elor" },
  { "ro", "e", "ea ei i ile ilor" },
  { "sv", "", "en et n t ar arna er erna or orna na s" },
  { "da", "", "en et n t e er erne ene r s" },
  { "no nb nn", "", "en et n a er ene r s" },
  { "is", "", "i s a um inn id ar ir" },
  { "pl", "", "u a owi em ie y i ow ami ach om" },
  { "pl", "a", "y i e o ie ami ach om" },
  { "pl", "o", "a u em ie ami ach om" },
  { "pl", "e", "a u em ow ami" },
  { "cs", "", "u e em y i a ovi um ech ami ich" },
  { "cs", "a", "y u e ou o am ami ach" },
  { "cs", "o", "a u em e am y ech" },
  { "sk", "", "u e om y i a ovi ov mi och" },
  { "sk", "a", "y u e ou am ami ach" },
  { "sk", "o", "a u om e ami ach" },
  { "sl", "", "a u om e i ov ih" },
  { "sl", "a", "e i o ami ah" },
  { "hr sr bs sh hbs", "", "a u om e i ova ovi ima" },
  { "hr sr bs sh hbs", "a", "e i u om o ama" },
  { "ru", "", "а у ом ем е ы и ов ев ам ами ах" },
  { "ru", "а", "ы и е у ои ою ам ами ах" },
  { "ru", "я", "и е ю еи ею ям ями ях" },
  { "ru", "ь", "я ю ем е и ью еи ям ями ях" },
  { "ru", "о", "а у ом е" },
  { "ru", "е", "я ю ем" },
  { "uk", "", "а у ом і и ів ам ами ах ові" },
  { "uk", "а", "и і у ою ам ами ах" },
  { "uk", "я", "і ю ею ям ями ях" },
  { "uk", "ь", "я ю ем і ів" },
  { "uk", "о", "а у ом і" },
  { "bg", "", "а ът и ове овете ите" },
  { "bg", "а", "ата и ите" },
  { "bg", "о", "ото а ата" },
  { "lt", "as", "o ui a u e ai us ams ais" },
  { "lt", "is", "io iui i iu iai ius iams iais" },
  { "lt", "us", "aus ui u umi" },
  { "lt", "e", "es ei eje iu ems emis" },
  { "lt", "a", "os ai oje u oms omis" },
  { "lt", "ai", "u us ams ais" },
  { "lt", "es", "iu ems emis" },
  { "lv", "s", "a am u i us iem os" },
  { "lv", "is", "i im u iem us" },
  { "lv", "i", "u iem us os" },
  { "lv", "a", "as ai u am os" },
  { "lv", "as", "u am" },
  { "lv", "e", "es ei i u em" },
  { "lv", "es", "u em" },
  { "et", "", "i e u d id t it ga iga le ile l il s is st ist ks iks sid isid" },
  { "fi", "", "a n t ta ssa sta lla lta lle ia in ja jen" },
  /* With the doubled consonants of "with": kokainnal, hasissal, droggal. */
  { "hu", "", "t ot at et ok ek ak k val vel nal nel sal sel gal gel mal mel tal tel lal lel ban ben bol nak nek ra re rol "
              "tol hoz hez ert os es" },
  { "el", "η", "ησ ην εσ ων" },
  { "el", "α", "ασ εσ ων" },
  { "el", "ια", "ιων" },
  { "el", "εσ", "ων α η" },
  { "el", "ο", "ου α ων" },
  { "el", "οσ", "ου ο οι ων ουσ" },
  { "el", "ησ", "η ου εσ ων" },
  { "el", "ι", "ιου ια ιων" },
  { "tr", "", "i u a e yi yu ya ye in un nin nun da de dan den ta te tan ten si su lar ler lari leri larin lerin la le "
              "yla yle ci cu" },
  /* Names that all languages share, six letters or more: what the languages above add to them most. */
  { "mul", "", "s a u y em om i t et ot at nal ban ben nak nek ra re bol ok ek in da de dan den la le lar ler ul ului" },
  { "mul", "a", "y u ou am ach es as at aval aban abol anak ayi anin" },
  /* Particles, and the verbs and trade words that are written on to the goods. */
  { "ko", "", "를 을 가 이 는 은 의 에 로 으로 도 만 와 과 나 이나 랑 이랑 하고 까지 부터 요 입니다 있어요 있습니다 "
              "팝니다 팔아요 팜 판매 판매합니다 판매중 삽니다 구매 구입 구해요 구합니다 가격 시세 거래 문의 후기 샘플 배달 "
              "파는곳 사는곳 드랍 던지기 구매방법 구입방법 구매처 판매처 입고 배송 택배" },
};

/* Letters that Arabic writes on to the beginning of a word: and, so, with, like, to; and the article. */
static const char *const arabic_prefixes[] = { "و", "ف", "ب", "ك", "ل", "ال", "وال", "فال", "بال", "كال", "لل", "ولل", "وب", "ول" };

/* Whether @word is one of the words of @list, which spaces part. */
static gboolean
contains (const char *list, const char *word)
{
  gsize length = strlen (word);

  for (const char *at = list; length > 0 && (at = strstr (at, word)) != NULL; at += length)
    if ((at == list || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0'))
      return TRUE;
  return FALSE;
}

/* Other words that an ending happens to make: met in ordinary text, and no trade word in any of our languages. */
static const char other_words[] = "ambient benson changes coker cokers concertat concerto cracker crackers hamper heroine heroinen heroines methane pillar pillars";

static gboolean
is_other_word (const char *shape, gsize length)
{
  g_autofree char *word = g_strndup (shape, length);

  return contains (other_words, word);
}

static gboolean
is_vowel_end (const char *word, gsize length)
{
  static const char *const vowels[] = { "a", "e", "i", "o", "u", "y", "а", "е", "и", "о", "у", "ы", "э",
                                        "ю", "я", "ь", "і", "є", "α", "ε", "η", "ι", "ο", "υ", "ω" };

  for (guint i = 0; i < G_N_ELEMENTS (vowels); i++)
    if (length >= strlen (vowels[i]) && memcmp (word + length - strlen (vowels[i]), vowels[i], strlen (vowels[i])) == 0)
      return TRUE;
  return FALSE;
}

/* Whether a language has a rule of its own for the word's ending, so that its general rule does not apply. */
static gboolean
has_special_rule (const char *word, gsize length, const char *language)
{
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      gsize last = strlen (rules[i].last);
      if (last > 0 && length > last && contains (rules[i].languages, language)
          && memcmp (word + length - last, rules[i].last, last) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Slavic endings are for stems in a consonant, and so are those of shared names; a final vowel without a rule means an
 * indeclinable loan. */
static gboolean
keeps_vowel (const char *language)
{
  return contains ("pl cs sk sl hr sr bs sh hbs ru uk bg mul", language);
}

/* A short word whose last letter changes is too easily another word (hera, here): in Latin script, where that matters,
 * five letters are needed. */
static gboolean
is_too_short (const Rule *rule, const char *word, gsize length)
{
  if (g_str_equal (rule->languages, "mul"))
    return length < SHORTEST_OF_ALL || (guint8) *word >= 0x80;
  return *rule->last != '\0' && length < 5 && (guint8) *word < 0x80;
}

static void
apply (const Rule *rule, const char *word, gsize length, DecantInflected inflected, gpointer data)
{
  gsize stem = length - strlen (rule->last);

  for (const char *ending = rule->endings; *ending != '\0';)
    {
      gsize n = strcspn (ending, " ");
      g_autofree char *shape = g_malloc (stem + n);
      memcpy (shape, word, stem);
      memcpy (shape + stem, ending, n);
      if ((stem + n != length || memcmp (shape, word, length) != 0) && !is_other_word (shape, stem + n))
        inflected (shape, stem + n, data);
      ending += n + strspn (ending + n, " ");
    }
}

/* The article stays once: الحشيش gives والحشيش and للحشيش. */
static void
add_arabic_prefixes (const char *word, gsize length, DecantInflected inflected, gpointer data)
{
  gboolean definite = length > strlen ("ال") && memcmp (word, "ال", strlen ("ال")) == 0;

  for (guint i = 0; i < G_N_ELEMENTS (arabic_prefixes); i++)
    {
      const char *prefix = arabic_prefixes[i];
      gboolean has_article = strstr (prefix, "ال") != NULL, to_the = g_str_has_suffix (prefix, "لل");
      gsize skip = definite && to_the ? strlen ("ال") : 0;
      g_autofree char *shape = NULL;

      if (definite && (has_article || g_str_has_suffix (prefix, "ل") != to_the))
        continue;
      shape = g_strdup_printf ("%s%.*s", prefix, (int) (length - skip), word + skip);
      inflected (shape, strlen (shape), data);
    }
}

void
decant_inflect (const char *word, gsize length, const char *language, DecantInflected inflected, gpointer data)
{
  g_autofree char *primary = g_ascii_strdown (language, strcspn (language, "-_"));
  gboolean special = has_special_rule (word, length, primary);
  gboolean general = !special && !(keeps_vowel (primary) && is_vowel_end (word, length));

  if (g_str_equal (primary, "ar"))
    add_arabic_prefixes (word, length, inflected, data);
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      gsize last = strlen (rules[i].last);
      if (!contains (rules[i].languages, primary) || is_too_short (&rules[i], word, length))
        continue;
      if (last == 0 ? general : length > last && memcmp (word + length - last, rules[i].last, last) == 0)
        apply (&rules[i], word, length, inflected, data);
    }
}

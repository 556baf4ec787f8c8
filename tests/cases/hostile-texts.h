/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <string.h>

/* What may make a careless engine slow, repeated until a text is as long as it can be. One table for the test that
 * counts and for the benchmark that measures. */

typedef struct
{
  const char *name, *unit;
} HostileText;

static const HostileText hostile_texts[] = {
  { "one letter", "a" },
  { "one digit", "1" },
  { "numbers", "1 " },
  { "letters apart", "c o k e " },
  { "letters by dots", "c.o.c.a.i.n.e." },
  { "letters by emoji", "c❄o❄k❄e❄" },
  { "stretched", "coooook" },
  { "stretched words", "wwweeeddd " },
  { "leet", "c0c41n3 " },
  { "leet in one", "c0c41n3" },
  { "leet signs", "$|<|)()[]!+" },
  { "leet in brackets", "(|_|)" },
  { "masks", "c**aine " },
  { "masks in one", "c*" },
  { "masked stars", "w**d*" },
  { "near forms", "cokaine ketamin " },
  { "near forms, edited", "amphetamone marihuena " },
  { "Cyrillic near forms", "марихуанна героинн " },
  { "hashtags", "#weed" },
  { "hashtag of 96", "#buyweedonlinecokeketamineheroinbuyweedonlinecokeketamineheroinbuyweedonlinecoke " },
  { "hashtag of digits", "#b4y2w33d0nl1n3c0k3k3t4m1n3h3r01n " },
  { "hashtag capitals", "#BuyWeedOnLine" },
  { "mixed script", "cоkе " },
  { "alternating scripts", "aбγ" },
  { "stacked marks", "e\xcc\x81\xcc\x82\xcc\x83\xcc\x84" },
  { "kept marks", "\xe0\xb8\x81\xe0\xb8\xb4\xe0\xb9\x88\xe0\xb8\xb4\xe0\xb9\x88" },
  { "composing marks", "\xe3\x81\x8b\xe3\x82\x99" },
  { "joiners", "c\xe2\x80\x8bo\xe2\x80\x8dk\xe2\x81\xa0" },
  { "soft hyphens", "co\xc2\xadke\xc2\xad" },
  { "costumes", "ｃｏｋｅ🅒🅞🅚🅔" },
  { "ligature of eighteen", "\xef\xb7\xba" },
  { "percent", "%63%6f%6b%65" },
  { "percent twice", "%2563%256f%256b" },
  { "percent in addresses", "http://a.test/%63%6f+" },
  { "references", "&#99;&#x6f;" },
  { "escapes", "\\u0063\\u006f" },
  { "punycode", "xn--80aswg.xn--p1ai " },
  { "wrong code page", "РљРѕРєР°РёРЅ" },
  { "at signs", "@" },
  { "handles", "telegram: @a " },
  { "app names", "telegram id user nick name " },
  { "links", "t.me/a " },
  { "schemes", "http://" },
  { "hosts", "www.a.test/" },
  { "e-mail", "a@b.c." },
  { "onions", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaad.onion " },
  { "phones", "+1 202 555 0123 " },
  { "phone signs", "+1 " },
  { "open phones", "00(" },
  { "wallets", "bc1qaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa " },
  { "Base58", "1BoatSLRHtKNngkdXEeobR76b53LETtpyT " },
  { "Monero-like", "44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3A " },
  { "Session-like", "05aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa " },
  { "prices", "1€ " },
  { "price ladder", "1g 10€ 2g 20€\n" },
  { "ladder, almost", "1g 10€ 2g " },
  { "number and sign", "1.1.1,1-1/1 " },
  { "times", "1x" },
  { "menu", "\n1g\n" },
  { "emoji", "😀" },
  { "flags", "🇨🇴🇰🇪" },
  { "Han", "中" },
  { "Han terms", "大麻烦大麻" },
  { "Hangul", "가" },
  { "Hangul terms", "대마초아이스" },
  { "katakana", "アイス" },
  { "Thai", "ก" },
  { "Thai terms", "กัญชายาไอซ์" },
  { "Arabic", "حشيش" },
  { "NUL", "" }, /* filled with NULs */
  { "line ends", "\n" },
  { "spaces", " " },
  { "words of a form", "white widow white " },
  { "half a form", "white " },
  { "everyday forms", "coke weed snow ice " },
};

/* The text: @length bytes or a little less. transfer full */
static inline char *
hostile_text_make (const HostileText *self, gsize length, gsize *made)
{
  gsize unit = strlen (self->unit);
  char *text = g_malloc0 (length + 1);

  for (*made = 0; unit > 0 && *made + unit <= length; *made += unit)
    memcpy (text + *made, self->unit, unit);
  if (unit == 0)
    *made = length;
  return text;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/sound-key.h"

/* A reader of one word: what is written there, and the key so far. */
typedef struct
{
  const gunichar *codes;
  guint n, at;
  gunichar *key;
  guint length;
} Reader;

static gunichar
peek (const Reader *r, guint ahead)
{
  return r->at + ahead < r->n ? r->codes[r->at + ahead] : 0;
}

/* Doubled sounds are one. */
static void
sound (Reader *r, gunichar c)
{
  if (r->length == 0 || r->key[r->length - 1] != c)
    r->key[r->length++] = c;
}

static gboolean
is_front_vowel (gunichar c)
{
  return c == 'e' || c == 'i' || c == 'y';
}

static gboolean
is_latin_vowel (gunichar c)
{
  return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

/* Two and three letters that are one sound. Returns how many were read. */
static guint
read_latin_group (Reader *r)
{
  gunichar a = peek (r, 0), b = peek (r, 1), c = peek (r, 2);

  if (a == 's' && b == 'c' && c == 'h')
    return sound (r, 'S'), 3;
  if ((a == 's' || a == 'c') && b == 'h')
    return sound (r, 'S'), 2;
  if (a == 'p' && b == 'h')
    return sound (r, 'f'), 2;
  if (b == 'h' && (a == 't' || a == 'k' || a == 'g' || a == 'r' || a == 'd'))
    return sound (r, a), 2;
  if (a == 'e' && b == 'e')
    return sound (r, 'i'), 2;
  if (a == 'o' && (b == 'o' || b == 'u'))
    return sound (r, 'u'), 2;
  return 0;
}

static void
read_latin (Reader *r)
{
  gunichar c = peek (r, 0);
  guint read = read_latin_group (r);

  r->at += read;
  if (read > 0)
    return;
  r->at++;
  switch (c)
    {
    case 'c':
      sound (r, is_front_vowel (peek (r, 0)) ? 's' : 'k');
      break;
    case 'q':
      sound (r, 'k');
      break;
    case 'x':
      sound (r, 'k');
      sound (r, 's');
      break;
    case 'z':
      sound (r, 's');
      break;
    case 'y':
      sound (r, 'i');
      break;
    case 'w':
      sound (r, 'v');
      break;
    case 'j':
      sound (r, 'h');
      break;
    case 'e':
      /* A mute e at the end: cocaine, kokain. */
      if (r->at < r->n || r->length == 0 || is_latin_vowel (r->codes[r->n - 2]))
        sound (r, 'e');
      break;
    default:
      sound (r, c);
    }
}

/* Letters of other scripts that sound, or are typed, like another of the same script. 0: silent. */
static gunichar
other_class (gunichar c)
{
  switch (c)
    {
    case 0x43E:
      return 0x430; /* о а */
    case 0x435:
    case 0x44D:
    case 0x451:
    case 0x454:
    case 0x44B:
    case 0x456:
    case 0x457:
    case 0x439:
      return 0x438; /* е и */
    case 0x437:
      return 0x441; /* з с */
    case 0x44A:
    case 0x44C:
      return 0; /* ъ ь */
    case 0x3B7:
    case 0x3C5:
      return 0x3B9; /* η υ ι */
    case 0x3C9:
      return 0x3BF; /* ω ο */
    case 0x3C2:
      return 0x3C3; /* ς σ */
    case 0x649:
    case 0x6CC:
      return 0x64A; /* ى ی ي */
    case 0x629:
      return 0x647; /* ة ه */
    case 0x6A9:
      return 0x643; /* ک ك */
    default:
      return c;
    }
}

guint
decant_sound_key (const gunichar *codes, guint n, gunichar *key)
{
  Reader r = { .codes = codes, .n = n, .key = key };

  g_assert (n <= DECANT_SOUND_LONGEST);
  while (r.at < n)
    if (codes[r.at] < 0x80)
      read_latin (&r);
    else
      {
        gunichar c = other_class (codes[r.at++]);
        if (c != 0)
          sound (&r, c);
      }
  return r.length;
}

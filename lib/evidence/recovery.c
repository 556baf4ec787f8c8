/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/recovery.h"

#include <qrencode.h>
#include <sodium.h>
#include <string.h>

#include "evidence/error.h"
#include "evidence/secret.h"

#include "recovery-words.h"

#define N_WORDS G_N_ELEMENTS (recovery_words)
#define WORD_MAX 8
#define BITS 11
#define PREFIX 4 /* letters that tell a word */
#define QUIET 2  /* modules; four is the norm, and a terminal's margin adds to it */

/* --- words -------------------------------------------------------------------------------------------------- */

/* The key and the first byte of its SHA-256. */
static void
with_checksum (const guint8 key[DECANT_RECOVERY_SIZE], guint8 out[DECANT_RECOVERY_SIZE + 1])
{
  guint8 digest[crypto_hash_sha256_BYTES];

  crypto_hash_sha256 (digest, key, DECANT_RECOVERY_SIZE);
  memcpy (out, key, DECANT_RECOVERY_SIZE);
  out[DECANT_RECOVERY_SIZE] = digest[0];
  sodium_memzero (digest, sizeof digest);
}

char *
decant_recovery_to_words (const guint8 key[DECANT_RECOVERY_SIZE])
{
  char *text = (char *) decant_secret_alloc (DECANT_RECOVERY_WORDS * (WORD_MAX + 1));
  guint8 bytes[DECANT_RECOVERY_SIZE + 1];
  char *end = text;

  with_checksum (key, bytes);
  for (guint i = 0; i < DECANT_RECOVERY_WORDS; i++)
    {
      guint number = 0;

      for (guint bit = i * BITS; bit < (i + 1) * BITS; bit++)
        number = number << 1 | (bytes[bit / 8] >> (7 - bit % 8) & 1);
      if (i > 0)
        *end++ = ' ';
      end = g_stpcpy (end, recovery_words[number]);
    }
  sodium_memzero (bytes, sizeof bytes);
  return text;
}

/* The word that @word is, or begins; −1. Short words must be whole: "act" is not "action". */
static int
find_word (const char *word, gsize length)
{
  for (guint i = 0; i < N_WORDS; i++)
    {
      const char *candidate = recovery_words[i];

      if (strncmp (candidate, word, length) == 0 && (candidate[length] == '\0' || length >= PREFIX))
        return i;
    }
  return -1;
}

/* Is there one change (a letter other, more or fewer, two neighbours exchanged) between them? */
static gboolean
is_near (const char *a, const char *b)
{
  gsize n = strlen (a), m = strlen (b), head = 0, tail = 0;

  while (a[head] != '\0' && a[head] == b[head])
    head++;
  while (tail < MIN (n, m) - head && a[n - 1 - tail] == b[m - 1 - tail])
    tail++;
  n -= head + tail;
  m -= head + tail;
  return MAX (n, m) <= 1 || (n == 2 && m == 2 && a[head] == b[head + 1] && a[head + 1] == b[head]);
}

static gboolean
refuse_word (GError **error, guint place, const char *word, gboolean whole)
{
  const char *near = NULL;
  guint n = 0;

  for (guint i = 0; whole && i < N_WORDS; i++)
    if (is_near (recovery_words[i], word))
      {
        near = recovery_words[i];
        n++;
      }
  /* The wrong word itself is not repeated: it may be most of a secret. */
  if (n == 1)
    g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID,
                 "Word %u is not in the list of recovery words. It may be \"%s\".", place, near);
  else
    g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID,
                 "Word %u is not in the list of recovery words. Look at its first four letters.", place);
  return FALSE;
}

static gboolean
is_between (char c)
{
  return g_ascii_isspace (c) || g_ascii_isdigit (c) || strchr (",.;:)-", c) != NULL;
}

/* The numbers of the words; how many there are, at most @max + 1. −1 with @error. */
static int
read_words (const char *text, gsize length, guint16 *numbers, int max, GError **error)
{
  int n = 0;

  for (gsize at = 0; at < length;)
    {
      char word[WORD_MAX + 1] = "";
      gsize from = at, letters = 0;
      int number;

      if (text[at] == '\0' || is_between (text[at]))
        {
          at++;
          continue;
        }
      for (; at < length && text[at] != '\0' && !is_between (text[at]); at++)
        if (letters < WORD_MAX)
          word[letters++] = g_ascii_tolower (text[at]);
      if (n == max)
        return max + 1;
      number = at - from <= WORD_MAX ? find_word (word, letters) : -1;
      if (number < 0)
        refuse_word (error, n + 1, word, at - from <= WORD_MAX);
      sodium_memzero (word, sizeof word);
      if (number < 0)
        return -1;
      numbers[n++] = number;
    }
  return n;
}

static gboolean
join (const guint16 *numbers, guint8 key[DECANT_RECOVERY_SIZE])
{
  guint8 bytes[DECANT_RECOVERY_SIZE + 1] = { 0 }, expected[DECANT_RECOVERY_SIZE + 1];
  gboolean ok;

  for (guint bit = 0; bit < DECANT_RECOVERY_WORDS * BITS; bit++)
    bytes[bit / 8] |= (numbers[bit / BITS] >> (BITS - 1 - bit % BITS) & 1) << (7 - bit % 8);
  with_checksum (bytes, expected);
  ok = sodium_memcmp (bytes, expected, sizeof bytes) == 0;
  if (ok)
    memcpy (key, bytes, DECANT_RECOVERY_SIZE);
  sodium_memzero (bytes, sizeof bytes);
  sodium_memzero (expected, sizeof expected);
  return ok;
}

gboolean
decant_recovery_from_words (const char *text, gssize length, guint8 key[DECANT_RECOVERY_SIZE], GError **error)
{
  guint16 numbers[DECANT_RECOVERY_WORDS];
  gsize size = length < 0 ? strlen (text) : (gsize) length;
  int n = -1;
  gboolean ok = FALSE;

  sodium_memzero (key, DECANT_RECOVERY_SIZE);
  if (size > DECANT_RECOVERY_TEXT_MAX)
    g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID,
                 "Expected %d recovery words, saw far more text.", DECANT_RECOVERY_WORDS);
  else
    n = read_words (text, size, numbers, DECANT_RECOVERY_WORDS, error);
  if (n == DECANT_RECOVERY_WORDS && !(ok = join (numbers, key)))
    g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID,
                 "All %d words are in the list, but do not belong together: one is another than was written down, or "
                 "two changed places.",
                 DECANT_RECOVERY_WORDS);
  else if (n > DECANT_RECOVERY_WORDS)
    g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID, "Expected %d recovery words, saw more.",
                 DECANT_RECOVERY_WORDS);
  else if (n >= 0 && n < DECANT_RECOVERY_WORDS)
    g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID, "Expected %d recovery words, saw %d.",
                 DECANT_RECOVERY_WORDS, n);
  sodium_memzero (numbers, sizeof numbers);
  return ok;
}

/* --- QR ----------------------------------------------------------------------------------------------------- */

void
decant_qr_free (DecantQr *self)
{
  if (self == NULL)
    return;
  decant_secret_free (self->modules);
  g_free (self);
}

DecantQr *
decant_qr_new (const char *text)
{
  DecantQr *self = NULL;
  QRcode *code = QRcode_encodeString (text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);

  if (code == NULL)
    return NULL;
  self = g_new0 (DecantQr, 1);
  self->width = code->width;
  self->modules = decant_secret_alloc (code->width * code->width);
  for (int i = 0; i < code->width * code->width; i++)
    self->modules[i] = code->data[i] & 1;
  sodium_memzero (code->data, code->width * code->width);
  QRcode_free (code);
  return self;
}

DecantQr *
decant_recovery_to_qr (const guint8 key[DECANT_RECOVERY_SIZE])
{
  g_autoptr (DecantSecret) words = (DecantSecret *) decant_recovery_to_words (key);

  for (guint8 *p = words; *p != '\0'; p++)
    *p = g_ascii_toupper (*p);
  return decant_qr_new ((const char *) words);
}

static gboolean
is_dark (const DecantQr *self, int x, int y)
{
  return x >= 0 && y >= 0 && x < self->width && y < self->width && self->modules[y * self->width + x];
}

char *
decant_qr_to_blocks (const DecantQr *self, gboolean invert)
{
  static const char *const blocks[] = { " ", "▀", "▄", "█" };
  int side = self->width + 2 * QUIET;
  char *text = (char *) decant_secret_alloc ((side + 1) / 2 * (side * 3 + 1) + 1), *end = text;

  for (int y = -QUIET; y < self->width + QUIET; y += 2)
    {
      for (int x = -QUIET; x < self->width + QUIET; x++)
        {
          guint upper = is_dark (self, x, y) == invert, lower = is_dark (self, x, y + 1) == invert;

          end = g_stpcpy (end, blocks[upper | lower << 1]);
        }
      end = g_stpcpy (end, "\n");
    }
  return text;
}

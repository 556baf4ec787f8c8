/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/secret.h"

#include <sodium.h>
#include <string.h>

void
decant_sodium_init (void)
{
  if (sodium_init () < 0)
    g_error ("libsodium cannot start: there is no source of random numbers.");
}

DecantSecret *
decant_secret_alloc (gsize size)
{
  DecantSecret *secret;

  decant_sodium_init ();
  secret = sodium_malloc (MAX (size, 1));
  if (secret == NULL)
    g_error ("Out of memory for a secret of %" G_GSIZE_FORMAT " bytes.", size);
  memset (secret, 0, MAX (size, 1));
  return secret;
}

char *
decant_secret_strndup (const char *text, gssize length)
{
  gsize size = length < 0 ? strlen (text) : (gsize) length;
  DecantSecret *copy = decant_secret_alloc (size + 1);

  memcpy (copy, text, size);
  return (char *) copy;
}

void
decant_secret_free (gpointer secret)
{
  sodium_free (secret); /* wipes */
}

typedef struct
{
  gsize size;
  guint8 data[];
} Wiped;

static void
wiped_free (gpointer data)
{
  Wiped *self = data;

  sodium_memzero (self->data, self->size);
  g_free (self);
}

GBytes *
decant_wiped_bytes_new (gsize size, guint8 **data)
{
  Wiped *self = g_malloc0 (sizeof *self + size);

  self->size = size;
  *data = self->data;
  return g_bytes_new_with_free_func (self->data, size, wiped_free, self);
}

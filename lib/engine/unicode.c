/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/unicode.h"

/* Hangul syllables are computed (The Unicode Standard, section 3.12). */
enum {
  L_BASE = 0x1100,
  V_BASE = 0x1161,
  T_BASE = 0x11A7,
  S_BASE = 0xAC00,
  N_L = 19,
  N_V = 21,
  N_T = 28
};

guint8
decant_unicode_combining_class (gunichar c)
{
  gsize low = 0, high = decant_n_combining_classes;

  while (low < high)
    {
      gsize middle = (low + high) / 2;
      if (decant_combining_classes[middle].code == c)
        return decant_combining_classes[middle].combining_class;
      if (decant_combining_classes[middle].code < c)
        low = middle + 1;
      else
        high = middle;
    }
  return 0;
}

static gunichar
compose_hangul (gunichar first, gunichar second)
{
  if (first - L_BASE < N_L && second - V_BASE < N_V)
    return S_BASE + ((first - L_BASE) * N_V + (second - V_BASE)) * N_T;
  if (first - S_BASE < N_L * N_V * N_T && (first - S_BASE) % N_T == 0 && second - T_BASE - 1 < N_T - 1)
    return first + (second - T_BASE);
  return 0;
}

gunichar
decant_unicode_compose (gunichar first, gunichar second)
{
  gsize low = 0, high = decant_n_compositions;

  while (low < high)
    {
      gsize middle = (low + high) / 2;
      const DecantComposition *c = &decant_compositions[middle];
      if (c->first == first && c->second == second)
        return c->composed;
      if (c->first < first || (c->first == first && c->second < second))
        low = middle + 1;
      else
        high = middle;
    }
  return compose_hangul (first, second);
}

static gboolean
decompose_hangul (gunichar composed, gunichar *first, gunichar *second)
{
  guint32 s = composed - S_BASE;

  if (s >= N_L * N_V * N_T)
    return FALSE;
  *first = s % N_T != 0 ? composed - s % N_T : L_BASE + s / (N_V * N_T);
  *second = s % N_T != 0 ? T_BASE + s % N_T : V_BASE + s / N_T % N_V;
  return TRUE;
}

gboolean
decant_unicode_decompose (gunichar composed, gunichar *first, gunichar *second)
{
  if (decompose_hangul (composed, first, second))
    return TRUE;
  if (composed >= L_BASE && composed < L_BASE + 0x100)
    return FALSE; /* jamo come in long rows and have no parts */
  for (gsize i = 0; i < decant_n_compositions; i++)
    if (decant_compositions[i].composed == composed)
      {
        *first = decant_compositions[i].first;
        *second = decant_compositions[i].second;
        return TRUE;
      }
  return FALSE;
}

char
decant_unicode_confusable (gunichar c)
{
  gsize low = 0, high = decant_n_confusables;

  while (low < high)
    {
      gsize middle = (low + high) / 2;
      if (decant_confusables[middle].code == c)
        return decant_confusables[middle].ascii;
      if (decant_confusables[middle].code < c)
        low = middle + 1;
      else
        high = middle;
    }
  return 0;
}

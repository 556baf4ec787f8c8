/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/fold.h"

/*
 * Units behind numbers: a cheap gate for patterns such as \d{1,5} ?(?:grams?|oz|pills?|…). What a text has behind its
 * numbers is read once; a pattern is tried only where that begins one of its words.
 */

G_BEGIN_DECLS

typedef struct
{
  guint8 first[256];  /* by first byte of a unit: DecantUnitStart */
  guint64 second[16]; /* hashes of first and second byte */
} DecantUnits;

/* Reads the units off @pattern. FALSE where it is no number with one of four units or more behind it: a plain look
 * behind, digits, signs that may stand between, and then the choice. */
gboolean decant_units_read (const char *pattern, DecantUnits *out);

#define DECANT_MAX_FOLLOWERS 96

typedef struct
{
  guint n;
  gboolean too_many; /* nothing can be ruled out */
  guint8 bytes[DECANT_MAX_FOLLOWERS][2];
} DecantFollowers;

/* What stands behind each number of the text, signs between passed over. */
void decant_followers_read (const DecantFolded *folded, DecantFollowers *out);

/* Whether one of the units may stand behind a number. */
gboolean decant_units_may_follow (const DecantUnits *self, const DecantFollowers *followers);

G_END_DECLS

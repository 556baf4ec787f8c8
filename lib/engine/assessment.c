/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/assessment.h"

typedef struct {
  DecantAssessment assessment; /* first: the two share an address */
  DecantArena *arena;
} OwnedAssessment;

const char *
decant_band_to_string (DecantBand band)
{
  static const char *const names[] = { "none", "notice", "suspect", "strong" };

  g_return_val_if_fail ((guint) band < G_N_ELEMENTS (names), NULL);
  return names[band];
}

const char *
decant_reading_to_string (DecantReading reading)
{
  static const char *const names[]
      = { "plain",        "inflected", "leet",  "separated",     "stretched", "hashtag",
          "mixed-script", "masked",    "emoji", "compatibility", "hidden",    "phonetic",     "link" };

  g_return_val_if_fail ((guint) reading < G_N_ELEMENTS (names), NULL);
  return names[reading];
}

DecantAssessment *
decant_assessment_new (DecantArena *arena)
{
  OwnedAssessment *self = decant_arena_new_array (arena, OwnedAssessment, 1);

  *self = (OwnedAssessment){ .arena = arena };
  return &self->assessment;
}

void
decant_assessment_free (DecantAssessment *self)
{
  if (self != NULL)
    decant_arena_free (((OwnedAssessment *) self)->arena);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/feature.h"
#include "engine/wording.h"

/*
 * A linear model: integer weights by feature name, the wording if it has that part, a calibration table and the bands'
 * cuts (data/models/). Weights are thousandths of log-odds. Immutable.
 *
 * The score is the calibration table read at the integer sum of weights: straight lines between its points, in 64-bit
 * integers, millionths out. There is no exp() at run time, so the same text has the same score on every machine.
 */

G_BEGIN_DECLS

#define DECANT_MODEL_ERROR (decant_model_error_quark ())
GQuark decant_model_error_quark (void);
typedef enum
{
  DECANT_MODEL_ERROR_SYNTAX, /* not the JSON that data/schemas/model.schema.json describes; the message names the member
                              */
} DecantModelError;

typedef struct _DecantModel DecantModel;

DecantModel *decant_model_new (GBytes *json, GError **error);
DecantModel *decant_model_ref (DecantModel *self);
void decant_model_unref (DecantModel *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantModel, decant_model_unref)

const char *decant_model_get_digest (DecantModel *self); /* 64 hexadecimal digits */

gint32 decant_model_get_weight (DecantModel *self, DecantFeature feature); /* 0 for one that the model does not name */
const DecantWording *decant_model_get_wording (DecantModel *self);         /* NULL for a model without it */
double decant_model_score (DecantModel *self, gint32 logit);               /* 0 … 1, never falling with @logit */
DecantBand decant_model_band (DecantModel *self, gint32 logit);

G_END_DECLS

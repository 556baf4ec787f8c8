/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/*
 * A linear model: integer weights by feature name, a calibration table and the bands' cuts (data/models/).
 * Weights are thousandths of log-odds. Immutable.
 */

G_BEGIN_DECLS

#define DECANT_MODEL_ERROR (decant_model_error_quark ())
GQuark decant_model_error_quark (void);
typedef enum {
  DECANT_MODEL_ERROR_SYNTAX, /* not the JSON that data/schemas/model.schema.json describes; the message names the member */
} DecantModelError;

typedef struct _DecantModel DecantModel;

DecantModel *decant_model_new (GBytes *json, GError **error);
DecantModel *decant_model_ref (DecantModel *self);
void decant_model_unref (DecantModel *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantModel, decant_model_unref)

const char *decant_model_get_digest (DecantModel *self); /* 64 hexadecimal digits */

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/*
 * A signal set: sale patterns and dampers as data (data/signals/), compiled once, immutable.
 */

G_BEGIN_DECLS

#define DECANT_SIGNALS_ERROR (decant_signals_error_quark ())
GQuark decant_signals_error_quark (void);
typedef enum {
  DECANT_SIGNALS_ERROR_SYNTAX,  /* not the JSON that data/schemas/signals.schema.json describes */
  DECANT_SIGNALS_ERROR_PATTERN, /* a pattern does not compile; the message names rule and offset */
} DecantSignalsError;

typedef struct _DecantSignalSet DecantSignalSet;

/* @json: (array length=length) (element-type guint8 array): each element one file's bytes.
 * Returns: (transfer full) or NULL with @error. */
DecantSignalSet *decant_signal_set_new (const GPtrArray *json /* of GBytes */, GError **error);
DecantSignalSet *decant_signal_set_ref (DecantSignalSet *self);
void decant_signal_set_unref (DecantSignalSet *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantSignalSet, decant_signal_set_unref)

const char *decant_signal_set_get_digest (DecantSignalSet *self); /* 64 hexadecimal digits */

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/shape.h"

/*
 * A signal set: sale patterns and dampers as data (data/signals/), compiled once, immutable.
 *
 * A file is {"format": "decant-signals-1", "rules": [RULE, …]}; a rule has a name, a kind, languages, sources and either
 * "words" (phrases.h) or a "pattern" (pattern.h) with its "needs", at most 64 patterns in all files. Patterns are
 * bounded by construction: "*", "+" and "{n,}" are refused, so that no rule can read further than it says
 * (data/schemas/signals.schema.json).
 */

G_BEGIN_DECLS

#define DECANT_SIGNALS_ERROR (decant_signals_error_quark ())
GQuark decant_signals_error_quark (void);
typedef enum {
  DECANT_SIGNALS_ERROR_SYNTAX,  /* not the JSON that data/schemas/signals.schema.json describes */
  DECANT_SIGNALS_ERROR_PATTERN, /* a pattern cannot be read; the message names rule and offset */
} DecantSignalsError;

typedef struct _DecantSignalSet DecantSignalSet;

/* @json: (array length=length) (element-type guint8 array): each element one file's bytes.
 * Returns: (transfer full) or NULL with @error. */
DecantSignalSet *decant_signal_set_new (const GPtrArray *json /* of GBytes */, GError **error);
DecantSignalSet *decant_signal_set_ref (DecantSignalSet *self);
void decant_signal_set_unref (DecantSignalSet *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantSignalSet, decant_signal_set_unref)

const char *decant_signal_set_get_digest (DecantSignalSet *self); /* 64 hexadecimal digits */

/* The kinds of docs/PROTOCOL.md, in its order: the sale kinds first, then the dampers. */
typedef enum {
  DECANT_SIGNAL_PRICE,
  DECANT_SIGNAL_LADDER,
  DECANT_SIGNAL_QUANTITY,
  DECANT_SIGNAL_CONTACT,
  DECANT_SIGNAL_PAYMENT,
  DECANT_SIGNAL_DELIVERY,
  DECANT_SIGNAL_AVAILABILITY,
  DECANT_SIGNAL_QUALITY,
  DECANT_SIGNAL_OFFER,
  DECANT_SIGNAL_REQUEST,
  DECANT_SIGNAL_RECRUITMENT,
  DECANT_SIGNAL_LAYOUT,
  DECANT_SIGNAL_NEWS,
  DECANT_SIGNAL_MEDICAL,
  DECANT_SIGNAL_RECOVERY,
  DECANT_SIGNAL_HARM_REDUCTION,
  DECANT_SIGNAL_COOKING,
  DECANT_SIGNAL_WEATHER,
  DECANT_SIGNAL_MUSIC,
  DECANT_SIGNAL_GAMES,
  DECANT_SIGNAL_SPORT,
  DECANT_SIGNAL_USE,
  DECANT_SIGNAL_TALK,
  DECANT_SIGNAL_RETAIL,
  DECANT_SIGNAL_ILLICIT,
  DECANT_N_SIGNAL_KINDS,
} DecantSignalKind;

#define DECANT_FIRST_DAMPER DECANT_SIGNAL_NEWS

const char *decant_signal_kind_to_string (DecantSignalKind kind); /* static: DecantSignal.kind is one of these pointers */
DecantSignalKind decant_signal_kind_from_string (const char *kind); /* DECANT_N_SIGNAL_KINDS when unknown */

/* Finds the signals of @folded whose shape is @shape: spans in source bytes, ordered by start, then by end. At most 16
 * of a rule, one of a kind and span.
 * @signals: (out): array owned by @arena, strings by the set. Returns their number. */
guint decant_signal_set_match (DecantSignalSet *self, DecantArena *arena, const DecantFolded *folded,
                               const DecantShape *shape, const DecantSignal **signals);

G_END_DECLS

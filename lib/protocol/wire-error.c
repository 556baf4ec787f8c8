/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/wire-error.h"

#include <string.h>

G_DEFINE_QUARK (decant-wire-error-quark, decant_wire_error)

static const char *const names[] = {
  [DECANT_WIRE_ERROR_FRAME_TOO_LARGE] = "frame-too-large",
  [DECANT_WIRE_ERROR_BAD_JSON] = "bad-json",
  [DECANT_WIRE_ERROR_BAD_VERSION] = "bad-version",
  [DECANT_WIRE_ERROR_BAD_MESSAGE] = "bad-message",
  [DECANT_WIRE_ERROR_UNKNOWN_TYPE] = "unknown-type",
  [DECANT_WIRE_ERROR_TOO_MANY] = "too-many",
  [DECANT_WIRE_ERROR_NOT_FOUND] = "not-found",
  [DECANT_WIRE_ERROR_OUT_OF_ORDER] = "out-of-order",
  [DECANT_WIRE_ERROR_DIGEST_MISMATCH] = "digest-mismatch",
  [DECANT_WIRE_ERROR_VAULT_MISSING] = "vault-missing",
  [DECANT_WIRE_ERROR_VAULT_OLD] = "vault-old",
  [DECANT_WIRE_ERROR_VAULT_LOCKED] = "vault-locked",
  [DECANT_WIRE_ERROR_VAULT_FULL] = "vault-full",
  [DECANT_WIRE_ERROR_VAULT_BROKEN] = "vault-broken",
  [DECANT_WIRE_ERROR_DATA_MISSING] = "data-missing",
  [DECANT_WIRE_ERROR_TOO_FAST] = "too-fast",
  [DECANT_WIRE_ERROR_INTERNAL] = "internal",
};

const char *
decant_wire_error_to_string (DecantWireError code)
{
  return (guint) code < G_N_ELEMENTS (names) ? names[code] : "internal";
}

DecantWireError
decant_wire_error_from_string (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (names[i], name) == 0)
      return i;
  return DECANT_WIRE_ERROR_INTERNAL;
}

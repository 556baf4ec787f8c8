/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/*
 * The errors that travel on the wire: one table (docs/PROTOCOL.md, section 2). A GError of this domain becomes an
 * error reply with the code's name and its own message, which never holds page content.
 */

G_BEGIN_DECLS

#define DECANT_WIRE_ERROR (decant_wire_error_quark ())
GQuark decant_wire_error_quark (void);
typedef enum {
  DECANT_WIRE_ERROR_FRAME_TOO_LARGE,
  DECANT_WIRE_ERROR_BAD_JSON,
  DECANT_WIRE_ERROR_BAD_VERSION,
  DECANT_WIRE_ERROR_BAD_MESSAGE,
  DECANT_WIRE_ERROR_UNKNOWN_TYPE,
  DECANT_WIRE_ERROR_TOO_MANY,
  DECANT_WIRE_ERROR_NOT_FOUND,
  DECANT_WIRE_ERROR_OUT_OF_ORDER,
  DECANT_WIRE_ERROR_DIGEST_MISMATCH,
  DECANT_WIRE_ERROR_VAULT_MISSING,
  DECANT_WIRE_ERROR_VAULT_OLD,
  DECANT_WIRE_ERROR_VAULT_LOCKED,
  DECANT_WIRE_ERROR_VAULT_FULL,
  DECANT_WIRE_ERROR_VAULT_BROKEN,
  DECANT_WIRE_ERROR_DATA_MISSING,
  DECANT_WIRE_ERROR_TOO_FAST,
  DECANT_WIRE_ERROR_INTERNAL,
} DecantWireError;

/* The name on the wire, e.g. "bad-json". Static. */
const char *decant_wire_error_to_string (DecantWireError code);
/* INTERNAL for a name that the table does not know. */
DecantWireError decant_wire_error_from_string (const char *name);

G_END_DECLS

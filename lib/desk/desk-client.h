/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk/desk-message.h"

/* The host's side: one question, one connection. It blocks for at most @timeout_ms. */

G_BEGIN_DECLS

#define DECANT_DESK_TIMEOUT_MS 2000

/* @request: one of those that decant_desk_is_asked(). Returns: (transfer full) the answer, an object; or NULL with an
 * error of DECANT_WIRE_ERROR: VAULT_LOCKED where nobody answers (no application, its vault locked, a folder or a peer
 * that is not ours, too late), else what the application said. */
JsonNode *decant_desk_ask (const DecantRequest *request, guint timeout_ms, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk/desk-message.h"
#include "desk/desk-peer.h"

/*
 * The application's side, alive while the vault is unlocked: it listens at its place (desk-place.h), lets in at most
 * DECANT_DESK_CONNECTIONS programs at a time that pass desk-peer.h, and gives each one answer within
 * DECANT_DESK_CONNECTION_MS. It lives in the thread-default main context and never blocks it; the answers come from
 * memory.
 *
 * Questions are counted in a token bucket for all of them together: an extension that was taken over cannot read the
 * register of a vault by asking for one number after the other. One token a question, one for each further identifier.
 */

G_BEGIN_DECLS

#define DECANT_DESK_CONNECTIONS 8
#define DECANT_DESK_CONNECTION_MS 5000
#define DECANT_DESK_BURST 64
#define DECANT_DESK_PER_SECOND 4

/* Writes the members of an answer, whose object is open. FALSE with an error of DECANT_WIRE_ERROR. */
typedef gboolean (*DecantDeskAnswer) (const DecantRequest *request,
                                      DecantJsonWriter *answer,
                                      gpointer user_data,
                                      GError **error);

typedef struct _DecantDeskServer DecantDeskServer;

/* @programs: (nullable): those that may ask; NULL: any of this account (tests). @answer outlives the server. */
DecantDeskServer *
decant_desk_server_new (const char *const *programs, DecantDeskAnswer answer, gpointer user_data, GError **error);
/* Removes the socket and ends all connections. */
void decant_desk_server_free (DecantDeskServer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantDeskServer, decant_desk_server_free)

G_END_DECLS

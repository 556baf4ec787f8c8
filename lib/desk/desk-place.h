/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <sys/un.h>

/*
 * Where the application listens: $XDG_RUNTIME_DIR/decant/desk.sock. The folder is ours alone (0700) or is not used:
 * who could write there could put another socket in place of ours.
 *
 * Errors: DECANT_WIRE_ERROR, VAULT_LOCKED: nobody can be asked; the message says what stands in the way.
 */

G_BEGIN_DECLS

#define DECANT_DESK_SOCKET "desk.sock"

/* Opens the folder, @make: and makes it. Returns: a descriptor, or -1 with @error. */
int decant_desk_place_open (gboolean make, GError **error);

/* The socket's address by way of the folder's descriptor: no link on the way can be exchanged, and no path is too
 * long. */
void decant_desk_place_get_address (int folder, struct sockaddr_un *address);

/* Takes the place: the lock first, so that of two applications one listens and the other says so; then a socket that a
 * dead one left is removed. What is no socket is left alone, and refused. @lock: (out): keep it open as long as the
 * socket. Returns: a socket that listens, or -1. */
int decant_desk_place_listen (int folder, int *lock, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/*
 * Who is at the other end of a local socket: by what the kernel says (SO_PEERCRED, unix(7)), never by what they say.
 *
 * The account must be ours. The program must be one of ours wherever /proc shows it; inside a Flatpak, or from another
 * namespace, it shows nothing, and the account alone decides. A number of a process may be used again: the process is
 * held by a pidfd (by the kernel's own for this socket from Linux 6.5 on), must have begun before it was accepted, and
 * must be alive after its program was read.
 *
 * This keeps out other accounts, sandboxed applications and mistakes. It does not keep out a program of the same
 * account that means to deceive: that one can trace our programs or start them itself (docs/THREAT-MODEL.md).
 */

G_BEGIN_DECLS

typedef struct
{
  int pid;       /* 0: in a namespace that we cannot see */
  gboolean seen; /* its program was read, and is one of ours */
} DecantDeskPeer;

/* @programs: absolute paths, NULL-terminated; NULL: any. @peer: (out) (optional). FALSE with DECANT_WIRE_ERROR,
 * VAULT_LOCKED. */
gboolean decant_desk_peer_check (int socket, const char *const *programs, DecantDeskPeer *peer, GError **error);

G_END_DECLS

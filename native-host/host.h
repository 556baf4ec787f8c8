/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "evidence/pairing.h"
#include "evidence/vault.h"
#include "packages/library.h"
#include "protocol/message.h"
#include "protocol/reply.h"

/*
 * decant-host: one process for each open port of a browser. It reads frames, answers them one after the other, and ends
 * with its input. This file is the frame loop and the table of handlers; each handler has a file of its own.
 */

G_BEGIN_DECLS

#define HOST_MAX_CAPTURES 16 /* open at a time */

typedef struct {
  int out;                  /* the real stdout; fd 1 itself points at stderr */
  gboolean gone;            /* nobody reads our answers any more */
  DecantLibrary *library;   /* NULL: `problem` says why */
  char *problem;            /* why the data files could not be read, with the remedy; "" if they were */
  char *vault_folder;
  DecantVault *vault;       /* NULL until the first capture */
  DecantPairings *pairings; /* browsers whose signatures count, as far as the log was read */
  GHashTable *captures;     /* id → HostCapture (host-capture.c) */
  guint64 n_scans, n_segments, n_captures;
  gint64 started;           /* monotonic µs */
  GString *buffer;          /* the reply that is being written */
  GString *error_members;   /* raw JSON members for the next error reply: `"received":…` */
  DecantJsonWriter writer;
} Host;

/* @out: where frames go. Loads the library; a failure of that is not one of the host. */
Host *host_new (int out);
/* Removes the stagings of captures that were not committed. */
void host_free (Host *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Host, host_free)

/* Reads frames from @in until it ends. Returns: the exit status: 0, or 3 for a stream out of step. */
int host_run (Host *self, int in);

/* --- for the handlers -------------------------------------------------------------------------------------- */

/* A reply of the request's type, begun; add members to it, then send it. */
DecantJsonWriter *host_begin_reply (Host *self, const DecantRequest *request);
void host_send_reply (Host *self);

/* The scanner, or NULL with DATA_MISSING. */
DecantScanner *host_get_scanner (Host *self, GError **error);

/* Each answers one request: sends its replies and returns TRUE, or returns FALSE with an error of DECANT_WIRE_ERROR or
 * DECANT_VAULT_ERROR, which the loop sends. */
gboolean host_hello (Host *self, const DecantRequest *request, GError **error);
gboolean host_status (Host *self, const DecantRequest *request, GError **error);
gboolean host_scan (Host *self, const DecantRequest *request, GError **error);
gboolean host_explain (Host *self, const DecantRequest *request, GError **error);
gboolean host_capture_begin (Host *self, const DecantRequest *request, GError **error);
gboolean host_capture_chunk (Host *self, const DecantRequest *request, GError **error);
gboolean host_capture_commit (Host *self, const DecantRequest *request, GError **error);
gboolean host_capture_abort (Host *self, const DecantRequest *request, GError **error);
gboolean host_desk (Host *self, const DecantRequest *request, GError **error); /* cases, sightings, verdicts, pair */
GHashTable *host_captures_new (void);

G_END_DECLS

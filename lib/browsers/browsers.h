/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/*
 * The browsers on this machine, and how each is told of the native-messaging host: a manifest file per browser and
 * user. One table row a browser; install, remove and doctor read the table. Used by decantctl and by the app.
 */

G_BEGIN_DECLS

#define DECANT_BROWSERS_ERROR (decant_browsers_error_quark ())
GQuark decant_browsers_error_quark (void);
typedef enum {
  DECANT_BROWSERS_ERROR_UNKNOWN, /* no such browser; the message lists the known ones */
  DECANT_BROWSERS_ERROR_HOST,    /* decant-host was not found or cannot be run */
  DECANT_BROWSERS_ERROR_IO,      /* a manifest could not be written or removed; the message names the file and why */
} DecantBrowsersError;

typedef enum {
  DECANT_BROWSER_ABSENT,      /* not on this machine */
  DECANT_BROWSER_UNREGISTERED,/* there, not told of the host */
  DECANT_BROWSER_REGISTERED,
  DECANT_BROWSER_STALE,       /* a manifest is there but names a wrong or missing program or add-on */
  DECANT_BROWSER_BLOCKED,     /* a policy, a sandbox (Snap, Flatpak) or a shadowing file stands in the way */
} DecantBrowserState;

typedef struct {
  const char *id;    /* "chromium", "chrome", "firefox" */
  const char *title; /* "Chromium" */
  DecantBrowserState state;
  char *program;     /* path of the browser, or NULL */
  char *manifest;    /* path of the manifest for this user */
  char *message;     /* what was found, and the remedy if any; never empty */
} DecantBrowser;

void decant_browser_free (DecantBrowser *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantBrowser, decant_browser_free)

/* The doctor: looks and never writes. Returns: (transfer full) (element-type DecantBrowser), one per row. */
GPtrArray *decant_browsers_inspect (void);

/* @id: a row's id. @host: absolute path of decant-host, or NULL to look beside the running program, in the libexec
 * folder and in the build tree. Atomic: written beside and renamed, 0600 in folders 0700. */
gboolean decant_browsers_install (const char *id, const char *host, GError **error);
gboolean decant_browsers_remove (const char *id, GError **error);

G_END_DECLS

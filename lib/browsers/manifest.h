/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/*
 * A native-messaging manifest: the file that tells a browser which program the host is and who may start it
 * (https://developer.chrome.com/docs/extensions/develop/concepts/native-messaging#native-messaging-host,
 * https://developer.mozilla.org/docs/Mozilla/Add-ons/WebExtensions/Native_manifests). Pure: text in, text out.
 */

G_BEGIN_DECLS

typedef enum {
  DECANT_FAMILY_CHROMIUM, /* allowed_origins: chrome-extension://ID/ */
  DECANT_FAMILY_GECKO,    /* allowed_extensions: ID */
} DecantFamily;

/* @host: absolute path of decant-host, valid UTF-8. Returns: (transfer full): the file's text. */
char *decant_manifest_build (DecantFamily family, const char *host);

/* What a manifest's @text says, or why a browser of that family would not start our host from it.
 * @host: (out): (transfer full): the program it names, "" if none.
 * Returns: (transfer full): NULL if it is good, else what is wrong in it, as the rest of "It …". */
char *decant_manifest_find_fault (DecantFamily family, const char *text, gsize length, char **host);

G_END_DECLS

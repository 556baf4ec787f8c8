/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/*
 * A capture: what was collected of one post or page, before it is an entry.
 *
 * `record` is a JSON object of named members; each top-level member becomes one field of the entry, salted and
 * digested by itself, so that an export can withhold it. Members that Decant writes (unknown ones are kept):
 *
 *   address, document, title, site        where: the tab's address, the frame's, the title, the origin
 *   permalink, canonical, referrer        what the page says of itself
 *   post                                  {key, kind, language, own} as the post finder saw it
 *   text                                  the post as read, with U+FFFD for lone surrogates and NUL; its first post.own UTF-16
 *                                         units stand on the page, the lines after them are addresses of its links
 *   author, posted                        as shown on the page (never normalised)
 *   selectors                             array of W3C selectors: TextQuoteSelector, TextPositionSelector, CssSelector
 *   box                                   {x, y, width, height} in CSS pixels of the viewport
 *   viewport                              {width, height, ratio, zoom, scroll_x, scroll_y}
 *   collected                             {start, end, offset_minutes, monotonic_ms}: RFC 3339 UTC, minutes, milliseconds
 *   trigger                               panel | menu | shortcut
 *   browser                               {name, version, extension, platform, language}
 *   permission                            site | active-tab | all-urls: what the picture was taken under
 *   assessment                            what the host answered for this text, as on the wire
 *   engine                                {lexicon, host}: digests and version the assessment was made with
 *   missing                               [{what, why, remedy}]: what could not be had
 *   document_digest                       {before, after}: SHA-256 of getHTML before and after
 *
 *   pairing                               {state, pairing, signature}: which browser signed it (pairing.h); the host's alone
 *
 * The vault adds kind, time, clock, actor, case, capture, artifacts (lib/evidence/entry.h).
 */

G_BEGIN_DECLS

typedef struct {
  char *id;         /* 1–64 of A–Z a–z 0–9 . _ : - ; unique in the capture */
  char *role;       /* picture | picture-visible | source | mhtml */
  char *media_type; /* image/png */
  guint64 size;     /* bytes */
  char *sha256;     /* 64 hexadecimal digits, taken at collection */
} DecantArtifactInfo;

DecantArtifactInfo *decant_artifact_info_new (const char *id, const char *role, const char *media_type, guint64 size, const char *sha256);
DecantArtifactInfo *decant_artifact_info_copy (const DecantArtifactInfo *self);
void decant_artifact_info_free (DecantArtifactInfo *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantArtifactInfo, decant_artifact_info_free)

/* Checks the bounds and required members that docs/PROTOCOL.md sets. On failure the message names the member.
 * Error domain DECANT_VAULT_ERROR, code INVALID. */
gboolean decant_capture_check (JsonObject *record, const GPtrArray *artifacts, GError **error);

G_END_DECLS

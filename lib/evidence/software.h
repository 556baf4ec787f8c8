/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/*
 * What a program was made of when it acted: the field `software` of an act.
 *
 *   {"lexicon","model","packages","program","settings","unicode","version"}
 *
 * `version` is Decant's; `lexicon` what the scanner gives for lexicon, signals, model and Unicode tables together; the
 * others are SHA-256, in hexadecimal: of the running program (the engine is part of it), of the data folder's files,
 * and of the settings. A digest over a folder is SHA-256 of the text that `sha256sum` prints for its files, by name in
 * byte order. What could not be read is "".
 */

G_BEGIN_DECLS

/* @data: the data folder. @lexicon: (nullable): the scanner's digest. @settings: (nullable): what a person chose.
 * Reads files: once, not for each act. Returns: (transfer full) */
JsonNode *decant_software_describe (const char *version, const char *data, const char *lexicon, JsonNode *settings);

/* Of the regular files right in @folder whose names end in @suffix; "" if it cannot be read. transfer full */
char *decant_software_digest_folder (const char *folder, const char *suffix);

G_END_DECLS

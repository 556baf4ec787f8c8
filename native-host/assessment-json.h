/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/assessment.h"
#include "protocol/json-writer.h"

/*
 * An assessment as it travels: ASSESSMENT of docs/PROTOCOL.md, with offsets in UTF-16 units.
 */

G_BEGIN_DECLS

#define DECANT_ASSESSMENT_LIMIT 1000 /* on the wire: entries of each list */

/* @text: the @length bytes that were scanned. @segment: its id. @limit: at least 1, entries of each list; where one is longer
 * it is cut and `cut` is true. Reasons still add up: those that are left out are one reason, "rest". Writes one object into
 * the array that the caller opened. */
void decant_assessment_json (DecantJsonWriter *writer, const char *segment, const DecantAssessment *assessment, const char *text, gsize length, guint limit);

/* The members score … reasons alone, into an object that the caller opened. */
void decant_assessment_json_members (DecantJsonWriter *writer, const DecantAssessment *assessment, const char *text, gsize length, guint limit);

G_END_DECLS

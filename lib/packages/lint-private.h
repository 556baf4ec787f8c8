/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "packages/lint.h"

/* What the files of the lint share. */

G_BEGIN_DECLS

/* Adds a finding; the message is made of @format. */
void decant_lint_add (GPtrArray *findings,
                      DecantLintRule rule,
                      const char *package,
                      const char *term,
                      const char *form,
                      const char *format,
                      ...) G_GNUC_PRINTF (6, 7);

/* @text as the index reads it. transfer full */
char *decant_lint_fold (const char *text);

/* The same for all forms that the index takes for one: spaces, hyphens and underscores part words alike. transfer full */
char *decant_lint_key (const char *form);

/* Whether @source can be looked up; else a finding. */
void
decant_lint_source (GPtrArray *findings, const char *package, const char *term, const char *source, gboolean verified);

/* The rules about forms: duplicates, meanings, reach. @lexicon: all @packages merged. */
void decant_lint_clashes (GPtrArray *findings, GPtrArray *packages);
void decant_lint_reach (GPtrArray *findings, DecantLexicon *lexicon);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "packages/common-words.h"
#include "packages/package.h"

/*
 * Lint: what the format allows and a curator would not want (docs/PACKAGES.md, "Lint"). Pure: values in, findings out.
 *
 * A finding names one thing at one place, and its message what was expected. Findings come in the order of the data, so
 * that two runs can be compared.
 */

G_BEGIN_DECLS

typedef enum {
  DECANT_LINT_DUPLICATE_FORM,    /* one form, one concept, two terms */
  DECANT_LINT_SHARED_FORM,       /* one form, one concept, terms of two packages in different languages */
  DECANT_LINT_TWO_MEANINGS,      /* one form, two concepts in a package, and nothing tells which is meant */
  DECANT_LINT_COMMON_WORD,       /* an everyday word of some language at ambiguity 0 or 1 */
  DECANT_LINT_INNOCENT_SENSE,    /* ambiguity 2 or 3 without an innocent sense */
  DECANT_LINT_UNREACHABLE,       /* beside all other terms the index never finds the form */
  DECANT_LINT_SOURCE,            /* no source that can be looked up */
  DECANT_LINT_EVALUATION_SOURCE, /* the source is a set of posts on which the engine is measured */
  DECANT_LINT_EMPTY_MATCH,       /* a signal's pattern that matches nothing at all */
  DECANT_LINT_VAGUE_SIGNAL,      /* a signal that ordinary words or innocent posts set off */
  DECANT_LINT_RECORD,            /* a row of a weighing record that cannot be read */
  DECANT_LINT_RECORD_REASON,     /* dropped without a reason */
  DECANT_LINT_RECORD_DROPPED,    /* dropped, and yet in a package */
  DECANT_LINT_RECORD_KEPT,       /* kept, and yet in no package */
  DECANT_N_LINT_RULES,
} DecantLintRule;

/* The rule's name: "duplicate-form". static */
const char *decant_lint_rule_to_string (DecantLintRule rule);

typedef struct {
  DecantLintRule rule;
  char *package; /* id of the package; of signals and records: the name that the caller gave */
  char *term;    /* id of the term; name of the signal's rule; "line 12" of a record */
  char *form;    /* form, phrase or pattern; "" when the whole term is meant */
  char *message; /* one line, English */
} DecantLintFinding;

void decant_lint_finding_free (DecantLintFinding *finding);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantLintFinding, decant_lint_finding_free)

/* @packages: (element-type DecantPackage): all that are active together; of two terms that clash the later is found.
 * Returns: (transfer full) (element-type DecantLintFinding), or NULL with @error when they cannot be merged. */
GPtrArray *decant_lint_packages (GPtrArray *packages, const DecantCommonWords *words, GError **error);

/* @json: one file of data/signals. @prose: (nullable): innocent posts, NULL-terminated.
 * Returns: (transfer full) (element-type DecantLintFinding), or NULL with @error when the file is wrong. */
GPtrArray *decant_lint_signals (GBytes *json,
                                const char *name,
                                const DecantCommonWords *words,
                                const char *const *prose,
                                GError **error);

/* @tsv: a weighing record (docs/PACKAGES.md, "Weighing records"). @language: what it records: a tag; "mul"; "no" for
 * nb; "hbs" for bs, hr and sr. Returns: (transfer full) (element-type DecantLintFinding). */
GPtrArray *decant_lint_record (GBytes *tsv, const char *name, const char *language, GPtrArray *packages);

G_END_DECLS

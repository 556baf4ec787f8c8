/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "evidence/cases.h"

/*
 * Lawful deletion: what was sealed of an entry goes for good, the leaf stays, and an entry "deletion" says by whom, why
 * and on which basis.
 *
 * In one transaction: the deletion is appended, with the numbers in its open field vault_erased; a tombstone is written
 * for each; keys and ciphertexts are deleted. Then the database is written anew and its journal cut, so that no page
 * keeps them, and the files of the artifacts are removed. Between the two a file "erasing-…" stands in the vault's
 * folder, locked by its process: whoever opens the vault for writing next and can take that lock finishes the work.
 */

G_BEGIN_DECLS

/* Takes all that the log has and @cases has not seen yet. LOCKED, BROKEN. */
gboolean decant_cases_read (DecantCases *self, DecantVault *vault, GError **error);

/* @numbers: (element-type guint64) in any order. @fields: reason, legal_basis, decided_by, and case if it is one.
 * @complete: (out) (optional): FALSE if the entries are erased but another program kept the old pages or files in
 * place: the next writer removes them. INVALID if one is absent, was erased before, is of a case on hold, or is what
 * the log itself rests on (vault.…, deletion, the opening of a case that still holds captures): the message names the
 * first, and nothing is erased. LOCKED. */
DecantReceipt *decant_vault_erase (DecantVault *self,
                                   DecantCases *cases,
                                   const GArray *numbers,
                                   const char *actor,
                                   JsonObject *fields,
                                   gboolean *complete,
                                   GError **error);

/* Finishes what programs that are gone left half done. FALSE if there is still something. decant_vault_open() asks. */
gboolean decant_vault_finish_erasures (DecantVault *self);

G_END_DECLS

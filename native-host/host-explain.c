/* SPDX-License-Identifier: GPL-3.0-or-later */
/* explain: everything that the lexicon knows of one term. */
#include "native-host/host.h"
#include "native-host/term-json.h"

gboolean
host_explain (Host *self, const DecantRequest *request, GError **error)
{
  DecantScanner *scanner = host_get_scanner (self, error);
  const DecantTerm *term;
  DecantJsonWriter *writer;

  if (scanner == NULL)
    return FALSE;
  term = decant_lexicon_find (decant_scanner_get_lexicon (scanner), request->explain.term);
  if (term == NULL)
    {
      g_set_error_literal (error, DECANT_WIRE_ERROR, DECANT_WIRE_ERROR_NOT_FOUND,
                           "Expected the id of a term in the active lexicon, saw another. Scan again: the lexicon may have changed.");
      return FALSE;
    }
  writer = host_begin_reply (self, request);
  decant_term_json (writer, "term", term, decant_library_get_vocabulary (self->library), request->explain.language);
  host_send_reply (self);
  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Both directions of the desk: what is read as a question is written again to the same question; no reply is half read.
 */
#include "desk/desk-message.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check_request (const char *body, gsize size)
{
  gint64 id;
  g_autoptr (DecantRequest) request = decant_desk_request_parse (body, size, &id, NULL), again = NULL;
  g_autoptr (GString) written = NULL, rewritten = NULL;

  if (request == NULL)
    return;
  if (!decant_desk_is_asked (request->type) || size > DECANT_DESK_MAX_REQUEST)
    g_error ("a question that is not asked here");
  written = decant_desk_request_write (request);
  again = decant_desk_request_parse (written->str, written->len, &id, NULL);
  if (again == NULL)
    g_error ("what was written cannot be read");
  rewritten = decant_desk_request_write (again);
  g_assert_cmpstr (written->str, ==, rewritten->str);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *body = g_malloc (size + 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = NULL;

  memcpy (body, data, size);
  body[size] = '\0';
  check_request (body, size);
  answer = decant_desk_reply_parse (body, size, 5, DECANT_REQUEST_CASES, &error);
  if ((answer == NULL) == (error == NULL) || (answer != NULL && !JSON_NODE_HOLDS_OBJECT (answer)))
    g_error ("neither an answer nor an error");
  return 0;
}

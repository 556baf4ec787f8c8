/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A frame's body: what passes the strict check is read by json-glib, and what becomes a request keeps its bounds. */
#include "protocol/message.h"
#include "protocol/strict-json.h"
#include "protocol/text-units.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check_request (const DecantRequest *request)
{
  if (request->id < 1 || request->type >= DECANT_N_REQUESTS)
    g_error ("an id or a type out of bounds");
  if (request->type == DECANT_REQUEST_SCAN)
    for (guint i = 0; i < request->scan.n_segments; i++)
      if (!g_utf8_validate (request->scan.segments[i].text, -1, NULL)
          || decant_text_units_count (request->scan.segments[i].text, request->scan.segments[i].length) > DECANT_MAX_UNITS)
        g_error ("a segment out of bounds");
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *body = g_malloc (size + 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantRequest) request = NULL;
  gint64 id = -1;
  gsize offset = 0;

  memcpy (body, data, size);
  body[size] = '\0';
  if (!decant_strict_json_check (body, size, &offset, NULL) && offset > size)
    g_error ("an offset behind the end");
  request = decant_request_parse (body, size, &id, &error);
  if ((request == NULL) == (error == NULL) || id < 0 || id > G_GINT64_CONSTANT (1) << 53)
    g_error ("neither an answer nor an error");
  if (error != NULL && g_error_matches (error, DECANT_WIRE_ERROR, DECANT_WIRE_ERROR_INTERNAL))
    g_error ("the strict check let pass what json-glib refuses: %s", error->message);
  if (request != NULL)
    check_request (request);
  return 0;
}

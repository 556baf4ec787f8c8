/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cases, sightings, verdicts, pair: the host can read nothing of the vault; it asks the unlocked application. */
#include "desk/desk-client.h"
#include "native-host/host.h"

#include <string.h>

gboolean
host_desk (Host *self, const DecantRequest *request, GError **error)
{
  g_autoptr (JsonNode) answer = decant_desk_ask (request, DECANT_DESK_TIMEOUT_MS, error);
  DecantJsonWriter *writer;
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (answer == NULL)
    return FALSE;
  writer = host_begin_reply (self, request);
  json_object_iter_init_ordered (&iter, json_node_get_object (answer));
  while (json_object_iter_next_ordered (&iter, &name, &value))
    if (decant_is_wire_id (name)) /* written as it is */
      {
        g_autofree char *json = json_to_string (value, FALSE);
        decant_json_raw (writer, name, json, strlen (json));
      }
  host_send_reply (self);
  return TRUE;
}

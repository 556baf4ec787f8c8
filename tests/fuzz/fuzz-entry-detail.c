/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stddef.h>
#include <stdint.h>

#include "app/models/entry-detail.h"
#include "app/models/entry-item.h"
#include "app/models/picture-check.h"

/* An entry's fields, whatever a browser put into them, as the application reads them; and the same bytes as a picture. */

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static DecantEntry *
entry_new (JsonObject *fields)
{
  DecantEntry *entry = g_new0 (DecantEntry, 1);
  entry->kind = g_strdup ("capture");
  entry->time = g_strdup ("2026-11-24T08:00:00.000Z");
  entry->leaf = g_strdup ("");
  entry->fields = json_object_ref (fields);
  entry->artifacts = g_ptr_array_new_with_free_func ((GDestroyNotify) decant_artifact_info_free);
  return entry;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  decant_picture_check (bytes, NULL, NULL, NULL);
  /* Entries are valid UTF-8 by the vault's own check. */
  if (!g_utf8_validate_len ((const char *) data, size, NULL))
    return 0;
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, (const char *) data, size, NULL))
    return 0;
  JsonNode *root = json_parser_get_root (parser);
  if (!root || !JSON_NODE_HOLDS_OBJECT (root))
    return 0;
  DecantEntry *entry = entry_new (json_node_get_object (root));
  g_autoptr (DecantEntryItem) item = decant_entry_item_new (entry);
  g_autoptr (DecantEntryDetail) detail = decant_entry_detail_new (entry, NULL);
  return 0;
}

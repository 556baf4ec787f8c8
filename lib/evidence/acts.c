/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/acts.h"

#include <stdlib.h>
#include <string.h>

#include "evidence/entry.h"

#define LINE 1024        /* bytes of a text in a list */
#define SHORT 300        /* titles, names of people and places */
#define LONG (64 * 1024) /* reasons and notes */
#define MANY (64 * 1024) /* entries named by one act */

/* --- the table ---------------------------------------------------------------------------------------------- */

#define REQUIRED TRUE
#define OPTIONAL FALSE
#define FIELDS(...)                                                                                                    \
  (const DecantActField[])                                                                                             \
  {                                                                                                                    \
    __VA_ARGS__,                                                                                                       \
    {                                                                                                                  \
      NULL                                                                                                             \
    }                                                                                                                  \
  }

/* clang-format off */
#define ABOUT { "about", DECANT_FIELD_ENTRY, REQUIRED }
#define CASE_ID { "case", DECANT_FIELD_ID, REQUIRED }
#define REASON(needed) { "reason", DECANT_FIELD_TEXT, needed, LONG }
#define NOTE { "note", DECANT_FIELD_TEXT, OPTIONAL, LONG }

/* What a case is: its purpose, and until when (GDPR art. 5 (1) b and e; LED art. 4 (1) b and e, 5). */
#define CASE_FACTS(needed) \
  { "title", DECANT_FIELD_TEXT, needed, SHORT }, { "purpose", DECANT_FIELD_TEXT, needed, LONG }, \
  { "legal_basis", DECANT_FIELD_TEXT, needed, LONG }, { "authorisation", DECANT_FIELD_TEXT, OPTIONAL, SHORT }, \
  { "review", DECANT_FIELD_DATE, needed }, { "erasure", DECANT_FIELD_DATE, needed }
/* clang-format on */

#define HOST DECANT_WRITER_HOST
#define APP DECANT_WRITER_APP
#define VAULT DECANT_WRITER_VAULT

static const DecantAct acts[] = {
  { "capture", HOST, NULL },
  /* what people decide and say of an entry */
  { "verdict", APP,
    FIELDS (ABOUT, { "decision", DECANT_FIELD_WORD, REQUIRED, 0, "confirmed|dismissed|unsure" }, NOTE) },
  { "review", APP,
    FIELDS (ABOUT,
            { "decision", DECANT_FIELD_WORD, REQUIRED, 0, "confirmed|dismissed|unsure" },
            { "blind", DECANT_FIELD_BOOLEAN, REQUIRED },
            NOTE) },
  { "note", APP,
    FIELDS ({ "text", DECANT_FIELD_TEXT, REQUIRED, LONG },
            { "about", DECANT_FIELD_ENTRY, OPTIONAL },
            { "case", DECANT_FIELD_CASE, OPTIONAL }) },
  { "tag", APP,
    FIELDS (ABOUT, { "tags", DECANT_FIELD_TEXTS, REQUIRED, 32 }, { "removed", DECANT_FIELD_BOOLEAN, OPTIONAL }) },
  /* cases */
  { "case.opened", APP, FIELDS (CASE_ID, CASE_FACTS (REQUIRED), NOTE) },
  { "case.changed", APP,
    FIELDS (CASE_ID, CASE_FACTS (OPTIONAL), { "hold", DECANT_FIELD_BOOLEAN, OPTIONAL }, REASON (REQUIRED)) },
  { "case.closed", APP, FIELDS (CASE_ID, REASON (REQUIRED), { "erasure", DECANT_FIELD_DATE, OPTIONAL }) },
  { "case.reopened", APP,
    FIELDS (CASE_ID,
            REASON (REQUIRED),
            { "review", DECANT_FIELD_DATE, OPTIONAL },
            { "erasure", DECANT_FIELD_DATE, OPTIONAL }) },
  { "case.moved", APP,
    FIELDS ({ "items", DECANT_FIELD_ENTRIES, REQUIRED, MANY },
            { "case", DECANT_FIELD_CASE, REQUIRED },
            REASON (REQUIRED)) },
  /* what was looked at; several in a short time are one entry (consult.h) */
  { "view", APP, FIELDS ({ "seen", DECANT_FIELD_OBJECTS, REQUIRED, 1024 }, { "case", DECANT_FIELD_CASE, OPTIONAL }) },
  { "search", APP,
    FIELDS ({ "searches", DECANT_FIELD_OBJECTS, REQUIRED, 1024 }, { "case", DECANT_FIELD_CASE, OPTIONAL }) },
  { "sightings", APP | HOST, FIELDS ({ "answers", DECANT_FIELD_OBJECTS, REQUIRED, 1024 }) },
  /* what left the vault, or came from a copy of it */
  { "export", APP,
    FIELDS ({ "entries", DECANT_FIELD_ENTRIES, REQUIRED, MANY },
            { "format", DECANT_FIELD_TEXT, REQUIRED, SHORT },
            { "sha256", DECANT_FIELD_DIGEST, REQUIRED },
            { "withheld", DECANT_FIELD_TEXTS, OPTIONAL, 256 },
            { "recipient", DECANT_FIELD_TEXT, OPTIONAL, SHORT },
            { "case", DECANT_FIELD_CASE, OPTIONAL },
            REASON (REQUIRED)) },
  { "transfer", APP,
    FIELDS ({ "about", DECANT_FIELD_ENTRY, REQUIRED },
            { "recipient", DECANT_FIELD_TEXT, REQUIRED, SHORT },
            { "means", DECANT_FIELD_TEXT, OPTIONAL, SHORT },
            REASON (REQUIRED)) },
  { "backup", APP,
    FIELDS ({ "place", DECANT_FIELD_TEXT, REQUIRED, SHORT },
            { "size", DECANT_FIELD_COUNT, REQUIRED },
            { "sha256", DECANT_FIELD_DIGEST, OPTIONAL }) },
  { "restore", APP,
    FIELDS ({ "place", DECANT_FIELD_TEXT, REQUIRED, SHORT },
            { "size", DECANT_FIELD_COUNT, REQUIRED },
            REASON (OPTIONAL)) },
  /* what the programs work with */
  { "package.activated", APP,
    FIELDS ({ "package", DECANT_FIELD_ID, REQUIRED },
            { "version", DECANT_FIELD_TEXT, REQUIRED, SHORT },
            { "sha256", DECANT_FIELD_DIGEST, REQUIRED },
            { "active", DECANT_FIELD_BOOLEAN, REQUIRED },
            REASON (OPTIONAL)) },
  { "pairing.approved", VAULT, FIELDS ({ "vault_paired", DECANT_FIELD_OBJECT, REQUIRED }) },
  { "pairing.revoked", VAULT, FIELDS ({ "vault_unpaired", DECANT_FIELD_OBJECT, REQUIRED }) },
  { "key.changed", APP,
    FIELDS ({ "what", DECANT_FIELD_WORD, REQUIRED, 0, "passphrase|recovery|keyring" },
            { "change", DECANT_FIELD_WORD, REQUIRED, 0, "added|changed|removed" },
            REASON (OPTIONAL)) },
  /* the vault's own */
  { "deletion", VAULT,
    FIELDS ({ "vault_erased", DECANT_FIELD_ENTRIES, REQUIRED, MANY },
            REASON (REQUIRED),
            { "legal_basis", DECANT_FIELD_TEXT, REQUIRED, LONG },
            { "case", DECANT_FIELD_CASE, OPTIONAL },
            { "decided_by", DECANT_FIELD_TEXT, REQUIRED, SHORT }) },
  { "vault.created", VAULT, FIELDS ({ "vault_keys", DECANT_FIELD_OBJECT, REQUIRED }) },
  { "vault.migrated", VAULT, FIELDS ({ "vault_migrated", DECANT_FIELD_OBJECT, REQUIRED }, { "vault_keys", DECANT_FIELD_OBJECT, REQUIRED }) },
  { "vault.epoch", VAULT, FIELDS ({ "vault_epoch", DECANT_FIELD_OBJECT, REQUIRED }) },
  { "vault.countersigned", VAULT, FIELDS ({ "vault_countersigned", DECANT_FIELD_OBJECT, REQUIRED }) },
  { "vault.cosigned", VAULT, FIELDS ({ "vault_cosigned", DECANT_FIELD_OBJECT, REQUIRED }) },
  { "vault.timestamped", VAULT, FIELDS ({ "vault_timestamp", DECANT_FIELD_OBJECT, REQUIRED }) },
};

const DecantAct *
decant_acts_list (gsize *n)
{
  *n = G_N_ELEMENTS (acts);
  return acts;
}

const DecantAct *
decant_act_find (const char *kind)
{
  for (guint i = 0; kind != NULL && i < G_N_ELEMENTS (acts); i++)
    if (g_str_equal (acts[i].kind, kind))
      return &acts[i];
  return NULL;
}

/* --- values ------------------------------------------------------------------------------------------------- */

gboolean
decant_date_is_valid (const char *text)
{
  guint year, month, day;

  if (strnlen (text, 11) != 10 || text[4] != '-' || text[7] != '-')
    return FALSE;
  for (guint i = 0; i < 10; i++)
    if (i != 4 && i != 7 && !g_ascii_isdigit (text[i]))
      return FALSE;
  year = strtoul (text, NULL, 10);
  month = strtoul (text + 5, NULL, 10);
  day = strtoul (text + 8, NULL, 10);
  return year >= 1970 && month >= 1 && month <= 12 && day >= 1 && g_date_valid_dmy (day, month, year);
}

/* NULL unless a text of 1 to @cap bytes. */
static const char *
text_of (JsonNode *value, gsize cap)
{
  const char *text = JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_STRING
                         ? json_node_get_string (value)
                         : NULL;
  gsize length = text == NULL ? 0 : strlen (text);

  return length > 0 && length <= cap && g_utf8_validate (text, length, NULL) ? text : NULL;
}

static gboolean
is_count (JsonNode *value, gint64 from)
{
  return JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_INT64
         && json_node_get_int (value) >= from && json_node_get_int (value) <= G_GINT64_CONSTANT (1) << 53;
}

static gboolean
is_word (JsonNode *value, const char *words)
{
  g_auto (GStrv) known = g_strsplit (words, "|", -1);
  const char *text = text_of (value, LINE);

  return text != NULL && g_strv_contains ((const char *const *) known, text);
}

static gboolean
is_digest (JsonNode *value)
{
  const char *text = text_of (value, 64);

  return text != NULL && strlen (text) == 64 && strspn (text, "0123456789abcdef") == 64;
}

static gboolean
is_case (JsonNode *value)
{
  const char *text = JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_STRING
                         ? json_node_get_string (value)
                         : NULL;

  return text != NULL && (*text == '\0' || decant_id_is_valid (text));
}

static gboolean
is_list (JsonNode *value, const DecantActField *field)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (value) ? json_node_get_array (value) : NULL;
  guint n = array == NULL ? 0 : json_array_get_length (array);
  gint64 next = 0;

  for (guint i = 0; i < n && n <= field->cap; i++)
    {
      JsonNode *item = json_array_get_element (array, i);

      if (field->type == DECANT_FIELD_TEXTS && text_of (item, LINE) == NULL)
        return FALSE;
      if (field->type == DECANT_FIELD_OBJECTS && !JSON_NODE_HOLDS_OBJECT (item))
        return FALSE;
      if (field->type == DECANT_FIELD_ENTRIES && !is_count (item, next))
        return FALSE;
      if (field->type == DECANT_FIELD_ENTRIES)
        next = json_node_get_int (item) + 1;
    }
  return n > 0 && n <= field->cap;
}

static gboolean
fits (JsonNode *value, const DecantActField *field)
{
  const char *text;

  switch (field->type)
    {
    case DECANT_FIELD_TEXT:
      return text_of (value, field->cap) != NULL;
    case DECANT_FIELD_WORD:
      return is_word (value, field->words);
    case DECANT_FIELD_ID:
      return (text = text_of (value, LINE)) != NULL && decant_id_is_valid (text);
    case DECANT_FIELD_CASE:
      return is_case (value);
    case DECANT_FIELD_ENTRY:
    case DECANT_FIELD_COUNT:
      return is_count (value, 0);
    case DECANT_FIELD_BOOLEAN:
      return JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_BOOLEAN;
    case DECANT_FIELD_DATE:
      return (text = text_of (value, LINE)) != NULL && decant_date_is_valid (text);
    case DECANT_FIELD_DIGEST:
      return is_digest (value);
    case DECANT_FIELD_OBJECT:
      return JSON_NODE_HOLDS_OBJECT (value);
    default:
      return is_list (value, field);
    }
}

/* What a field is to be, for whoever got it wrong. */
static char *
describe (const DecantActField *field)
{
  static const char *const plain[] = {
    [DECANT_FIELD_ID] = "1–64 of A–Z a–z 0–9 . _ : -",
    [DECANT_FIELD_CASE] = "the id of a case, or an empty text for the Inbox",
    [DECANT_FIELD_ENTRY] = "the number of an entry",
    [DECANT_FIELD_COUNT] = "a whole number from 0",
    [DECANT_FIELD_BOOLEAN] = "true or false",
    [DECANT_FIELD_DATE] = "a day like 2026-11-24",
    [DECANT_FIELD_DIGEST] = "64 hexadecimal digits in lower case",
    [DECANT_FIELD_OBJECT] = "an object",
  };

  switch (field->type)
    {
    case DECANT_FIELD_TEXT:
      return g_strdup_printf ("a text of 1 to %u bytes", field->cap);
    case DECANT_FIELD_TEXTS:
      return g_strdup_printf ("1 to %u texts of at most %u bytes", field->cap, LINE);
    case DECANT_FIELD_WORD:
      return g_strdup_printf ("one of %s", field->words);
    case DECANT_FIELD_ENTRIES:
      return g_strdup_printf ("1 to %u numbers of entries, ascending, each once", field->cap);
    case DECANT_FIELD_OBJECTS:
      return g_strdup_printf ("1 to %u objects", field->cap);
    default:
      return g_strdup (plain[field->type]);
    }
}

/* --- acts --------------------------------------------------------------------------------------------------- */

static gboolean G_GNUC_PRINTF (2, 3) refuse (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_propagate_error (error, g_error_new_valist (DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID, format, arguments));
  va_end (arguments);
  return FALSE;
}

static gboolean
is_open_name (const char *name)
{
  return g_str_has_prefix (name, "vault_");
}

static JsonNode *
member (JsonObject *object, const char *name)
{
  return object == NULL ? NULL : json_object_get_member (object, name);
}

static gboolean
check_field (const DecantAct *act, const DecantActField *field, JsonObject *fields, JsonObject *open, GError **error)
{
  JsonNode *value = member (is_open_name (field->name) ? open : fields, field->name);
  g_autofree char *expected = NULL;

  if (value == NULL ? !field->required : fits (value, field))
    return TRUE;
  expected = describe (field);
  return refuse (error, "Expected “%s” of an entry “%s” to be %s, saw %s.", field->name, act->kind, expected,
                 value == NULL ? "none" : "something else");
}

static gboolean
is_known (const DecantAct *act, const char *name)
{
  for (const DecantActField *field = act->fields; field->name != NULL; field++)
    if (g_str_equal (field->name, name))
      return TRUE;
  return g_str_equal (name, "software") && !(act->writers & DECANT_WRITER_VAULT);
}

static gboolean
check_names (const DecantAct *act, JsonObject *members, gboolean open, GError **error)
{
  g_autoptr (GList) names = members == NULL ? NULL : json_object_get_members (members);

  for (GList *l = names; l != NULL; l = l->next)
    if (is_open_name (l->data) != open || !is_known (act, l->data))
      return refuse (error, "An entry “%s” has no %s field “%s”.", act->kind, open ? "open" : "sealed",
                     (const char *) l->data);
  return TRUE;
}

gboolean
decant_act_check (const char *kind, DecantWriter writer, JsonObject *fields, JsonObject *open, GError **error)
{
  const DecantAct *act = decant_act_find (kind);
  JsonNode *software = member (fields, "software");

  if (act == NULL || act->fields == NULL)
    return refuse (error, "Expected a kind of entry that docs/VAULT.md lists and that is no capture, saw another.");
  if (!(act->writers & writer))
    return refuse (error, "An entry “%s” is not written by this program.", act->kind);
  if (!check_names (act, fields, FALSE, error) || !check_names (act, open, TRUE, error))
    return FALSE;
  for (const DecantActField *field = act->fields; field->name != NULL; field++)
    if (!check_field (act, field, fields, open, error))
      return FALSE;
  return software == NULL || JSON_NODE_HOLDS_OBJECT (software)
         || refuse (error, "Expected “software” to be an object, saw something else.");
}

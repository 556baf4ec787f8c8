/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/models/desk-register.h"

#include "evidence/cases.h"
#include "evidence/field-values.h"
#include "evidence/sightings.h"
#include "evidence/verdicts.h"

#define ASKER "browser" /* as the log of consultations names who asked */

struct _DecantDeskRegister
{
  DecantCases *cases;
  DecantSightings *sightings;
  DecantVerdicts *verdicts;
  GHashTable *times; /* entry → time of a capture */
  GHashTable *posts; /* permalink, or digest of the text → GArray of guint64, ascending */
  guint64 next;
};

DecantDeskRegister *
decant_desk_register_new (void)
{
  DecantDeskRegister *self = g_new0 (DecantDeskRegister, 1);

  self->cases = decant_cases_new ();
  self->sightings = decant_sightings_new ();
  self->verdicts = decant_verdicts_new ();
  self->times = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->posts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
  return self;
}

void
decant_desk_register_free (DecantDeskRegister *self)
{
  if (self == NULL)
    return;
  decant_cases_free (self->cases);
  decant_sightings_free (self->sightings);
  decant_verdicts_free (self->verdicts);
  g_hash_table_unref (self->times);
  g_hash_table_unref (self->posts);
  g_free (self);
}

guint64
decant_desk_register_get_next (DecantDeskRegister *self)
{
  return self->next;
}

/* --- taking ------------------------------------------------------------------------------------------------- */

/* Takes @key. */
static void
add_post (DecantDeskRegister *self, char *key, guint64 entry)
{
  GArray *entries = g_hash_table_lookup (self->posts, key);

  if (entries == NULL)
    {
      entries = g_array_new (FALSE, FALSE, sizeof (guint64));
      g_hash_table_insert (self->posts, key, entries);
    }
  else
    g_free (key);
  g_array_append_val (entries, entry);
}

static void
take_capture (DecantDeskRegister *self, const DecantEntry *entry)
{
  const char *permalink = decant_field_string (entry->fields, "permalink"),
             *text = decant_field_string (entry->fields, "text");

  g_hash_table_insert (self->times, g_memdup2 (&entry->number, sizeof entry->number), g_strdup (entry->time));
  if (permalink != NULL && *permalink != '\0')
    add_post (self, g_strdup (permalink), entry->number);
  if (text != NULL)
    add_post (self, g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1), entry->number);
}

void
decant_desk_register_take (DecantDeskRegister *self, const DecantEntry *entry)
{
  decant_cases_take (self->cases, entry);
  decant_sightings_take (self->sightings, entry);
  decant_verdicts_take (self->verdicts, entry);
  if (!entry->open_only && g_strcmp0 (entry->kind, "capture") == 0)
    take_capture (self, entry);
  self->next = entry->number + 1;
}

/* --- answering ---------------------------------------------------------------------------------------------- */

static void
write_title (DecantJsonWriter *writer, const char *name, const char *title)
{
  g_autofree char *cut = g_utf8_substring (title, 0, MIN (g_utf8_strlen (title, -1), DECANT_DESK_TITLE));

  decant_json_string (writer, name, cut);
}

static void
answer_cases (DecantDeskRegister *self, DecantJsonWriter *writer)
{
  GPtrArray *cases = decant_cases_list (self->cases);
  guint n = 0;

  decant_json_begin_array (writer, "cases");
  for (guint i = 0; i < cases->len; i++)
    {
      const DecantCase *item = cases->pdata[i];

      if (item->closed != NULL || n++ >= DECANT_DESK_CASES)
        continue;
      decant_json_begin_object (writer, NULL);
      decant_json_string (writer, "id", item->id);
      write_title (writer, "title", item->title);
      decant_json_end_object (writer);
    }
  decant_json_end_array (writer);
  decant_json_int (writer, "left_out", MAX (n, DECANT_DESK_CASES) - DECANT_DESK_CASES);
}

/* Number, time and case of a capture, into an object that is open. */
static void
write_capture (DecantDeskRegister *self, DecantJsonWriter *writer, guint64 entry)
{
  const char *time = g_hash_table_lookup (self->times, &entry), *id = decant_cases_find_item (self->cases, entry);
  const DecantCase *item = id != NULL && *id != '\0' ? decant_cases_find (self->cases, id) : NULL;

  decant_json_int (writer, "entry", entry);
  decant_json_string (writer, "time", time != NULL ? time : "");
  write_title (writer, "case", item != NULL ? item->title : "");
}

static void
answer_sighting (DecantDeskRegister *self,
                 const DecantContact *contact,
                 DecantJsonWriter *writer,
                 DecantConsult *consult)
{
  const DecantSighting *found = decant_sightings_find (self->sightings, contact->kind, contact->value);
  guint total = found != NULL ? found->entries->len : 0;

  decant_json_begin_object (writer, NULL);
  decant_json_string (writer, "kind", contact->kind);
  decant_json_string (writer, "value", contact->value);
  decant_json_int (writer, "total", total);
  decant_json_begin_array (writer, "captures");
  for (guint i = 0; i < MIN (total, DECANT_DESK_CAPTURES); i++)
    {
      decant_json_begin_object (writer, NULL);
      write_capture (self, writer, g_array_index (found->entries, guint64, total - 1 - i));
      decant_json_end_object (writer);
    }
  decant_json_end_array (writer);
  decant_json_end_object (writer);
  decant_consult_note_sightings (consult, ASKER, contact->kind, contact->value, total);
}

static void
answer_sightings (DecantDeskRegister *self,
                  const DecantRequest *request,
                  DecantJsonWriter *writer,
                  DecantConsult *consult)
{
  decant_json_begin_array (writer, "sightings");
  for (guint i = 0; i < request->sightings.n_contacts; i++)
    answer_sighting (self, &request->sightings.contacts[i], writer, consult);
  decant_json_end_array (writer);
}

/* The captures of a post, each once, descending; erased ones are gone. (element-type guint64) */
static GArray *
find_captures (DecantDeskRegister *self, const DecantRequest *request)
{
  GArray *of[] = { g_hash_table_lookup (self->posts, request->verdicts.address),
                   g_hash_table_lookup (self->posts, request->verdicts.digest) };
  guint left[] = { of[0] != NULL ? of[0]->len : 0, of[1] != NULL ? of[1]->len : 0 };
  GArray *found = g_array_new (FALSE, FALSE, sizeof (guint64));

  while (left[0] > 0 || left[1] > 0)
    {
      guint64 first = left[0] > 0 ? g_array_index (of[0], guint64, left[0] - 1) : 0;
      guint64 second = left[1] > 0 ? g_array_index (of[1], guint64, left[1] - 1) : 0;
      guint64 entry = left[0] == 0 ? second : left[1] == 0 ? first : MAX (first, second);

      left[0] -= left[0] > 0 && first == entry;
      left[1] -= left[1] > 0 && second == entry;
      if (decant_cases_find_item (self->cases, entry) != NULL)
        g_array_append_val (found, entry);
    }
  return found;
}

static void
write_decisions (DecantDeskRegister *self, DecantJsonWriter *writer, guint64 entry)
{
  GPtrArray *decisions = decant_verdicts_list (self->verdicts, entry);
  const char *verdict = decant_verdicts_find (self->verdicts, entry);
  guint n = decisions != NULL ? decisions->len : 0;

  decant_json_string (writer, "verdict", verdict != NULL ? verdict : "");
  decant_json_begin_array (writer, "decisions");
  for (guint i = n - MIN (n, DECANT_DESK_DECISIONS); i < n; i++)
    {
      const DecantVerdict *decision = decisions->pdata[i];

      decant_json_begin_object (writer, NULL);
      decant_json_string (writer, "decision", decision->decision);
      decant_json_string (writer, "time", decision->time);
      decant_json_boolean (writer, "review", decision->review);
      decant_json_end_object (writer);
    }
  decant_json_end_array (writer);
}

static void
answer_verdicts (DecantDeskRegister *self,
                 const DecantRequest *request,
                 DecantJsonWriter *writer,
                 DecantConsult *consult)
{
  g_autoptr (GArray) found = find_captures (self, request);

  decant_json_begin_array (writer, "captures");
  for (guint i = 0; i < MIN (found->len, DECANT_DESK_CAPTURES); i++)
    {
      guint64 entry = g_array_index (found, guint64, i);

      decant_json_begin_object (writer, NULL);
      write_capture (self, writer, entry);
      write_decisions (self, writer, entry);
      decant_json_end_object (writer);
      decant_consult_note_view (consult, entry, NULL);
    }
  decant_json_end_array (writer);
  decant_json_int (writer, "total", found->len);
}

void
decant_desk_register_answer (DecantDeskRegister *self,
                             const DecantRequest *request,
                             DecantJsonWriter *writer,
                             DecantConsult *consult)
{
  if (request->type == DECANT_REQUEST_CASES)
    answer_cases (self, writer);
  else if (request->type == DECANT_REQUEST_SIGHTINGS)
    answer_sightings (self, request, writer, consult);
  else
    answer_verdicts (self, request, writer, consult);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <inttypes.h>

#include "app/models/entry-detail.h"
#include "app/models/json-read.h"
#include "app/models/words.h"

#define MAX_GAPS 200u

static void
fact_free (DecantFact *fact)
{
  g_free (fact->name);
  g_free (fact->value);
  g_free (fact);
}

static void
gap_free (DecantGap *gap)
{
  g_free (gap->what);
  g_free (gap->why);
  g_free (gap->remedy);
  g_free (gap);
}

/* Takes @value; an empty one is no fact. */
static void
take_fact (GPtrArray *facts, const char *name, char *value, gboolean exact)
{
  if (!value || !*value)
    {
      g_free (value);
      return;
    }
  DecantFact *fact = g_new0 (DecantFact, 1);
  fact->name = g_strdup (name);
  fact->value = value;
  fact->exact = exact;
  g_ptr_array_add (facts, fact);
}

static void
add_fact (GPtrArray *facts, const char *name, const char *value, gboolean exact)
{
  take_fact (facts, name, g_strdup (value), exact);
}

char *
decant_format_time (const char *rfc3339)
{
  g_autoptr (GDateTime) moment = rfc3339 ? g_date_time_new_from_iso8601 (rfc3339, NULL) : NULL;
  if (!moment)
    return g_strdup (rfc3339 ? rfc3339 : "");
  g_autoptr (GDateTime) local = g_date_time_to_local (moment);
  /* Translators: a moment, e.g. “24 November 2026, 09:00:00”; see g_date_time_format() */
  return g_date_time_format (local, _ ("%-e %B %Y, %H:%M:%S"));
}

/* Local time for the reader, UTC beside it for the record. */
static char *
dup_both_times (const char *rfc3339)
{
  g_autofree char *local = decant_format_time (rfc3339);
  return !rfc3339 || g_str_equal (local, rfc3339) ? g_strdup (rfc3339) : g_strdup_printf ("%s\n%s", local, rfc3339);
}

static char *
dup_joined (JsonObject *object, const char *const *members)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();
  for (gsize i = 0; members[i]; i++)
    {
      const char *value = decant_json_text (object, members[i]);
      if (value && *value)
        g_ptr_array_add (parts, (gpointer) value);
    }
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" ", (char **) parts->pdata);
}

static char *
dup_browser (JsonObject *browser)
{
  static const char *const name[] = { "name", "version", "platform", NULL };
  g_autofree char *joined = dup_joined (browser, name);
  const char *extension = decant_json_text (browser, "extension");
  if (!extension || !*extension)
    return g_steal_pointer (&joined);
  return g_strdup_printf (_ ("%s, extension %s"), joined, extension);
}

static char *
dup_viewport (JsonObject *viewport)
{
  double width, height, ratio = 1;
  if (!decant_json_number (viewport, "width", &width) || !decant_json_number (viewport, "height", &height))
    return NULL;
  decant_json_number (viewport, "ratio", &ratio);
  return g_strdup_printf (_ ("%.0f × %.0f CSS pixels, ratio %g"), width, height, ratio);
}

static void
read_origin (DecantEntryDetail *self, JsonObject *fields)
{
  static const struct {
    const char *member, *name;
    gboolean exact;
  } plain[] = {
    { "author", N_ ("Author, as shown"), FALSE },
    { "posted", N_ ("Posted, as shown"), FALSE },
    { "address", N_ ("Address"), TRUE },
    { "permalink", N_ ("Address of the post"), TRUE },
    { "canonical", N_ ("Canonical address"), TRUE },
    { "document", N_ ("Address of the frame"), TRUE },
    { "referrer", N_ ("Referrer"), TRUE },
    { "title", N_ ("Page title"), FALSE },
  };
  const char *address = decant_json_text (fields, "address");
  for (gsize i = 0; i < G_N_ELEMENTS (plain); i++)
    {
      const char *value = decant_json_text (fields, plain[i].member);
      if (value == address || g_strcmp0 (value, address) != 0)
        add_fact (self->origin, _ (plain[i].name), value, plain[i].exact);
    }
  JsonObject *collected = decant_json_object (fields, "collected");
  take_fact (self->origin, _ ("Collected"), dup_both_times (decant_json_text (collected, "start")), FALSE);
  const char *trigger = decant_json_text (fields, "trigger");
  const char *permission = decant_json_text (fields, "permission");
  add_fact (self->origin, _ ("Logged"), decant_words_trigger (trigger), FALSE);
  take_fact (self->origin, _ ("Browser"), dup_browser (decant_json_object (fields, "browser")), FALSE);
  add_fact (self->origin, _ ("Picture taken under"), decant_words_permission (permission), FALSE);
  take_fact (self->origin, _ ("Window"), dup_viewport (decant_json_object (fields, "viewport")), FALSE);
}

static void
read_gaps (DecantEntryDetail *self, JsonObject *fields)
{
  JsonArray *missing = decant_json_array (fields, "missing");
  guint n = missing ? MIN (json_array_get_length (missing), MAX_GAPS) : 0;
  for (guint i = 0; i < n; i++)
    {
      JsonObject *element = decant_json_element (missing, i);
      const char *what = decant_json_text (element, "what"), *remedy = decant_json_text (element, "remedy");
      if (!what)
        continue;
      DecantGap *gap = g_new0 (DecantGap, 1);
      gap->what = g_strdup (decant_words_missing_what (what));
      gap->why = g_strdup (decant_words_missing_why (decant_json_text (element, "why")));
      gap->remedy = g_strdup (remedy ? remedy : "");
      g_ptr_array_add (self->gaps, gap);
    }
}

static char *
dup_member (JsonObject *fields, const char *member)
{
  JsonNode *node = json_object_get_member (fields, member);
  return node ? decant_json_dup_plain (node) : NULL;
}

/* What the kernel believed of its clock at the commit (evidence/clock.h). */
static char *
dup_clock (JsonObject *fields)
{
  JsonObject *clock = decant_json_object (fields, "clock");
  JsonNode *synchronised = clock ? json_object_get_member (clock, "synchronised") : NULL;
  double error_us;
  if (!synchronised || !JSON_NODE_HOLDS_VALUE (synchronised))
    return dup_member (fields, "clock");
  if (!json_node_get_boolean (synchronised))
    return g_strdup (_ ("Not known to be synchronised"));
  if (!decant_json_number (clock, "max_error_us", &error_us))
    return g_strdup (_ ("Synchronised"));
  return g_strdup_printf (_ ("Synchronised, at most %.0f ms off"), error_us / 1000);
}

/* Every capture says whether a paired browser signed it; what says nothing is of an older Decant. */
static char *
dup_pairing (JsonObject *fields)
{
  JsonObject *pairing = decant_json_object (fields, "pairing");
  const char *state = decant_json_text (pairing, "state"), *id = decant_json_text (pairing, "pairing");
  if (!decant_json_text (fields, "capture"))
    return NULL;
  if (id && g_strcmp0 (state, "paired") == 0)
    return g_strdup_printf (_ ("Signed by a paired browser (%s)"), id);
  return g_strdup (g_strcmp0 (state, "bad") == 0 ? _ ("Bad: not made by the browser that it names")
                                                 : _ ("Unpaired: no approved browser signed this"));
}

static void
read_artifacts (DecantEntryDetail *self)
{
  for (guint i = 0; i < self->entry->artifacts->len; i++)
    {
      const DecantArtifactInfo *artifact = self->entry->artifacts->pdata[i];
      g_autofree char *size = g_format_size (artifact->size);
      g_autofree char *name = g_strdup_printf (_ ("%s, %s, %s: SHA-256"), decant_words_role (artifact->role),
                                               artifact->media_type, size);
      add_fact (self->custody, name, artifact->sha256, TRUE);
      gboolean pictured = self->picture && g_str_equal (self->picture->role, "picture");
      if (g_str_equal (artifact->role, "picture") || (!pictured && g_str_equal (artifact->role, "picture-visible")))
        self->picture = artifact;
    }
}

static void
read_custody (DecantEntryDetail *self, JsonObject *fields, const char *checkpoint)
{
  const char *case_id = decant_json_text (fields, "case");
  JsonObject *engine = decant_json_object (fields, "engine");
  take_fact (self->custody, _ ("Entry number"), g_strdup_printf ("%" PRIu64, self->entry->number), TRUE);
  take_fact (self->custody, _ ("Committed"), dup_both_times (self->entry->time), FALSE);
  take_fact (self->custody, _ ("Clock"), dup_clock (fields), FALSE);
  take_fact (self->custody, _ ("Actor"), dup_member (fields, "actor"), FALSE);
  take_fact (self->custody, _ ("Browser’s signature"), dup_pairing (fields), FALSE);
  add_fact (self->custody, _ ("Case"), case_id && !*case_id ? _ ("Inbox") : case_id, FALSE);
  add_fact (self->custody, _ ("Leaf hash"), self->entry->leaf, TRUE);
  read_artifacts (self);
  add_fact (self->custody, _ ("Lexicon, signals and model: digest"), decant_json_text (engine, "lexicon"), TRUE);
  add_fact (self->custody, _ ("Host version"), decant_json_text (engine, "host"), FALSE);
  add_fact (self->custody, _ ("Capture"), decant_json_text (fields, "capture"), TRUE);
  add_fact (self->custody, _ ("Latest checkpoint of the vault"), checkpoint, TRUE);
}

/* What the other parts show already; a capture's machine-readable rest stays in the export. */
static const char *const shown[] = { "kind",      "time",      "clock",   "actor",    "case",   "capture",
                                     "artifacts", "address",   "title",   "site",     "author", "permalink",
                                     "canonical", "referrer",  "posted",  "text",     "engine", "collected",
                                     "trigger",   "browser",   "missing", "viewport", "document", "permission",
                                     "assessment", "selectors", "box",     "post",     "document_digest", NULL };

static void
read_others (DecantEntryDetail *self, JsonObject *fields)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;
  json_object_iter_init (&iter, fields);
  while (json_object_iter_next (&iter, &name, &node))
    if (!g_strv_contains (shown, name))
      take_fact (self->others, decant_words_field (name), decant_json_dup_plain (node), FALSE);
}

DecantEntryDetail *
decant_entry_detail_new (DecantEntry *entry, const char *checkpoint)
{
  DecantEntryDetail *self = g_atomic_rc_box_new0 (DecantEntryDetail);
  const char *text = decant_json_text (entry->fields, "text");
  const char *author = decant_json_text (entry->fields, "author");
  self->entry = entry;
  self->text = g_strdup (text ? text : "");
  self->author = g_strdup (author ? author : "");
  self->assessment = decant_assessment_view_new (decant_json_object (entry->fields, "assessment"), self->text);
  self->origin = g_ptr_array_new_with_free_func ((GDestroyNotify) fact_free);
  self->gaps = g_ptr_array_new_with_free_func ((GDestroyNotify) gap_free);
  self->custody = g_ptr_array_new_with_free_func ((GDestroyNotify) fact_free);
  self->others = g_ptr_array_new_with_free_func ((GDestroyNotify) fact_free);
  read_origin (self, entry->fields);
  read_gaps (self, entry->fields);
  read_custody (self, entry->fields, checkpoint);
  read_others (self, entry->fields);
  return self;
}

DecantEntryDetail *
decant_entry_detail_ref (DecantEntryDetail *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (DecantEntryDetail *self)
{
  decant_entry_free (self->entry);
  g_free (self->text);
  g_free (self->author);
  decant_assessment_view_free (self->assessment);
  g_ptr_array_unref (self->origin);
  g_ptr_array_unref (self->gaps);
  g_ptr_array_unref (self->custody);
  g_ptr_array_unref (self->others);
}

void
decant_entry_detail_unref (DecantEntryDetail *self)
{
  if (self)
    g_atomic_rc_box_release_full (self, (GDestroyNotify) clear);
}

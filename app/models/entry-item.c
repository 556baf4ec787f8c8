/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

#include "app/models/entry-item.h"
#include "app/models/json-read.h"
#include "app/models/words.h"

#define SNIPPET_CHARACTERS 200

struct _DecantEntryItem
{
  GObject parent_instance;
  guint64 number;
  char *kind;
  char *time;
  char *site;
  char *author;
  char *snippet;
  char *case_id;
  char *problem;
  char *haystack; /* folded words, each field on its own line so that no match spans two */
  DecantBand band;
};

G_DEFINE_FINAL_TYPE (DecantEntryItem, decant_entry_item, G_TYPE_OBJECT)

char *
decant_entry_item_fold (const char *text)
{
  g_autofree char *compatible = g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE);
  g_autofree char *folded = g_utf8_casefold (compatible ? compatible : "", -1);
  return g_utf8_normalize (folded, -1, G_NORMALIZE_ALL_COMPOSE);
}

/* Runs of white space become one space; cut at a character boundary, with an ellipsis. */
static char *
dup_snippet (const char *text)
{
  GString *snippet = g_string_new (NULL);
  guint characters = 0;
  gboolean space = FALSE;
  for (const char *p = text; *p; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      if (g_unichar_isspace (c) || g_unichar_iscntrl (c))
        {
          space = snippet->len > 0;
          continue;
        }
      if (characters++ == SNIPPET_CHARACTERS)
        {
          g_string_append (snippet, "…");
          break;
        }
      if (space)
        g_string_append_c (snippet, ' ');
      space = FALSE;
      g_string_append_unichar (snippet, c);
    }
  return g_string_free (snippet, FALSE);
}

/* The host name of the site, else of the address; the practice feed is a page of the extension and has no such name. */
static char *
dup_site (JsonObject *fields)
{
  const char *site = decant_json_text (fields, "site");
  if (json_object_get_boolean_member_with_default (fields, "practice", FALSE))
    return g_strdup (_ ("Practice feed"));
  if (!site || !*site)
    site = decant_json_text (fields, "address");
  g_autoptr (GUri) uri = site ? g_uri_parse (site, G_URI_FLAGS_PARSE_RELAXED, NULL) : NULL;
  if (uri && g_uri_get_host (uri) && *g_uri_get_host (uri))
    return g_strdup (g_uri_get_host (uri));
  return g_strdup (site ? site : "");
}

static void
append_field (GString *haystack, const char *value)
{
  if (!value || !*value)
    return;
  g_autofree char *folded = decant_entry_item_fold (value);
  g_string_append (haystack, folded);
  g_string_append_c (haystack, '\n');
}

static void
append_identifiers (GString *haystack, JsonObject *assessment)
{
  JsonArray *identifiers = decant_json_array (assessment, "identifiers");
  for (guint i = 0; identifiers && i < json_array_get_length (identifiers); i++)
    append_field (haystack, decant_json_text (decant_json_element (identifiers, i), "value"));
}

static char *
dup_haystack (JsonObject *fields)
{
  static const char *const searched[] = { "text", "author", "address", "permalink", "title", "site", "kind" };
  GString *haystack = g_string_new (NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (searched); i++)
    append_field (haystack, decant_json_text (fields, searched[i]));
  append_identifiers (haystack, decant_json_object (fields, "assessment"));
  return g_string_free (haystack, FALSE);
}

static char *
dup_string (JsonObject *fields, const char *member)
{
  const char *value = decant_json_text (fields, member);
  return g_strdup (value ? value : "");
}

DecantEntryItem *
decant_entry_item_new (DecantEntry *entry)
{
  DecantEntryItem *self = g_object_new (DECANT_TYPE_ENTRY_ITEM, NULL);
  const char *text = decant_json_text (entry->fields, "text");
  const char *author = decant_json_text (entry->fields, "author");
  self->number = entry->number;
  self->kind = g_strdup (entry->kind);
  self->time = g_strdup (entry->time);
  self->site = dup_site (entry->fields);
  self->author = dup_snippet (author ? author : "");
  self->snippet = dup_snippet (text ? text : "");
  self->case_id = dup_string (entry->fields, "case");
  self->haystack = dup_haystack (entry->fields);
  self->band = decant_words_parse_band (decant_json_text (decant_json_object (entry->fields, "assessment"), "band"));
  return self;
}

DecantEntryItem *
decant_entry_item_new_unreadable (guint64 number, const char *problem)
{
  DecantEntryItem *self = g_object_new (DECANT_TYPE_ENTRY_ITEM, NULL);
  self->number = number;
  self->kind = g_strdup ("");
  self->time = g_strdup ("");
  self->site = g_strdup ("");
  self->author = g_strdup ("");
  self->snippet = g_strdup (problem);
  self->case_id = g_strdup ("");
  self->haystack = g_strdup ("");
  self->problem = g_strdup (problem);
  return self;
}

static void
decant_entry_item_finalize (GObject *object)
{
  DecantEntryItem *self = DECANT_ENTRY_ITEM (object);
  g_free (self->kind);
  g_free (self->time);
  g_free (self->site);
  g_free (self->author);
  g_free (self->snippet);
  g_free (self->case_id);
  g_free (self->problem);
  g_free (self->haystack);
  G_OBJECT_CLASS (decant_entry_item_parent_class)->finalize (object);
}

static void
decant_entry_item_class_init (DecantEntryItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = decant_entry_item_finalize;
}

static void
decant_entry_item_init (DecantEntryItem *self)
{
}

guint64
decant_entry_item_get_number (DecantEntryItem *self)
{
  return self->number;
}

gboolean
decant_entry_item_is_capture (DecantEntryItem *self)
{
  return g_str_equal (self->kind, "capture");
}

const char *
decant_entry_item_get_kind (DecantEntryItem *self)
{
  return self->kind;
}

const char *
decant_entry_item_get_time (DecantEntryItem *self)
{
  return self->time;
}

const char *
decant_entry_item_get_site (DecantEntryItem *self)
{
  return self->site;
}

const char *
decant_entry_item_get_author (DecantEntryItem *self)
{
  return self->author;
}

const char *
decant_entry_item_get_snippet (DecantEntryItem *self)
{
  return self->snippet;
}

const char *
decant_entry_item_get_case (DecantEntryItem *self)
{
  return self->case_id;
}

const char *
decant_entry_item_get_problem (DecantEntryItem *self)
{
  return self->problem;
}

DecantBand
decant_entry_item_get_band (DecantEntryItem *self)
{
  return self->band;
}

gboolean
decant_entry_item_matches (DecantEntryItem *self, const char *const *words)
{
  for (gsize i = 0; words && words[i]; i++)
    if (*words[i] && !strstr (self->haystack, words[i]))
      return FALSE;
  return TRUE;
}

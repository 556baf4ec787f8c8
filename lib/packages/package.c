/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "packages/package.h"

#include "packages/json-border.h"

#include <string.h>

#define FORMAT 1
#define MAX_TERMS 50000
#define MAX_FORMS 64
#define MAX_FORM 200
#define MAX_ID 120
#define MAX_LINE 300
#define MAX_LIST 64

G_DEFINE_QUARK (decant-package-error-quark, decant_package_error)

struct _DecantPackage {
  char *id;
  char *version;
  char *title;
  char *publisher;
  char *licence;
  char *issued;
  char *digest;
  char **languages;
  char **sources;
  GPtrArray *terms; /* of DecantTerm */
  guint n_forms;
};

static const char *const package_members[]
    = { "format", "id", "version", "title", "publisher", "languages", "licence", "issued", "sources", "terms", NULL };
static const char *const term_members[]
    = { "id", "forms", "languages", "sense", "innocent", "ambiguity", "boundary", "sources", "status", "since", NULL };
static const char *const sense_members[] = { "substance", "activity", "gloss", NULL };
static const char *const boundaries[]
    = { "word", "exact", "hashtag", "emoji", "unspaced", NULL }; /* as DecantBoundary */
static const char *const statuses[] = { "verified", "reported", NULL };

/* Lower-case letters, digits and hyphens; @dots: parts joined by full stops. */
static gboolean
is_id (const char *id, gboolean dots)
{
  gboolean part_starts = TRUE;

  for (const char *p = id; *p != '\0'; p++)
    {
      if (*p == '.' && dots && !part_starts)
        part_starts = TRUE;
      else if (g_ascii_islower (*p) || g_ascii_isdigit (*p) || (*p == '-' && !part_starts))
        part_starts = FALSE;
      else
        return FALSE;
    }
  return !part_starts;
}

/* The shape of a BCP 47 tag (RFC 5646 section 2.1), not its registry. */
static gboolean
is_language (const char *tag)
{
  g_auto (GStrv) parts = g_strsplit (tag, "-", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      gsize length = strlen (parts[i]);
      if (length < (i == 0 ? 2 : 1) || length > 8)
        return FALSE;
      for (const char *p = parts[i]; *p != '\0'; p++)
        if (i == 0 ? !g_ascii_islower (*p) : !g_ascii_isalnum (*p))
          return FALSE;
    }
  return parts[0] != NULL;
}

static gboolean
is_version (const char *version)
{
  return g_ascii_isdigit (*version)
         && strspn (version, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.+-") == strlen (version);
}

/* "2026-11-24", or with @day FALSE "2026-11". */
static gboolean
is_date (const char *date, gboolean day)
{
  g_autofree char *whole = day ? g_strdup (date) : g_strconcat (date, "-01", NULL);
  const char *shape = "0000-00-00";

  if (strlen (whole) != strlen (shape))
    return FALSE;
  for (guint i = 0; shape[i] != '\0'; i++)
    if (shape[i] == '-' ? whole[i] != '-' : !g_ascii_isdigit (whole[i]))
      return FALSE;
  return g_date_valid_dmy (atoi (whole + 8), atoi (whole + 5), atoi (whole));
}

/* @known: languages that are allowed, or NULL for any. */
static gboolean
check_languages (char **languages, char **known, const char *path, GError **error)
{
  for (guint i = 0; languages[i] != NULL; i++)
    {
      g_autofree char *here = g_strdup_printf ("%s[%u]", path, i);
      if (!is_language (languages[i]))
        return decant_json_refuse (error, here, "a BCP 47 tag such as “de” or “pt-BR”", languages[i]);
      if (known != NULL && !g_strv_contains ((const char *const *) known, languages[i]))
        return decant_json_refuse (error, here, "one of the package's languages", languages[i]);
    }
  return TRUE;
}

/* A form that folds to nothing would match everywhere or nowhere. */
static gboolean
check_forms (char **forms, const char *path, GError **error)
{
  for (guint i = 0; forms[i] != NULL; i++)
    {
      g_autofree char *here = g_strdup_printf ("%s.forms[%u]", path, i);
      const char *p = forms[i];

      while (*p != '\0' && (!g_unichar_isgraph (g_utf8_get_char (p)) || g_unichar_iszerowidth (g_utf8_get_char (p))))
        p = g_utf8_next_char (p);
      if (*p == '\0')
        return decant_json_refuse (error, here, "a character that can be seen", "none");
    }
  return TRUE;
}

static gboolean
check_concept (DecantTerm *term, const char *path, DecantVocabulary *vocabulary, GError **error)
{
  DecantSenseKind sense;
  const char *near;

  if (!decant_vocabulary_lookup (vocabulary, term->concept, &sense))
    {
      near = decant_json_near_miss (term->concept, decant_vocabulary_get_concepts (vocabulary));
      g_set_error (error, DECANT_PACKAGE_ERROR, DECANT_PACKAGE_ERROR_CONCEPT, "%s: expected %s%s%s, saw “%s”", path,
                   near ? "“" : "a concept of the vocabulary", near ? near : "", near ? "”" : "", term->concept);
      return FALSE;
    }
  if (sense == term->sense)
    return TRUE;
  g_set_error (error, DECANT_PACKAGE_ERROR, DECANT_PACKAGE_ERROR_CONCEPT, "%s: expected “%s” to be given as %s", path,
               term->concept, sense == DECANT_SENSE_SUBSTANCE ? "a substance" : "an activity");
  return FALSE;
}

static gboolean
read_sense (DecantTerm *term, JsonObject *object, const char *path, DecantVocabulary *vocabulary, GError **error)
{
  g_autofree char *here = decant_json_path (path, "sense");
  JsonObject *sense = decant_json_object (json_object_get_member (object, "sense"), here, sense_members, error);
  const char *kind;

  if (sense == NULL)
    return FALSE;
  if (json_object_has_member (sense, "substance") == json_object_has_member (sense, "activity"))
    return decant_json_refuse (error, here, "either a substance or an activity",
                               json_object_has_member (sense, "activity") ? "both" : "neither");
  term->sense = json_object_has_member (sense, "substance") ? DECANT_SENSE_SUBSTANCE : DECANT_SENSE_ACTIVITY;
  kind = term->sense == DECANT_SENSE_SUBSTANCE ? "substance" : "activity";
  return decant_json_read_string (sense, here, kind, (DecantJsonRange){ 1, MAX_ID }, &term->concept, error)
         && decant_json_read_string (sense, here, "gloss", (DecantJsonRange){ 0, MAX_LINE }, &term->gloss, error)
         && check_concept (term, here, vocabulary, error);
}

static gboolean
read_words (DecantTerm *term, JsonObject *object, const char *path, char **package_languages, GError **error)
{
  g_autofree char *languages_path = decant_json_path (path, "languages");
  DecantJsonRange one = { 1, MAX_LIST };

  return decant_json_read_strings (object, path, "forms", (DecantJsonRange){ 1, MAX_FORMS }, MAX_FORM, &term->forms,
                                   error)
         && check_forms (term->forms, path, error)
         && decant_json_read_strings (object, path, "languages", one, MAX_ID, &term->languages, error)
         && check_languages (term->languages, package_languages, languages_path, error)
         && decant_json_read_strings (object, path, "innocent", (DecantJsonRange){ 0, MAX_LIST }, MAX_LINE,
                                      &term->innocent, error)
         && decant_json_read_strings (object, path, "sources", one, MAX_LINE, &term->sources, error);
}

static gboolean
read_grades (DecantTerm *term, JsonObject *object, const char *path, GError **error)
{
  gint64 ambiguity;
  guint boundary, status;
  g_autofree char *since_path = decant_json_path (path, "since");

  if (!decant_json_read_integer (object, path, "ambiguity", 0, 3, &ambiguity, error)
      || !decant_json_read_choice (object, path, "boundary", boundaries, &boundary, error)
      || !decant_json_read_choice (object, path, "status", statuses, &status, error)
      || !decant_json_read_string (object, path, "since", (DecantJsonRange){ 0, 7 }, &term->since, error))
    return FALSE;
  if (*term->since != '\0' && !is_date (term->since, FALSE))
    return decant_json_refuse (error, since_path, "a month such as “2026-11”", term->since);
  term->ambiguity = ambiguity;
  term->boundary = boundary;
  term->status = g_strdup (statuses[status]);
  return TRUE;
}

static DecantTerm *
read_term (DecantPackage *self, JsonNode *node, const char *path, DecantVocabulary *vocabulary, GError **error)
{
  JsonObject *object = decant_json_object (node, path, term_members, error);
  g_autoptr (DecantTerm) term = NULL;
  g_autofree char *id_path = decant_json_path (path, "id");

  if (object == NULL)
    return NULL;
  term = decant_term_new ();
  term->package = g_strdup (self->id);
  if (!decant_json_read_string (object, path, "id", (DecantJsonRange){ 1, MAX_ID }, &term->id, error)
      || !read_sense (term, object, path, vocabulary, error) || !read_words (term, object, path, self->languages, error)
      || !read_grades (term, object, path, error))
    return NULL;
  if (!is_id (term->id, TRUE))
    {
      decant_json_refuse (error, id_path, "lower-case letters, digits, hyphens and full stops", term->id);
      return NULL;
    }
  return g_steal_pointer (&term);
}

static gboolean
read_terms (DecantPackage *self, JsonObject *object, DecantVocabulary *vocabulary, GError **error)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  JsonArray *array = decant_json_read_array (object, "", "terms", MAX_TERMS, error);

  if (array == NULL)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *path = g_strdup_printf ("terms[%u]", i);
      DecantTerm *term = read_term (self, json_array_get_element (array, i), path, vocabulary, error);
      if (term == NULL)
        return FALSE;
      g_ptr_array_add (self->terms, term);
      self->n_forms += g_strv_length (term->forms);
      if (!g_hash_table_add (ids, term->id))
        {
          g_set_error (error, DECANT_PACKAGE_ERROR, DECANT_PACKAGE_ERROR_CLASH,
                       "%s.id: expected each id once, saw “%s” again", path, term->id);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
read_head (DecantPackage *self, JsonObject *object, GError **error)
{
  gint64 format;
  DecantJsonRange line = { 1, MAX_LINE }, list = { 1, MAX_LIST };

  if (!decant_json_read_integer (object, "", "format", FORMAT, FORMAT, &format, error)
      || !decant_json_read_string (object, "", "id", (DecantJsonRange){ 1, MAX_ID }, &self->id, error)
      || !decant_json_read_string (object, "", "version", (DecantJsonRange){ 1, 32 }, &self->version, error)
      || !decant_json_read_string (object, "", "title", line, &self->title, error)
      || !decant_json_read_string (object, "", "publisher", line, &self->publisher, error)
      || !decant_json_read_strings (object, "", "languages", list, MAX_ID, &self->languages, error)
      || !decant_json_read_string (object, "", "licence", line, &self->licence, error)
      || !decant_json_read_string (object, "", "issued", (DecantJsonRange){ 1, 10 }, &self->issued, error)
      || !decant_json_read_strings (object, "", "sources", (DecantJsonRange){ 0, 1000 }, MAX_LINE, &self->sources,
                                    error))
    return FALSE;
  if (!is_id (self->id, FALSE))
    return decant_json_refuse (error, "id", "lower-case letters, digits and hyphens", self->id);
  if (!is_version (self->version))
    return decant_json_refuse (error, "version", "a version such as “1.2.0”", self->version);
  if (!is_date (self->issued, TRUE))
    return decant_json_refuse (error, "issued", "a date such as “2026-11-24”", self->issued);
  return check_languages (self->languages, NULL, "languages", error);
}

DecantPackage *
decant_package_parse (GBytes *json, DecantVocabulary *vocabulary, GError **error)
{
  g_autoptr (JsonNode) root = decant_json_parse (json, error);
  g_autoptr (DecantPackage) self = NULL;
  JsonObject *object;

  if (root == NULL || (object = decant_json_object (root, "", package_members, error)) == NULL)
    return NULL;
  self = g_atomic_rc_box_new0 (DecantPackage);
  self->terms = g_ptr_array_new_with_free_func ((GDestroyNotify) decant_term_free);
  if (!read_head (self, object, error) || !read_terms (self, object, vocabulary, error))
    return NULL;
  self->digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, json);
  return g_steal_pointer (&self);
}

static void
package_clear (gpointer data)
{
  DecantPackage *self = data;

  g_free (self->id);
  g_free (self->version);
  g_free (self->title);
  g_free (self->publisher);
  g_free (self->licence);
  g_free (self->issued);
  g_free (self->digest);
  g_strfreev (self->languages);
  g_strfreev (self->sources);
  g_ptr_array_unref (self->terms);
}

DecantPackage *
decant_package_ref (DecantPackage *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
decant_package_unref (DecantPackage *self)
{
  g_atomic_rc_box_release_full (self, package_clear);
}

const char *
decant_package_get_id (DecantPackage *self)
{
  return self->id;
}

const char *
decant_package_get_version (DecantPackage *self)
{
  return self->version;
}

const char *
decant_package_get_title (DecantPackage *self)
{
  return self->title;
}

const char *
decant_package_get_publisher (DecantPackage *self)
{
  return self->publisher;
}

const char *
decant_package_get_licence (DecantPackage *self)
{
  return self->licence;
}

const char *
decant_package_get_issued (DecantPackage *self)
{
  return self->issued;
}

const char *const *
decant_package_get_sources (DecantPackage *self)
{
  return (const char *const *) self->sources;
}

const char *
decant_package_get_digest (DecantPackage *self)
{
  return self->digest;
}

const char *const *
decant_package_get_languages (DecantPackage *self)
{
  return (const char *const *) self->languages;
}

guint
decant_package_get_n_terms (DecantPackage *self)
{
  return self->terms->len;
}

guint
decant_package_get_n_forms (DecantPackage *self)
{
  return self->n_forms;
}

const DecantTerm *
decant_package_get_term (DecantPackage *self, guint position)
{
  g_return_val_if_fail (position < self->terms->len, NULL);
  return g_ptr_array_index (self->terms, position);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "training/posts.h"

#include <json-glib/json-glib.h>
#include <string.h>

G_DEFINE_QUARK (decant-posts-error-quark, decant_posts_error)

static void
post_free (gpointer data)
{
  DecantPost *self = data;

  g_free (self->id);
  g_free (self->source);
  g_free (self->kind);
  g_free (self->language);
  g_free (self->text);
  g_free (self);
}

static char *
dup_string (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_dup_string (node) : NULL;
}

static DecantPost *
post_new (JsonObject *object)
{
  DecantPost *self = g_new0 (DecantPost, 1);

  self->id = dup_string (object, "id");
  self->source = dup_string (object, "source");
  self->kind = dup_string (object, "kind");
  self->language = dup_string (object, "lang");
  self->text = dup_string (object, "text");
  self->label = (int) json_object_get_int_member_with_default (object, "label", -1);
  return self;
}

static gboolean
read_line (GPtrArray *posts, JsonParser *parser, const char *line, const char *name, guint number, GError **error)
{
  g_autoptr (GError) syntax = NULL;
  JsonNode *root;
  DecantPost *post;

  if (!json_parser_load_from_data (parser, line, -1, &syntax) || (root = json_parser_get_root (parser)) == NULL
      || !JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error (error, DECANT_POSTS_ERROR, DECANT_POSTS_ERROR_LINE, "%s, line %u: expected a JSON object, saw %s", name,
                   number, syntax != NULL ? syntax->message : "something else");
      return FALSE;
    }
  g_ptr_array_add (posts, post = post_new (json_node_get_object (root)));
  if (post->id != NULL && post->source != NULL && post->kind != NULL && post->language != NULL && post->text != NULL
      && g_utf8_validate (post->text, -1, NULL))
    return TRUE;
  g_set_error (error, DECANT_POSTS_ERROR, DECANT_POSTS_ERROR_LINE,
               "%s, line %u: expected the strings id, source, kind, lang and text (UTF-8)", name, number);
  return FALSE;
}

static gboolean
read_file (GPtrArray *posts, const char *path, const char *name, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree char *bytes = NULL;
  guint number = 0;

  if (!g_file_get_contents (path, &bytes, NULL, error))
    return FALSE;
  for (char *line = bytes, *next; *line != '\0'; line = next)
    {
      char *end = strchrnul (line, '\n');
      next = *end == '\n' ? end + 1 : end;
      *end = '\0';
      number++;
      if (*line != '\0' && !read_line (posts, parser, line, name, number, error))
        return FALSE;
    }
  return TRUE;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
list_files (const char *folder, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, error);
  const char *name;

  if (dir == NULL)
    return NULL;
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".jsonl"))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  return g_steal_pointer (&names);
}

GPtrArray *
decant_posts_read (const char *folder, GError **error)
{
  g_autoptr (GPtrArray) posts = g_ptr_array_new_with_free_func (post_free);
  g_autoptr (GPtrArray) names = list_files (folder, error);

  if (names == NULL)
    return NULL;
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, names->pdata[i], NULL);
      if (!read_file (posts, path, names->pdata[i], error))
        return NULL;
    }
  if (posts->len > 0)
    return g_steal_pointer (&posts);
  g_set_error (error, DECANT_POSTS_ERROR, DECANT_POSTS_ERROR_NONE, "%s: expected files *.jsonl with labelled posts, saw none",
               folder);
  return NULL;
}

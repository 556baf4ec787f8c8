/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "needles.h"

#include <string.h>

#define PIECE 24 /* bytes: none of this length is found by chance */

typedef struct
{
  char *name;
  guint8 *bytes;
  gsize length;
} Needle;

struct _Needles
{
  GPtrArray *list;
};

static void
needle_free (gpointer data)
{
  Needle *self = data;

  g_free (self->name);
  g_free (self->bytes);
  g_free (self);
}

Needles *
needles_new (void)
{
  Needles *self = g_new0 (Needles, 1);

  self->list = g_ptr_array_new_with_free_func (needle_free);
  return self;
}

void
needles_free (Needles *self)
{
  g_ptr_array_unref (self->list);
  g_free (self);
}

static void
add (Needles *self, const char *name, const char *how, const void *bytes, gsize length)
{
  Needle *needle = g_new0 (Needle, 1);

  g_assert_cmpuint (length, >, 3);
  needle->name = g_strdup_printf ("%s (%s)", name, how);
  needle->bytes = g_memdup2 (bytes, length);
  needle->length = length;
  g_ptr_array_add (self->list, needle);
}

void
needles_add_bytes (Needles *self, const char *name, const void *bytes, gsize length)
{
  gsize step = MAX (1, (length - MIN (length, PIECE)) / 7);

  for (gsize at = 0; at + MIN (length, PIECE) <= length; at += step)
    add (self, name, "bytes", (const guint8 *) bytes + at, MIN (length, PIECE));
}

static void
add_base64 (Needles *self, const char *name, const char *text)
{
  gsize length = strlen (text);

  /* Where a text stands in what is encoded decides which of three it is; the first and last signs depend on neighbours.
   */
  for (gsize skip = 0; skip < 3; skip++)
    {
      g_autofree char *whole = g_base64_encode ((const guchar *) text + skip, (length - skip) / 3 * 3);
      g_autofree char *url = g_strdelimit (g_strdelimit (g_strdup (whole), "+", '-'), "/", '_');

      add (self, name, "base64", whole, strlen (whole));
      if (strcmp (whole, url) != 0)
        add (self, name, "base64url", url, strlen (url));
    }
}

static void
add_hex (Needles *self, const char *name, const char *text)
{
  g_autoptr (GString) lower = g_string_new (NULL), upper = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    {
      g_string_append_printf (lower, "%02x", (guint8) *p);
      g_string_append_printf (upper, "%02X", (guint8) *p);
    }
  add (self, name, "hexadecimal", lower->str, lower->len);
  if (!g_string_equal (lower, upper))
    add (self, name, "hexadecimal", upper->str, upper->len);
}

static void
add_escaped (Needles *self, const char *name, const char *text)
{
  g_autofree gunichar2 *units = g_utf8_to_utf16 (text, -1, NULL, NULL, NULL);
  g_autoptr (GString) some = g_string_new (NULL), all = g_string_new (NULL);

  for (const gunichar2 *p = units; *p != 0; p++)
    {
      if (*p < 0x80)
        g_string_append_c (some, (char) *p);
      else
        g_string_append_printf (some, "\\u%04x", *p);
      g_string_append_printf (all, "\\u%04x", *p);
    }
  add (self, name, "JSON", some->str, some->len);
  add (self, name, "JSON", all->str, all->len);
}

void
needles_add_text (Needles *self, const char *name, const char *text)
{
  static const char *const charsets[] = { "UTF-16LE", "UTF-16BE" };

  add (self, name, "UTF-8", text, strlen (text));
  for (guint i = 0; i < G_N_ELEMENTS (charsets); i++)
    {
      gsize length;
      g_autofree char *other = g_convert (text, -1, charsets[i], "UTF-8", NULL, &length, NULL);

      add (self, name, charsets[i], other, length);
    }
  add_base64 (self, name, text);
  add_hex (self, name, text);
  add_escaped (self, name, text);
}

static void
search (Needles *self, const char *path, GString *found)
{
  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
      const char *name;

      while ((name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *child = g_build_filename (path, name, NULL);
          search (self, child, found);
        }
    }
  else
    {
      g_autofree char *bytes = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
      for (guint i = 0; i < self->list->len; i++)
        {
          const Needle *needle = self->list->pdata[i];

          if (memmem (bytes, length, needle->bytes, needle->length) != NULL)
            g_string_append_printf (found, "%s in %s\n", needle->name, path);
        }
    }
}

char *
needles_search (Needles *self, const char *folder)
{
  GString *found = g_string_new (NULL);

  search (self, folder, found);
  return g_string_free (found, FALSE);
}

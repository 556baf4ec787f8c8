/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line of a file of posts: repair keeps the length, can be done twice, and leaves neither surrogate nor NUL behind. */
#include "native-host/post-line.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *line = g_malloc (size + 1), *again = NULL;
  g_auto (DecantPostLine) post = { NULL };
  g_autoptr (GError) error = NULL;

  memcpy (line, data, size);
  line[size] = '\0';
  decant_post_line_repair (line, size);
  again = g_memdup2 (line, size + 1);
  decant_post_line_repair (again, size);
  if (memcmp (line, again, size + 1) != 0)
    g_error ("a line repaired twice differs");
  if (decant_post_line_parse (line, size, &post, &error) != (error == NULL))
    g_error ("neither a post nor an error");
  if (error == NULL && (post.id == NULL || post.length > DECANT_POST_MAX || !g_utf8_validate (post.text, post.length, NULL)))
    g_error ("a post out of bounds");
  return 0;
}

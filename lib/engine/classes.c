/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/classes.h"

const guint8 *
decant_classes_read (DecantArena *arena, const char *text, gsize length)
{
  guint8 *classes = decant_arena_alloc (arena, length + 1), *out = classes;
  const char *at = text, *end = text + length;

  while (at < end)
    {
      const char *start = at;
      gunichar c = decant_utf8_next (&at);
      guint8 class = (guint8) decant_unicode_class (c);

      if (decant_unicode_is_hangul (c))
        class |= DECANT_CLASS_HANGUL;
      *out++ = class;
      for (gsize more = (gsize) (at - start); --more > 0;)
        *out++ = class | DECANT_CLASS_INSIDE;
    }
  *out = DECANT_CLASS_OTHER;
  return classes;
}

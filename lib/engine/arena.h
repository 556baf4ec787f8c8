/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/*
 * An arena: memory that is freed at once. A scan allocates everything from one. Blocks are 8-byte aligned and not
 * cleared. Running out of memory ends the program, as everywhere in GLib.
 */

G_BEGIN_DECLS

typedef struct _DecantArena DecantArena;

DecantArena *decant_arena_new (void);
void decant_arena_free (DecantArena *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantArena, decant_arena_free)

gpointer decant_arena_alloc (DecantArena *self, gsize bytes);
char *decant_arena_strndup (DecantArena *self, const char *text, gsize length); /* NUL-terminated */
/* What the arena holds of the machine's memory, used or not. */
gsize decant_arena_get_bytes (const DecantArena *self);
#define decant_arena_new_array(arena, type, n) ((type *) decant_arena_alloc ((arena), sizeof (type) * (gsize) (n)))

G_END_DECLS

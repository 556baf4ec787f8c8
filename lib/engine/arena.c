/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/arena.h"

#include <string.h>

/* Small scans fit the first block; each later block is twice as large, so that there are few. */
#define FIRST_BLOCK 4096
#define LARGEST_BLOCK (1 << 20)

typedef struct _Block Block;
struct _Block {
  Block *previous;
};

struct _DecantArena {
  Block *last;
  char *next; /* free bytes of the last block */
  gsize left;
  gsize block_size;
  gsize bytes; /* of all blocks */
};

DecantArena *
decant_arena_new (void)
{
  DecantArena *self = g_new0 (DecantArena, 1);

  self->block_size = FIRST_BLOCK;
  return self;
}

void
decant_arena_free (DecantArena *self)
{
  if (self == NULL)
    return;
  for (Block *block = self->last; block != NULL;)
    {
      Block *previous = block->previous;
      g_free (block);
      block = previous;
    }
  g_free (self);
}

static void
add_block (DecantArena *self, gsize bytes)
{
  gsize size = MAX (self->block_size, bytes);
  Block *block = g_malloc (sizeof (Block) + size);

  block->previous = self->last;
  self->last = block;
  self->next = (char *) (block + 1);
  self->left = size;
  self->bytes += sizeof (Block) + size;
  self->block_size = MIN (self->block_size * 2, LARGEST_BLOCK);
}

gpointer
decant_arena_alloc (DecantArena *self, gsize bytes)
{
  gpointer result;

  g_assert (bytes < G_MAXSIZE - sizeof (Block) - 8);
  bytes = (bytes + 7) & ~(gsize) 7;
  if (self->next == NULL || bytes > self->left)
    add_block (self, bytes);
  result = self->next;
  self->next += bytes;
  self->left -= bytes;
  return result;
}

char *
decant_arena_strndup (DecantArena *self, const char *text, gsize length)
{
  char *copy = decant_arena_alloc (self, length + 1);

  memcpy (copy, text, length);
  copy[length] = '\0';
  return copy;
}

gsize
decant_arena_get_bytes (const DecantArena *self)
{
  return self->bytes;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/pattern.h"

/*
 * What the parts of a pattern's life share: pattern-parse.c reads text into a tree, pattern.c makes a program of the
 * tree and runs it, pattern-set.c asks programs what they begin with. All jumps of a program lead forward.
 */

G_BEGIN_DECLS

/* --- sets of characters ---------------------------------------------------------------------------------------------
 */

typedef enum
{
  DECANT_SET_WORD = 1 << 0,
  DECANT_SET_SPACE = 1 << 1,
  DECANT_SET_NOT_WORD = 1 << 2,
  DECANT_SET_NOT_SPACE = 1 << 3,
  DECANT_SET_ANY = 1 << 4,
} DecantSetFlags;

typedef struct
{
  gunichar first, last;
} DecantRange;

#define DECANT_MAX_RANGES 64

typedef struct
{
  guint64 ascii[2];     /* members below 0x80, negation done */
  gboolean negative;    /* of the others */
  DecantSetFlags flags; /* of the others */
  guint n_ranges;
  DecantRange ranges[DECANT_MAX_RANGES]; /* of the others, ascending */
} DecantCharSet;

gboolean decant_char_set_has_wide (const DecantCharSet *self, gunichar c);

static inline gboolean
decant_char_set_has (const DecantCharSet *self, gunichar c)
{
  return c < 0x80 ? self->ascii[c / 64] >> c % 64 & 1 : decant_char_set_has_wide (self, c);
}

/* Letters, digits and "_". */
gboolean decant_pattern_is_word (gunichar c);

/* --- trees ----------------------------------------------------------------------------------------------------------
 */

typedef enum
{
  DECANT_NODE_CHARACTER,
  DECANT_NODE_SET,
  DECANT_NODE_ROW,    /* children one after the other, perhaps none */
  DECANT_NODE_CHOICE, /* one of the children */
  DECANT_NODE_REPEAT, /* the child, min to max times */
  DECANT_NODE_AHEAD,
  DECANT_NODE_BEHIND, /* the child is a character or a set */
  DECANT_NODE_EDGE,   /* \b */
  DECANT_NODE_BEGIN,
  DECANT_NODE_END,
} DecantNodeKind;

typedef struct _DecantNode DecantNode;
struct _DecantNode
{
  DecantNodeKind kind;
  gboolean negative; /* AHEAD, BEHIND, EDGE */
  gunichar c;
  guint min, max;
  DecantCharSet *set;
  DecantNode *child, *next;
};

/* The tree, owned by @arena; NULL with @wrong and @offset. */
DecantNode *decant_pattern_parse (DecantArena *arena, const char *text, const char **wrong, gsize *offset);

/* Everything that the node matches, in the order in which a matcher tries it: array of strings, owned by @arena. NULL
 * where that is not a short list. A string may end in DECANT_EDGE_MARK, which stands for \b. */
#define DECANT_EDGE_MARK '\001'
GPtrArray *decant_pattern_spell_out (DecantArena *arena, const DecantNode *node);

/* --- programs -------------------------------------------------------------------------------------------------------
 */

typedef enum
{
  DECANT_OP_BYTE,   /* x: the byte */
  DECANT_OP_SET,    /* x: a set; one character */
  DECANT_OP_REPEAT, /* x: a set; min to max characters, longest first */
  DECANT_OP_WORDS,  /* x: a list of words */
  DECANT_OP_SPLIT,  /* go on at the next, or else at x */
  DECANT_OP_JUMP,   /* go on at x */
  DECANT_OP_BEHIND, /* x: a set that the character before is in, or not */
  DECANT_OP_AHEAD,  /* the next steps match, or not, up to a MATCH before x; go on at x */
  DECANT_OP_EDGE,   /* \b, or \B */
  DECANT_OP_BEGIN,
  DECANT_OP_END,
  DECANT_OP_MATCH,
} DecantOp;

typedef struct
{
  guint8 op;
  gboolean negative;
  gboolean firm; /* REPEAT: nothing of the set may stand behind it, so fewer would not help */
  guint16 x;
  guint16 min, max;
} DecantStep;

/* A list of words as a tree of bytes. */
typedef struct
{
  guint8 byte;
  guint16 child, next;        /* positions, 0 for none */
  guint16 rank, rank_at_edge; /* 1 is tried first, 0: no word ends here; the second only before \b */
} DecantWordByte;

typedef struct
{
  guint16 first[256]; /* the first byte's position */
  GArray *bytes;      /* of DecantWordByte; the first is unused */
} DecantWordList;

typedef struct
{
  guint64 bits[4]; /* bytes that may stand next, else there is no match; the 0 behind the text counts */
} DecantNextBytes;

struct _DecantPattern
{
  GArray *steps;         /* of DecantStep */
  GPtrArray *sets;       /* of DecantCharSet */
  GPtrArray *words;      /* of DecantWordList */
  DecantNextBytes *next; /* by step */
};

static inline gboolean
decant_next_bytes_have (const DecantNextBytes *self, guint8 byte)
{
  return self->bits[byte / 64] >> byte % 64 & 1;
}

G_END_DECLS

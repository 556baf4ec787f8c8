/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/scanner.h"

/* Posts to measure with: all invented, some 300 characters each. Arrays own their elements, BenchPost. */

typedef struct
{
  char *text;
  gsize length;
  char *language;
  char *folded; /* for peers that are given folded text */
  gsize folded_length;
} BenchPost;

/* Rows of tests/cases/…sales.tsv, as many of one table and language as make 300 characters; each has a hit. */
GPtrArray *bench_posts_with_hits (DecantScanner *scanner);
/* Sentences of daily life in twelve languages; none has any finding. */
GPtrArray *bench_posts_of_prose (DecantScanner *scanner);
double bench_posts_mean (const GPtrArray *posts); /* characters */

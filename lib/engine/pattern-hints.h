/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @pattern, a regular expression of PCRE2, with a look ahead before each choice of four words or more: that the next
 * character begins one of them. It matches what @pattern matches, and sooner stops trying. A pattern with
 * quoting, comments, options or names comes back as it is. transfer full. */
char *decant_pattern_add_hints (const char *pattern);

/* Behind the character class that begins at @p. */
const char *decant_pattern_skip_class (const char *p);
/* Whether the pattern holds what is not looked into here: quoting, comments, options, names, classes in classes. */
gboolean decant_pattern_is_unusual (const char *pattern);

G_END_DECLS

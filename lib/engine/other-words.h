/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Words of scripts without spaces (and of Korean) that hold a form and mean something else: 大麻烦, big trouble, holds
 * 大麻; so do a few phrases elsewhere (horny goat weed, koks opałowy). The term index finds them as it finds forms, and
 * so does not find the form within. For English hashtags, which have the same need, see hashtag-words.c.
 */

extern const char *const decant_other_words[]; /* ends with NULL */

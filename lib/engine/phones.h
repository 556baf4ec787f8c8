/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/*
 * Telephone numbers in the normal form of ITU-T E.164 (https://www.itu.int/rec/T-REC-E.164): digits from the country
 * code on. The codes are those of the ITU's list (https://www.itu.int/pub/T-SP-E.164D); how long the numbers of a
 * country are, and whether it dials a trunk zero, is what libphonenumber knows of fixed and mobile numbers
 * (https://github.com/google/libphonenumber, resources/PhoneNumberMetadata.xml), and for Benin the plan of 2024.
 *
 * A national number becomes E.164 only where the text leaves one answer:
 *
 * | text's language | as dialled                    | becomes    |
 * | --- | --- | --- |
 * | a language of one numbering plan (the table in phones.c) | its mobile numbers, of their exact length | +CC … |
 * | any             | 1, then 3 + 3 + 4 digits apart | +1 …       |
 *
 * English, Spanish, Portuguese and Arabic are spoken under too many plans: there the digits stay as they stand, and so
 * do the ten digits of North America. Words and digits spelled out are no number.
 */

G_BEGIN_DECLS

#define DECANT_PHONE_MAX 15 /* digits, country code included */

/* @digits: with the country code, without "+"; a trunk zero after the code is dropped where the country dials one.
 * Returns FALSE when no number of a country is like this; else @out has the E.164 digits without "+". */
gboolean decant_phone_normalize (const char *digits, gsize n, char out[DECANT_PHONE_MAX + 1]);

/* @digits: as dialled within the country. Returns FALSE when @language (BCP 47, nullable) does not say which. */
gboolean decant_phone_from_national (const char *language, const char *digits, gsize n, char out[DECANT_PHONE_MAX + 1]);

/* Whether 11 digits are "1" and a number of North America: area and exchange begin with 2 … 9
 * (https://www.nanpa.com/numbering). */
gboolean decant_phone_is_north_american (const char *digits, gsize n);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/phones.h"

#include <stdlib.h>
#include <string.h>

typedef struct
{
  guint16 code;
  guint8 shortest, longest; /* digits after the code */
  gboolean trunk;           /* dials a zero within the country that E.164 leaves out */
} Plan;

#define T TRUE
#define _ FALSE

/* clang-format off */
static const Plan plans[] = { /* ordered by code; no code begins with another */
  { 1, 10, 10, _ }, { 7, 10, 10, _ }, { 20, 8, 10, T }, { 27, 5, 9, T }, { 30, 10, 10, _ }, { 31, 9, 11, T },
  { 32, 8, 9, T }, { 33, 9, 9, T }, { 34, 9, 9, _ }, { 36, 8, 9, _ }, { 39, 8, 11, _ }, { 40, 6, 9, T },
  { 41, 9, 9, T }, { 43, 7, 13, T }, { 44, 9, 10, T }, { 45, 8, 8, _ }, { 46, 7, 9, T }, { 47, 8, 8, _ },
  { 48, 9, 9, _ }, { 49, 6, 13, T }, { 51, 8, 9, T }, { 52, 10, 11, _ }, { 53, 6, 10, T }, { 54, 10, 11, T },
  { 55, 10, 11, T }, { 56, 9, 9, _ }, { 57, 10, 10, T }, { 58, 10, 10, T }, { 60, 8, 10, T }, { 61, 9, 9, T },
  { 62, 7, 12, T }, { 63, 6, 10, T }, { 64, 8, 10, T }, { 65, 8, 8, _ }, { 66, 8, 9, T }, { 81, 9, 10, T },
  { 82, 5, 11, T }, { 84, 9, 10, T }, { 86, 7, 11, T }, { 90, 10, 10, T }, { 91, 10, 10, T }, { 92, 9, 10, T },
  { 93, 9, 9, T }, { 94, 9, 9, T }, { 95, 6, 10, T }, { 98, 6, 10, T }, { 211, 9, 9, T }, { 212, 9, 9, T },
  { 213, 8, 9, T }, { 216, 8, 8, _ }, { 218, 9, 9, T }, { 220, 7, 7, _ }, { 221, 9, 9, _ }, { 222, 8, 8, _ },
  { 223, 8, 8, _ }, { 224, 8, 9, _ }, { 225, 10, 10, _ }, { 226, 8, 8, _ }, { 227, 8, 8, _ }, { 228, 8, 8, _ },
  { 229, 8, 10, _ }, { 230, 7, 8, _ }, { 231, 7, 9, T }, { 232, 8, 8, T }, { 233, 9, 9, T }, { 234, 7, 10, T },
  { 235, 8, 8, _ }, { 236, 8, 8, _ }, { 237, 9, 9, _ }, { 238, 7, 7, _ }, { 239, 7, 7, _ }, { 240, 9, 9, _ },
  { 241, 7, 8, _ }, { 242, 9, 9, _ }, { 243, 7, 9, T }, { 244, 9, 9, _ }, { 245, 7, 9, _ }, { 246, 7, 7, _ },
  { 247, 5, 5, _ }, { 248, 7, 7, _ }, { 249, 9, 9, T }, { 250, 8, 9, T }, { 251, 9, 9, T }, { 252, 6, 9, T },
  { 253, 8, 8, _ }, { 254, 7, 9, T }, { 255, 9, 9, T }, { 256, 9, 9, T }, { 257, 8, 8, _ }, { 258, 8, 9, _ },
  { 260, 9, 9, T }, { 261, 9, 9, T }, { 262, 9, 9, T }, { 263, 5, 10, T }, { 264, 8, 9, T }, { 265, 7, 9, T },
  { 266, 8, 8, _ }, { 267, 7, 8, _ }, { 268, 8, 8, _ }, { 269, 7, 7, _ }, { 290, 4, 5, _ }, { 291, 7, 7, T },
  { 297, 7, 7, _ }, { 298, 6, 6, _ }, { 299, 6, 6, _ }, { 350, 8, 8, _ }, { 351, 9, 9, _ }, { 352, 4, 11, _ },
  { 353, 7, 10, T }, { 354, 7, 9, _ }, { 355, 8, 9, T }, { 356, 8, 8, _ }, { 357, 8, 8, _ }, { 358, 5, 10, T },
  { 359, 6, 9, T }, { 370, 8, 8, _ }, { 371, 8, 8, _ }, { 372, 7, 8, _ }, { 373, 8, 8, T }, { 374, 8, 8, T },
  { 375, 9, 9, _ }, { 376, 6, 9, _ }, { 377, 8, 9, T }, { 378, 8, 10, _ }, { 380, 9, 9, T }, { 381, 7, 12, T },
  { 382, 8, 8, T }, { 383, 8, 8, T }, { 385, 8, 9, T }, { 386, 8, 8, T }, { 387, 8, 9, T }, { 389, 8, 8, T },
  { 420, 9, 9, _ }, { 421, 6, 9, T }, { 423, 7, 9, T }, { 500, 5, 5, _ }, { 501, 7, 7, _ }, { 502, 8, 8, _ },
  { 503, 8, 8, _ }, { 504, 8, 8, _ }, { 505, 8, 8, _ }, { 506, 8, 8, _ }, { 507, 7, 8, _ }, { 508, 6, 6, T },
  { 509, 8, 8, _ }, { 590, 9, 9, T }, { 591, 8, 8, T }, { 592, 7, 7, _ }, { 593, 8, 9, T }, { 594, 9, 9, T },
  { 595, 7, 9, T }, { 596, 9, 9, T }, { 597, 6, 7, _ }, { 598, 8, 8, T }, { 599, 7, 8, _ }, { 670, 7, 8, _ },
  { 672, 6, 6, _ }, { 673, 7, 7, _ }, { 674, 7, 7, _ }, { 675, 7, 8, _ }, { 676, 5, 7, _ }, { 677, 5, 7, _ },
  { 678, 5, 7, _ }, { 679, 7, 7, _ }, { 680, 7, 7, _ }, { 681, 6, 6, _ }, { 682, 5, 5, _ }, { 683, 4, 7, _ },
  { 685, 5, 10, _ }, { 686, 5, 8, T }, { 687, 6, 6, _ }, { 688, 5, 7, _ }, { 689, 8, 8, _ }, { 690, 4, 7, _ },
  { 691, 7, 7, _ }, { 692, 7, 7, _ }, { 850, 8, 10, T }, { 852, 8, 8, _ }, { 853, 8, 8, _ }, { 855, 8, 9, T },
  { 856, 8, 10, T }, { 870, 9, 12, _ }, { 880, 6, 10, T }, { 881, 9, 9, _ }, { 882, 7, 12, _ }, { 883, 9, 12, _ },
  { 886, 8, 11, T }, { 960, 7, 7, _ }, { 961, 7, 8, T }, { 962, 8, 9, T }, { 963, 8, 9, T }, { 964, 8, 10, T },
  { 965, 8, 8, _ }, { 966, 9, 9, T }, { 967, 7, 9, T }, { 968, 8, 8, _ }, { 970, 8, 9, T }, { 971, 8, 9, T },
  { 972, 8, 12, T }, { 973, 8, 8, _ }, { 974, 8, 8, _ }, { 975, 7, 8, _ }, { 976, 8, 10, T }, { 977, 8, 10, T },
  { 992, 9, 9, _ }, { 993, 8, 8, _ }, { 994, 9, 9, T }, { 995, 9, 9, T }, { 996, 9, 9, T }, { 998, 9, 9, _ },
};
/* clang-format on */

#undef T
#undef _

static int
compare_code (gconstpointer key, gconstpointer plan)
{
  return (int)*(const guint16 *)key - (int)((const Plan *)plan)->code;
}

/* The plan of the digits' country code, and how long that code is. */
static const Plan *
find_plan (const char *digits, gsize n, gsize *length)
{
  guint16 code = 0;

  for (*length = 1; *length <= MIN (n, 3); ++*length)
    {
      const Plan *plan;
      code = (guint16)(code * 10 + (guint16)(digits[*length - 1] - '0'));
      plan = bsearch (&code, plans, G_N_ELEMENTS (plans), sizeof *plans, compare_code);
      if (plan != NULL)
        return plan;
    }
  return NULL;
}

static gboolean
all_alike (const char *digits, gsize n)
{
  return n > 0 && strspn (digits, (const char[]){ digits[0], '\0' }) >= n;
}

gboolean
decant_phone_normalize (const char *digits, gsize n, char out[DECANT_PHONE_MAX + 1])
{
  gsize code, national, trunk;
  const Plan *plan;

  if (n < 7 || n > DECANT_PHONE_MAX + 1 || digits[0] == '0' || (plan = find_plan (digits, n, &code)) == NULL)
    return FALSE;
  trunk = plan->trunk && n > code && digits[code] == '0';
  national = n - code - trunk;
  if (national < plan->shortest || national > plan->longest || code + national > DECANT_PHONE_MAX
      || all_alike (digits + code + trunk, national))
    return FALSE;
  memcpy (out, digits, code);
  memcpy (out + code, digits + code + trunk, national);
  out[code + national] = '\0';
  return TRUE;
}

/* Mobile numbers as dialled at home: @first are digits that they begin with, @length how many they are. Only languages
 * in which such a number can be of one plan alone; sources as in the header. */
static const struct
{
  const char *language, *first;
  guint8 length, dropped; /* digits of the trunk prefix */
  const char *code;
} nationals[] = {
  { "bg", "087", 10, 1, "359" }, { "bg", "088", 10, 1, "359" }, { "bg", "089", 10, 1, "359" },
  { "cs", "6", 9, 0, "420" },    { "cs", "7", 9, 0, "420" },    { "da", "2", 8, 0, "45" },
  { "da", "3", 8, 0, "45" },     { "da", "4", 8, 0, "45" },     { "da", "5", 8, 0, "45" },
  { "da", "6", 8, 0, "45" },     { "da", "7", 8, 0, "45" },     { "da", "8", 8, 0, "45" },
  { "da", "9", 8, 0, "45" },     { "de", "015", 12, 1, "49" },  { "de", "016", 11, 1, "49" },
  { "de", "016", 12, 1, "49" },  { "de", "017", 11, 1, "49" },  { "de", "017", 12, 1, "49" },
  { "el", "69", 10, 0, "30" },   { "et", "5", 8, 0, "372" },    { "fi", "04", 10, 1, "358" },
  { "fi", "050", 10, 1, "358" }, { "fr", "06", 10, 1, "33" },   { "he", "05", 10, 1, "972" },
  { "hr", "09", 10, 1, "385" },  { "hu", "0620", 11, 2, "36" }, { "hu", "0630", 11, 2, "36" },
  { "hu", "0670", 11, 2, "36" }, { "id", "08", 11, 1, "62" },   { "id", "08", 12, 1, "62" },
  { "it", "3", 10, 0, "39" },    { "ja", "070", 11, 1, "81" },  { "ja", "080", 11, 1, "81" },
  { "ja", "090", 11, 1, "81" },  { "ko", "010", 11, 1, "82" },  { "lv", "2", 8, 0, "371" },
  { "nb", "4", 8, 0, "47" },     { "nb", "9", 8, 0, "47" },     { "nl", "06", 10, 1, "31" },
  { "no", "4", 8, 0, "47" },     { "no", "9", 8, 0, "47" },     { "pl", "4", 9, 0, "48" },
  { "pl", "5", 9, 0, "48" },     { "pl", "6", 9, 0, "48" },     { "pl", "7", 9, 0, "48" },
  { "pl", "8", 9, 0, "48" },     { "ro", "07", 10, 1, "40" },   { "ru", "89", 11, 1, "7" },
  { "sk", "09", 10, 1, "421" },  { "sv", "07", 10, 1, "46" },   { "th", "06", 10, 1, "66" },
  { "th", "08", 10, 1, "66" },   { "th", "09", 10, 1, "66" },   { "tr", "05", 11, 1, "90" },
  { "uk", "0", 10, 1, "380" },   { "vi", "03", 10, 1, "84" },   { "vi", "05", 10, 1, "84" },
  { "vi", "07", 10, 1, "84" },   { "vi", "08", 10, 1, "84" },   { "vi", "09", 10, 1, "84" },
  { "zh", "13", 11, 0, "86" },   { "zh", "14", 11, 0, "86" },   { "zh", "15", 11, 0, "86" },
  { "zh", "16", 11, 0, "86" },   { "zh", "17", 11, 0, "86" },   { "zh", "18", 11, 0, "86" },
  { "zh", "19", 11, 0, "86" },
};

gboolean
decant_phone_from_national (const char *language, const char *digits, gsize n, char out[DECANT_PHONE_MAX + 1])
{
  gsize length = language != NULL ? strcspn (language, "-_") : 0;

  for (guint i = 0; i < G_N_ELEMENTS (nationals) && length > 0; i++)
    if (n == nationals[i].length && strlen (nationals[i].language) == length
        && g_ascii_strncasecmp (language, nationals[i].language, length) == 0
        && strncmp (digits, nationals[i].first, strlen (nationals[i].first)) == 0)
      {
        gsize code = strlen (nationals[i].code), rest = n - nationals[i].dropped;
        memcpy (out, nationals[i].code, code);
        memcpy (out + code, digits + nationals[i].dropped, rest);
        out[code + rest] = '\0';
        return TRUE;
      }
  return FALSE;
}

gboolean
decant_phone_is_north_american (const char *digits, gsize n)
{
  return n == 11 && digits[0] == '1' && digits[1] >= '2' && digits[4] >= '2';
}

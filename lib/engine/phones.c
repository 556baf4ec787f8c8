/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/phones.h"

#include <string.h>

typedef struct {
  const char *codes; /* separated by single spaces */
  guint8 shortest, longest;
} Plan;

/* The longest code that fits decides. */
static const Plan plans[] = {
  { "1", 10, 10 },
  { "7", 10, 10 },
  { "20 212 213 216 218", 8, 10 },
  { "27", 9, 9 },
  { "30 31 32 33 34", 8, 10 },
  { "36", 8, 9 },
  { "39", 8, 11 },
  { "40 41", 9, 9 },
  { "43", 7, 13 },
  { "44", 9, 10 },
  { "45 47", 8, 8 },
  { "46", 7, 10 },
  { "48", 9, 9 },
  { "49", 7, 12 },
  { "51 52 53 54 55 56 57 58", 8, 11 },
  { "60 61 62 63 64 65 66", 8, 12 },
  { "81 82 84 86", 8, 11 },
  { "90 91 92 93 94 95 98", 7, 10 },
  { "211 220 221 222 223 224 225 226 227 228 229 230 231 232 233 234 235 236 237 238 239", 6, 11 },
  { "240 241 242 243 244 245 246 247 248 249 250 251 252 253 254 255 256 257 258 260 261 262 263 264 265 266 267 268 269",
    6, 10 },
  { "290 291 297 298 299", 4, 7 },
  { "350 351 352 353 354 355 356 357 358 359", 5, 12 },
  { "370 371 372 373 374 375 376 377 378 379", 5, 10 },
  { "380 381 382 383 385 386 387 389", 8, 10 },
  { "420 421", 9, 9 },
  { "423", 7, 9 },
  { "500 501 502 503 504 505 506 507 508 509", 5, 8 },
  { "590 591 592 593 594 595 596 597 598 599", 6, 9 },
  { "670 672 673 674 675 676 677 678 679 680 681 682 683 685 686 687 688 689 690 691 692", 4, 8 },
  { "850 852 853 855 856 880 886", 8, 10 },
  { "870 878 881 882 883", 7, 12 },
  { "960 961 962 963 964 965 966 967 968 970 971 972 973 974 975 976 977", 7, 10 },
  { "992 993 994 995 996 998", 8, 9 },
};

static gboolean
has_code (const char *codes, const char *code, gsize length)
{
  for (const char *p = codes; p != NULL; p = strchr (p, ' '))
    {
      p += *p == ' ';
      if (strncmp (p, code, length) == 0 && (p[length] == ' ' || p[length] == '\0'))
        return TRUE;
    }
  return FALSE;
}

static const Plan *
find_plan (const char *digits, gsize length)
{
  for (guint i = 0; i < G_N_ELEMENTS (plans); i++)
    if (has_code (plans[i].codes, digits, length))
      return &plans[i];
  return NULL;
}

static gboolean
all_alike (const char *digits, gsize n)
{
  return n > 0 && strspn (digits, (const char[]){ digits[0], '\0' }) >= n;
}

gboolean
decant_phone_is_plausible (const char *digits, gsize n)
{
  if (n < 7 || n > DECANT_PHONE_MAX)
    return FALSE;
  for (gsize length = 3; length >= 1; length--)
    {
      const Plan *plan = find_plan (digits, length);
      gsize national = n - length;
      if (plan != NULL)
        return national >= plan->shortest && national <= plan->longest && !all_alike (digits + length, national);
    }
  return FALSE;
}

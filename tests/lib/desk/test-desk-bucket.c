/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk/desk-bucket.h"

static void
test_rows (void)
{
  static const struct
  {
    gint64 at; /* µs */
    guint cost;
    gboolean given;
  } rows[] = {
    { 0, 4, TRUE },                                  /* the whole burst */
    { 0, 1, FALSE },                                 /* empty */
    { 400000, 1, FALSE },                            /* 0.8 of a token came back */
    { 500000, 1, TRUE },                             /* the rest of it was not lost by asking */
    { 100000, 1, FALSE },                            /* time that goes back gives nothing */
    { 600000, 1, TRUE },                             /* counted from there */
    { 60000000, 5, FALSE },                          /* more than a full bucket is never given, and costs nothing */
    { 60000000, 4, TRUE },                           /* no more than a full bucket comes back */
    { 60000000, 1, FALSE }, { G_MAXINT64, 4, TRUE }, /* no overflow */
  };
  DecantDeskBucket bucket = decant_desk_bucket_new (4, 2, 0);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("row %u", i);
      g_assert_cmpint (decant_desk_bucket_take (&bucket, rows[i].cost, rows[i].at), ==, rows[i].given);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/desk/bucket/rows", test_rows);
  return g_test_run ();
}

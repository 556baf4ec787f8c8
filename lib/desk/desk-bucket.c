/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk/desk-bucket.h"

DecantDeskBucket
decant_desk_bucket_new (guint burst, guint per_second, gint64 now)
{
  return (DecantDeskBucket){ burst, per_second, burst * G_GINT64_CONSTANT (1000), now };
}

gboolean
decant_desk_bucket_take (DecantDeskBucket *self, guint cost, gint64 now)
{
  gint64 full = self->burst * G_GINT64_CONSTANT (1000), price = cost * G_GINT64_CONSTANT (1000);
  /* An hour fills any bucket that there is, and keeps the product small. */
  gint64 elapsed = CLAMP (now - self->last, 0, G_TIME_SPAN_HOUR);

  self->fullness = MIN (full, self->fullness + elapsed * self->per_second / 1000);
  self->last = now;
  if (self->fullness < price)
    return FALSE;
  self->fullness -= price;
  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* A token bucket: so many questions at once, then so many a second. Pure; the caller brings the time. */

G_BEGIN_DECLS

typedef struct
{
  guint burst;      /* tokens of a full bucket */
  guint per_second; /* tokens that come back */
  gint64 fullness;  /* thousandths of a token */
  gint64 last;      /* monotonic µs of the last look */
} DecantDeskBucket;

/* A full one. */
DecantDeskBucket decant_desk_bucket_new (guint burst, guint per_second, gint64 now);
/* FALSE if there are not @cost tokens; then none is taken. Time that goes back gives nothing. */
gboolean decant_desk_bucket_take (DecantDeskBucket *self, guint cost, gint64 now);

G_END_DECLS

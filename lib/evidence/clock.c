/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/clock.h"

#include <string.h>
#include <sys/timex.h>
#include <time.h>

#include "evidence/digest.h"

char *
decant_clock_now (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *seconds = g_date_time_format (now, "%Y-%m-%dT%H:%M:%S");

  return g_strdup_printf ("%s.%03dZ", seconds, g_date_time_get_microsecond (now) / 1000);
}

static char *
boot_name (const char *vault)
{
  g_autofree char *id = NULL;
  g_autofree char *text = NULL;
  DecantDigest digest;

  if (!g_file_get_contents ("/proc/sys/kernel/random/boot_id", &id, NULL, NULL))
    return NULL;
  text = g_strconcat ("decant boot", vault, g_strchomp (id), NULL);
  digest = decant_digest_of (text, strlen (text));
  return decant_hex_encode (digest.bytes, 8);
}

JsonNode *
decant_clock_state (const char *vault)
{
  g_autoptr (JsonObject) clock = json_object_new ();
  struct timex state = { .modes = 0 };
  struct timespec since;
  int result = adjtimex (&state);
  g_autofree char *boot = boot_name (vault);

  if (boot != NULL)
    json_object_set_string_member (clock, "boot", boot);
  if (clock_gettime (CLOCK_BOOTTIME, &since) == 0)
    json_object_set_int_member (clock, "boottime_ms", (gint64) since.tv_sec * 1000 + since.tv_nsec / 1000000);
  json_object_set_string_member (clock, "source", result < 0 ? "none" : "adjtimex");
  if (result >= 0)
    {
      json_object_set_int_member (clock, "max_error_us", state.maxerror);
      json_object_set_boolean_member (clock, "synchronised", result != TIME_ERROR && !(state.status & STA_UNSYNC));
    }
  return json_node_init_object (json_node_alloc (), clock);
}

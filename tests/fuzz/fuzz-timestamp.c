/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Replies of time stamp authorities are files from outside. What is accepted is over our text and reads the same again.
 */
#include <string.h>

#include "evidence/timestamp.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* The corpus: "granted", and the same as "token", answer this request; "another-request" is over the same text. */
static const char text[] = "log.example/vault\n12\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
static const guint8 request[] = {
  0x30, 0x43, 0x02, 0x01, 0x01, 0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04,
  0x02, 0x01, 0x05, 0x00, 0x04, 0x20, 0xbc, 0x56, 0xbd, 0x5d, 0xca, 0xe7, 0x6f, 0xb9, 0x9e, 0xb7, 0x1f, 0xc3,
  0xb1, 0x21, 0x9a, 0x9d, 0x1d, 0xbe, 0x29, 0x7e, 0xff, 0x81, 0x88, 0xfa, 0x2c, 0xaa, 0x20, 0x06, 0xd5, 0xfd,
  0xd9, 0xfc, 0x02, 0x08, 0x7a, 0x3a, 0xd6, 0xe1, 0xf1, 0xf0, 0xde, 0x70, 0x01, 0x01, 0xff,
};

static void
check (const DecantTimestamp *stamp)
{
  g_autoptr (DecantTimestamp) again = decant_timestamp_read_token (stamp->token, text, NULL);
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (stamp->time, NULL);

  g_assert_nonnull (again);
  g_assert_cmpstr (again->serial, ==, stamp->serial);
  g_assert_cmpint (g_date_time_to_unix (time), ==, stamp->seconds);
  g_assert_true (stamp->authority == NULL || g_utf8_validate (stamp->authority, -1, NULL));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) input = g_bytes_new_static (data, size);
  g_autoptr (GBytes) asked = g_bytes_new_static (request, sizeof request);
  g_autoptr (DecantTimestamp) reply = decant_timestamp_read_reply (input, asked, text, NULL);
  g_autoptr (DecantTimestamp) token = decant_timestamp_read_token (input, text, NULL);

  if (reply != NULL)
    check (reply);
  if (token != NULL)
    check (token);
  return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/frame.h"

#include <string.h>

static void
append_frame (GByteArray *stream, guint32 length, const char *body, gsize body_length)
{
  g_byte_array_append (stream, (const guint8 *) &length, 4);
  g_byte_array_append (stream, (const guint8 *) body, body_length);
}

/* What a reader says of @stream when fed @step bytes at a time: "M{}" for a message, "L" too large, "U" unreadable. */
static char *
read_all (DecantFrameReader *reader, const GByteArray *stream, gsize step)
{
  g_autoptr (GString) seen = g_string_new (NULL);

  for (gsize at = 0; at < stream->len; at += step)
    {
      const guint8 *data = stream->data + at;
      gsize length = MIN (step, stream->len - at);
      DecantFrameEvent event;
      while ((event = decant_frame_reader_feed (reader, &data, &length)) != DECANT_FRAME_NONE)
        {
          gsize body_length = 0;
          if (event == DECANT_FRAME_MESSAGE)
            g_string_append_printf (seen, "M%s;", decant_frame_reader_get_body (reader, &body_length));
          else if (event == DECANT_FRAME_TOO_LARGE)
            g_string_append_printf (seen, "L%u;", decant_frame_reader_get_length (reader));
          else
            {
              g_string_append_printf (seen, "U%u;", decant_frame_reader_get_length (reader));
              return g_strdup (seen->str);
            }
        }
      g_assert_cmpuint (length, ==, 0);
    }
  return g_strdup (seen->str);
}

static void
test_steps (void)
{
  g_autoptr (GByteArray) stream = g_byte_array_new ();

  append_frame (stream, 2, "{}", 2);
  append_frame (stream, 0, "", 0);
  append_frame (stream, 7, "{\"a\":1}", 7);
  append_frame (stream, 0, "", 0);
  append_frame (stream, 0, "", 0);
  append_frame (stream, 1, "x", 1);
  for (gsize step = 1; step <= stream->len; step++)
    {
      g_autoptr (DecantFrameReader) reader = decant_frame_reader_new ();
      g_autofree char *seen = read_all (reader, stream, step);
      g_assert_cmpstr (seen, ==, "M{};M;M{\"a\":1};M;M;Mx;");
      g_assert_true (decant_frame_reader_is_idle (reader));
    }
}

static void
test_caps (void)
{
  static const struct {
    guint32 length;
    const char *seen;
  } rows[] = {
    { DECANT_FRAME_MAX_IN, "M" },
    { DECANT_FRAME_MAX_IN + 1, "L8388609;" },
    { DECANT_FRAME_MAX_SANE, "L67108864;" },
    { DECANT_FRAME_MAX_SANE + 1, "U67108865;" },
    { G_MAXUINT32, "U4294967295;" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DecantFrameReader) reader = decant_frame_reader_new ();
      g_autoptr (GByteArray) stream = g_byte_array_new ();
      g_autofree char *body = g_malloc0 (MIN (rows[i].length, DECANT_FRAME_MAX_SANE)), *seen = NULL;
      append_frame (stream, rows[i].length, body, MIN (rows[i].length, DECANT_FRAME_MAX_SANE));
      append_frame (stream, 2, "{}", 2);
      seen = read_all (reader, stream, 65536);
      g_assert_true (g_str_has_prefix (seen, rows[i].seen));
      g_assert_cmpint (g_str_has_suffix (seen, "M{};"), ==, *rows[i].seen != 'U');
    }
}

/* A length word that promises much and brings nothing must not cost memory. */
static void
test_promise_costs_nothing (void)
{
  g_autoptr (DecantFrameReader) reader = decant_frame_reader_new ();
  guint32 length = DECANT_FRAME_MAX_IN;
  const guint8 *data = (const guint8 *) &length;
  gsize left = 4;

  g_assert_cmpint (decant_frame_reader_feed (reader, &data, &left), ==, DECANT_FRAME_NONE);
  g_assert_false (decant_frame_reader_is_idle (reader));
  data = (const guint8 *) "{";
  left = 1;
  g_assert_cmpint (decant_frame_reader_feed (reader, &data, &left), ==, DECANT_FRAME_NONE);
  g_assert_false (decant_frame_reader_is_idle (reader));
}

static void
test_lost_stays_lost (void)
{
  g_autoptr (DecantFrameReader) reader = decant_frame_reader_new ();
  const guint8 *data = (const guint8 *) "List of things";
  gsize left = 14;

  g_assert_cmpint (decant_frame_reader_feed (reader, &data, &left), ==, DECANT_FRAME_UNREADABLE);
  g_assert_cmpint (decant_frame_reader_feed (reader, &data, &left), ==, DECANT_FRAME_UNREADABLE);
  g_assert_false (decant_frame_reader_is_idle (reader));
}

static void
test_length_as_text (void)
{
  guint32 list, line;
  g_autofree char *text = NULL;

  memcpy (&list, "List", 4);
  memcpy (&line, "\r\nC:", 4);
  text = decant_frame_dup_length_as_text (list);
  g_assert_cmpstr (text, ==, "List");
  g_assert_null (decant_frame_dup_length_as_text (line));
  g_assert_null (decant_frame_dup_length_as_text (G_MAXUINT32));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/frame/steps", test_steps);
  g_test_add_func ("/frame/caps", test_caps);
  g_test_add_func ("/frame/promise", test_promise_costs_nothing);
  g_test_add_func ("/frame/lost", test_lost_stays_lost);
  g_test_add_func ("/frame/length-as-text", test_length_as_text);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk/desk-message.h"

#include <string.h>

#define DIGEST "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
/* 65 bytes of zero */
#define KEY "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
#define ASK(rest) "{\"v\":1,\"id\":5," rest "}"

/* What is written is what was read, and nothing besides. */
static void
test_round (void)
{
  static const struct
  {
    const char *body, *again; /* NULL: the same */
  } rows[] = {
    { ASK ("\"type\":\"cases\""), NULL },
    { ASK ("\"type\":\"cases\",\"more\":[1]"), ASK ("\"type\":\"cases\"") },
    { ASK ("\"type\":\"sightings\",\"identifiers\":[]"), NULL },
    { ASK ("\"type\":\"sightings\",\"identifiers\":[{\"kind\":\"telegram\",\"value\":\"example_handle\"},{\"kind\":"
           "\"phone\",\"value\":\"+447700900123\"}]"),
      NULL },
    { ASK ("\"type\":\"verdicts\",\"address\":\"https://shop.test/1\",\"digest\":\"\""), NULL },
    { ASK ("\"type\":\"verdicts\",\"digest\":\"" DIGEST "\""),
      ASK ("\"type\":\"verdicts\",\"address\":\"\",\"digest\":\"" DIGEST "\"") },
    { ASK ("\"type\":\"pair\",\"key\":\"" KEY "\",\"name\":\"Firefox 153.0 \\\"é\\\"\""), NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 id;
      g_autoptr (DecantRequest) request = decant_desk_request_parse (rows[i].body, strlen (rows[i].body), &id, &error);
      g_autoptr (GString) again = NULL;

      g_assert_no_error (error);
      g_assert_cmpint (id, ==, 5);
      again = decant_desk_request_write (request);
      g_assert_cmpstr (again->str, ==, rows[i].again != NULL ? rows[i].again : rows[i].body);
    }
}

static void
test_refused (void)
{
  static const struct
  {
    const char *body;
    DecantWireError code;
    const char *names;
  } rows[] = {
    { "", DECANT_WIRE_ERROR_BAD_JSON, "byte 0" },
    { ASK ("\"type\":\"status\""), DECANT_WIRE_ERROR_UNKNOWN_TYPE, "application" },
    { ASK ("\"type\":\"scan\",\"segments\":[]"), DECANT_WIRE_ERROR_UNKNOWN_TYPE, "application" },
    { ASK ("\"type\":\"sightings\""), DECANT_WIRE_ERROR_BAD_MESSAGE, "\"identifiers\"" },
    { ASK ("\"type\":\"sightings\",\"identifiers\":[7]"), DECANT_WIRE_ERROR_BAD_MESSAGE, "identifier 0" },
    { ASK ("\"type\":\"sightings\",\"identifiers\":[{\"kind\":\"a b\",\"value\":\"x\"}]"),
      DECANT_WIRE_ERROR_BAD_MESSAGE, "\"kind\"" },
    { ASK ("\"type\":\"sightings\",\"identifiers\":[{\"kind\":\"a\",\"value\":\"\"}]"), DECANT_WIRE_ERROR_BAD_MESSAGE,
      "\"value\"" },
    { ASK ("\"type\":\"verdicts\""), DECANT_WIRE_ERROR_BAD_MESSAGE, "neither" },
    { ASK ("\"type\":\"verdicts\",\"address\":7"), DECANT_WIRE_ERROR_BAD_MESSAGE, "\"address\"" },
    { ASK ("\"type\":\"verdicts\",\"digest\":\"00\""), DECANT_WIRE_ERROR_BAD_MESSAGE, "\"digest\"" },
    { ASK ("\"type\":\"pair\",\"name\":\"x\""), DECANT_WIRE_ERROR_BAD_MESSAGE, "\"key\"" },
    { ASK ("\"type\":\"pair\",\"key\":\"AAAA\",\"name\":\"x\""), DECANT_WIRE_ERROR_BAD_MESSAGE, "\"key\"" },
    { ASK ("\"type\":\"pair\",\"key\":\"" KEY "\",\"name\":\"\""), DECANT_WIRE_ERROR_BAD_MESSAGE, "\"name\"" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 id;

      g_test_message ("row %u", i);
      g_assert_null (decant_desk_request_parse (rows[i].body, strlen (rows[i].body), &id, &error));
      g_assert_error (error, DECANT_WIRE_ERROR, (int) rows[i].code);
      g_assert_nonnull (strstr (error->message, rows[i].names));
    }
}

static void
test_too_much (void)
{
  g_autofree char *spaces = g_strnfill (DECANT_DESK_MAX_REQUEST, ' ');
  g_autofree char *body = g_strconcat (spaces, ASK ("\"type\":\"cases\""), NULL);
  g_autoptr (GString) many
      = g_string_new ("{\"v\":1,\"id\":5,\"type\":\"sightings\",\"identifiers\":[{\"kind\":\"a\",\"value\":\"b\"}");
  g_autoptr (GError) error = NULL;
  gint64 id;

  g_assert_null (decant_desk_request_parse (body, strlen (body), &id, &error));
  g_assert_error (error, DECANT_WIRE_ERROR, DECANT_WIRE_ERROR_FRAME_TOO_LARGE);
  g_clear_error (&error);
  for (guint i = 0; i < DECANT_MAX_IDENTIFIERS; i++)
    g_string_append (many, ",{\"kind\":\"a\",\"value\":\"b\"}");
  g_string_append (many, "]}");
  g_assert_null (decant_desk_request_parse (many->str, many->len, &id, &error));
  g_assert_error (error, DECANT_WIRE_ERROR, DECANT_WIRE_ERROR_TOO_MANY);
}

#define REPLY(rest) "{\"v\":1,\"id\":5," rest "}"

static void
test_replies (void)
{
  static const struct
  {
    const char *body;
    int code; /* -1: an answer */
  } rows[] = {
    { REPLY ("\"type\":\"cases\",\"answer\":{\"cases\":[]}"), -1 },
    { REPLY ("\"type\":\"cases\",\"answer\":[]"), DECANT_WIRE_ERROR_BAD_MESSAGE },
    { REPLY ("\"type\":\"cases\""), DECANT_WIRE_ERROR_BAD_MESSAGE },
    { REPLY ("\"type\":\"pair\",\"answer\":{}"), DECANT_WIRE_ERROR_BAD_MESSAGE },
    { "{\"v\":1,\"id\":6,\"type\":\"cases\",\"answer\":{}}", DECANT_WIRE_ERROR_BAD_MESSAGE },
    { "{\"v\":2,\"id\":5,\"type\":\"cases\",\"answer\":{}}", DECANT_WIRE_ERROR_BAD_MESSAGE },
    { "[]", DECANT_WIRE_ERROR_BAD_JSON },
    { "{", DECANT_WIRE_ERROR_BAD_JSON },
    { "{\"v\":1,\"id\":0,\"type\":\"error\",\"code\":\"too-fast\",\"message\":\"Wait.\"}", DECANT_WIRE_ERROR_TOO_FAST },
    { REPLY ("\"type\":\"error\",\"code\":\"never heard of\",\"message\":\"x\""), DECANT_WIRE_ERROR_INTERNAL },
    { REPLY ("\"type\":\"error\",\"code\":\"too-fast\""), DECANT_WIRE_ERROR_BAD_MESSAGE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) answer
          = decant_desk_reply_parse (rows[i].body, strlen (rows[i].body), 5, DECANT_REQUEST_CASES, &error);

      g_test_message ("row %u", i);
      if (rows[i].code < 0)
        g_assert_no_error (error);
      else
        g_assert_error (error, DECANT_WIRE_ERROR, rows[i].code);
      g_assert_true ((answer != NULL) == (rows[i].code < 0));
    }
}

/* What one side writes, the other reads; an error's text is cut to its cap, between characters. */
static void
test_both_sides (void)
{
  g_autoptr (GString) reply = decant_desk_reply_write (9, DECANT_REQUEST_PAIR, "{\"a\":1}", 7);
  g_autofree char *text = g_strnfill (3000, 'x');
  g_autofree char *wide = g_strconcat ("é", text, NULL);
  g_autoptr (GError) long_error = g_error_new_literal (DECANT_WIRE_ERROR, DECANT_WIRE_ERROR_NOT_FOUND, wide);
  g_autoptr (GString) failure = decant_desk_error_write (9, long_error);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = decant_desk_reply_parse (reply->str, reply->len, 9, DECANT_REQUEST_PAIR, &error);

  g_assert_no_error (error);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (answer), "a"), ==, 1);
  g_assert_null (decant_desk_reply_parse (failure->str, failure->len, 9, DECANT_REQUEST_PAIR, &error));
  g_assert_error (error, DECANT_WIRE_ERROR, DECANT_WIRE_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/desk/message/round", test_round);
  g_test_add_func ("/desk/message/refused", test_refused);
  g_test_add_func ("/desk/message/too-much", test_too_much);
  g_test_add_func ("/desk/message/replies", test_replies);
  g_test_add_func ("/desk/message/both-sides", test_both_sides);
  return g_test_run ();
}

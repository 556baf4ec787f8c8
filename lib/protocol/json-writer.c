/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/json-writer.h"

#include <math.h>

static void
begin_value (DecantJsonWriter *self, const char *name)
{
  if (self->comma)
    g_string_append_c (self->buffer, ',');
  self->comma = TRUE;
  if (name != NULL)
    {
      g_string_append_c (self->buffer, '"');
      g_string_append (self->buffer, name);
      g_string_append (self->buffer, "\":");
    }
}

static void
begin (DecantJsonWriter *self, const char *name, char bracket)
{
  begin_value (self, name);
  g_string_append_c (self->buffer, bracket);
  self->comma = FALSE;
}

static void
end (DecantJsonWriter *self, char bracket)
{
  g_string_append_c (self->buffer, bracket);
  self->comma = TRUE;
}

void
decant_json_begin_object (DecantJsonWriter *self, const char *name)
{
  begin (self, name, '{');
}

void
decant_json_end_object (DecantJsonWriter *self)
{
  end (self, '}');
}

void
decant_json_begin_array (DecantJsonWriter *self, const char *name)
{
  begin (self, name, '[');
}

void
decant_json_end_array (DecantJsonWriter *self)
{
  end (self, ']');
}

static void
append_escaped (GString *buffer, guchar c)
{
  switch (c)
    {
    case '"':
    case '\\':
      g_string_append_c (buffer, '\\');
      g_string_append_c (buffer, c);
      break;
    case '\n':
      g_string_append (buffer, "\\n");
      break;
    default:
      g_string_append_printf (buffer, "\\u%04x", c);
    }
}

void
decant_json_string (DecantJsonWriter *self, const char *name, const char *value)
{
  const char *run = value, *at = value;

  begin_value (self, name);
  g_string_append_c (self->buffer, '"');
  for (; *at != '\0'; at++)
    if ((guchar) *at < 0x20 || *at == '"' || *at == '\\' || *at == 0x7f)
      {
        g_string_append_len (self->buffer, run, at - run);
        append_escaped (self->buffer, *at);
        run = at + 1;
      }
  g_string_append_len (self->buffer, run, at - run);
  g_string_append_c (self->buffer, '"');
}

void
decant_json_strings (DecantJsonWriter *self, const char *name, const char *const *values)
{
  decant_json_begin_array (self, name);
  for (; values != NULL && *values != NULL; values++)
    decant_json_string (self, NULL, *values);
  decant_json_end_array (self);
}

void
decant_json_int (DecantJsonWriter *self, const char *name, gint64 value)
{
  char digits[24];

  begin_value (self, name);
  g_snprintf (digits, sizeof digits, "%" G_GINT64_FORMAT, value);
  g_string_append (self->buffer, digits);
}

void
decant_json_boolean (DecantJsonWriter *self, const char *name, gboolean value)
{
  begin_value (self, name);
  g_string_append (self->buffer, value ? "true" : "false");
}

void
decant_json_fraction (DecantJsonWriter *self, const char *name, double value)
{
  int parts = (int) lround (CLAMP (value, 0, 1) * 1000000);
  char digits[16];
  gsize length;

  begin_value (self, name);
  /* Integers alone: printf ("%f") would follow the locale. */
  length = g_snprintf (digits, sizeof digits, "%d.%06d", parts / 1000000, parts % 1000000);
  while (digits[length - 1] == '0')
    length--;
  if (digits[length - 1] == '.')
    length--;
  g_string_append_len (self->buffer, digits, length);
}

void
decant_json_raw (DecantJsonWriter *self, const char *name, const char *json, gsize length)
{
  begin_value (self, name);
  g_string_append_len (self->buffer, json, length);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/consult.h"

#include <string.h>

#include "fixture.h"

/* "view 2; search 1": kinds after the first entry, with the number of their items. */
static char *
print_entries (DecantVault *vault)
{
  static const char *const members[] = { "seen", "searches", "answers" };
  g_autoptr (GPtrArray) entries = decant_vault_read_entries (vault, 1, 100, NULL);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < entries->len; i++)
    {
      const DecantEntry *entry = entries->pdata[i];
      guint n = 0;

      for (guint m = 0; m < G_N_ELEMENTS (members); m++)
        if (json_object_has_member (entry->fields, members[m]))
          n = json_array_get_length (json_object_get_array_member (entry->fields, members[m]));
      g_string_append_printf (out, "%s%s %u", i == 0 ? "" : "; ", entry->kind, n);
    }
  return g_string_free (out, FALSE);
}

static void
test_batches (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (DecantVault) vault = fixture_create (fixture);
  DecantConsult *consult = decant_consult_new (fixture->folder, "tester", NULL);
  g_autofree char *first = NULL, *all = NULL;
  g_autoptr (DecantEntry) entry = NULL;
  JsonObject *search;

  decant_consult_flush (consult); /* nothing to wait for */
  decant_consult_note_view (consult, 1, NULL);
  decant_consult_note_view (consult, 1, "picture");
  decant_consult_note_view (consult, 1, NULL);
  decant_consult_note_search (consult, "example_handle", 3);
  decant_consult_flush (consult);
  first = print_entries (vault);
  g_assert_cmpstr (first, ==, "view 2; search 1");
  decant_consult_note_view (consult, 1, NULL); /* again, later: another consultation */
  decant_consult_note_sightings (consult, "app", "telegram", "example_handle", 1);
  g_assert_cmpuint (decant_consult_stop (consult), ==, 0);
  all = print_entries (vault);
  g_assert_cmpstr (all, ==, "view 2; search 1; view 1; sightings 1");
  entry = decant_vault_read_entry (vault, 2, NULL);
  search = json_array_get_object_element (json_object_get_array_member (entry->fields, "searches"), 0);
  g_assert_cmpstr (json_object_get_string_member (search, "query"), ==, "example_handle");
  g_assert_cmpint (json_object_get_int_member (search, "found"), ==, 3);
}

/* More than fits into one entry. */
static void
test_many (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (DecantVault) vault = fixture_create (fixture);
  DecantConsult *consult = decant_consult_new (fixture->folder, "tester", NULL);
  g_autoptr (GPtrArray) entries = NULL;
  guint n = 0;

  for (guint i = 0; i < 2500; i++)
    decant_consult_note_view (consult, i, NULL);
  g_assert_cmpuint (decant_consult_stop (consult), ==, 0);
  entries = decant_vault_read_entries (vault, 1, 100, NULL);
  g_assert_cmpuint (entries->len, >=, 3);
  for (guint i = 0; i < entries->len; i++)
    n += json_array_get_length (json_object_get_array_member (((DecantEntry *) entries->pdata[i])->fields, "seen"));
  g_assert_cmpuint (n, ==, 2500);
}

/* A query of any length and any bytes is kept as text. */
static void
test_queries (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (DecantVault) vault = fixture_create (fixture);
  DecantConsult *consult = decant_consult_new (fixture->folder, "tester", NULL);
  g_autofree char *many = g_strnfill (1023, 'x');
  g_autofree char *cut = g_strconcat (many, "\xc3\xa4", NULL); /* the last sign would end beyond the cap */
  g_autoptr (DecantEntry) entry = NULL;
  JsonArray *searches;

  decant_consult_note_search (consult, cut, 0);
  decant_consult_note_search (consult, "\xff", 0);
  g_assert_cmpuint (decant_consult_stop (consult), ==, 0);
  entry = decant_vault_read_entry (vault, 1, NULL);
  searches = json_object_get_array_member (entry->fields, "searches");
  g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (searches, 0), "query"), ==, many);
  g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (searches, 1), "query"), ==,
                   "\xef\xbf\xbd");
}

/* Where nothing can be written, it is said how many were lost, and nobody waited. */
static void
test_lost (Fixture *fixture, gconstpointer unused)
{
  DecantConsult *consult = decant_consult_new (fixture->folder, "tester", NULL);

  decant_consult_note_view (consult, 1, NULL);
  decant_consult_note_search (consult, "example", 0);
  decant_consult_flush (consult);
  g_assert_cmpuint (decant_consult_stop (consult), ==, 2);
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture_set_up (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  fixture_tear_down (fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/consult/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("batches", test_batches);
  ADD ("many", test_many);
  ADD ("queries", test_queries);
  ADD ("lost", test_lost);
#undef ADD
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The folds over entries: cases, verdicts, sightings. A history is a table of acts; what a fold says of it is a text. Each
 * history is folded again as a reader finds it later, with the erased entries empty, and must then say the same.
 */
#include "evidence/cases.h"
#include "evidence/sightings.h"
#include "evidence/verdicts.h"

#include <string.h>

typedef struct {
  const char *kind, *fields;
} Act;

#define DAY "2026-11-24T08:00:00.000Z"
#define OPENED(id, review, erasure) \
  { "case.opened", "{\"case\":\"" id "\",\"title\":\"T\",\"purpose\":\"P\",\"legal_basis\":\"L\",\"review\":\"" review "\",\"erasure\":\"" erasure "\"}" }
#define CAPTURE(id) { "capture", "{\"case\":\"" id "\"}" }
#define SEEN(kind, value) \
  { "capture", "{\"case\":\"\",\"site\":\"https://feed.example\",\"author\":\"example_a\",\"assessment\":{\"identifiers\":[{\"kind\":\"" kind "\",\"value\":\"" value "\"},{\"kind\":\"" kind "\",\"value\":\"" value "\"}]}}" }
#define ERASED(numbers) { "deletion", "{\"vault_erased\":[" numbers "]}" }

static DecantEntry *
make_entry (guint number, const Act *act)
{
  DecantEntry *entry = g_new0 (DecantEntry, 1);
  g_autoptr (JsonNode) node = json_from_string (act->fields, NULL);

  g_assert_nonnull (node);
  entry->number = number;
  entry->kind = g_strdup (act->kind);
  entry->time = g_strdup (DAY);
  entry->fields = json_node_dup_object (node);
  json_object_set_string_member (entry->fields, "actor", "tester");
  return entry;
}

static gboolean
is_erased (const Act *acts, guint n, guint number)
{
  g_autofree char *name = g_strdup_printf ("\\b%u\\b", number);

  for (guint i = number + 1; i < n; i++)
    if (g_str_equal (acts[i].kind, "deletion") && g_regex_match_simple (name, acts[i].fields, 0, 0))
      return TRUE;
  return FALSE;
}

/* An entry whose sealed fields are gone has no kind any more. */
static DecantEntry *
make_later (const Act *acts, guint n, guint number)
{
  static const Act nothing = { "", "{}" };

  return make_entry (number, is_erased (acts, n, number) ? &nothing : &acts[number]);
}

static void
print_numbers (GString *out, GArray *numbers)
{
  for (guint i = 0; i < numbers->len; i++)
    g_string_append_printf (out, "%s%" G_GUINT64_FORMAT, i == 0 ? "" : ",", g_array_index (numbers, guint64, i));
}

/* --- cases -------------------------------------------------------------------------------------------------- */

/* "k1 open 2027-01-01 2028-01-01 [0,3]; inbox [1]; due review k1 2027-01-01" */
static char *
print_cases (DecantCases *cases, const char *day)
{
  static const char *const words[] = { "review", "erasure", "inbox" };
  g_autoptr (GPtrArray) due = decant_cases_list_due (cases, day);
  g_autoptr (GArray) inbox = decant_cases_collect (cases, "");
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < decant_cases_list (cases)->len; i++)
    {
      const DecantCase *item = decant_cases_list (cases)->pdata[i];
      g_autoptr (GArray) numbers = decant_cases_collect (cases, item->id);

      g_string_append_printf (out, "%s %s%s %s %s %u[", item->id, item->closed == NULL ? "open" : "closed", item->hold ? " hold" : "", item->review, item->erasure, item->n_items);
      print_numbers (out, numbers);
      g_string_append (out, "]; ");
    }
  g_string_append_printf (out, "inbox %u[", decant_cases_count_inbox (cases));
  print_numbers (out, inbox);
  g_string_append_c (out, ']');
  for (guint i = 0; i < due->len; i++)
    {
      const DecantDue *item = due->pdata[i];
      g_autoptr (GArray) numbers = decant_cases_collect_due (cases, item, day);

      g_string_append_printf (out, "; due %s %s %s%s %u[", words[item->kind], item->id, item->day, item->hold ? " hold" : "", item->n_items);
      print_numbers (out, numbers);
      g_string_append_c (out, ']');
    }
  return g_string_free (out, FALSE);
}

static const struct {
  const char *name;
  Act acts[10];
  const char *day, *expected;
} histories[] = {
  { "nothing", {}, "2026-11-24", "inbox 0[]" },
  { "opened", { OPENED ("k1", "2027-01-01", "2028-01-01"), CAPTURE ("k1"), CAPTURE ("") }, "2026-12-31", "k1 open 2027-01-01 2028-01-01 1[1]; inbox 1[2]; due inbox  2026-12-24 1[2]" },
  { "inbox not yet due", { CAPTURE ("") }, "2026-12-23", "inbox 1[0]" },
  { "inbox due", { CAPTURE (""), { "note", "{\"text\":\"x\",\"about\":0}" } }, "2026-12-24", "inbox 1[0,1]; due inbox  2026-12-24 1[0,1]" },
  { "review due", { OPENED ("k1", "2027-01-01", "2028-01-01") }, "2027-01-01", "k1 open 2027-01-01 2028-01-01 0[]; inbox 0[]; due review k1 2027-01-01 0[]" },
  { "erasure due", { OPENED ("k1", "2027-01-01", "2028-01-01"), CAPTURE ("k1"), { "case.closed", "{\"case\":\"k1\",\"reason\":\"x\"}" } }, "2028-01-01",
    "k1 closed 2027-01-01 2028-01-01 1[1]; inbox 0[]; due erasure k1 2028-01-01 1[1]" },
  { "erased: nothing is due", { OPENED ("k1", "2027-01-01", "2028-01-01"), CAPTURE ("k1"), { "case.closed", "{\"case\":\"k1\",\"reason\":\"x\"}" }, ERASED ("1") }, "2028-01-01",
    "k1 closed 2027-01-01 2028-01-01 0[]; inbox 0[]" },
  { "hold", { OPENED ("k1", "2027-01-01", "2028-01-01"), CAPTURE ("k1"), { "case.changed", "{\"case\":\"k1\",\"hold\":true,\"reason\":\"x\"}" } }, "2028-01-01",
    "k1 open hold 2027-01-01 2028-01-01 1[1]; inbox 0[]; due review k1 2027-01-01 hold 1[]; due erasure k1 2028-01-01 hold 1[1]" },
  { "hold lifted", { OPENED ("k1", "2027-01-01", "2028-01-01"), { "case.changed", "{\"case\":\"k1\",\"hold\":true,\"reason\":\"x\"}" }, { "case.changed", "{\"case\":\"k1\",\"hold\":false,\"reason\":\"x\"}" } },
    "2026-11-24", "k1 open 2027-01-01 2028-01-01 0[]; inbox 0[]" },
  { "changed days", { OPENED ("k1", "2027-01-01", "2028-01-01"), { "case.changed", "{\"case\":\"k1\",\"review\":\"2027-06-01\",\"reason\":\"x\"}" } }, "2027-01-01",
    "k1 open 2027-06-01 2028-01-01 0[]; inbox 0[]" },
  { "a review after the erasure changes nothing", { OPENED ("k1", "2027-01-01", "2028-01-01"), { "case.changed", "{\"case\":\"k1\",\"review\":\"2028-06-01\",\"reason\":\"x\"}" } }, "2026-11-24",
    "k1 open 2027-01-01 2028-01-01 0[]; inbox 0[]" },
  { "opened twice", { OPENED ("k1", "2027-01-01", "2028-01-01"), OPENED ("k1", "2027-02-02", "2028-02-02") }, "2026-11-24", "k1 open 2027-01-01 2028-01-01 0[]; inbox 0[]" },
  { "reopened", { OPENED ("k1", "2027-01-01", "2028-01-01"), { "case.closed", "{\"case\":\"k1\",\"reason\":\"x\"}" }, { "case.reopened", "{\"case\":\"k1\",\"reason\":\"x\",\"erasure\":\"2029-01-01\"}" } }, "2026-11-24",
    "k1 open 2027-01-01 2029-01-01 0[]; inbox 0[]" },
  { "unknown case", { CAPTURE ("k9"), { "case.closed", "{\"case\":\"k9\",\"reason\":\"x\"}" } }, "2026-11-24", "inbox 1[0]" },
  { "moved", { OPENED ("k1", "2027-01-01", "2028-01-01"), CAPTURE (""), { "verdict", "{\"about\":1,\"decision\":\"confirmed\"}" }, { "case.moved", "{\"items\":[1],\"case\":\"k1\",\"reason\":\"x\"}" }, { "tag", "{\"about\":1,\"tags\":[\"a\"]}" } },
    "2026-11-24", "k1 open 2027-01-01 2028-01-01 1[1,2,4]; inbox 0[]" },
  { "moved to the Inbox", { OPENED ("k1", "2027-01-01", "2028-01-01"), CAPTURE ("k1"), { "case.moved", "{\"items\":[1],\"case\":\"\",\"reason\":\"x\"}" } }, "2026-11-24",
    "k1 open 2027-01-01 2028-01-01 0[]; inbox 1[1]" },
  { "moved, then one erased", { OPENED ("k1", "2027-01-01", "2028-01-01"), CAPTURE (""), CAPTURE (""), { "case.moved", "{\"items\":[1,2],\"case\":\"k1\",\"reason\":\"x\"}" }, ERASED ("1") }, "2026-11-24",
    "k1 open 2027-01-01 2028-01-01 1[2]; inbox 0[]" },
  { "moved nowhere", { CAPTURE (""), { "case.moved", "{\"items\":[0],\"case\":\"k9\",\"reason\":\"x\"}" } }, "2026-11-24", "inbox 1[0]" },
  { "a note of a note", { CAPTURE (""), { "note", "{\"text\":\"x\",\"about\":0}" }, { "note", "{\"text\":\"x\",\"about\":1}" } }, "2026-11-24", "inbox 1[0,1,2]" },
  { "a note erased", { CAPTURE (""), { "note", "{\"text\":\"x\",\"about\":0}" }, ERASED ("1") }, "2026-11-24", "inbox 1[0]" },
};

static void
test_histories (void)
{
  for (guint h = 0; h < G_N_ELEMENTS (histories); h++)
    for (guint later = 0; later < 2; later++)
      {
        g_autoptr (DecantCases) cases = decant_cases_new ();
        const Act *acts = histories[h].acts;
        g_autofree char *seen = NULL;
        guint n = 0;

        while (n < 10 && acts[n].kind != NULL)
          n++;
        for (guint i = 0; i < n; i++)
          {
            g_autoptr (DecantEntry) entry = later ? make_later (acts, n, i) : make_entry (i, &acts[i]);
            decant_cases_take (cases, entry);
          }
        seen = print_cases (cases, histories[h].day);
        g_test_message ("%s%s", histories[h].name, later ? ", read later" : "");
        g_assert_cmpstr (seen, ==, histories[h].expected);
      }
}

/* Before an act is logged: would it follow? */
static void
test_check (void)
{
  static const struct {
    Act act;
    const char *wrong;
  } rows[] = {
    { OPENED ("k1", "2027-01-01", "2028-01-01"), "k1" },
    { OPENED ("k2", "2027-01-01", "2028-01-01"), NULL },
    { OPENED ("k2", "2027-01-01", "2026-12-31"), "“review”" },
    { { "case.changed", "{\"case\":\"k9\",\"reason\":\"x\"}" }, "k9" },
    { { "case.closed", "{\"case\":\"k1\",\"reason\":\"x\"}" }, NULL },
    { { "case.reopened", "{\"case\":\"k1\",\"reason\":\"x\"}" }, "open" },
    { { "case.closed", "{\"reason\":\"x\"}" }, "“case”" },
    { { "case.moved", "{\"items\":[1],\"case\":\"\",\"reason\":\"x\"}" }, NULL },
    { { "case.moved", "{\"items\":[0,1],\"case\":\"\",\"reason\":\"x\"}" }, "Entry 0" },
    { { "case.moved", "{\"items\":[1],\"case\":\"k9\",\"reason\":\"x\"}" }, "k9" },
    { { "note", "{\"text\":\"x\"}" }, NULL },
  };
  static const Act before[] = { OPENED ("k1", "2027-01-01", "2028-01-01"), CAPTURE ("k1") };
  g_autoptr (DecantCases) cases = decant_cases_new ();

  for (guint i = 0; i < G_N_ELEMENTS (before); i++)
    {
      g_autoptr (DecantEntry) entry = make_entry (i, &before[i]);
      decant_cases_take (cases, entry);
    }
  g_assert_cmpstr (decant_cases_find_item (cases, 1), ==, "k1");
  g_assert_null (decant_cases_find_item (cases, 0));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DecantEntry) entry = make_entry (2, &rows[i].act);
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (decant_cases_check (cases, entry->kind, entry->fields, &error), ==, rows[i].wrong == NULL);
      g_assert_true (rows[i].wrong == NULL || strstr (error->message, rows[i].wrong) != NULL);
    }
}

/* What is erased with an entry. */
static void
test_collect_item (void)
{
  static const Act acts[] = {
    CAPTURE (""), { "note", "{\"text\":\"x\",\"about\":0}" }, { "note", "{\"text\":\"x\",\"about\":1}" }, { "note", "{\"text\":\"x\",\"about\":2}" },
    { "verdict", "{\"about\":0,\"decision\":\"unsure\"}" }, { "note", "{\"text\":\"x\"}" }, { "note", "{\"text\":\"x\",\"about\":6}" },
  };
  static const char *const expected[] = { "0,1,2,3,4", "1,2,3", "2,3", "3", "4", "5", "6" };
  g_autoptr (DecantCases) cases = decant_cases_new ();

  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    {
      g_autoptr (DecantEntry) entry = make_entry (i, &acts[i]);
      decant_cases_take (cases, entry);
    }
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr (GArray) numbers = decant_cases_collect_item (cases, i);
      g_autoptr (GString) seen = g_string_new (NULL);

      print_numbers (seen, numbers);
      g_assert_cmpstr (seen->str, ==, expected[i]);
    }
}

static void
test_ids (void)
{
  g_autofree char *a = decant_case_id_new (), *b = decant_case_id_new ();

  g_assert_cmpuint (strlen (a), ==, 18);
  g_assert_cmpstr (a, !=, b);
}

/* --- verdicts ----------------------------------------------------------------------------------------------- */

static void
test_verdicts (void)
{
  static const Act acts[] = {
    CAPTURE (""),
    { "verdict", "{\"about\":0,\"decision\":\"unsure\"}" },
    { "verdict", "{\"about\":0,\"decision\":\"confirmed\"}" },
    { "review", "{\"about\":0,\"decision\":\"dismissed\",\"blind\":true}" },
    { "verdict", "{\"about\":7,\"decision\":\"dismissed\"}" },
    ERASED ("2,4"),
  };

  for (guint later = 0; later < 2; later++)
    {
      g_autoptr (DecantVerdicts) verdicts = decant_verdicts_new ();

      for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
        {
          g_autoptr (DecantEntry) entry = later ? make_later (acts, G_N_ELEMENTS (acts), i) : make_entry (i, &acts[i]);

          if (!later && i == 5)
            g_assert_cmpstr (decant_verdicts_find (verdicts, 0), ==, "confirmed");
          decant_verdicts_take (verdicts, entry);
        }
      g_assert_cmpstr (decant_verdicts_find (verdicts, 0), ==, "unsure");
      g_assert_cmpuint (decant_verdicts_list (verdicts, 0)->len, ==, 2);
      g_assert_true (((DecantVerdict *) decant_verdicts_list (verdicts, 0)->pdata[1])->blind);
      g_assert_null (decant_verdicts_list (verdicts, 7));
      g_assert_null (decant_verdicts_find (verdicts, 7));
    }
}

/* --- sightings ---------------------------------------------------------------------------------------------- */

static char *
print_sightings (DecantSightings *sightings, guint least)
{
  g_autoptr (GPtrArray) list = decant_sightings_list (sightings, least);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < list->len; i++)
    {
      const DecantSighting *item = list->pdata[i];

      g_string_append_printf (out, "%s%s %s [", i == 0 ? "" : "; ", item->kind, item->value);
      print_numbers (out, item->entries);
      g_string_append_c (out, ']');
    }
  return g_string_free (out, FALSE);
}

static void
test_sightings (void)
{
  static const Act acts[] = {
    SEEN ("telegram", "example_b"), SEEN ("phone", "+447700900123"), SEEN ("telegram", "example_b"), SEEN ("signal", "example_b"),
    { "capture", "{\"assessment\":{\"identifiers\":[7,{\"kind\":1,\"value\":\"x\"},{\"kind\":\"x\"}]}}" }, ERASED ("1,2"),
  };

  for (guint later = 0; later < 2; later++)
    {
      g_autoptr (DecantSightings) sightings = decant_sightings_new ();
      g_autoptr (GPtrArray) of_entry = NULL;
      g_autofree char *all = NULL, *shared = NULL;

      for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
        {
          g_autoptr (DecantEntry) entry = later ? make_later (acts, G_N_ELEMENTS (acts), i) : make_entry (i, &acts[i]);
          g_autofree char *before = !later && i == 5 ? print_sightings (sightings, 2) : NULL;

          if (before != NULL)
            g_assert_cmpstr (before, ==, "author https://feed.example example_a [0,1,2,3]; telegram example_b [0,2]");
          decant_sightings_take (sightings, entry);
        }
      all = print_sightings (sightings, 1);
      g_assert_cmpstr (all, ==, "author https://feed.example example_a [0,3]; signal example_b [3]; telegram example_b [0]");
      shared = print_sightings (sightings, 2);
      g_assert_cmpstr (shared, ==, "author https://feed.example example_a [0,3]");
      of_entry = decant_sightings_of_entry (sightings, 3);
      g_assert_cmpuint (of_entry->len, ==, 2);
      g_assert_null (decant_sightings_find (sightings, "phone", "+447700900123"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cases/histories", test_histories);
  g_test_add_func ("/cases/check", test_check);
  g_test_add_func ("/cases/collect-item", test_collect_item);
  g_test_add_func ("/cases/ids", test_ids);
  g_test_add_func ("/verdicts/history", test_verdicts);
  g_test_add_func ("/sightings/index", test_sightings);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/cases.h"

#include <sodium.h>
#include <string.h>

#include "evidence/field-values.h"

typedef struct
{
  guint64 entry;
  char *place;   /* id of its case, "" for the Inbox */
  char *day;     /* of its time */
  GArray *about; /* of guint64: entries that are about it */
} Item;

struct _DecantCases
{
  GPtrArray *list;     /* of DecantCase */
  GHashTable *by_id;   /* id → DecantCase */
  GHashTable *items;   /* &Item.entry → Item */
  GHashTable *owners;  /* entry → entry: what is about a capture, at whatever remove, and that capture */
  GHashTable *parents; /* entry → entry: what it is about itself */
  guint n_inbox;
  guint64 next;
};

/* --- making ------------------------------------------------------------------------------------------------- */

static void
case_free (gpointer data)
{
  DecantCase *self = data;

  g_free (self->id);
  g_free (self->title);
  g_free (self->purpose);
  g_free (self->legal_basis);
  g_free (self->authorisation);
  g_free (self->review);
  g_free (self->erasure);
  g_free (self->opened);
  g_free (self->closed);
  g_free (self->hold_reason);
  g_free (self);
}

static void
item_free (gpointer data)
{
  Item *self = data;

  g_free (self->place);
  g_free (self->day);
  g_array_unref (self->about);
  g_free (self);
}

DecantCases *
decant_cases_new (void)
{
  DecantCases *self = g_new0 (DecantCases, 1);

  self->list = g_ptr_array_new_with_free_func (case_free);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->items = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, item_free);
  self->owners = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->parents = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  return self;
}

void
decant_cases_free (DecantCases *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->parents);
  g_hash_table_unref (self->owners);
  g_hash_table_unref (self->items);
  g_hash_table_unref (self->by_id);
  g_ptr_array_unref (self->list);
  g_free (self);
}

char *
decant_case_id_new (void)
{
  guint8 bytes[8];
  g_autofree char *digits = NULL;

  randombytes_buf (bytes, sizeof bytes);
  digits = decant_hex_encode (bytes, sizeof bytes);
  return g_strconcat ("k-", digits, NULL);
}

/* --- asking ------------------------------------------------------------------------------------------------- */

GPtrArray *
decant_cases_list (DecantCases *self)
{
  return self->list;
}

const DecantCase *
decant_cases_find (DecantCases *self, const char *id)
{
  return g_hash_table_lookup (self->by_id, id);
}

guint
decant_cases_count_inbox (DecantCases *self)
{
  return self->n_inbox;
}

static Item *
find_item (DecantCases *self, guint64 entry)
{
  const guint64 *owner = g_hash_table_lookup (self->owners, &entry);

  return g_hash_table_lookup (self->items, owner == NULL ? &entry : owner);
}

const char *
decant_cases_find_item (DecantCases *self, guint64 entry)
{
  const Item *item = find_item (self, entry);

  return item == NULL ? NULL : item->place;
}

/* --- what follows from what --------------------------------------------------------------------------------- */

static gboolean G_GNUC_PRINTF (2, 3) refuse (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_propagate_error (error, g_error_new_valist (DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID, format, arguments));
  va_end (arguments);
  return FALSE;
}

static gboolean
check_moved (DecantCases *self, JsonObject *fields, const char *id, GError **error)
{
  g_autoptr (GArray) items = decant_field_numbers (fields, "items");

  if (*id != '\0' && decant_cases_find (self, id) == NULL)
    return refuse (error, "There is no case %s.", id);
  for (guint i = 0; i < items->len; i++)
    {
      guint64 number = g_array_index (items, guint64, i);

      if (!g_hash_table_contains (self->items, &number))
        return refuse (error, "Entry %" G_GUINT64_FORMAT " is no capture, or was erased.", number);
    }
  return TRUE;
}

static gboolean
check_state (const DecantCase *found, const char *kind, const char *id, GError **error)
{
  gboolean reopened = g_str_equal (kind, "case.reopened");

  if (found == NULL)
    return refuse (error, "There is no case %s.", id);
  if (g_str_equal (kind, "case.changed") || reopened == (found->closed != NULL))
    return TRUE;
  return refuse (error, reopened ? "The case %s is open." : "The case %s is closed already.", id);
}

/* ISO days compare as texts. @fallback: what the case has. */
static gboolean
check_days (JsonObject *fields, const DecantCase *found, GError **error)
{
  const char *review = decant_field_string (fields, "review"), *erasure = decant_field_string (fields, "erasure");

  if (review == NULL && erasure == NULL)
    return TRUE;
  if (review == NULL)
    review = found == NULL ? "" : found->review;
  if (erasure == NULL)
    erasure = found == NULL ? "" : found->erasure;
  return strcmp (review, erasure) <= 0
         || refuse (error, "Expected “review” to be no later than “erasure”, saw %s and %s.", review, erasure);
}

gboolean
decant_cases_check (DecantCases *self, const char *kind, JsonObject *fields, GError **error)
{
  const char *id = decant_field_string (fields, "case");
  const DecantCase *found = id == NULL ? NULL : decant_cases_find (self, id);

  if (!g_str_has_prefix (kind, "case."))
    return TRUE;
  if (id == NULL)
    return refuse (error, "Expected “case”, saw none.");
  if (g_str_equal (kind, "case.moved"))
    return check_moved (self, fields, id, error);
  if (g_str_equal (kind, "case.opened") && found != NULL)
    return refuse (error, "There is a case %s already.", id);
  if (!g_str_equal (kind, "case.opened") && !check_state (found, kind, id, error))
    return FALSE;
  return g_str_equal (kind, "case.closed") || check_days (fields, found, error);
}

/* --- taking ------------------------------------------------------------------------------------------------- */

static void
set_text (char **place, JsonObject *fields, const char *name)
{
  const char *text = decant_field_string (fields, name);

  if (text == NULL)
    return;
  g_free (*place);
  *place = g_strdup (text);
}

static void
set_facts (DecantCase *self, JsonObject *fields)
{
  set_text (&self->title, fields, "title");
  set_text (&self->purpose, fields, "purpose");
  set_text (&self->legal_basis, fields, "legal_basis");
  set_text (&self->authorisation, fields, "authorisation");
  set_text (&self->review, fields, "review");
  set_text (&self->erasure, fields, "erasure");
}

static void
open_case (DecantCases *self, const DecantEntry *entry)
{
  DecantCase *opened = g_new0 (DecantCase, 1);

  opened->id = g_strdup (decant_field_string (entry->fields, "case"));
  opened->title = g_strdup ("");
  opened->purpose = g_strdup ("");
  opened->legal_basis = g_strdup ("");
  opened->authorisation = g_strdup ("");
  opened->review = g_strdup ("");
  opened->erasure = g_strdup ("");
  opened->hold_reason = g_strdup ("");
  opened->opened = g_strdup (entry->time);
  opened->entry = entry->number;
  set_facts (opened, entry->fields);
  g_ptr_array_add (self->list, opened);
  g_hash_table_insert (self->by_id, opened->id, opened);
}

static void
change_case (DecantCases *self, const DecantEntry *entry)
{
  DecantCase *found = g_hash_table_lookup (self->by_id, decant_field_string (entry->fields, "case"));

  set_facts (found, entry->fields);
  if (json_object_has_member (entry->fields, "hold"))
    {
      found->hold = decant_field_boolean (entry->fields, "hold");
      g_free (found->hold_reason);
      found->hold_reason = g_strdup (found->hold ? decant_field_string (entry->fields, "reason") : "");
    }
  if (g_str_equal (entry->kind, "case.closed"))
    found->closed = g_strdup (entry->time);
  else if (g_str_equal (entry->kind, "case.reopened"))
    g_clear_pointer (&found->closed, g_free);
}

static void
count (DecantCases *self, const char *place, int by)
{
  DecantCase *found = g_hash_table_lookup (self->by_id, place);

  if (found != NULL)
    found->n_items += by;
  else
    self->n_inbox += by;
}

static void
put (DecantCases *self, Item *item, const char *place)
{
  if (item->place != NULL)
    count (self, item->place, -1);
  g_free (item->place);
  item->place = g_strdup (g_hash_table_contains (self->by_id, place) ? place : "");
  count (self, item->place, 1);
}

static void
take_capture (DecantCases *self, const DecantEntry *entry)
{
  Item *item = g_new0 (Item, 1);
  const char *place = decant_field_string (entry->fields, "case");

  item->entry = entry->number;
  item->day = g_strndup (entry->time, strlen ("2026-11-24"));
  item->about = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_hash_table_insert (self->items, &item->entry, item);
  put (self, item, place == NULL ? "" : place);
}

static void
relate (GHashTable *table, guint64 from, guint64 to)
{
  g_hash_table_insert (table, g_memdup2 (&from, sizeof from), g_memdup2 (&to, sizeof to));
}

static void
take_about (DecantCases *self, const DecantEntry *entry)
{
  gint64 about = decant_field_int (entry->fields, "about");
  Item *item = about < 0 || (guint64) about >= entry->number ? NULL : find_item (self, about);

  if (item == NULL)
    return;
  g_array_append_val (item->about, entry->number);
  relate (self->owners, entry->number, item->entry);
  relate (self->parents, entry->number, about);
}

static void
move_items (DecantCases *self, const DecantEntry *entry)
{
  g_autoptr (GArray) items = decant_field_numbers (entry->fields, "items");
  const char *place = decant_field_string (entry->fields, "case");

  if (place == NULL || (*place != '\0' && decant_cases_find (self, place) == NULL))
    return;
  for (guint i = 0; i < items->len; i++)
    {
      Item *item = g_hash_table_lookup (self->items, &g_array_index (items, guint64, i));

      if (item != NULL)
        put (self, item, place);
    }
}

static void
forget_about (Item *item, guint64 number)
{
  for (guint i = 0; item != NULL && i < item->about->len; i++)
    if (g_array_index (item->about, guint64, i) == number)
      {
        g_array_remove_index (item->about, i);
        return;
      }
}

static void
take_deletion (DecantCases *self, const DecantEntry *entry)
{
  g_autoptr (GArray) erased = decant_field_numbers (entry->fields, "vault_erased");

  for (guint i = 0; i < erased->len; i++)
    {
      guint64 number = g_array_index (erased, guint64, i);
      const Item *item = g_hash_table_lookup (self->items, &number);

      if (item != NULL)
        count (self, item->place, -1);
      else
        forget_about (find_item (self, number), number);
      g_hash_table_remove (self->owners, &number);
      g_hash_table_remove (self->parents, &number);
      g_hash_table_remove (self->items, &number);
    }
}

guint64
decant_cases_get_next (DecantCases *self)
{
  return self->next;
}

void
decant_cases_take (DecantCases *self, const DecantEntry *entry)
{
  self->next = entry->number + 1;
  /* A move names what was erased since: the rest of it stands. */
  if (g_str_equal (entry->kind, "case.moved"))
    move_items (self, entry);
  else if (!decant_cases_check (self, entry->kind, entry->fields, NULL))
    return;
  else if (g_str_equal (entry->kind, "capture"))
    take_capture (self, entry);
  else if (g_str_equal (entry->kind, "case.opened"))
    open_case (self, entry);
  else if (g_str_has_prefix (entry->kind, "case."))
    change_case (self, entry);
  else if (g_str_equal (entry->kind, "deletion"))
    take_deletion (self, entry);
  else
    take_about (self, entry);
}

/* --- collecting --------------------------------------------------------------------------------------------- */

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  guint64 x = *(const guint64 *) a, y = *(const guint64 *) b;

  return x < y ? -1 : x > y;
}

/* Those in @place logged no later than @day. */
static GArray *
collect (DecantCases *self, const char *place, const char *day)
{
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (guint64));
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const Item *item = value;

      if (!g_str_equal (item->place, place) || (day != NULL && strcmp (item->day, day) > 0))
        continue;
      g_array_append_val (numbers, item->entry);
      g_array_append_vals (numbers, item->about->data, item->about->len);
    }
  g_array_sort (numbers, compare_numbers);
  return numbers;
}

GArray *
decant_cases_collect (DecantCases *self, const char *id)
{
  return collect (self, id, NULL);
}

static gboolean
is_about (DecantCases *self, guint64 entry, guint64 about)
{
  const guint64 *parent = g_hash_table_lookup (self->parents, &entry);

  while (parent != NULL && *parent != about)
    parent = g_hash_table_lookup (self->parents, parent); /* always an earlier entry */
  return parent != NULL;
}

GArray *
decant_cases_collect_item (DecantCases *self, guint64 entry)
{
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (guint64));
  const Item *item = find_item (self, entry);

  g_array_append_val (numbers, entry);
  for (guint i = 0; item != NULL && i < item->about->len; i++)
    if (is_about (self, g_array_index (item->about, guint64, i), entry))
      g_array_append_val (numbers, g_array_index (item->about, guint64, i));
  return numbers;
}

/* --- due ---------------------------------------------------------------------------------------------------- */

void
decant_due_free (DecantDue *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->day);
  g_free (self);
}

static void
add_due (GPtrArray *list, DecantDueKind kind, const char *id, const char *day, guint n_items, gboolean hold)
{
  DecantDue *due = g_new0 (DecantDue, 1);

  due->kind = kind;
  due->id = g_strdup (id);
  due->day = g_strdup (day);
  due->n_items = n_items;
  due->hold = hold;
  g_ptr_array_add (list, due);
}

/* @day moved by @days; NULL if it is no day. */
static char *
shift_day (const char *day, int days)
{
  g_autofree char *text = g_strconcat (day, "T00:00:00Z", NULL);
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, NULL);
  g_autoptr (GDateTime) shifted = time == NULL ? NULL : g_date_time_add_days (time, days);

  return shifted == NULL ? NULL : g_date_time_format (shifted, "%Y-%m-%d");
}

static void
add_inbox_due (DecantCases *self, GPtrArray *list, const char *day)
{
  g_autofree char *limit = shift_day (day, -DECANT_INBOX_DAYS);
  const char *oldest = NULL;
  GHashTableIter iter;
  gpointer value;
  guint n = 0;

  g_hash_table_iter_init (&iter, self->items);
  while (limit != NULL && g_hash_table_iter_next (&iter, NULL, &value))
    {
      const Item *item = value;

      if (*item->place != '\0' || strcmp (item->day, limit) > 0)
        continue;
      if (oldest == NULL || strcmp (item->day, oldest) < 0)
        oldest = item->day;
      n++;
    }
  if (n > 0)
    {
      g_autofree char *since = shift_day (oldest, DECANT_INBOX_DAYS);
      add_due (list, DECANT_DUE_INBOX, "", since, n, FALSE);
    }
}

static int
compare_due (gconstpointer a, gconstpointer b)
{
  const DecantDue *x = *(const DecantDue *const *) a, *y = *(const DecantDue *const *) b;
  int order = strcmp (x->day, y->day);

  return order != 0 ? order : strcmp (x->id, y->id) != 0 ? strcmp (x->id, y->id) : (int) x->kind - (int) y->kind;
}

GPtrArray *
decant_cases_list_due (DecantCases *self, const char *day)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) decant_due_free);

  for (guint i = 0; i < self->list->len; i++)
    {
      const DecantCase *item = self->list->pdata[i];

      if (item->closed == NULL && strcmp (item->review, day) <= 0)
        add_due (list, DECANT_DUE_REVIEW, item->id, item->review, item->n_items, item->hold);
      if (item->n_items > 0 && strcmp (item->erasure, day) <= 0)
        add_due (list, DECANT_DUE_ERASURE, item->id, item->erasure, item->n_items, item->hold);
    }
  add_inbox_due (self, list, day);
  g_ptr_array_sort (list, compare_due);
  return list;
}

GArray *
decant_cases_collect_due (DecantCases *self, const DecantDue *due, const char *day)
{
  g_autofree char *limit = due->kind == DECANT_DUE_INBOX ? shift_day (day, -DECANT_INBOX_DAYS) : NULL;

  return due->kind == DECANT_DUE_REVIEW ? g_array_new (FALSE, FALSE, sizeof (guint64)) : collect (self, due->id, limit);
}

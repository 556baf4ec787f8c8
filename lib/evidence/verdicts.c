/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/verdicts.h"

#include "evidence/field-values.h"

struct _DecantVerdicts
{
  GHashTable *histories; /* entry → GPtrArray of DecantVerdict */
  GHashTable *about;     /* entry of a decision → entry that it is about */
};

static void
verdict_free (gpointer data)
{
  DecantVerdict *self = data;

  g_free (self->actor);
  g_free (self->time);
  g_free (self->decision);
  g_free (self);
}

DecantVerdicts *
decant_verdicts_new (void)
{
  DecantVerdicts *self = g_new0 (DecantVerdicts, 1);

  self->histories = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self->about = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  return self;
}

void
decant_verdicts_free (DecantVerdicts *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->histories);
  g_hash_table_unref (self->about);
  g_free (self);
}

static void
take_verdict (DecantVerdicts *self, const DecantEntry *entry, guint64 about)
{
  GPtrArray *history = g_hash_table_lookup (self->histories, &about);
  DecantVerdict *verdict = g_new0 (DecantVerdict, 1);

  verdict->entry = entry->number;
  verdict->time = g_strdup (entry->time);
  verdict->actor = g_strdup (decant_field_string (entry->fields, "actor"));
  verdict->decision = g_strdup (decant_field_string (entry->fields, "decision"));
  verdict->review = g_str_equal (entry->kind, "review");
  verdict->blind = decant_field_boolean (entry->fields, "blind");
  if (history == NULL)
    {
      history = g_ptr_array_new_with_free_func (verdict_free);
      g_hash_table_insert (self->histories, g_memdup2 (&about, sizeof about), history);
    }
  g_ptr_array_add (history, verdict);
  g_hash_table_insert (self->about, g_memdup2 (&entry->number, sizeof entry->number), g_memdup2 (&about, sizeof about));
}

static void
forget (DecantVerdicts *self, guint64 number)
{
  const guint64 *about = g_hash_table_lookup (self->about, &number);
  GPtrArray *history = about == NULL ? NULL : g_hash_table_lookup (self->histories, about);

  for (guint i = 0; history != NULL && i < history->len; i++)
    if (((const DecantVerdict *) history->pdata[i])->entry == number)
      {
        g_ptr_array_remove_index (history, i);
        break;
      }
  if (history != NULL && history->len == 0)
    g_hash_table_remove (self->histories, about);
  g_hash_table_remove (self->about, &number);
  g_hash_table_remove (self->histories, &number);
}

void
decant_verdicts_take (DecantVerdicts *self, const DecantEntry *entry)
{
  if (g_str_equal (entry->kind, "verdict") || g_str_equal (entry->kind, "review"))
    {
      gint64 about = decant_field_int (entry->fields, "about");

      if (about >= 0 && decant_field_string (entry->fields, "decision") != NULL)
        take_verdict (self, entry, about);
    }
  else if (g_str_equal (entry->kind, "deletion"))
    {
      g_autoptr (GArray) erased = decant_field_numbers (entry->fields, "vault_erased");

      for (guint i = 0; i < erased->len; i++)
        forget (self, g_array_index (erased, guint64, i));
    }
}

GPtrArray *
decant_verdicts_list (DecantVerdicts *self, guint64 about)
{
  return g_hash_table_lookup (self->histories, &about);
}

const char *
decant_verdicts_find (DecantVerdicts *self, guint64 about)
{
  GPtrArray *history = g_hash_table_lookup (self->histories, &about);

  for (guint i = history == NULL ? 0 : history->len; i > 0; i--)
    if (!((const DecantVerdict *) history->pdata[i - 1])->review)
      return ((const DecantVerdict *) history->pdata[i - 1])->decision;
  return NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "app/models/pairing-item.h"

struct _DecantPairingItem
{
  GObject parent_instance;
  char *id, *name, *code;
  DecantPairingState state;
};

G_DEFINE_FINAL_TYPE (DecantPairingItem, decant_pairing_item, G_TYPE_OBJECT)

DecantPairingItem *
decant_pairing_item_new (const char *id, const char *name, const char *code, DecantPairingState state)
{
  DecantPairingItem *self = g_object_new (DECANT_TYPE_PAIRING_ITEM, NULL);
  self->id = g_strdup (id);
  self->name = g_strdup (name);
  self->code = g_strdup (code);
  self->state = state;
  return self;
}

static void
decant_pairing_item_finalize (GObject *object)
{
  DecantPairingItem *self = DECANT_PAIRING_ITEM (object);
  g_free (self->id);
  g_free (self->name);
  g_free (self->code);
  G_OBJECT_CLASS (decant_pairing_item_parent_class)->finalize (object);
}

static void
decant_pairing_item_class_init (DecantPairingItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = decant_pairing_item_finalize;
}

static void
decant_pairing_item_init (DecantPairingItem *self)
{
}

const char *
decant_pairing_item_get_id (DecantPairingItem *self)
{
  return self->id;
}

const char *
decant_pairing_item_get_name (DecantPairingItem *self)
{
  return self->name;
}

const char *
decant_pairing_item_get_code (DecantPairingItem *self)
{
  return self->code;
}

DecantPairingState
decant_pairing_item_get_state (DecantPairingItem *self)
{
  return self->state;
}

char *
decant_pairing_item_dup_words (DecantPairingItem *self)
{
  switch (self->state)
    {
    case DECANT_PAIRING_PENDING:
      return g_strdup_printf (_ ("Wants to sign what it logs. Approve it only if its settings show the code %s."),
                              self->code);
    case DECANT_PAIRING_APPROVED:
      return g_strdup_printf (_ ("Signs what it logs with key %s."), self->id);
    default:
      return g_strdup_printf (_ ("Key %s was revoked: what it logs is marked as unpaired."), self->id);
    }
}

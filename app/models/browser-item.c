/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "app/models/browser-item.h"

struct _DecantBrowserItem
{
  GObject parent_instance;
  char *id, *title, *message, *manifest;
  DecantBrowserState state;
};

G_DEFINE_FINAL_TYPE (DecantBrowserItem, decant_browser_item, G_TYPE_OBJECT)

DecantBrowserItem *
decant_browser_item_new (const DecantBrowser *browser)
{
  DecantBrowserItem *self = g_object_new (DECANT_TYPE_BROWSER_ITEM, NULL);
  self->id = g_strdup (browser->id);
  self->title = g_strdup (browser->title);
  self->message = g_strdup (browser->message);
  self->manifest = g_strdup (browser->manifest ? browser->manifest : "");
  self->state = browser->state;
  return self;
}

static void
decant_browser_item_finalize (GObject *object)
{
  DecantBrowserItem *self = DECANT_BROWSER_ITEM (object);
  g_free (self->id);
  g_free (self->title);
  g_free (self->message);
  g_free (self->manifest);
  G_OBJECT_CLASS (decant_browser_item_parent_class)->finalize (object);
}

static void
decant_browser_item_class_init (DecantBrowserItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = decant_browser_item_finalize;
}

static void
decant_browser_item_init (DecantBrowserItem *self)
{
}

const char *
decant_browser_item_get_id (DecantBrowserItem *self)
{
  return self->id;
}

const char *
decant_browser_item_get_title (DecantBrowserItem *self)
{
  return self->title;
}

const char *
decant_browser_item_get_message (DecantBrowserItem *self)
{
  return self->message;
}

const char *
decant_browser_item_get_manifest (DecantBrowserItem *self)
{
  return self->manifest;
}

DecantBrowserState
decant_browser_item_get_state (DecantBrowserItem *self)
{
  return self->state;
}

const char *
decant_browser_item_get_state_words (DecantBrowserItem *self)
{
  static const char *const words[] = {
    [DECANT_BROWSER_ABSENT] = N_ ("Not on this machine"), [DECANT_BROWSER_UNREGISTERED] = N_ ("Not connected"),
    [DECANT_BROWSER_REGISTERED] = N_ ("Connected"),       [DECANT_BROWSER_STALE] = N_ ("Needs repair"),
    [DECANT_BROWSER_BLOCKED] = N_ ("Blocked"),
  };
  return _ (words[self->state]);
}

gboolean
decant_browser_item_can_install (DecantBrowserItem *self)
{
  return self->state == DECANT_BROWSER_UNREGISTERED || self->state == DECANT_BROWSER_STALE;
}

gboolean
decant_browser_item_can_remove (DecantBrowserItem *self)
{
  return self->state == DECANT_BROWSER_REGISTERED || self->state == DECANT_BROWSER_STALE;
}

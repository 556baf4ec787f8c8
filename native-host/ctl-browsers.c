/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "native-host/ctl.h"

#include "browsers/browsers.h"

#include <string.h>

static const char *const state_words[] = {
  [DECANT_BROWSER_ABSENT] = "absent",
  [DECANT_BROWSER_UNREGISTERED] = "not registered",
  [DECANT_BROWSER_REGISTERED] = "registered",
  [DECANT_BROWSER_STALE] = "out of date",
  [DECANT_BROWSER_BLOCKED] = "blocked",
};

/* Whether @id is among @ids; no ids mean all. */
static gboolean
is_meant (char **ids, const char *id)
{
  return ids == NULL || ids[0] == NULL || g_strv_contains ((const char *const *) ids, id);
}

static gboolean
check_ids (char **ids, GPtrArray *browsers)
{
  for (char **id = ids; id != NULL && *id != NULL; id++)
    {
      gboolean known = FALSE;
      for (guint i = 0; i < browsers->len; i++)
        known = known || strcmp (((DecantBrowser *) g_ptr_array_index (browsers, i))->id, *id) == 0;
      if (!known)
        {
          g_printerr ("decantctl: expected the id of a browser (decantctl browsers doctor lists them), saw \"%s\".\n", *id);
          return FALSE;
        }
    }
  return TRUE;
}

static int
doctor (GPtrArray *browsers, char **ids)
{
  int status = CTL_OK;

  for (guint i = 0; i < browsers->len; i++)
    {
      const DecantBrowser *browser = g_ptr_array_index (browsers, i);
      if (!is_meant (ids, browser->id))
        continue;
      g_print ("%-10s %-14s  %s\n", browser->id, state_words[browser->state], browser->message);
      if (browser->state != DECANT_BROWSER_ABSENT && browser->state != DECANT_BROWSER_REGISTERED)
        status = CTL_WRONG;
    }
  return status;
}

static int
install (GPtrArray *browsers, char **ids, const char *host)
{
  int status = CTL_OK;
  guint present = 0;

  for (guint i = 0; i < browsers->len; i++)
    {
      const DecantBrowser *browser = g_ptr_array_index (browsers, i);
      g_autoptr (GError) error = NULL;
      gboolean named = ids != NULL && ids[0] != NULL;
      if (!is_meant (ids, browser->id) || (!named && browser->state == DECANT_BROWSER_ABSENT))
        continue;
      present++;
      if (decant_browsers_install (browser->id, host, &error))
        g_print ("%-10s %s\n", browser->id, browser->manifest);
      else
        status = ctl_fail (error);
      if (error == NULL && browser->state == DECANT_BROWSER_BLOCKED)
        {
          g_print ("%-10s blocked: %s\n", "", browser->message);
          status = MAX (status, CTL_WRONG);
        }
    }
  if (present == 0)
    g_print ("No browser that Decant knows is on this machine; nothing was written.\n");
  return status;
}

static int
uninstall (GPtrArray *browsers, char **ids)
{
  int status = CTL_OK;

  for (guint i = 0; i < browsers->len; i++)
    {
      const DecantBrowser *browser = g_ptr_array_index (browsers, i);
      g_autoptr (GError) error = NULL;
      if (!is_meant (ids, browser->id))
        continue;
      if (!decant_browsers_remove (browser->id, &error))
        status = ctl_fail (error);
      else if (browser->state != DECANT_BROWSER_ABSENT)
        g_print ("%-10s removed\n", browser->id);
    }
  return status;
}

int
ctl_browsers (int argc, char **argv)
{
  g_autofree char *host = NULL;
  g_auto (GStrv) ids = NULL;
  const GOptionEntry entries[] = {
    { "host", 0, 0, G_OPTION_ARG_FILENAME, &host, "Program that install names (default: the one found beside decantctl or installed)", "PATH" },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &ids, NULL, NULL },
    { NULL },
  };
  g_autoptr (GPtrArray) browsers = NULL;

  if (!ctl_parse (&argc, &argv, "browsers install|remove|doctor [ID…]", entries,
                  "install  writes a manifest for every browser found, or for those named\n"
                  "remove   takes the manifests away\n"
                  "doctor   says of each browser whether it knows the host, and what to do if not\n\n"
                  "Exit status: 0 all is well, 1 a browser needs attention, 2 not done."))
    return CTL_NOT_DONE;
  browsers = decant_browsers_inspect ();
  if (ids != NULL && !check_ids (ids + 1, browsers))
    return CTL_NOT_DONE;
  if (ids == NULL || strcmp (ids[0], "doctor") == 0)
    return doctor (browsers, ids != NULL ? ids + 1 : NULL);
  if (strcmp (ids[0], "install") == 0)
    return install (browsers, ids + 1, host);
  if (strcmp (ids[0], "remove") == 0)
    return uninstall (browsers, ids + 1);
  g_printerr ("decantctl: expected install, remove or doctor, saw \"%s\".\n", ids[0]);
  return CTL_NOT_DONE;
}

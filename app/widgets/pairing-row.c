/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "app/widgets/pairing-row.h"

static void
add_button (GtkWidget *row, DecantPairingItem *item, const char *label, const char *action, const char *style)
{
  GtkWidget *button = gtk_button_new_with_label (label);
  g_autofree char *name = g_strdup_printf ("%s: %s", label, decant_pairing_item_get_name (item));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", decant_pairing_item_get_id (item));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, style);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

/* Large, in two groups, as the extension shows it. */
static void
add_code (GtkWidget *row, const char *code)
{
  g_autofree char *grouped = g_strdup_printf ("%.3s\u2009%s", code, code + 3);
  GtkWidget *label = gtk_label_new (grouped);
  gtk_widget_add_css_class (label, "title-2");
  gtk_widget_add_css_class (label, "numeric");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
}

GtkWidget *
decant_pairing_row_new (DecantPairingItem *item)
{
  g_autofree char *words = decant_pairing_item_dup_words (item);
  GtkWidget *row
      = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", decant_pairing_item_get_name (item),
                      "subtitle", words, "focusable", FALSE, "activatable", FALSE, "subtitle-lines", 6, NULL);
  switch (decant_pairing_item_get_state (item))
    {
    case DECANT_PAIRING_PENDING:
      add_code (row, decant_pairing_item_get_code (item));
      add_button (row, item, _ ("Approve"), "pairing.approve", "suggested-action");
      add_button (row, item, _ ("Refuse"), "pairing.refuse", "flat");
      break;
    case DECANT_PAIRING_APPROVED:
      add_button (row, item, _ ("Revoke"), "pairing.revoke", "flat");
      break;
    default:
      gtk_widget_add_css_class (row, "dim-label");
    }
  return row;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/widgets/stack-pages.h"

void
decant_stack_show (GtkStack *stack, const char *name)
{
  g_autoptr (GtkSelectionModel) pages = gtk_stack_get_pages (stack);
  gtk_stack_set_visible_child_name (stack, name);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (pages)); i++)
    {
      GtkStackPage *page = g_list_model_get_item (G_LIST_MODEL (pages), i);
      gboolean shown = g_strcmp0 (gtk_stack_page_get_name (page), name) == 0;
      gtk_accessible_update_state (GTK_ACCESSIBLE (gtk_stack_page_get_child (page)), GTK_ACCESSIBLE_STATE_HIDDEN,
                                   !shown, -1);
      g_object_unref (page);
    }
}

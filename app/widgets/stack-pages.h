/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shows the page @name of @stack and hides the others from assistive technology too. GTK 4.8 tells a screen reader
 * that every page of a stack is visible; it sets "hidden" for gtk_widget_hide() alone. */
void decant_stack_show (GtkStack *stack, const char *name);

G_END_DECLS

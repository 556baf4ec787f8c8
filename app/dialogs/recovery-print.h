/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "evidence/recovery.h"

/* Prints recovery words and their QR code on one page, through the desktop's own print dialogue. @done: with the error
 * that printing ended in, or NULL. */

G_BEGIN_DECLS

typedef void (*DecantPrintDone) (const GError *error, gpointer user_data);

void decant_recovery_print (GtkWindow *parent,
                            const guint8 key[DECANT_RECOVERY_SIZE],
                            DecantPrintDone done,
                            gpointer user_data);

G_END_DECLS

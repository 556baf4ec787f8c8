/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* The picture of a post, blurred until the user asks for it, so that nobody sees more than the work needs. */

G_BEGIN_DECLS

#define DECANT_TYPE_PICTURE (decant_picture_get_type ())
G_DECLARE_FINAL_TYPE (DecantPicture, decant_picture, DECANT, PICTURE, GtkWidget)

/* @texture: (nullable). The picture is blurred again. */
void decant_picture_set_texture (DecantPicture *self, GdkTexture *texture);

G_END_DECLS

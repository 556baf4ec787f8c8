/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "evidence/recovery.h"

/* A QR code, black on white in every theme, because cameras want it so. */

G_BEGIN_DECLS

#define DECANT_TYPE_QR_CODE (decant_qr_code_get_type ())
G_DECLARE_FINAL_TYPE (DecantQrCode, decant_qr_code, DECANT, QR_CODE, GtkWidget)

/* @qr: (transfer full) (nullable): nothing is shown without one. @label: for screen readers. */
void decant_qr_code_set (DecantQrCode *self, DecantQr *qr, const char *label);

G_END_DECLS

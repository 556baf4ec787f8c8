/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Who may start decant-host: the extension's id in each family of browsers. Chromium's follows from the public key in
 * extension/manifest.json (docs/decisions/001-fixed-chromium-id.md); a test compares the two.
 */

#define DECANT_CHROMIUM_EXTENSION_ID "hmjeoiecdlakjdilfjpejollikfeidha"
#define DECANT_GECKO_EXTENSION_ID "decant@decant-app.github.io"

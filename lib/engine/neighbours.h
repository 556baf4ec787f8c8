/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Ordinary words that are one edit or one sound away from a clear form, folded, each with a newline behind: made at
 * build time by neighbours.py from data/neighbours/. */
extern const char decant_neighbours[];

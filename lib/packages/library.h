/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/scanner.h"
#include "packages/package.h"

/*
 * The library: every data file a scanner needs, read from the data folder ($DECANT_DATA_DIR, else the installed
 * folder, else the source tree's) and from the user's packages in $XDG_DATA_HOME/decant/packages/.
 * The only file of this folder that touches the disk.
 */

G_BEGIN_DECLS

typedef struct _DecantLibrary DecantLibrary;

/* Returns: (transfer full) or NULL with @error, which names the file that could not be read or is wrong. A user's
 * package that does not parse is left out and reported by decant_library_get_warnings(); a shipped one is an error. Where
 * models/sales.json cannot be read, the model without wording takes its place, with a warning. */
DecantLibrary *decant_library_load (GError **error);
DecantLibrary *decant_library_load_without_wording (GError **error); /* with the model that has no n-grams */
void decant_library_free (DecantLibrary *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantLibrary, decant_library_free)

DecantScanner *decant_library_get_scanner (DecantLibrary *self);       /* transfer none */
DecantVocabulary *decant_library_get_vocabulary (DecantLibrary *self); /* transfer none */
GPtrArray *decant_library_get_packages (DecantLibrary *self);          /* transfer none, element-type DecantPackage */
char **decant_library_get_warnings (DecantLibrary *self);              /* transfer none, may be empty */

/* The data folder in use, e.g. to find practice posts or the extension. transfer full */
char *decant_library_dup_data_folder (void);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "native-host/ctl.h"
#include "config.h"

#include "evidence/vault.h"
#include "packages/library.h"

static int
print_library (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantLibrary) library = decant_library_load (&error);
  GPtrArray *packages;

  if (library == NULL)
    return ctl_fail (error);
  packages = decant_library_get_packages (library);
  g_print ("lexicon    %s\n", decant_scanner_get_digest (decant_library_get_scanner (library)));
  for (guint i = 0; i < packages->len; i++)
    {
      DecantPackage *package = g_ptr_array_index (packages, i);
      g_autofree char *languages = g_strjoinv (" ", (char **) decant_package_get_languages (package));
      g_print ("package    %s %s: %u terms, %u forms (%s)\n", decant_package_get_id (package), decant_package_get_version (package),
               decant_package_get_n_terms (package), decant_package_get_n_forms (package), languages);
    }
  for (char **warning = decant_library_get_warnings (library); *warning != NULL; warning++)
    g_print ("left out   %s\n", *warning);
  return *decant_library_get_warnings (library) == NULL ? CTL_OK : CTL_WRONG;
}

static int
print_vault (void)
{
  g_autofree char *folder = decant_vault_dup_default_folder ();
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantVault) vault = decant_vault_open (folder, DECANT_VAULT_READ, &error);
  gint64 entries = vault != NULL ? decant_vault_get_size (vault, &error) : -1;

  if (entries >= 0)
    g_print ("vault      %s: %" G_GINT64_FORMAT " entries, id %s%s\n", folder, entries, decant_vault_get_id (vault),
             decant_vault_is_sealed (vault) ? "" : "; of an older Decant, not sealed: open Decant once, nothing can be logged until then");
  else if (g_error_matches (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_ABSENT))
    g_print ("vault      none yet in %s: open Decant and make one\n", folder);
  else
    return ctl_fail (error);
  return CTL_OK;
}

int
ctl_status (int argc, char **argv)
{
  int library, vault;

  if (!ctl_parse (&argc, &argv, "status", NULL,
                  "Shows the version, the packages in use, the digest of the lexicon and the state of the vault.\n\n"
                  "Exit status: 0 all is well, 1 a package was left out, 2 data files or vault cannot be read."))
    return CTL_NOT_DONE;
  g_print ("version    %s\n", DECANT_VERSION);
  library = print_library ();
  vault = print_vault ();
  return MAX (library, vault);
}

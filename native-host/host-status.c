/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hello and status: what this host is, what it has, and how the vault is. Neither makes a vault. */
#include "native-host/host.h"
#include "protocol/frame.h"

#include <string.h>

#define ABSENT "There is no vault yet: open Decant and make one, or run “decantctl vault create”."
#define OLD "The vault was made by an older Decant and is not sealed: open Decant once, which seals it. Until then nothing can be logged."

static void
write_vault_members (DecantJsonWriter *writer, const char *state, gint64 entries, const char *id, const char *message)
{
  decant_json_begin_object (writer, "vault");
  decant_json_string (writer, "state", state);
  decant_json_int (writer, "entries", entries);
  decant_json_string (writer, "id", id);
  decant_json_string (writer, "message", message);
  decant_json_end_object (writer);
}

/* "ready": posts can be logged. That takes no keys, so that whether the owner has unlocked the vault is not asked. */
static void
write_vault (Host *self, DecantJsonWriter *writer)
{
  g_autoptr (DecantVault) opened = NULL;
  g_autoptr (GError) error = NULL;
  DecantVault *vault = self->vault;
  gint64 entries = -1;

  if (vault == NULL)
    vault = opened = decant_vault_open (self->vault_folder, DECANT_VAULT_READ, &error);
  if (vault != NULL)
    entries = decant_vault_get_size (vault, &error);
  if (entries >= 0 && !decant_vault_is_sealed (vault))
    write_vault_members (writer, "old", entries, decant_vault_get_id (vault), OLD);
  else if (entries >= 0)
    write_vault_members (writer, "ready", entries, decant_vault_get_id (vault), "");
  else if (g_error_matches (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_ABSENT))
    write_vault_members (writer, "absent", 0, "", ABSENT);
  else
    write_vault_members (writer, "broken", 0, "", error->message);
}

static void
write_data (Host *self, DecantJsonWriter *writer)
{
  decant_json_begin_object (writer, "data");
  decant_json_string (writer, "state", self->library != NULL ? "ready" : "broken");
  decant_json_string (writer, "message", self->problem);
  decant_json_end_object (writer);
}

static void
write_packages (Host *self, DecantJsonWriter *writer)
{
  GPtrArray *packages = self->library != NULL ? decant_library_get_packages (self->library) : NULL;

  decant_json_begin_array (writer, "packages");
  for (guint i = 0; packages != NULL && i < packages->len; i++)
    {
      DecantPackage *package = g_ptr_array_index (packages, i);
      decant_json_begin_object (writer, NULL);
      decant_json_string (writer, "id", decant_package_get_id (package));
      decant_json_string (writer, "version", decant_package_get_version (package));
      decant_json_string (writer, "title", decant_package_get_title (package));
      decant_json_int (writer, "terms", decant_package_get_n_terms (package));
      decant_json_int (writer, "forms", decant_package_get_n_forms (package));
      decant_json_end_object (writer);
    }
  decant_json_end_array (writer);
}

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Every language that some package has, once, in the order of tags. */
static void
write_languages (Host *self, DecantJsonWriter *writer)
{
  GPtrArray *packages = self->library != NULL ? decant_library_get_packages (self->library) : NULL;
  g_autoptr (GPtrArray) languages = g_ptr_array_new ();

  for (guint i = 0; packages != NULL && i < packages->len; i++)
    for (const char *const *at = decant_package_get_languages (g_ptr_array_index (packages, i)); *at != NULL; at++)
      g_ptr_array_add (languages, (gpointer) *at);
  g_ptr_array_sort (languages, compare_strings);
  decant_json_begin_array (writer, "languages");
  for (guint i = 0; i < languages->len; i++)
    if (i == 0 || strcmp (languages->pdata[i - 1], languages->pdata[i]) != 0)
      decant_json_string (writer, NULL, languages->pdata[i]);
  decant_json_end_array (writer);
}

static void
write_limits (DecantJsonWriter *writer)
{
  decant_json_begin_object (writer, "limits");
  decant_json_int (writer, "frame", DECANT_FRAME_MAX_IN);
  decant_json_int (writer, "segments", DECANT_MAX_SEGMENTS);
  decant_json_int (writer, "units", DECANT_MAX_UNITS);
  decant_json_int (writer, "chunk", DECANT_MAX_CHUNK);
  decant_json_int (writer, "artifact", DECANT_MAX_ARTIFACT);
  decant_json_int (writer, "artifacts", DECANT_MAX_ARTIFACTS);
  decant_json_int (writer, "captures", HOST_MAX_CAPTURES);
  decant_json_end_object (writer);
}

gboolean
host_hello (Host *self, const DecantRequest *request, GError **error)
{
  static const char *const capabilities[] = { "scan", "explain", "capture", "status", "desk", "signature", NULL };
  DecantJsonWriter *writer;

  if (request->hello.min > DECANT_PROTOCOL_VERSION || request->hello.max < DECANT_PROTOCOL_VERSION)
    {
      g_set_error (error, DECANT_WIRE_ERROR, DECANT_WIRE_ERROR_BAD_VERSION,
                   "This host speaks protocol version %d, the client %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT ". Update the older of the two.",
                   DECANT_PROTOCOL_VERSION, request->hello.min, request->hello.max);
      return FALSE;
    }
  writer = host_begin_reply (self, request);
  decant_json_int (writer, "protocol", DECANT_PROTOCOL_VERSION);
  decant_json_strings (writer, "capabilities", capabilities);
  write_limits (writer);
  write_packages (self, writer);
  write_languages (self, writer);
  write_data (self, writer);
  write_vault (self, writer);
  host_send_reply (self);
  return TRUE;
}

gboolean
host_status (Host *self, const DecantRequest *request, GError **error)
{
  DecantJsonWriter *writer = host_begin_reply (self, request);

  decant_json_int (writer, "uptime_seconds", (g_get_monotonic_time () - self->started) / G_USEC_PER_SEC);
  decant_json_int (writer, "scans", self->n_scans);
  decant_json_int (writer, "segments", self->n_segments);
  decant_json_int (writer, "captures", self->n_captures);
  write_packages (self, writer);
  write_data (self, writer);
  write_vault (self, writer);
  host_send_reply (self);
  return TRUE;
}

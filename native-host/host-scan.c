/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scan: segments in, assessments out, split over as many frames as they need. */
#include "native-host/assessment-json.h"
#include "native-host/host.h"
#include "protocol/frame.h"

#define TAIL 64 /* bytes that end a frame: ],"more":false} */
#define ROOM (DECANT_FRAME_MAX_OUT - 4096) /* for one assessment: a frame less its envelope */

static void
begin_frame (Host *self, const DecantRequest *request)
{
  decant_json_begin_array (host_begin_reply (self, request), "assessments");
}

static void
end_frame (Host *self, gboolean more)
{
  decant_json_end_array (&self->writer);
  decant_json_boolean (&self->writer, "more", more);
  host_send_reply (self);
}

/* A hostile text can hold a hit every few letters: its lists are cut until the assessment fits a frame. */
static void
write_to_fit (GString *scratch, const DecantSegment *segment, const DecantAssessment *assessment)
{
  for (guint limit = DECANT_ASSESSMENT_LIMIT;; limit /= 2)
    {
      DecantJsonWriter writer = DECANT_JSON_WRITER (scratch);
      g_string_truncate (scratch, 0);
      decant_assessment_json (&writer, segment->id, assessment, segment->text, segment->length, limit);
      if (scratch->len <= ROOM)
        return;
    }
}

gboolean
host_scan (Host *self, const DecantRequest *request, GError **error)
{
  DecantScanner *scanner = host_get_scanner (self, error);
  g_autoptr (GString) scratch = g_string_new (NULL);

  if (scanner == NULL)
    return FALSE;
  self->n_scans++;
  begin_frame (self, request);
  for (guint i = 0; i < request->scan.n_segments; i++)
    {
      const DecantSegment *segment = &request->scan.segments[i];
      g_autoptr (DecantAssessment) assessment = decant_scanner_scan (scanner, segment->text, segment->length, segment->language);
      write_to_fit (scratch, segment, assessment);
      if (self->buffer->len + scratch->len + TAIL > DECANT_FRAME_MAX_OUT)
        {
          end_frame (self, TRUE);
          begin_frame (self, request);
        }
      decant_json_raw (&self->writer, NULL, scratch->str, scratch->len);
      self->n_segments++;
    }
  end_frame (self, FALSE);
  return TRUE;
}

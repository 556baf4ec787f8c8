/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/timestamp.h"

#include <openssl/err.h>
#include <openssl/rand.h>
#include <openssl/ts.h>
#include <openssl/x509v3.h>
#include <string.h>

#include "evidence/digest.h"
#include "evidence/error.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TS_REQ, TS_REQ_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TS_RESP, TS_RESP_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TS_TST_INFO, TS_TST_INFO_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TS_MSG_IMPRINT, TS_MSG_IMPRINT_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TS_VERIFY_CTX, TS_VERIFY_CTX_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PKCS7, PKCS7_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509_ALGOR, X509_ALGOR_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509_STORE, X509_STORE_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ASN1_INTEGER, ASN1_INTEGER_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BIO, BIO_free_all)

#define SERIAL_MAX 64 /* bytes; RFC 3161 asks for 20 */

static gpointer
refuse (GError **error, DecantVaultError code, const char *message)
{
  ERR_clear_error (); /* the queue of libcrypto is per thread, and nobody else looks at it */
  g_set_error_literal (error, DECANT_VAULT_ERROR, code, message);
  return NULL;
}

static gpointer
out_of_memory (GError **error)
{
  return refuse (error, DECANT_VAULT_ERROR_IO,
                 "The cryptographic library OpenSSL could not make the time stamp request.");
}

/* --- the request -------------------------------------------------------------------------------------------- */

static TS_MSG_IMPRINT *
make_imprint (const char *text)
{
  DecantDigest digest = decant_digest_of (text, strlen (text));
  g_autoptr (TS_MSG_IMPRINT) imprint = TS_MSG_IMPRINT_new ();
  g_autoptr (X509_ALGOR) algorithm = X509_ALGOR_new ();

  if (imprint == NULL || algorithm == NULL || !X509_ALGOR_set0 (algorithm, OBJ_nid2obj (NID_sha256), V_ASN1_NULL, NULL)
      || !TS_MSG_IMPRINT_set_algo (imprint, algorithm)
      || !TS_MSG_IMPRINT_set_msg (imprint, digest.bytes, DECANT_DIGEST_SIZE))
    return NULL;
  return g_steal_pointer (&imprint);
}

static ASN1_INTEGER *
make_nonce (void)
{
  guint64 number = 0;
  g_autoptr (ASN1_INTEGER) nonce = ASN1_INTEGER_new ();

  if (nonce == NULL || RAND_bytes ((guint8 *) &number, sizeof number) != 1 || !ASN1_INTEGER_set_uint64 (nonce, number))
    return NULL;
  return g_steal_pointer (&nonce);
}

GBytes *
decant_timestamp_request (const char *text, GError **error)
{
  g_autoptr (TS_REQ) request = TS_REQ_new ();
  g_autoptr (TS_MSG_IMPRINT) imprint = make_imprint (text);
  g_autoptr (ASN1_INTEGER) nonce = make_nonce ();
  g_autofree guint8 *bytes = NULL;
  guint8 *p;
  int length;

  if (request == NULL || imprint == NULL || nonce == NULL || !TS_REQ_set_version (request, 1)
      || !TS_REQ_set_msg_imprint (request, imprint) || !TS_REQ_set_nonce (request, nonce)
      || !TS_REQ_set_cert_req (request, 1) || (length = i2d_TS_REQ (request, NULL)) <= 0)
    return out_of_memory (error);
  p = bytes = g_malloc (length);
  i2d_TS_REQ (request, &p);
  return g_bytes_new_take (g_steal_pointer (&bytes), length);
}

/* --- reading ------------------------------------------------------------------------------------------------ */

static TS_REQ *
parse_request (GBytes *bytes, GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length), *p = data;
  g_autoptr (TS_REQ) request = length > DECANT_TIMESTAMP_MAX ? NULL : d2i_TS_REQ (NULL, &p, length);

  if (request == NULL || p != data + length || TS_REQ_get_nonce (request) == NULL)
    return refuse (error, DECANT_VAULT_ERROR_INVALID,
                   "Expected the request as Decant wrote it (.tsq), saw something else. Make a new one.");
  return g_steal_pointer (&request);
}

static TS_RESP *
parse_reply (GBytes *bytes, GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length), *p = data;
  g_autoptr (TS_RESP) reply = length > DECANT_TIMESTAMP_MAX ? NULL : d2i_TS_RESP (NULL, &p, length);

  if (reply == NULL || p != data + length)
    return refuse (
        error, DECANT_VAULT_ERROR_INVALID,
        "Expected the reply of a time stamp authority (.tsr, at most 64 KiB), saw something else. Ask for it again.");
  return g_steal_pointer (&reply);
}

static PKCS7 *
parse_token (GBytes *bytes, GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length), *p = data;
  g_autoptr (PKCS7) token = length > DECANT_TIMESTAMP_MAX ? NULL : d2i_PKCS7 (NULL, &p, length);

  if (token == NULL || p != data + length)
    return refuse (error, DECANT_VAULT_ERROR_INVALID, "Expected a time stamp token of RFC 3161, saw something else.");
  return g_steal_pointer (&token);
}

static gboolean
check_status (TS_RESP *reply, GError **error)
{
  const TS_STATUS_INFO *info = TS_RESP_get_status_info (reply);
  long status = info == NULL ? -1 : ASN1_INTEGER_get (TS_STATUS_INFO_get0_status (info));

  if ((status == TS_STATUS_GRANTED || status == TS_STATUS_GRANTED_WITH_MODS) && TS_RESP_get_token (reply) != NULL)
    return TRUE;
  ERR_clear_error ();
  g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID,
               "Expected a stamp that was granted, saw status %ld of RFC 3161 and %s stamp: the authority refused, or "
               "waits. Make a new request.",
               status, TS_RESP_get_token (reply) == NULL ? "no" : "a");
  return FALSE;
}

static gboolean
check_imprint (TS_TST_INFO *info, const char *text, GError **error)
{
  TS_MSG_IMPRINT *imprint = TS_TST_INFO_get_msg_imprint (info);
  const ASN1_OBJECT *algorithm = NULL;
  const ASN1_OCTET_STRING *seen = TS_MSG_IMPRINT_get_msg (imprint);
  DecantDigest digest = decant_digest_of (text, strlen (text));

  X509_ALGOR_get0 (&algorithm, NULL, NULL, TS_MSG_IMPRINT_get_algo (imprint));
  if (OBJ_obj2nid (algorithm) == NID_sha256 && ASN1_STRING_length (seen) == DECANT_DIGEST_SIZE
      && memcmp (ASN1_STRING_get0_data (seen), digest.bytes, DECANT_DIGEST_SIZE) == 0)
    return TRUE;
  refuse (
      error, DECANT_VAULT_ERROR_DIGEST,
      "Expected a stamp over the SHA-256 of this checkpoint, saw one over something else: it answers another request.");
  return FALSE;
}

static gboolean
check_nonce (TS_TST_INFO *info, const TS_REQ *request, GError **error)
{
  const ASN1_INTEGER *nonce = TS_TST_INFO_get_nonce (info);

  if (nonce != NULL && ASN1_INTEGER_cmp (nonce, TS_REQ_get_nonce (request)) == 0)
    return TRUE;
  refuse (error, DECANT_VAULT_ERROR_DIGEST,
          "Expected the number of the request in the stamp, saw another or none: it answers another request.");
  return FALSE;
}

/* One signer, whose certificate is inside, and whose signature holds: damage shows at once and not years later. */
static X509 *
check_signature (PKCS7 *token, GError **error)
{
  STACK_OF (X509) *signers = PKCS7_type_is_signed (token) ? PKCS7_get0_signers (token, NULL, 0) : NULL;
  X509 *signer = signers != NULL && sk_X509_num (signers) == 1 ? sk_X509_value (signers, 0) : NULL;
  g_autoptr (BIO) out = BIO_new (BIO_s_null ());

  sk_X509_free (signers);
  if (signer != NULL && PKCS7_verify (token, NULL, NULL, NULL, out, PKCS7_NOVERIFY) == 1)
    return signer;
  return refuse (error, DECANT_VAULT_ERROR_INVALID,
                 "Expected one signature, that holds, by a certificate inside the stamp, saw something else: the file "
                 "was damaged, or the "
                 "authority leaves its certificate out.");
}

/* --- what it says ------------------------------------------------------------------------------------------- */

/* GeneralizedTime in DER: YYYYMMDDhhmmss[.f…]Z (RFC 3161, section 2.4.2). */
static gboolean
read_time (const ASN1_GENERALIZEDTIME *value, DecantTimestamp *self)
{
  const char *text = value == NULL ? "" : (const char *) ASN1_STRING_get0_data (value);
  gsize length = value == NULL ? 0 : ASN1_STRING_length (value);
  g_autoptr (GDateTime) time = NULL;

  if (length < 15 || length > 32 || strspn (text, "0123456789") != 14 || text[length - 1] != 'Z'
      || strlen (text) != length
      || (length > 15 && (text[14] != '.' || strspn (text + 15, "0123456789") != length - 16 || length < 17)))
    return FALSE;
  self->time
      = g_strdup_printf ("%.4s-%.2s-%.2sT%.2s:%.2s:%s", text, text + 4, text + 6, text + 8, text + 10, text + 12);
  time = g_date_time_new_from_iso8601 (self->time, NULL);
  self->seconds = time == NULL ? 0 : g_date_time_to_unix (time);
  return time != NULL;
}

static char *
read_serial (const ASN1_INTEGER *value)
{
  if (value == NULL || ASN1_STRING_length (value) < 1 || ASN1_STRING_length (value) > SERIAL_MAX)
    return NULL;
  return decant_hex_encode (ASN1_STRING_get0_data (value), ASN1_STRING_length (value));
}

static char *
read_policy (const ASN1_OBJECT *value)
{
  char text[256];
  int length = value == NULL ? 0 : OBJ_obj2txt (text, sizeof text, value, 1);

  return length > 0 && length < (int) sizeof text ? g_strdup (text) : NULL;
}

static char *
read_accuracy (TS_ACCURACY *value)
{
  gint64 seconds = 0, millis = 0, micros = 0;

  if (value == NULL)
    return NULL;
  if ((TS_ACCURACY_get_seconds (value) != NULL && !ASN1_INTEGER_get_int64 (&seconds, TS_ACCURACY_get_seconds (value)))
      || (TS_ACCURACY_get_millis (value) != NULL && !ASN1_INTEGER_get_int64 (&millis, TS_ACCURACY_get_millis (value)))
      || (TS_ACCURACY_get_micros (value) != NULL && !ASN1_INTEGER_get_int64 (&micros, TS_ACCURACY_get_micros (value)))
      || seconds < 0 || seconds > G_MAXINT32 || millis < 0 || millis > 999 || micros < 0 || micros > 999)
    return NULL;
  return g_strdup_printf ("%" G_GINT64_FORMAT ".%03d%03d s", seconds, (int) millis, (int) micros);
}

/* RFC 2253 with UTF-8; control characters are escaped, so that a name cannot write over the terminal. */
static char *
name_to_text (const X509_NAME *name)
{
  g_autoptr (BIO) out = BIO_new (BIO_s_mem ());
  char *data;
  long length;

  if (name == NULL || out == NULL || X509_NAME_print_ex (out, name, 0, (XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB)) < 0
      || (length = BIO_get_mem_data (out, &data)) <= 0)
    return NULL;
  return g_utf8_make_valid (data, MIN (length, 1024));
}

static char *
read_authority (TS_TST_INFO *info, X509 *signer)
{
  const GENERAL_NAME *name = TS_TST_INFO_get_tsa (info);
  const X509_NAME *stated = name != NULL && name->type == GEN_DIRNAME ? name->d.directoryName : NULL;

  return name_to_text (stated != NULL ? stated : X509_get_subject_name (signer));
}

static DecantTimestamp *
describe (TS_TST_INFO *info, X509 *signer, GBytes *token, GError **error)
{
  g_autoptr (DecantTimestamp) self = g_new0 (DecantTimestamp, 1);

  self->token = g_bytes_ref (token);
  self->serial = read_serial (TS_TST_INFO_get_serial (info));
  self->policy = read_policy (TS_TST_INFO_get_policy_id (info));
  self->accuracy = read_accuracy (TS_TST_INFO_get_accuracy (info));
  self->authority = read_authority (info, signer);
  if (TS_TST_INFO_get_version (info) != 1 || self->serial == NULL || self->policy == NULL
      || !read_time (TS_TST_INFO_get_time (info), self))
    return refuse (error, DECANT_VAULT_ERROR_INVALID,
                   "Expected time, serial number and policy in the stamp as RFC 3161 has them, saw something else.");
  return g_steal_pointer (&self);
}

static DecantTimestamp *
read_stamp (PKCS7 *token, GBytes *bytes, const TS_REQ *request, const char *text, GError **error)
{
  g_autoptr (TS_TST_INFO) info = PKCS7_type_is_signed (token) ? PKCS7_to_TS_TST_INFO (token) : NULL;
  X509 *signer;

  if (info == NULL)
    return refuse (error, DECANT_VAULT_ERROR_INVALID, "Expected a time stamp token of RFC 3161, saw something else.");
  if (!check_imprint (info, text, error) || (request != NULL && !check_nonce (info, request, error))
      || (signer = check_signature (token, error)) == NULL)
    return NULL;
  return describe (info, signer, bytes, error);
}

static GBytes *
token_to_bytes (PKCS7 *token)
{
  int length = i2d_PKCS7 (token, NULL);
  guint8 *bytes = g_malloc (MAX (length, 1)), *p = bytes;

  i2d_PKCS7 (token, &p);
  return g_bytes_new_take (bytes, MAX (length, 0));
}

DecantTimestamp *
decant_timestamp_read_reply (GBytes *reply, GBytes *request, const char *text, GError **error)
{
  g_autoptr (TS_REQ) asked = parse_request (request, error);
  g_autoptr (TS_RESP) answer = asked == NULL ? NULL : parse_reply (reply, error);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (PKCS7) token = NULL;
  g_autoptr (DecantTimestamp) stamp = NULL;

  if (answer == NULL || !check_status (answer, error))
    return NULL;
  /* Read again from the bytes that are kept, so that they are what was checked. */
  bytes = token_to_bytes (TS_RESP_get_token (answer));
  token = parse_token (bytes, error);
  stamp = token == NULL ? NULL : read_stamp (token, bytes, asked, text, error);
  ERR_clear_error ();
  return g_steal_pointer (&stamp);
}

DecantTimestamp *
decant_timestamp_read_token (GBytes *token, const char *text, GError **error)
{
  g_autoptr (PKCS7) parsed = parse_token (token, error);
  DecantTimestamp *stamp = parsed == NULL ? NULL : read_stamp (parsed, token, NULL, text, error);

  ERR_clear_error ();
  return stamp;
}

void
decant_timestamp_free (DecantTimestamp *self)
{
  if (self == NULL)
    return;
  g_free (self->time);
  g_free (self->accuracy);
  g_free (self->serial);
  g_free (self->policy);
  g_free (self->authority);
  g_clear_pointer (&self->token, g_bytes_unref);
  g_free (self);
}

/* --- the chain ---------------------------------------------------------------------------------------------- */

static X509_STORE *
load_store (const char *certificates, gint64 at, GError **error)
{
  g_autoptr (X509_STORE) store = X509_STORE_new ();

  if (store == NULL || X509_STORE_load_file (store, certificates) != 1)
    return refuse (error, DECANT_VAULT_ERROR_INVALID,
                   "Expected a file of certificates in PEM that you trust for time stamps, saw something else.");
  X509_VERIFY_PARAM_set_time (X509_STORE_get0_param (store), at);
  return g_steal_pointer (&store);
}

static gboolean
chain_refused (GError **error)
{
  const char *data = NULL;
  int flags = 0;
  unsigned long code = ERR_peek_last_error_data (&data, &flags);
  const char *reason = ERR_reason_error_string (code);

  g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID,
               "The stamp is not by an authority of these certificates: %s%s%s. Take the authority's own root "
               "certificate, from the authority.",
               reason == NULL ? "no reason was given" : reason, (flags & ERR_TXT_STRING) && *data != '\0' ? ", " : "",
               (flags & ERR_TXT_STRING) ? data : "");
  ERR_clear_error ();
  return FALSE;
}

gboolean
decant_timestamp_verify (const DecantTimestamp *self,
                         const char *text,
                         const char *certificates,
                         gint64 at,
                         GError **error)
{
  g_autoptr (PKCS7) token = parse_token (self->token, error);
  g_autoptr (X509_STORE) store = token == NULL ? NULL : load_store (certificates, at, error);
  g_autoptr (TS_VERIFY_CTX) context = store == NULL ? NULL : TS_VERIFY_CTX_new ();

  if (context == NULL)
    return FALSE;
  ERR_clear_error ();
  TS_VERIFY_CTX_set_flags (context, TS_VFY_SIGNATURE | TS_VFY_VERSION | TS_VFY_DATA);
  TS_VERIFY_CTX_set_data (context, BIO_new_mem_buf (text, strlen (text)));
  TS_VERIFY_CTX_set_store (context, g_steal_pointer (&store));
  return TS_RESP_verify_token (context, token) == 1 || chain_refused (error);
}

/* --- the same without Decant -------------------------------------------------------------------------------- */

char *
decant_timestamp_request_commands (const char *request, const char *text)
{
  g_autofree char *q = g_shell_quote (request), *t = g_shell_quote (text);

  return g_strdup_printf ("openssl ts -query -in %s -text\n"
                          "openssl ts -query -data %s -sha256 -cert -out %s\n",
                          q, t, q);
}

char *
decant_timestamp_verify_commands (const DecantTimestamp *self,
                                  const char *token,
                                  const char *text,
                                  const char *certificates)
{
  g_autofree char *k = g_shell_quote (token), *t = g_shell_quote (text), *c = g_shell_quote (certificates);

  return g_strdup_printf ("openssl ts -reply -in %s -token_in -text\n"
                          "openssl ts -verify -data %s -in %s -token_in -CAfile %s\n"
                          "openssl ts -verify -data %s -in %s -token_in -CAfile %s -attime %" G_GINT64_FORMAT "\n",
                          k, t, k, c, t, k, c, self->seconds);
}

// SPDX-License-Identifier: GPL-3.0-or-later
/** Text as the wire wants it (docs/PROTOCOL.md, section 2). Pure. */

/** Most UTF-16 units of one segment. */
export const MAX_UNITS = 100_000;

const ILL_FORMED = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]|\0/g;

/** Each lone surrogate and each NUL becomes U+FFFD, one unit for one unit. @param {string} text */
export const wellFormed = text => text.replace(ILL_FORMED, '\uFFFD');

/** At most `max` units, never half a surrogate pair. @param {string} text @param {number} max */
export function truncate(text, max = MAX_UNITS) {
  if (text.length <= max)
    return text;
  const last = text.charCodeAt(max - 1);
  return text.slice(0, last >= 0xD800 && last < 0xDC00 ? max - 1 : max);
}

/** Makes every string inside a JSON value well formed. @param {any} value @returns {any} */
export function wellFormedValue(value) {
  if (typeof value === 'string')
    return wellFormed(value);
  if (Array.isArray(value))
    return value.map(wellFormedValue);
  if (value && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [wellFormed(key), wellFormedValue(member)]));
  return value;
}

/** Lower-case hexadecimal digits of the SHA-256. @param {string | Uint8Array} data */
export async function sha256(data) {
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  const digest = await crypto.subtle.digest('SHA-256', /** @type {BufferSource} */ (bytes));
  return [...new Uint8Array(digest)].map(byte => byte.toString(16).padStart(2, '0')).join('');
}

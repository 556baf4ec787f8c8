// SPDX-License-Identifier: GPL-3.0-or-later
/** Addresses, origins and the patterns that permissions are asked with. Pure. */

/** The browsers let no extension read these, whatever is granted. */
const CLOSED_HOSTS = new Set(['chromewebstore.google.com', 'addons.mozilla.org', 'accounts.firefox.com', 'discovery.addons.mozilla.org']);

/** Patterns for every site: they are held for pictures alone and never make a site readable. */
const EVERY_SITE = /^(<all_urls>|(\*|https?|file|ftp):\/\/\*?\/\*)$/;

/** @param {string} pattern */
export const coversEverySite = pattern => EVERY_SITE.test(pattern);

/**
 * The pattern of one site, `https://example.org/*`; '' for what cannot be read. Patterns know no port, so a site on
 * another port is the same site (https://developer.chrome.com/docs/extensions/develop/concepts/match-patterns).
 * @param {string} address
 */
export function sitePattern(address) {
  const url = parse(address);
  if (!url || !['http:', 'https:'].includes(url.protocol) || CLOSED_HOSTS.has(url.hostname))
    return '';
  return `${url.protocol}//${url.hostname}/*`;
}

/** `https://example.org`; '' for opaque ones. @param {string} address */
export function originOf(address) {
  const url = parse(address);
  return url && url.origin !== 'null' ? url.origin : '';
}

/** @param {string} address @returns {URL | null} */
function parse(address) {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}

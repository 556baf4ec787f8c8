// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Two permissions that must not be mixed up. A *site* is read only when the user named that site. Every site
 * (`<all_urls>`) may be granted for pictures, and makes no site readable. While it is held the browser grants a site
 * without a word and without an event, so the sites that the user named are also kept in `storage.local`.
 */
import {api} from '../shared/api.js';
import {coversEverySite} from '../shared/origins.js';

const PICTURES = {origins: ['<all_urls>']};

/** Patterns of the sites that may be read now. @returns {Promise<string[]>} */
export async function readableSites() {
  const [{origins = []}, named] = await Promise.all([api.permissions.getAll(), namedSites()]);
  const candidates = new Set([...origins.filter(origin => !coversEverySite(origin)), ...named]);
  const held = await Promise.all([...candidates].map(async origin => await api.permissions.contains({origins: [origin]}) ? origin : ''));
  return held.filter(Boolean);
}

/** @param {string} pattern of origins.js */
export async function mayRead(pattern) {
  if (!pattern)
    return false;
  const [scheme, rest] = pattern.split('://');
  return (await readableSites()).some(site => {
    const [itsScheme, itsRest] = site.split('://');
    return (itsScheme === scheme || itsScheme === '*') && coversHost(itsRest.split('/')[0], rest.split('/')[0]);
  });
}

/** @param {string} host of a pattern, perhaps `*.example.org` @param {string} wanted */
const coversHost = (host, wanted) => host === wanted ||
  (host.startsWith('*.') && (wanted === host.slice(2) || wanted.endsWith(host.slice(1))));

export const mayPictureEverySite = () => api.permissions.contains(PICTURES);

/** @returns {Promise<string[]>} */
async function namedSites() {
  const {sites = []} = /** @type {{sites?: string[]}} */ (await api.storage.local.get('sites'));
  return sites;
}

/** The user allowed or withdrew one site in our own page. @param {string} pattern @param {boolean} allowed */
export async function nameSite(pattern, allowed) {
  if (!pattern || coversEverySite(pattern))
    return;
  const others = (await namedSites()).filter(site => site !== pattern);
  await api.storage.local.set({sites: allowed ? [...others, pattern] : others});
  if (!allowed)
    await api.permissions.remove({origins: [pattern]}).catch(() => false);
}

// SPDX-License-Identifier: GPL-3.0-or-later
/** The mode of each site, in `storage.local`. Silent unless chosen otherwise; the practice feed is ours and painted. */
import {api} from '../shared/api.js';
import {MODES} from '../shared/messages.js';

export const PRACTICE = 'practice';

/** @typedef {import('../shared/messages.js').Mode} Mode */

/** @param {string} origin a pattern of origins.js or PRACTICE @returns {Promise<Mode>} */
export async function modeOf(origin) {
  return (await chosenModes())[origin] ?? (origin === PRACTICE ? 'painted' : 'silent');
}

/** @param {string} origin @param {any} mode */
export async function setMode(origin, mode) {
  if (!MODES.includes(mode) || !origin)
    throw Object.assign(new Error('Expected a site and one of its modes.'), {code: 'bad-message'});
  await api.storage.local.set({modes: {...await chosenModes(), [origin]: mode}});
}

/** The modes that the user chose, by origin. @returns {Promise<Record<string, Mode>>} */
export async function chosenModes() {
  const {modes = {}} = /** @type {{modes?: Record<string, Mode>}} */ (await api.storage.local.get('modes'));
  return modes;
}

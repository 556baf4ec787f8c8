// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Permissions, asked where the user clicks. Both browsers show their question only inside the click's own turn, so each
 * function calls request() first and awaits afterwards. Reading is asked per site; every site is asked for pictures alone.
 */
import {api, ask} from './api.js';

const EVERY_SITE = '<all_urls>';

/** Asks for leave to read one site. @param {string} origin  its pattern */
export async function permitSite(origin) {
  const granted = await api.permissions.request({origins: [origin]});
  if (granted) await ask({type: 'ui/permissions', origin, granted});
  return granted;
}

/** Takes that leave back; the background gives the browser's permission up. @param {string} origin */
export const revokeSite = origin => ask({type: 'ui/permissions', origin, granted: false});

/** Asks for leave to take pictures of posts on every site. */
export async function permitPictures() {
  const granted = await api.permissions.request({origins: [EVERY_SITE]});
  await ask({type: 'ui/permissions'});
  return granted;
}

/** Takes that leave back. */
export async function revokePictures() {
  await api.permissions.remove({origins: [EVERY_SITE]});
  await ask({type: 'ui/permissions'});
}

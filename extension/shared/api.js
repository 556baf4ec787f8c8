// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * The extension API of either browser. Firefox has `browser` and promises; Chromium has `chrome` and promises.
 * Outside a browser (unit tests of pure modules) it is undefined and must not be touched.
 */

/** @type {typeof chrome} */
// @ts-ignore: `browser` is Firefox's name of the same object
export const api = globalThis.browser ?? globalThis.chrome;

/** `chrome-extension://…/` or `moz-extension://…/`. */
export const home = () => api.runtime.getURL('');

/** True in Firefox: it alone has sidebars. */
export const isFirefox = () => 'sidebarAction' in api;

/** @param {string} key @param {...string} words a message of _locales, or the key itself where it is missing */
export const say = (key, ...words) => api?.i18n?.getMessage(key, words) || key;

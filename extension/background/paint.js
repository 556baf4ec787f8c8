// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * The style of Painted mode, inserted by the browser: the page's scripts cannot list it and its sheets cannot override it.
 * Of author origin, since Chromium paints no background of a highlight whose rule is the user's (tried in 156), with
 * `!important` for the same end. Names are drawn at random by each document; only they come from there, never the rules.
 */
import {api} from '../shared/api.js';

const NAME = /^[a-z]{8,24}$/;

/** Colour by kind, and for who does not see colours the form of the line: the panel's marks in shared/ui.css, on light and dark pages alike. */
const RULES = {
  substance: 'background-color: #ffc9ce; color: #1e1e24; text-decoration: underline solid 2px #a51d2d',
  activity: 'background-color: #ffdca6; color: #1e1e24; text-decoration: underline dashed 2px #8f4a00',
  signal: 'background-color: #e6d5f8; color: #1e1e24; text-decoration: underline dotted 2px #6a3fa0',
  identifier: 'background-color: #c6e0ff; color: #1e1e24; text-decoration: underline double 1px #1a5fb4',
};

/** @param {any} names a highlight's name for each kind @returns {string} '' if one is not a name */
export function paintSheet(names) {
  const kinds = Object.entries(RULES);
  if (!names || !kinds.every(([kind]) => typeof names[kind] === 'string' && NAME.test(names[kind])))
    return '';
  return kinds.map(([kind, rule]) => `::highlight(${names[kind]}) { ${rule.replace(/(?=;|$)/g, ' !important')} }`).join('\n');
}

/** @param {number} tabId @param {import('./tab-state.js').PageDocument} page @param {string} css '' takes the sheet away */
export async function setSheet(tabId, page, css) {
  const target = page.documentId ? {tabId, documentIds: [page.documentId]} : {tabId, frameIds: [page.frameId]};
  const old = page.css;
  page.css = css;
  if (old === css)
    return;
  if (old)
    await api.scripting.removeCSS({target, css: old, origin: 'AUTHOR'}).catch(() => undefined);
  if (css)
    await api.scripting.insertCSS({target, css, origin: 'AUTHOR'});
}

// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * The style of Painted mode, inserted by the browser: the page's scripts cannot list it and its sheets cannot override it.
 * Of author origin, since Chromium paints no background of a highlight whose rule is the user's (tried in 156), with
 * `!important` for the same end. Names are drawn at random by each document; only they come from there, never the rules.
 */
import {api} from '../shared/api.js';

const NAME = /^[a-z]{8,24}$/;

/** Colour by kind, and for who does not see colours the form of the line. */
const RULES = {
  substance: 'background-color: #ffe08a; color: #1a1a1a; text-decoration: underline wavy 2px #8a1c1c',
  activity: 'background-color: #ffd0c2; color: #1a1a1a; text-decoration: underline double 2px #8a1c1c',
  signal: 'background-color: #d5ecd0; color: #1a1a1a; text-decoration: underline dotted 2px #1d5c1d',
  identifier: 'background-color: #cfe4ff; color: #1a1a1a; text-decoration: underline dashed 2px #174a86',
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

// SPDX-License-Identifier: GPL-3.0-or-later
/** Notices and whole-page states as nodes. */
import {el, icon} from './dom.js';
import {say, t} from './i18n.js';

/** @typedef {import('./states.js').Notice} Notice */
/** @typedef {(notice: Notice) => void} Act */

/** @param {Notice} notice */
const detail = notice => notice.detail && el('details', {class: 'small'}, el('summary', {}, t('notice_detail')), el('p', {}, notice.detail));

/** @param {Notice} notice @param {Act} act @param {string} kind */
const actions = (notice, act, kind) => notice.action && notice.label && el('div', {class: 'actions'},
  el('button', {class: kind, 'data-action': notice.action, on: {click: () => act(notice)}}, say(notice.label)));

/** A notice above other things. @param {Notice} notice @param {Act} act */
export function noticeNode(notice, act) {
  return el('section', {class: `notice notice-${notice.level}`, 'data-notice': notice.id}, icon(notice.icon),
    el('div', {class: 'grow'}, el('h2', {}, say(notice.title)), el('p', {class: 'small'}, say(notice.text)), detail(notice), actions(notice, act, '')));
}

/** A notice that is the whole page. @param {Notice} notice @param {Act} act */
export function pageNodes(notice, act) {
  return [notice.id === 'loading' ? el('span', {class: 'spinner'}) : icon(notice.icon), el('h2', {}, say(notice.title)),
    el('p', {}, say(notice.text)), detail(notice), actions(notice, act, 'primary')].filter(Boolean);
}

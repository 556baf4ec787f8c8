// SPDX-License-Identifier: GPL-3.0-or-later
/** The choice of a mode, each with what a page can notice of it. */
import {MODES} from '../messages.js';
import {el, icon} from './dom.js';
import {t} from './i18n.js';

/** @typedef {import('../messages.js').Mode} Mode */

/**
 * @param {Mode} mode  the one in use
 * @param {(mode: Mode) => void} choose
 * @returns {HTMLFieldSetElement}
 */
export function modeChoice(mode, choose) {
  const choices = MODES.map(name => el('label', {class: 'mode'}, icon(name), el('b', {}, t(`mode_${name}`)),
    el('input', {type: 'radio', name: 'mode', value: name, checked: name === mode, on: {change: () => choose(name)}}),
    el('span', {}, t(`mode_${name}_text`))));
  return el('fieldset', {class: 'modes'}, el('legend', {}, t('mode_legend')), ...choices);
}

/** Shows `mode` in a choice made before, without a new node: the focus stays where it is. @param {Element} choice @param {Mode} mode */
export function showMode(choice, mode) {
  for (const input of choice.querySelectorAll('input')) input.checked = input.value === mode;
}

// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * The panel's keys: one table for what they do and for the help that lists them.
 *
 * @typedef {'next' | 'previous' | 'first' | 'last' | 'log' | 'explain' | 'copy' | 'jump' | 'help' | 'close'} Command
 */

/** @type {{command: Command, keys: string[], shown: string[]}[]} */
export const KEYS = [
  {command: 'next', keys: ['j', 'ArrowDown', 'PageDown'], shown: ['J', '↓']},
  {command: 'previous', keys: ['k', 'ArrowUp', 'PageUp'], shown: ['K', '↑']},
  {command: 'first', keys: ['Home'], shown: ['Home']},
  {command: 'last', keys: ['End'], shown: ['End']},
  {command: 'log', keys: ['l'], shown: ['L']},
  {command: 'explain', keys: ['e'], shown: ['E']},
  {command: 'copy', keys: ['c'], shown: ['C']},
  {command: 'jump', keys: ['Enter'], shown: ['Enter']},
  {command: 'help', keys: ['?'], shown: ['?']},
  {command: 'close', keys: ['Escape'], shown: ['Esc']},
];

/** Keys that a control under the focus needs itself. */
const OWN_KEYS = {button: ['Enter', ' '], text: ['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End']};

/**
 * The command of a key press, or null. A focused control keeps its own keys, and the browser's and the reader's keys with
 * Ctrl, Alt or Meta are never taken.
 * @param {{key: string, ctrlKey: boolean, altKey: boolean, metaKey: boolean}} event
 * @param {'none' | 'button' | 'field' | 'text'} focus  the kind of control that has the focus
 * @returns {Command | null}
 */
export function commandOf({key, ctrlKey, altKey, metaKey}, focus) {
  if (ctrlKey || altKey || metaKey) return null;
  if (focus === 'field') return key === 'Escape' ? 'close' : null;
  if (focus !== 'none' && OWN_KEYS[focus].includes(key)) return null;
  const name = key.length === 1 ? key.toLowerCase() : key;
  return KEYS.find(({keys}) => keys.includes(name))?.command ?? null;
}

/** The kind of control that has the focus. @param {Element | null} element */
export function focusKind(element) {
  if (!element) return 'none';
  if (element.matches('input, select, textarea')) return 'field';
  if (element.matches('button, summary, a')) return 'button';
  return element.matches('.text') ? 'text' : 'none';
}

// SPDX-License-Identifier: GPL-3.0-or-later
/** Words: every text of the extension's pages comes from _locales through here. */
import {api} from './api.js';

/** @typedef {{key: string, args?: (string | number)[], count?: number}} Words  a message of _locales, not yet in words */

/**
 * The message in the user's language. An unknown key shows itself: a test keeps that from happening.
 * @param {string} key
 * @param {...(string | number)} args
 */
export function t(key, ...args) {
  return api.i18n.getMessage(key, args.map(String)) || key;
}

/** Language of the messages in use, which is English where the user's own has none. */
export const language = () => t('locale_code');

/**
 * A message with a count: `key_one` or `key_other` by the language's own rule. $1 is the count.
 * @param {string} key @param {number} count
 * @param {...(string | number)} args
 */
export function tn(key, count, ...args) {
  const form = new Intl.PluralRules(language()).select(count) === 'one' ? 'one' : 'other';
  return t(`${key}_${form}`, new Intl.NumberFormat(language()).format(count), ...args);
}

/** @param {Words | string} words  a string is said as it is */
export function say(words) {
  if (typeof words === 'string') return words;
  const {key, args = [], count} = words;
  return count === undefined ? t(key, ...args) : tn(key, count, ...args);
}

/**
 * A score of 0…1 as a percentage, never as a certainty: the ends read `> 99%` and `< 1%`.
 * @param {number} score
 */
export function percent(score) {
  const words = new Intl.NumberFormat(language(), {style: 'percent'});
  if (score > 0.99) return `> ${words.format(0.99)}`;
  return score < 0.01 ? `< ${words.format(0.01)}` : words.format(score);
}

/** Thousandths of log-odds as a signed number with one decimal. @param {number} weight */
export const signed = weight => new Intl.NumberFormat(language(),
  {signDisplay: 'exceptZero', minimumFractionDigits: 1, maximumFractionDigits: 1}).format(weight / 1000);

/**
 * A time as the page gave it: machine times become short local ones, shown ones stay as they are.
 * @param {string} posted
 */
export function when(posted) {
  if (!/^\d{4}-\d\d-\d\d/.test(posted)) return posted;
  const time = new Date(posted);
  if (Number.isNaN(time.getTime())) return posted;
  return new Intl.DateTimeFormat(language(), {dateStyle: 'medium', timeStyle: 'short'}).format(time);
}

/**
 * A substance or activity of the controlled vocabulary as words, until the host gives its label.
 * @param {string} concept
 */
export const conceptWords = concept => concept.replace(/[-_.]+/g, ' ');

/**
 * Puts the messages into a page: `data-i18n="key"` for the text, `data-i18n-attr="aria-label:key title:key"` for
 * attributes; then language and direction of what is really shown.
 * @param {Document} page
 */
export function localize(page) {
  page.documentElement.lang = language();
  page.documentElement.dir = t('locale_dir');
  for (const node of page.querySelectorAll('[data-i18n]')) node.textContent = t(node.getAttribute('data-i18n') ?? '');
  for (const node of page.querySelectorAll('[data-i18n-attr]')) {
    for (const pair of (node.getAttribute('data-i18n-attr') ?? '').split(/\s+/)) {
      const [name, key] = pair.split(':');
      node.setAttribute(name, t(key));
    }
  }
}

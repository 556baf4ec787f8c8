// SPDX-License-Identifier: GPL-3.0-or-later
/** One post of the panel's list as nodes: closed to a few lines, or open with reasons, terms, identifiers and what can be done. */
import {el, icon} from '../shared/ui/dom.js';
import {conceptWords, language, percent, say, signed, t, tn, when} from '../shared/ui/i18n.js';
import {marksOf, runsWithin} from '../shared/ui/marks.js';
import {identifierViews, readable, reasonViews, termViews} from '../shared/ui/reasons.js';
import {missingWords} from '../shared/ui/states.js';

/**
 * @typedef {import('../shared/messages.js').ListedPost} ListedPost
 * @typedef {import('../shared/ui/marks.js').Mark} Mark
 * @typedef {import('../shared/ui/reasons.js').ReasonView} ReasonView
 * @typedef {import('../shared/ui/reasons.js').TermView} TermView
 *
 * @typedef {object} CardMemory   what the panel knows of a post beyond the background's state
 * @property {boolean} selected @property {boolean} asking    the question before a jump is open
 * @property {boolean} allReasons
 * @property {{what: string, why: string, remedy?: string}[]} missing
 * @property {Map<string, any>} explained    term id → the host's explanation, or {problem}
 *
 * @typedef {object} CardActs
 * @property {(id: string) => void} log @property {(id: string) => void} jump @property {(id: string) => void} jumpNow
 * @property {(id: string) => void} jumpNot @property {(id: string, term: string) => void} explain
 * @property {(value: string) => void} copy @property {(id: string) => void} allReasons
 */

/** Reasons shown at first: enough to judge by, few enough to read. */
const FIRST_REASONS = 5;

/** @param {import('../shared/messages.js').Band} band */
export const bandNode = band => el('span', {class: `band band-${band}`}, icon(band), t(`band_${band}`));

/** A part of the text with its marks. @param {string} text @param {Mark[]} marks @param {number} from @param {number} to @param {(text: string) => string} [form] */
const markedNodes = (text, marks, from, to, form = piece => piece) => runsWithin(text, marks, from, to)
  .map(run => run.kind ? el('mark', {class: `mark-${run.kind}`, title: t(`mark_${run.kind}`)}, form(run.text)) : form(run.text));

/** @param {ListedPost} listed */
const textNode = ({post, assessment}) => el('p', {class: 'text', dir: 'auto', lang: post.lang || null}, ...markedNodes(post.text, marksOf(assessment), 0, post.own));

/** The addresses of links that the page does not show, a line each after the text. That each is a link goes without saying. @param {ListedPost} listed */
function addressesNode({post: {text, own}, assessment}) {
  const marks = marksOf(assessment).filter(({kind, name}) => kind !== 'identifier' || name !== 'link');
  let end = own;
  const lines = text.slice(own).split('\n').slice(1).map(line => {
    const from = end + 1;
    end = from + line.length;
    return el('li', {}, el('code', {dir: 'ltr'}, ...markedNodes(text, marks, from, end, readable)));
  });
  return lines.length > 0 && el('section', {class: 'section addresses'}, el('h2', {}, t('section_addresses')), el('ul', {}, ...lines));
}

/** @param {string} words */
const capital = words => words.charAt(0).toLocaleUpperCase(language()) + words.slice(1);

/** @param {ReasonView} reason */
function reasonNode(reason) {
  const against = reason.weight < 0;
  const fill = el('span', {class: 'bar-fill'});
  fill.style.inlineSize = `${Math.round(reason.share * 100)}%`;
  const notes = [reason.concept && t('reason_concept', conceptWords(reason.concept)), reason.innocent && t('reason_innocent', reason.innocent)];
  return el('li', {class: `reason ${against ? 'against' : 'for'}`}, el('span', {class: 'bar-track', 'aria-hidden': 'true'}, fill),
    el('span', {}, capital(say(reason.label)), reason.several && ` ${t('reason_several')}`, reason.quote && el('span', {}, ' ', el('bdi', {class: 'quote'}, t('quoted', reason.quote)))),
    el('span', {class: 'strength'}, say(reason.strength), ' ', el('b', {class: 'numeric'}, signed(reason.weight))),
    ...notes.filter(Boolean).map(note => el('span', {class: 'note'}, note)));
}

/** @param {ListedPost} listed @param {CardMemory} memory @param {CardActs} acts */
function reasonsNode({id, post, assessment}, memory, acts) {
  const reasons = reasonViews(post.text, assessment);
  const shown = memory.allReasons ? reasons : reasons.slice(0, FIRST_REASONS);
  const more = reasons.length - shown.length;
  return el('section', {class: 'section'}, el('h2', {}, t('section_reasons')), el('ul', {}, ...shown.map(reasonNode)),
    more > 0 && el('button', {class: 'link', on: {click: () => acts.allReasons(id)}}, tn('action_all_reasons', more)));
}

/** @param {any} words  the host's term, or {problem} */
function explanationNode(words) {
  if (words.problem) return el('p', {class: 'problem small'}, words.problem);
  const row = (/** @type {string} */ key, /** @type {unknown} */ value) => value ? [el('dt', {}, t(key)), el('dd', {}, String(value))] : [];
  const list = (/** @type {unknown} */ value) => Array.isArray(value) ? value.join(', ') : '';
  return el('div', {class: 'more-words'}, words.gloss && el('p', {class: 'small'}, words.gloss), el('dl', {class: 'senses'},
    ...row('explain_forms', list(words.forms)), ...row('explain_languages', list(words.languages)),
    ...row('explain_ambiguity', t(`ambiguity_${Math.max(0, Math.min(3, Number(words.ambiguity) || 0))}`)),
    ...row('explain_status', words.status && `${t(words.status === 'verified' ? 'status_verified' : 'status_reported')} ${words.since ?? ''}`.trim()),
    ...row('explain_package', words.package), ...row('explain_sources', list(words.sources))));
}

/** @param {ListedPost} listed @param {TermView} view @param {CardMemory} memory @param {CardActs} acts */
function termNode({id}, view, memory, acts) {
  const words = memory.explained.get(view.term);
  const innocent = words?.innocent?.length ? words.innocent.join(', ') : view.innocent;
  const concept = words?.label || conceptWords(view.concept);
  return el('li', {class: 'term'},
    el('div', {class: 'term-head'}, el('span', {class: 'grow'}, el('mark', {class: `mark-${view.sense}`, dir: 'auto'}, view.quote),
      view.times > 1 ? ` ${t('times', view.times)}` : '', view.reading ? el('span', {class: 'small dim'}, ` · ${t(`reading_${view.reading.replace(/-/g, '_')}`)}`) : ''),
    el('button', {class: 'flat', 'aria-expanded': String(Boolean(words)), 'aria-label': t(words ? 'action_less_term' : 'action_explain_term', view.quote), 'data-explain': view.term,
      on: {click: () => acts.explain(id, view.term)}}, t(words ? 'action_less' : 'action_explain'))),
    el('dl', {class: 'senses'}, el('dt', {}, t(`sense_${view.sense}`)), el('dd', {}, concept),
      ...(innocent ? [el('dt', {}, t('sense_innocent')), el('dd', {}, innocent)] : [])),
    words && explanationNode(words));
}

/** @param {ListedPost} listed @param {CardMemory} memory @param {CardActs} acts */
function termsNode(listed, memory, acts) {
  const terms = termViews(listed.post.text, listed.assessment);
  return terms.length > 0 && el('section', {class: 'section'}, el('h2', {}, t('section_terms')),
    el('ul', {}, ...terms.map(view => termNode(listed, view, memory, acts))));
}

/** @param {ListedPost} listed @param {CardActs} acts */
function identifiersNode({assessment}, acts) {
  const views = identifierViews(assessment.identifiers);
  return views.length > 0 && el('section', {class: 'section'}, el('h2', {}, t('section_identifiers')), el('ul', {}, ...views.map(({value, label}) =>
    el('li', {class: 'identifier'}, el('span', {class: 'kind'}, say(label)), el('code', {dir: 'ltr'}, readable(value)),
      el('button', {class: 'flat round', 'aria-label': t('action_copy_value', value), title: t('action_copy'), on: {click: () => acts.copy(value)}}, icon('copy'))))));
}

/** @param {ListedPost} listed @param {CardActs} acts */
function logNode({id, log, entry}, acts) {
  switch (log) {
    case 'saving': return el('button', {class: 'primary', 'aria-disabled': 'true', 'data-act': 'log'}, el('span', {class: 'spinner'}), t('card_saving'));
    case 'logged': return el('span', {class: 'logged grow', tabindex: -1, 'data-act': 'log'}, icon('check'), t('card_logged', entry ?? 0));
    case 'failed': return el('button', {class: 'primary', 'data-act': 'log', on: {click: () => acts.log(id)}}, icon('retry'), t('card_again'));
    default: return el('button', {class: 'primary', 'data-act': 'log', 'aria-keyshortcuts': 'l', on: {click: () => acts.log(id)}}, icon('log'), t('card_log'));
  }
}

/** @param {CardMemory['missing']} missing */
function missingNode(missing) {
  return missing.length > 0 && el('div', {class: 'missing small'}, el('b', {}, t('part_title')), el('ul', {}, ...missing.map(part => {
    const {what, why} = missingWords(part);
    return el('li', {}, t('part_line', say(what), say(why)), part.remedy ? ` ${part.remedy}` : '');
  })));
}

/** @param {ListedPost} listed @param {CardMemory} memory @param {CardActs} acts */
function actionNodes(listed, memory, acts) {
  const {id, log, problem} = listed;
  return [
    el('div', {class: 'actions'}, logNode(listed, acts),
      el('button', {'data-act': 'jump', 'aria-keyshortcuts': 'Enter', on: {click: () => acts.jump(id)}}, icon('jump'), t('action_jump'))),
    log === 'failed' && el('p', {class: 'problem small', role: 'alert'}, el('b', {}, t('card_failed')), ' ', problem || t('card_failed_text')),
    memory.asking && el('div', {class: 'ask small', role: 'group', 'aria-label': t('jump_ask')}, el('p', {}, t('jump_warning')), el('div', {class: 'actions'},
      el('button', {'data-act': 'jump-now', on: {click: () => acts.jumpNow(id)}}, t('jump_do')),
      el('button', {class: 'flat', on: {click: () => acts.jumpNot(id)}}, t('action_cancel')))),
    missingNode(memory.missing),
  ];
}

/** What a screen reader says of the whole card. @param {ListedPost} listed */
const cardLabel = ({post, assessment, log, entry}) => [t(`band_${assessment.band}`), percent(assessment.score), post.author,
  log === 'logged' ? t('card_logged', entry ?? 0) : ''].filter(Boolean).join(', ');

/**
 * A card. It is made anew whenever what it shows has changed.
 * @param {ListedPost} listed @param {CardMemory} memory @param {CardActs} acts
 * @returns {HTMLElement}
 */
export function cardNode(listed, memory, acts) {
  const {id, post, assessment, log, entry} = listed;
  const open = memory.selected;
  const posted = when(post.posted);
  return el('article', {class: open ? 'post card selected' : 'post card', 'data-id': id, tabindex: open ? 0 : -1, 'aria-label': cardLabel(listed)},
    el('div', {class: 'post-head'}, bandNode(assessment.band), el('span', {class: 'score numeric', title: t('score_title')}, percent(assessment.score)),
      el('bdi', {class: 'by'}, post.author)),
    textNode(listed),
    open && posted && el('p', {class: 'posted small dim'}, posted),
    !open && log === 'logged' && el('p', {class: 'post-foot'}, el('span', {class: 'logged'}, icon('check'), t('card_logged', entry ?? 0))),
    !open && log === 'failed' && el('p', {class: 'post-foot small problem'}, t('card_failed')),
    ...(open ? [...actionNodes(listed, memory, acts), addressesNode(listed), reasonsNode(listed, memory, acts), termsNode(listed, memory, acts), identifiersNode(listed, acts)] : []));
}

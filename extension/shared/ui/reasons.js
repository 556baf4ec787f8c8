// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * An assessment in plain words: what each reason says, how much it weighs, and what a term may mean. Pure: results are
 * message keys of _locales with their arguments.
 *
 * @typedef {import('../messages.js').Assessment} Assessment
 * @typedef {import('../messages.js').Reason} Reason
 * @typedef {import('../messages.js').Hit} Hit
 * @typedef {import('../messages.js').Identifier} Identifier
 * @typedef {import('./i18n.js').Words} Words
 *
 * @typedef {object} ReasonView
 * @property {Words} label
 * @property {boolean} several    said again for two signs or more
 * @property {string} quote       the text it points at, or ''
 * @property {string} concept     substance or activity, or ''
 * @property {string} innocent    innocent reading of the same span, or ''
 * @property {Words} strength     'strong sign', …
 * @property {number} weight      thousandths of log-odds
 * @property {number} share       0…1 of the heaviest reason but the bias
 *
 * @typedef {object} TermView
 * @property {string} term @property {string} quote @property {string} concept @property {'substance' | 'activity'} sense
 * @property {string} reading     key part of the reading: 'leet', or '' for a plain one
 * @property {string} innocent @property {number} times
 */

/** Longest quotation of a post inside a reason. */
const QUOTE = 40;
const STRONG = 1500, CLEAR = 600;
/** What is shown as 0.0 has no weight to speak of. */
const LEAST = 50;

/** How much a reason weighs, as words. @param {number} weight @returns {Words} */
export function strengthWords(weight) {
  const size = Math.abs(weight) >= STRONG ? 'strong' : Math.abs(weight) >= CLEAR ? 'clear' : 'slight';
  return {key: Math.abs(weight) < LEAST ? 'weight_none' : `weight_${weight > 0 ? 'for' : 'against'}_${size}`};
}

/** A span of the text, short enough to quote. @param {string} text @param {number} [start] @param {number} [end] */
export function quoteOf(text, start, end) {
  if (start === undefined || end === undefined) return '';
  const quote = readable(text.slice(start, end).replace(/\s+/g, ' ').trim());
  return [...quote].length > QUOTE ? `${[...quote].slice(0, QUOTE - 1).join('')}…` : quote;
}

/** Spaces, controls and what turns the direction: a readable address keeps them encoded. */
const UNSEEN = /[\p{C}\p{Z}]/u;

/** An address, or a part of one, without percent signs where that is text: for reading, never for following. @param {string} address */
export function readable(address) {
  if (!/%[0-9A-Fa-f]{2}/.test(address)) return address;
  try {
    const text = decodeURI(address);
    return UNSEEN.test(text) ? address : text;
  } catch {
    return address;
  }
}

/** Message key of a name on the wire: `harm-reduction` → `damper_harm_reduction`. @param {string} group @param {string} name */
export const keyOf = (group, name) => `${group}_${name.replace(/[-.]/g, '_')}`;

const SIGNALS = new Set(['price', 'ladder', 'quantity', 'contact', 'payment', 'delivery', 'availability', 'quality', 'offer', 'request', 'recruitment', 'layout']);
const DAMPERS = new Set(['news', 'medical', 'recovery', 'harm-reduction', 'cooking', 'weather', 'music', 'games', 'sport', 'use', 'talk', 'retail',
  'illicit']);
const READINGS = new Set(['inflected', 'leet', 'separated', 'stretched', 'hashtag', 'mixed-script', 'masked', 'emoji', 'compatibility', 'hidden',
  'phonetic', 'link']);
const IDENTIFIERS = new Set(['telegram', 'signal', 'session', 'wickr', 'threema', 'whatsapp', 'snapchat', 'instagram', 'discord', 'kik', 'viber',
  'wechat', 'qq', 'line', 'kakaotalk', 'zalo', 'matrix', 'xmpp', 'wire', 'briar', 'simplex', 'tox', 'facebook', 'tiktok', 'x', 'icq', 'invite',
  'onion', 'email', 'phone', 'pgp', 'bitcoin', 'bitcoin-cash', 'ethereum', 'monero', 'litecoin', 'dogecoin', 'dash', 'zcash', 'tron', 'xrp', 'ton',
  'link']);

/** Families of features, each with the names that have words and the message group they are in. @type {Map<string, [Set<string>, string]>} */
const FAMILIES = new Map([['signal', [SIGNALS, 'signal']], ['sale', [SIGNALS, 'signal']], ['damper', [DAMPERS, 'damper']],
  ['identifier', [IDENTIFIERS, 'reason_identifier']], ['disguise', [READINGS, 'reading']]]);

/** Features with words of their own (lib/engine/feature.h lists them all). */
const OWN_WORDS = new Set(['bias', 'hit.substance.more', 'hit.activity.more', 'hit.foreign', 'near.quantity', 'near.price', 'near.offer', 'sale.more', 'damper.more', 'identifier.beside',
  'shape.bare', 'shape.dosed', 'shape.long', 'shape.many-substances', 'shape.opens-with-amount', 'shape.question', 'shape.repeated', 'shape.short-listing', 'shape.tags-only',
  'shape.terse', 'shape.title', 'shape.headed', 'wording']);

/**
 * What a feature of the model says. A feature without words of its own is named as it is, never dropped: reasons add up.
 * @param {string} feature
 * @returns {Words}
 */
export function featureWords(feature) {
  // Beside a word that may be innocent (`maybe`) a sign weighs less; what it is stays the same.
  const known = feature.replace(/^near-maybe\./, 'near.').replace(/^maybe\./, 'sale.');
  const [family, name = ''] = known.split('.');
  if (OWN_WORDS.has(known)) return {key: keyOf('reason', known)};
  if (family === 'hit' && name === 'substance') return {key: 'reason_substance'};
  if (family === 'hit' && name === 'activity') return {key: 'reason_activity'};
  const [names, group] = FAMILIES.get(family) ?? [];
  if (!names || !group) return {key: 'reason_other', args: [feature]};
  return {key: names.has(name) ? keyOf(group, name) : `reason_${family}`};
}

/** All that a reason points at. @param {string} text @param {Reason} reason */
const quotesOf = (text, {start, end, also = []}) => [quoteOf(text, start, end), ...also.map(span => quoteOf(text, span.start, span.end))].join(' … ');

/** Further signs of a sale are one reason: each alone says next to nothing. The sum stays. @param {Reason[]} reasons */
function joinFurther(reasons) {
  /** @type {Map<string, Reason>} */ const joined = new Map();
  for (const reason of reasons) {
    const key = /^(sale|maybe)\.more$/.test(reason.feature) ? reason.feature : String(joined.size);
    const first = joined.get(key);
    const {start, end} = reason;
    joined.set(key, !first ? reason : {...first, weight: first.weight + reason.weight,
      also: [...first.also ?? [], ...start === undefined || end === undefined ? [] : [{start, end}], ...reason.also ?? []]});
  }
  return [...joined.values()];
}

/** @param {Reason} reason @param {Hit[]} hits */
const hitAt = (reason, hits) => hits.find(hit => hit.start === reason.start && hit.end === reason.end);

/**
 * The reasons in words, heaviest first, the bias last: it is where every post starts, not something seen in this one.
 * @param {string} text
 * @param {Assessment} assessment
 * @returns {ReasonView[]}
 */
export function reasonViews(text, {reasons, hits}) {
  const seen = joinFurther(reasons).filter(reason => reason.feature !== 'bias').sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  const heaviest = Math.max(1, ...seen.map(reason => Math.abs(reason.weight)));
  return [...seen, ...reasons.filter(reason => reason.feature === 'bias')].map(reason => ({
    label: featureWords(reason.feature),
    several: /^damper\..*\.more$/.test(reason.feature),
    quote: quotesOf(text, reason),
    concept: (reason.feature.startsWith('hit.') && hitAt(reason, hits)?.concept) || '',
    innocent: reason.innocent ?? '',
    strength: strengthWords(reason.weight),
    weight: reason.weight,
    share: Math.min(1, Math.abs(reason.weight) / heaviest),
  }));
}

/**
 * The terms of a post, each once, in the order of the text.
 * @param {string} text
 * @param {Assessment} assessment
 * @returns {TermView[]}
 */
export function termViews(text, {hits, reasons}) {
  /** @type {Map<string, TermView>} */ const views = new Map();
  for (const hit of hits) {
    const known = views.get(hit.term);
    if (known) {
      known.times++;
      continue;
    }
    const innocent = reasons.find(reason => reason.innocent && hitAt(reason, [hit]))?.innocent ?? '';
    views.set(hit.term, {term: hit.term, quote: quoteOf(text, hit.start, hit.end), concept: hit.concept, sense: hit.sense,
      reading: READINGS.has(hit.reading) ? hit.reading : '', innocent, times: 1});
  }
  return [...views.values()];
}

/**
 * The identifiers of a post, each once.
 * @param {Identifier[]} identifiers
 * @returns {{kind: string, value: string, label: Words}[]}
 */
export function identifierViews(identifiers) {
  const seen = new Map(identifiers.map(({kind, value}) => [`${kind} ${value}`, {kind, value}]));
  return [...seen.values()].map(({kind, value}) => ({kind, value,
    label: {key: keyOf('identifier', IDENTIFIERS.has(kind) ? kind : 'other'), args: [kind]}}));
}

/** Every name that this module may turn into a key, for the test that all of them have words. */
export const VOCABULARY = {signal: SIGNALS, damper: DAMPERS, reading: READINGS, identifier: IDENTIFIERS, reason_identifier: IDENTIFIERS, reason: OWN_WORDS};

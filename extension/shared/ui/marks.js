// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Marked text: a post's text cut into runs, each plain or of one kind. Where spans overlap the kind that matters more
 * wins; the runs always join up to the whole text again.
 *
 * @typedef {import('../messages.js').Assessment} Assessment
 * @typedef {'substance' | 'activity' | 'signal' | 'damper' | 'identifier'} MarkKind
 * @typedef {{start: number, end: number, kind: MarkKind, name: string}} Mark  name: term, kind of signal or of identifier
 * @typedef {{text: string, kind: MarkKind | null, name: string}} Run
 */

/** Kinds of signal that speak against a sale (docs/PROTOCOL.md, section 3). */
export const DAMPERS = new Set(['news', 'medical', 'recovery', 'harm-reduction', 'cooking', 'weather', 'music', 'games', 'sport', 'use', 'talk', 'retail',
  'illicit']);

/** From the weakest to the strongest: a later kind covers an earlier one. @type {MarkKind[]} */
export const KINDS = ['damper', 'signal', 'activity', 'substance', 'identifier'];

/**
 * All marks of an assessment, weakest kind first.
 * @param {Assessment} assessment
 * @returns {Mark[]}
 */
export function marksOf({hits, signals, identifiers}) {
  /** @type {Mark[]} */
  const marks = [
    ...hits.map(hit => ({start: hit.start, end: hit.end, kind: hit.sense, name: hit.concept})),
    ...signals.map(({start, end, kind}) => ({start, end, kind: /** @type {MarkKind} */ (DAMPERS.has(kind) ? 'damper' : 'signal'), name: kind})),
    ...identifiers.map(({start, end, kind}) => ({start, end, kind: /** @type {MarkKind} */ ('identifier'), name: kind})),
  ];
  return marks.sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || a.start - b.start);
}

/**
 * Cuts `text` at its marks. Spans outside of the text, or empty ones, are passed over: a post may have changed since.
 * @param {string} text
 * @param {Mark[]} marks  weakest first
 * @returns {Run[]}
 */
export function runsOf(text, marks) {
  const sound = marks.filter(({start, end}) => Number.isInteger(start) && start >= 0 && start < end && end <= text.length);
  const cuts = [...new Set([0, text.length, ...sound.flatMap(({start, end}) => [start, end])])].sort((a, b) => a - b);
  /** @type {Run[]} */ const runs = [];
  /** @type {Mark | undefined} */ let last;
  for (let i = 0; i + 1 < cuts.length; i++) {
    const [start, end] = [cuts[i], cuts[i + 1]];
    const mark = sound.filter(m => m.start <= start && end <= m.end).at(-1);
    const piece = text.slice(start, end);
    if (runs.length && mark === last) runs[runs.length - 1].text += piece;
    else runs.push({text: piece, kind: mark?.kind ?? null, name: mark?.name ?? ''});
    last = mark;
  }
  return runs;
}

/**
 * The runs of a part of the text; marks are cut at its ends.
 * @param {string} text @param {Mark[]} marks  weakest first, over the whole text
 * @param {number} from @param {number} to
 */
export const runsWithin = (text, marks, from, to) => runsOf(text.slice(from, to),
  marks.map(mark => ({...mark, start: Math.max(mark.start, from) - from, end: Math.min(mark.end, to) - from})));

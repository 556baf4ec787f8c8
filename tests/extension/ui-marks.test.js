// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {DAMPERS, marksOf, runsOf, runsWithin} from '../../extension/shared/ui/marks.js';

/** @param {string} shape  'kind:start-end' */
const mark = shape => {
  const [, kind, start, end] = /^(\w+):(-?\d+)-(-?\d+)$/.exec(shape);
  return {kind, start: Number(start), end: Number(end), name: ''};
};

/** Each row: text, marks (weakest first), the runs as `kind[text]` or plain text. */
const ROWS = [
  ['', [], ''],
  ['plain', [], 'plain'],
  ['a snow b', ['substance:2-6'], 'a substance[snow] b'],
  ['snow', ['substance:0-4'], 'substance[snow]'],
  ['ab', ['substance:0-1', 'substance:1-2'], 'substance[a]substance[b]'],
  ['10 snow dm', ['signal:0-10', 'substance:3-7'], 'signal[10 ]substance[snow]signal[ dm]'],
  ['t.me/x', ['signal:0-4', 'identifier:0-6'], 'identifier[t.me/x]'],
  ['abcdef', ['signal:0-4', 'activity:2-6'], 'signal[ab]activity[cdef]'],
  ['stale', ['substance:2-40', 'substance:-1-2', 'substance:3-3'], 'stale'],
  ['❄️ x', ['substance:0-2'], 'substance[❄️] x'],
];

test('text is cut at its marks', () => {
  for (const [text, marks, expected] of ROWS) {
    const runs = runsOf(text, marks.map(mark));
    assert.equal(runs.map(run => run.kind ? `${run.kind}[${run.text}]` : run.text).join(''), expected, text);
    assert.equal(runs.map(run => run.text).join(''), text, 'the runs join up to the text');
  }
});

test('a part of a text has the marks that reach into it', () => {
  const text = 'buy snow\nt.me/snow', marks = ['signal:0-10', 'substance:4-8', 'substance:14-18'].map(mark);
  const parts = [[0, 8, 'signal[buy ]substance[snow]'], [9, 18, 'signal[t].me/substance[snow]'], [8, 8, '']];
  for (const [from, to, expected] of parts)
    assert.equal(runsWithin(text, marks, from, to).map(run => run.kind ? `${run.kind}[${run.text}]` : run.text).join(''), expected);
});

test('a mark without whole numbers is passed over', () => {
  assert.deepEqual(runsOf('snow', [{kind: 'substance', start: 0.5, end: NaN, name: ''}]), [{text: 'snow', kind: null, name: ''}]);
});

test('an assessment gives its marks weakest first', () => {
  const assessment = {score: 1, band: 'strong', reasons: [],
    hits: [{start: 0, end: 4, sense: 'substance', concept: 'cocaine'}, {start: 5, end: 9, sense: 'activity', concept: 'menu'}],
    signals: [{start: 10, end: 12, kind: 'price'}, {start: 0, end: 4, kind: 'weather'}],
    identifiers: [{start: 10, end: 14, kind: 'phone', value: ''}]};
  assert.deepEqual(marksOf(assessment).map(({kind, name}) => `${kind} ${name}`),
    ['damper weather', 'signal price', 'activity menu', 'substance cocaine', 'identifier phone']);
  assert.ok(DAMPERS.has('weather') && !DAMPERS.has('price'));
});

// SPDX-License-Identifier: GPL-3.0-or-later
import './webcrypto.js';
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {language, ScanQueue, takeBatch} from '../../extension/background/scan-queue.js';

/** A host that scores a text by its length and remembers what it was asked. */
function host() {
  const asked = [];
  return {asked, request: async (type, {segments}) => {
    asked.push(segments);
    return {assessments: segments.map(({id, text}) => ({segment: id, score: text.length, band: 'none'}))};
  }};
}

test('texts of one moment go in one request, equal ones once, and an answer is kept', async () => {
  const {asked, request} = host();
  const queue = new ScanQueue(request);
  const scores = await Promise.all(['a', 'bb', 'a', 'ccc'].map(text => queue.scan({text, lang: 'en'})));
  assert.deepEqual(scores.map(({score}) => score), [1, 2, 1, 3]);
  assert.ok(scores.every(answer => !('segment' in answer)));
  await queue.scan({text: 'a', lang: 'en'});
  assert.deepEqual(asked.flat().map(({text}) => text).sort(), ['a', 'bb', 'ccc']);
});

test('the same words in another language are another question', async () => {
  const {asked, request} = host();
  const queue = new ScanQueue(request);
  await queue.scan({text: 'a', lang: 'en'});
  await queue.scan({text: 'a', lang: 'de'});
  assert.equal(asked.length, 2);
});

test('after drop every text is asked again', async () => {
  const {asked, request} = host();
  const queue = new ScanQueue(request);
  await queue.scan({text: 'a', lang: ''});
  queue.drop();
  await queue.scan({text: 'a', lang: ''});
  assert.equal(asked.length, 2);
});

test('a failure reaches who asked and is not kept', async () => {
  let fail = true;
  const queue = new ScanQueue(async (type, {segments}) => {
    if (fail)
      throw new Error('no host');
    return {assessments: segments.map(({id}) => ({segment: id}))};
  });
  await assert.rejects(queue.scan({text: 'a', lang: ''}), /no host/);
  fail = false;
  await queue.scan({text: 'a', lang: ''});
});

test('a segment left unanswered is an error', async () => {
  const queue = new ScanQueue(async () => ({assessments: []}));
  await assert.rejects(queue.scan({text: 'a', lang: ''}), /unanswered/);
});

const BATCHES = [
  ['no job', [], 0],
  ['few', [1, 1, 1], 3],
  ['256 at most', Array(300).fill(1), 256],
  ['by size', [100_000, 30_000, 30_000], 2],
  ['one at least', [200_000, 1], 1],
];
for (const [name, lengths, taken] of BATCHES) {
  test(`a batch: ${name}`, () => {
    const jobs = lengths.map(length => ({text: 'x'.repeat(length)}));
    assert.equal(takeBatch(jobs).length, taken);
    assert.equal(jobs.length, lengths.length - taken);
  });
}

for (const [lang, expected] of [['de', 'de'], ['zh-Hans-CN', 'zh-Hans-CN'], ['', ''], ['de_DE', ''], ['x'.repeat(40), ''], ['<script>', '']])
  test(`language ${lang || '(none)'} is sent as ${expected || '(none)'}`, () => assert.equal(language(lang), expected));

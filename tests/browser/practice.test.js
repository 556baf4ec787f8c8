// SPDX-License-Identifier: GPL-3.0-or-later
/** The practice feed teaches by what the reader says of its posts: each sale is suspected, in every language, and nothing else is. */
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import path from 'node:path';
import {test} from 'node:test';
import {POSTS} from '../../extension/practice/posts.js';
import {CTL, ROOT} from './lib/workplace.js';

const SALES = new Set(['p1', 'p3', 'p5', 'p7', 'p9', 'p12', 'p14', 'p16', 'p18', 'p20', 'p22', 'p24', 'p26']);

test('practice posts are read as they are meant', () => {
  const input = POSTS.map(({id, text, lang}) => JSON.stringify({id, text, lang})).join('\n');
  const output = execFileSync(CTL, ['scan', '--jsonl'], {input, encoding: 'utf8', env: {...process.env, DECANT_DATA_DIR: path.join(ROOT, 'data')}});
  const bands = new Map(output.trim().split('\n').map(line => JSON.parse(line)).map(({id, band}) => [id, band]));
  for (const {id, lang} of POSTS) {
    const suspected = ['suspect', 'strong'].includes(bands.get(id));
    assert.equal(suspected, SALES.has(id), `${id} (${lang}): ${bands.get(id)}`);
  }
});

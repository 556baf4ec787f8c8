// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {mayCall, read, Router, tierOf} from '../../extension/background/router.js';

const ID = 'us', HOME = 'chrome-extension://us/';
const tab = {id: 5};

const SENDERS = [
  ['a content script', {id: ID, url: 'https://shop.test/', tab}, 'page'],
  ['a content script in a file', {id: ID, url: 'file:///tmp/a.html', tab}, 'page'],
  ['the panel', {id: ID, url: `${HOME}panel/panel.html`}, 'ui'],
  ['the panel in a tab', {id: ID, url: `${HOME}panel/panel.html?tab=5`, tab}, 'ui'],
  ['the practice page', {id: ID, url: `${HOME}practice/practice.html`, tab}, 'practice'],
  ['another extension', {id: 'them', url: 'https://shop.test/', tab}, 'none'],
  ['another extension that claims our address', {id: 'them', url: `${HOME}panel/panel.html`}, 'none'],
  ['a page of another extension', {id: ID, url: 'chrome-extension://them/a.html', tab}, 'none'],
  ['a sender without a tab', {id: ID, url: 'https://shop.test/'}, 'none'],
  ['a sender without an address', {id: ID, tab}, 'none'],
  ['an address that only begins like ours', {id: ID, url: 'chrome-extension://usurper/panel/panel.html', tab}, 'none'],
];
for (const [name, sender, tier] of SENDERS)
  test(`${name} is of tier ${tier}`, () => assert.equal(tierOf(sender, ID, HOME), tier));

const RIGHTS = [['page/posts', 'page', true], ['page/posts', 'practice', true], ['page/posts', 'ui', false], ['page/posts', 'none', false],
  ['ui/log', 'ui', true], ['ui/log', 'practice', true], ['ui/log', 'page', false], ['ui/log', 'none', false], ['content/mode', 'ui', false], ['x', 'ui', false]];
for (const [type, tier, may] of RIGHTS)
  test(`${type} from ${tier}: ${may ? 'yes' : 'no'}`, () => assert.equal(mayCall(type, tier), may));

test('dispatch answers and never rejects', async () => {
  const router = new Router({'ui/yes': () => ({fine: true}), 'ui/nothing': () => undefined,
    'ui/bad': () => { throw Object.assign(new Error('why'), {code: 'because'}); }}, () => ({id: ID, home: HOME}));
  const panel = {id: ID, url: `${HOME}panel/panel.html`}, page = {id: ID, url: 'https://shop.test/', tab};
  assert.deepEqual(await router.dispatch({type: 'ui/yes'}, panel), {fine: true});
  assert.deepEqual(await router.dispatch({type: 'ui/nothing'}, panel), {});
  assert.deepEqual(await router.dispatch({type: 'ui/bad'}, panel), {error: {code: 'because', message: 'why'}});
  assert.equal((await router.dispatch({type: 'ui/yes'}, page)).error.code, 'forbidden');
  for (const message of [null, {}, {type: 7}, {type: 'toString'}, {type: '__proto__'}])
    assert.equal((await router.dispatch(message, panel)).error.code, 'unknown-type');
});

const POST = {key: 'p1', text: 't', own: 1, lang: '', author: '', permalink: '', posted: ''};
test('a post is read within its bounds', () => {
  assert.deepEqual(read.post({...POST, extra: 1}), POST);
  assert.equal(read.post({...POST, text: 'x'.repeat(200_000)}).text.length, 100_000);
  assert.equal(read.post({...POST, own: 200_000}).own, 1);
  assert.equal(read.post({...POST, own: undefined}).own, 1);
  assert.equal(read.post({...POST, permalink: 'javascript:alert(1)'}).permalink, '');
});
for (const [name, call] of [['no post', () => read.post(null)], ['a text that is none', () => read.post({...POST, text: 7})], ['too many posts', () => read.posts(Array(257).fill(POST))],
  ['half a number', () => read.whole(1.5)], ['no list', () => read.list('a', 5)]])
  test(`${name} is refused`, () => assert.throws(call, {code: 'bad-message'}));

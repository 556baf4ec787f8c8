// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {mainOf, missingWords, noticesOf, pageNotice, siteOf, siteOfOrigin, statusRows} from '../../extension/shared/ui/states.js';

const host = {state: 'connected', message: '', version: '0.1.0', lexicon: '', vault: {state: 'ready', entries: 3, message: ''}};
const calm = {tabId: 1, address: 'https://social.example/a', origin: 'https://social.example/*', permission: 'granted', mode: 'silent', picture: 'none', host,
  counts: {read: 5, suspected: 0}, posts: [], unreadFrames: [], practice: false};
const broken = state => ({...calm, host: {...host, state, message: 'why and what to do'}});
const post = {id: '0:d:k'};

/** Each row: what differs from a calm tab, the main view, the page's notice, what its button does. */
const ROWS = [
  [{}, 'empty', 'empty', undefined],
  [{counts: {read: 0, suspected: 0}}, 'empty', 'unread', undefined],
  [{posts: [post]}, 'list', 'loading', undefined],
  [{permission: 'not-granted'}, 'permission', 'permission', 'permit-site'],
  [{permission: 'not-granted', address: '', origin: ''}, 'permission', 'unknown', undefined],
  [{permission: 'impossible', address: 'about:blank'}, 'impossible', 'impossible', undefined],
  [{permission: 'impossible', practice: true}, 'empty', 'empty', undefined],
  [{mode: 'off'}, 'off', 'off', 'turn-on'],
  [broken('connecting'), 'loading', 'loading', undefined],
  ...['absent', 'forbidden', 'outdated', 'failed'].map(state => [broken(state), 'host', 'host', 'retry']),
  [{...broken('absent'), permission: 'not-granted'}, 'permission', 'permission', 'permit-site'],
];

test('each state has one main view with what helps', () => {
  assert.equal(mainOf(null), 'loading');
  for (const [change, main, notice, action] of ROWS) {
    const state = {...calm, ...change};
    assert.equal(mainOf(state), main, JSON.stringify(change));
    if (main === 'list') continue;
    assert.equal(pageNotice(state).id, notice, JSON.stringify(change));
    assert.equal(pageNotice(state).action, action, JSON.stringify(change));
  }
});

test('notices stand above the list, and never twice', () => {
  const ids = change => noticesOf({...calm, ...change}).map(({id}) => id);
  assert.deepEqual(noticesOf(null), []);
  assert.deepEqual(ids({}), []);
  assert.deepEqual(ids(broken('absent')), [], 'the page says it already');
  assert.deepEqual(ids({...broken('failed'), posts: [post]}), ['host']);
  assert.deepEqual(ids({...broken('connecting'), posts: [post]}), []);
  assert.deepEqual(ids({posts: [post], mode: 'off'}), ['off']);
  assert.deepEqual(ids({posts: [post], permission: 'not-granted'}), ['permission']);
  assert.deepEqual(ids({host: {...host, vault: {state: 'broken', entries: 0, message: 'newer format'}}}), ['vault']);
  assert.deepEqual(ids({host: {...host, vault: {state: 'old', entries: 3, message: ''}}}), ['vault']);
  assert.deepEqual(ids({host: {...host, vault: {state: 'absent', entries: 0, message: ''}}}), ['vault']);
  assert.deepEqual(ids({unreadFrames: ['https://ads.example/*']}), ['frames']);
});

test('the host’s own words are the text', () => {
  assert.equal(pageNotice(broken('failed')).text, 'why and what to do');
  assert.deepEqual(pageNotice({...broken('failed'), host: {...host, state: 'failed'}}).text, {key: 'host_text'});
});

test('sites are named by their host', () => {
  const rows = [['https://a.example:8443/x', 'a.example:8443'], ['chrome://settings/', ''], ['', ''], ['not an address', '']];
  for (const [address, site] of rows) assert.equal(siteOf(address), site, address);
  assert.equal(siteOfOrigin('https://a.example/*'), 'a.example');
  assert.equal(siteOfOrigin('https://a.example'), 'a.example');
  assert.equal(siteOfOrigin('odd'), 'odd');
});

test('status rows tell good, waiting and bad apart', () => {
  const shape = state => statusRows(state).map(({good, busy}) => good ? 'good' : busy ? 'waiting' : 'bad').join(' ');
  assert.equal(shape(calm), 'good good');
  assert.equal(shape(broken('connecting')), 'waiting waiting');
  assert.equal(shape(broken('failed')), 'bad waiting');
  assert.equal(shape({...calm, host: {...host, vault: {state: 'absent', entries: 0, message: ''}}}), 'good waiting');
  assert.equal(shape({...calm, host: {...host, vault: {state: 'old', entries: 3, message: ''}}}), 'good bad');
  assert.equal(shape({...calm, host: {...host, vault: {state: 'broken', entries: 0, message: ''}}}), 'good bad');
});

test('missing parts have words, unknown ones their own', () => {
  assert.deepEqual(missingWords({what: 'picture', why: 'not-permitted'}),
    {what: {key: 'part_picture', args: ['picture']}, why: {key: 'part_why_not_permitted', args: ['not-permitted']}});
  assert.equal(missingWords({what: 'frames: https://ads.example', why: 'not-permitted'}).what.key, 'part_frames');
  assert.deepEqual(missingWords({what: 'smell', why: 'newest'}),
    {what: {key: 'part_other', args: ['smell']}, why: {key: 'part_why_other', args: ['newest']}});
});

// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {TabPosts, UNREAD} from '../../extension/background/tab-state.js';

const post = (key, text = key) => ({key, text, lang: '', author: '', permalink: '', posted: ''});
const band = (name, score) => ({...UNREAD, band: name, score});

function tabWith(...posts) {
  const tab = new TabPosts();
  tab.enter('aa', {frameId: 0, address: 'https://shop.test/'});
  posts.forEach(([key, name, score]) => tab.put('aa', post(key), band(name, score)));
  return tab;
}

test('posts are listed by score, those without a sign are counted only', () => {
  const tab = tabWith(['p1', 'none', 0.1], ['p2', 'suspect', 0.6], ['p3', 'strong', 0.9], ['p4', 'notice', 0.4]);
  assert.deepEqual(tab.listed().map(({post: {key}}) => key), ['p3', 'p2', 'p4']);
  assert.deepEqual(tab.counts, {read: 4, suspected: 2});
});

test('a new document of a frame takes the place of the old one, and of that alone', () => {
  const tab = tabWith(['p1', 'strong', 0.9]);
  tab.enter('bb', {frameId: 3, address: 'https://frame.test/'});
  tab.put('bb', post('p1'), band('strong', 0.8));
  assert.equal(tab.enter('cc', {frameId: 0, address: 'https://shop.test/2'}), true);
  assert.deepEqual([...tab.documents.keys()], ['bb', 'cc']);
  assert.equal(tab.top.address, 'https://shop.test/2');
  assert.equal(tab.enter('cc', {frameId: 0}), false, 'the same document says hello again');
});

test('an id leads back to its post', () => {
  const tab = tabWith(['p1', 'strong', 0.9]);
  const [{id}] = tab.listed();
  assert.equal(id, '0:aa:p1');
  assert.equal(tab.find(id).post.text, 'p1');
  assert.equal(tab.find('0:gone:p9').post, undefined);
});

test('a mark holds for the text that was logged', () => {
  const tab = tabWith(['p1', 'strong', 0.9], ['p2', 'none', 0]);
  const [{id}] = tab.listed();
  tab.mark(id, tab.find(id), {log: 'logged', entry: 12});
  assert.deepEqual([tab.listed()[0].log, tab.listed()[0].entry], ['logged', 12]);
  tab.put('aa', post('p1', 'another post in the same element'), band('strong', 0.9));
  assert.equal(tab.listed()[0].log, 'unlogged');
});

test('a logged post is listed whatever its band; what is not saved stays when its post is gone', () => {
  const tab = tabWith(['p1', 'none', 0]);
  tab.mark('0:aa:p1', tab.find('0:aa:p1'), {log: 'failed', problem: 'full'});
  assert.equal(tab.listed()[0].problem, 'full');
  tab.remove('aa', ['p1']);
  assert.equal(tab.listed()[0].log, 'failed');
  tab.mark('0:aa:p1', {post: post('p1'), assessment: UNREAD}, {log: 'logged', entry: 1});
  assert.deepEqual(tab.listed(), []);
});

test('marks outlive the worker', () => {
  const tab = tabWith(['p1', 'strong', 0.9]);
  tab.mark('0:aa:p1', tab.find('0:aa:p1'), {log: 'saving'});
  const again = new TabPosts();
  again.restore(JSON.parse(JSON.stringify(tab.save())));
  assert.equal(again.listed()[0].log, 'saving');
});

test('there is an end to posts of one document', () => {
  const tab = tabWith();
  for (let number = 0; number < 5_100; number++)
    tab.put('aa', post(`p${number}`), UNREAD);
  assert.equal(tab.counts.read, 5_000);
});

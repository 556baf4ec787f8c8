// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {commandOf, KEYS} from '../../extension/panel/keys.js';
import {keepSelection, stepTo} from '../../extension/panel/list.js';
import {POSTS} from '../../extension/practice/posts.js';

const press = (key, focus = 'none', modifiers = {}) => commandOf({key, ctrlKey: false, altKey: false, metaKey: false, ...modifiers}, focus);

test('keys do what the help says', () => {
  const rows = [['j', 'next'], ['J', 'next'], ['ArrowDown', 'next'], ['k', 'previous'], ['ArrowUp', 'previous'], ['Home', 'first'], ['End', 'last'],
    ['l', 'log'], ['e', 'explain'], ['c', 'copy'], ['Enter', 'jump'], ['?', 'help'], ['Escape', 'close'], ['x', null], ['Tab', null]];
  for (const [key, command] of rows) assert.equal(press(key), command, key);
  assert.equal(new Set(KEYS.flatMap(({keys}) => keys)).size, KEYS.flatMap(({keys}) => keys).length, 'no key does two things');
});

test('the browser’s keys and the focused control’s keys are left alone', () => {
  for (const modifier of ['ctrlKey', 'altKey', 'metaKey']) assert.equal(press('l', 'none', {[modifier]: true}), null, modifier);
  assert.equal(press('Enter', 'button'), null);
  assert.equal(press('j', 'button'), 'next');
  assert.equal(press('ArrowDown', 'field'), null);
  assert.equal(press('l', 'field'), null);
  assert.equal(press('Escape', 'field'), 'close');
  assert.equal(press('ArrowDown', 'text'), null);
});

test('the selection stays with its post', () => {
  assert.equal(keepSelection([], ['a', 'b'], null), 'a');
  assert.equal(keepSelection(['a', 'b'], ['c', 'a', 'b'], 'b'), 'b');
  assert.equal(keepSelection(['a', 'b', 'c'], ['a', 'c'], 'b'), 'c', 'the next one takes its place');
  assert.equal(keepSelection(['a', 'b'], ['a'], 'b'), 'a');
  assert.equal(keepSelection(['a'], [], 'a'), null);
});

test('steps stay inside the list', () => {
  const ids = ['a', 'b', 'c'];
  const rows = [['a', 'next', 'b'], ['c', 'next', 'c'], ['a', 'previous', 'a'], ['b', 'first', 'a'], ['b', 'last', 'c'], [null, 'next', 'a']];
  for (const [selected, step, expected] of rows) assert.equal(stepTo(ids, selected, step), expected, `${selected} ${step}`);
  assert.equal(stepTo([], null, 'next'), null);
});

test('practice posts are invented, and say so', () => {
  assert.ok(POSTS.length >= 24);
  assert.ok(new Set(POSTS.map(({lang}) => lang)).size >= 8, 'at least eight languages');
  assert.equal(new Set(POSTS.map(({id}) => id)).size, POSTS.length);
  for (const {handle, text} of POSTS) {
    assert.match(handle, /^example_/);
    for (const [contact] of text.matchAll(/@\w+/g)) assert.match(contact, /^@example/, text);
    for (const [, link] of text.matchAll(/t\.me\/(\w+)/g)) assert.match(link, /^example/, text);
    for (const [number] of text.matchAll(/\+?\d[\d -]{6,}\d/g)) assert.match(number, /^(\+44 7700 900\d{3}|555-01\d\d|030 23125 \d{3}|06 39 98 \d\d \d\d)$/, text);
  }
});

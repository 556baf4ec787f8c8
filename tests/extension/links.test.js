// SPDX-License-Identifier: GPL-3.0-or-later
/* global decant */
import assert from 'node:assert/strict';
import {test} from 'node:test';
import '../../extension/content/links.js';

const CYRILLIC = 'закладки', ENCODED = encodeURIComponent(CYRILLIC);

/** A link as a browser gives it: the address is normalised. */
const anchor = (href, rel = '', className = '') => ({href, rel, className});

/** Each row: what it shows, the post's text, address (rel, class) of the link, whether its address is read. */
const ROWS = [
  ['a word of the trade, percent-encoded', 'catalogue', [`https://example.test/${ENCODED}`], true],
  ['an address in the text', `see example.test/${ENCODED}`, [`https://www.example.test/${ENCODED}/`], false],
  ['an address in the text, readable', `see https://example.test/${CYRILLIC}`, [`https://example.test/${ENCODED}`], false],
  ['an address that is shown in part', 'example.test/long…', ['https://example.test/long/path'], true],
  ['a page of the site', 'more', ['https://pages.test/more'], false],
  ['a page of the site, www.', 'more', ['https://www.pages.test/more'], false],
  ['a page of another part of the site', 'more', ['https://shop.pages.test/more'], false],
  ['a host that only ends alike', 'more', ['https://otherpages.test/more'], true],
  ['a way out through the site', 'more', ['https://pages.test/out?to=https%3A%2F%2Fexample.test%2Fa'], true],
  ['the post itself', 'more', ['https://example.test/post/1'], false],
  ['an author', 'Example', ['https://example.test/u/1', 'author nofollow'], false],
  ['a tag', '#example', ['https://example.test/tags/1', 'tag'], false],
  ['a mention', '@example', ['https://example.test/@example', '', 'u-url mention'], false],
  ['an e-mail address', 'write', ['mailto:seller@example.test'], true],
  ['an e-mail address that is shown', 'Seller@example.test', ['mailto:seller@example.test'], false],
  ['a number', 'call', ['tel:+447700900123'], true],
  ['a number that is shown', 'call +44 7700 900123', ['tel:+447700900123'], false],
  ['a messenger', 'write', ['tg://resolve?domain=example_handle'], true],
  ['a script', 'write', ['javascript:open()'], false],
  ['data', 'write', ['data:text/plain,snow'], false],
  ['no address', 'write', [''], false],
  ['a link of SVG', 'write', [{baseVal: 'https://example.test/'}], false],
];

test('addresses that the page does not show are read', () => {
  for (const [what, text, [href, rel, name], read] of ROWS) {
    const found = decant.hiddenAddresses([anchor(href, rel, name)], text, 'pages.test', 'https://example.test/post/1');
    assert.deepEqual(found.map(({address}) => address), read ? [href] : [], what);
  }
});

test('a page without a host has no pages of its own', () =>
  assert.equal(decant.hiddenAddresses([anchor('https://example.test/')], '', '', '').length, 1));

test('each address once, sixteen at most, a thousand units each', () => {
  const twice = [anchor('https://example.test/a'), anchor('https://example.test/a')];
  assert.equal(decant.hiddenAddresses(twice, '', 'pages.test', '').length, 1);
  const many = Array.from({length: 40}, (_, i) => anchor(`https://example.test/${i}`));
  assert.deepEqual(decant.hiddenAddresses(many, '', 'pages.test', '').map(({address}) => address), many.slice(0, 16).map(({href}) => href));
  const long = `https://example.test/${'a'.repeat(3_000)}`;
  assert.equal(decant.hiddenAddresses([anchor(long)], '', 'pages.test', '')[0].address, long.slice(0, 1_000));
  assert.deepEqual(decant.hiddenAddresses([anchor(`${long}${'a'.repeat(9_000)}`)], '', 'pages.test', ''), []);
  assert.deepEqual(decant.hiddenAddresses([...Array(256).fill(anchor('')), anchor('https://example.test/a')], '', 'pages.test', ''), []);
});

test('addresses follow the text, each with the link that it stands for', () => {
  const links = ['https://a.test/', 'https://b.test/'].map(address => ({anchor: {}, address}));
  const own = {node: {}, from: 0, start: 0, length: 4};
  const {text, pieces, own: length} = decant.withAddresses('snow', [own], links);
  assert.equal(text, 'snow\nhttps://a.test/\nhttps://b.test/');
  assert.equal(length, 4);
  assert.equal(pieces[0], own);
  assert.deepEqual(pieces.slice(1).map(({node, start, length: units, link}) => [node === links[start === 5 ? 0 : 1].anchor, text.slice(start, start + units), link]),
    [[true, 'https://a.test/', true], [true, 'https://b.test/', true]]);
});

test('a segment stays within its bound', () => {
  const link = {anchor: {}, address: 'https://example.test/'};
  for (const [units, whole] of [[100_000, 100_000], [99_979, 99_979], [99_978, 100_000]]) {
    const {text, own} = decant.withAddresses('x'.repeat(units), [], [link]);
    assert.deepEqual([text.length, own], [whole, units]);
  }
});

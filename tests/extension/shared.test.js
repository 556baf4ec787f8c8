// SPDX-License-Identifier: GPL-3.0-or-later
import './webcrypto.js';
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {paintSheet} from '../../extension/background/paint.js';
import {coversEverySite, originOf, sitePattern} from '../../extension/shared/origins.js';
import {sha256, truncate, wellFormed, wellFormedValue} from '../../extension/shared/text.js';
import {siteFor, SITES} from '../../extension/sites/index.js';

for (const [text, expected] of [['plain', 'plain'], ['😀', '😀'], ['\uD83D', '\uFFFD'], ['\uDE00\uD83D', '\uFFFD\uFFFD'], ['a\0b', 'a\uFFFDb'], ['\uD83D\uD83D\uDE00', '\uFFFD😀']])
  test(`well formed: ${JSON.stringify(text)}`, () => {
    assert.equal(wellFormed(text), expected);
    assert.equal(expected.length, text.length, 'unit for unit');
  });

test('well formed in depth', () => assert.deepEqual(wellFormedValue({a: ['\0', {b: 'x\uD800'}], n: 1, t: true, z: null}), {a: ['\uFFFD', {b: 'x\uFFFD'}], n: 1, t: true, z: null}));
test('a cut never halves a character', () => {
  assert.equal(truncate('ab😀', 3), 'ab');
  assert.equal(truncate('ab😀', 4), 'ab😀');
});
test('sha256', async () => assert.equal(await sha256('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'));

for (const [address, pattern] of [['https://shop.test/a?b#c', 'https://shop.test/*'], ['http://shop.test:8080/', 'http://shop.test/*'], ['about:blank', ''], ['chrome://settings', ''], ['', ''],
  ['chrome-extension://x/a.html', ''], ['https://addons.mozilla.org/', ''], ['https://chromewebstore.google.com/x', ''], ['file:///etc', ''], ['no address', '']])
  test(`pattern of ${address || '(none)'}`, () => assert.equal(sitePattern(address), pattern));

for (const [pattern, every] of [['<all_urls>', true], ['*://*/*', true], ['https://*/*', true], ['http://*/*', true], ['https://shop.test/*', false], ['*://*.shop.test/*', false]])
  test(`${pattern} ${every ? 'covers every site' : 'is a site'}`, () => assert.equal(coversEverySite(pattern), every));

test('origins of frames', () => {
  assert.equal(originOf('https://shop.test/a'), 'https://shop.test');
  assert.equal(originOf('about:blank'), '');
  assert.equal(originOf('data:text/html,x'), '');
});

test('a sheet is made of names alone', () => {
  const names = {substance: 'abcdefghij', activity: 'bcdefghijk', signal: 'cdefghijkl', identifier: 'defghijklm'};
  const sheet = paintSheet(names);
  assert.match(sheet, /::highlight\(abcdefghij\) \{ background-color: #ffc9ce !important;/);
  assert.equal(sheet.split('\n').length, 4);
  assert.equal(paintSheet({...names, signal: 'x) {} * { display: none'}), '');
  assert.equal(paintSheet(null), '');
  assert.equal(paintSheet({}), '');
});

for (const [address, host] of [['https://x.com/messages', 'x.com'], ['https://mobile.x.com/', 'x.com'], ['https://chat.reddit.com/', 'chat.reddit.com'], ['https://notx.com/', undefined], ['https://x.com.test/', undefined]])
  test(`site of ${address}`, () => assert.equal(siteFor(address)?.hosts[0], host));

test('site descriptions keep to their schema', () => {
  const schema = JSON.parse(readFileSync(new URL('../../extension/sites/schema.json', import.meta.url), 'utf8'));
  const {properties, required} = schema;
  for (const site of SITES) {
    assert.ok(required.every(name => name in site));
    for (const [name, value] of Object.entries(site)) {
      const rule = properties[name];
      assert.ok(rule, `${name} is in the schema`);
      const strings = rule.type === 'array' ? value : [value];
      strings.forEach(text => assert.match(text, new RegExp((rule.items ?? rule).pattern ?? '.')));
    }
  }
});

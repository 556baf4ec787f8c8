// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {test} from 'node:test';
import {KEYS} from '../../extension/panel/keys.js';
import {MODES} from '../../extension/shared/messages.js';
import {KINDS} from '../../extension/shared/ui/marks.js';
import {keyOf, VOCABULARY} from '../../extension/shared/ui/reasons.js';

const root = new URL('../../extension/', import.meta.url);
const load = name => JSON.parse(readFileSync(new URL(`_locales/${name}/messages.json`, root), 'utf8'));
const english = load('en');
const FOLDERS = ['panel', 'popup', 'options', 'practice', 'shared/ui'];
const sources = FOLDERS.flatMap(folder => readdirSync(new URL(folder, root)).filter(name => /\.(js|html)$/.test(name))
  .map(name => ({name: `${folder}/${name}`, text: readFileSync(new URL(`${folder}/${name}`, root), 'utf8')})));

/** Whether a key is there, alone or for counts. */
const known = key => key in english || (`${key}_one` in english && `${key}_other` in english);

/** What a message takes: its $1 … and named placeholders. */
const takes = ({message, placeholders = {}}) => [...new Set([...message.matchAll(/\$(\d|\w+\$)/g)].map(([all]) => all.toLowerCase()))].sort().join() +
  Object.keys(placeholders).sort().join();

for (const locale of readdirSync(new URL('_locales', root)).filter(name => name !== 'en')) {
  test(`${locale} has every message of English, with the same places to fill`, () => {
    const messages = load(locale);
    assert.deepEqual(Object.keys(messages).sort(), Object.keys(english).sort());
    for (const key of Object.keys(english)) {
      assert.ok(messages[key].message.trim(), key);
      assert.equal(takes(messages[key]), takes(english[key]), key);
    }
  });
}

test('every key that the markup names has words', () => {
  for (const {name, text} of sources.filter(source => source.name.endsWith('.html'))) {
    const keys = [...text.matchAll(/data-i18n="([^"]+)"/g)].map(([, key]) => key);
    const attributes = [...text.matchAll(/data-i18n-attr="([^"]+)"/g)].flatMap(([, pairs]) => pairs.split(/\s+/).map(pair => pair.split(':')[1]));
    for (const key of [...keys, ...attributes]) assert.ok(key in english, `${name}: ${key}`);
  }
});

test('every key that a script names has words', () => {
  for (const {name, text} of sources) {
    const called = [...text.matchAll(/\bt[n]?\((?:\w+ \? )?'(\w+)'/g), ...text.matchAll(/\bkey: '(\w+)'/g), ...text.matchAll(/\brow\('(\w+)'/g)];
    for (const [, key] of called) assert.ok(known(key), `${name}: ${key}`);
  }
});

test('every key that is put together has words', () => {
  const bands = ['none', 'notice', 'suspect', 'strong'], hosts = ['connecting', 'absent', 'forbidden', 'outdated', 'failed'];
  const keys = [...bands.map(band => `band_${band}`), ...MODES.flatMap(mode => [`mode_${mode}`, `mode_${mode}_text`]), ...KINDS.map(kind => `mark_${kind}`),
    ...KEYS.map(({command}) => `key_${command}`), ...hosts.map(state => `host_${state}_title`),
    ...['absent', 'old', 'broken'].flatMap(state => [`vault_${state}_title`, `vault_${state}_text`]), ...[0, 1, 2, 3].map(n => `ambiguity_${n}`),
    ...['substance', 'activity'].map(sense => `sense_${sense}`), ...['all_urls', 'active_tab', 'none'].map(picture => `pictures_${picture}`),
    ...['suspected', 'read'].map(count => `word_${count}`), 'weight_none',
    ...['for', 'against'].flatMap(side => ['strong', 'clear', 'slight'].map(size => `weight_${side}_${size}`)),
    ...Object.entries(VOCABULARY).flatMap(([group, names]) => [...names].map(name => keyOf(group, name))),
    ...['signal', 'sale', 'damper', 'identifier', 'disguise'].map(family => `reason_${family}`)];
  for (const key of keys) assert.ok(known(key), key);
});

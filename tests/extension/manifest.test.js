// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {existsSync, readFileSync} from 'node:fs';
import {test} from 'node:test';

const folder = new URL('../../extension/', import.meta.url);
const load = path => JSON.parse(readFileSync(new URL(path, folder), 'utf8'));
const manifest = load('manifest.json');

test('the key gives the id that hosts allow', () => {
  const digest = createHash('sha256').update(Buffer.from(manifest.key, 'base64')).digest('hex').slice(0, 32);
  const id = [...digest].map(digit => String.fromCharCode(97 + parseInt(digit, 16))).join('');
  assert.ok(readFileSync(new URL('../lib/browsers/extension-ids.h', folder), 'utf8').includes(id));
});

test('pages can reach nothing of the extension', () => {
  assert.equal(manifest.web_accessible_resources, undefined);
  assert.equal(manifest.externally_connectable, undefined);
  assert.equal(manifest.host_permissions, undefined);
  assert.equal(manifest.content_scripts, undefined);
});

test('no data is collected, and no permission is there that is not used', () => {
  assert.deepEqual(manifest.browser_specific_settings.gecko.data_collection_permissions.required, ['none']);
  assert.deepEqual(manifest.permissions, ['nativeMessaging', 'storage', 'scripting', 'activeTab', 'contextMenus', 'sidePanel', 'pageCapture']);
});

test('files and messages that the manifest names exist', () => {
  const text = JSON.stringify(manifest), messages = load('_locales/en/messages.json');
  for (const [path] of text.matchAll(/[a-z]+\/[\w-]+\.(js|html|png)/g))
    assert.ok(existsSync(new URL(path, folder)), path);
  for (const [, key] of text.matchAll(/__MSG_(\w+)__/g))
    assert.ok(messages[key], key);
});

test('every word that the background says is in the English catalogue', () => {
  const messages = load('_locales/en/messages.json');
  for (const name of ['native-port', 'capture', 'commands', 'context-menu', 'tabs', 'picture', 'parts']) {
    const source = readFileSync(new URL(`background/${name}.js`, folder), 'utf8');
    for (const [, key] of source.matchAll(/(?:say|getMessage|problem)\('(\w+)'/g))
      assert.ok(messages[key], `${key} of ${name}.js`);
  }
});

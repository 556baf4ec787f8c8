// SPDX-License-Identifier: GPL-3.0-or-later
import './webcrypto.js';
import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {test} from 'node:test';
import {fromBase64, makeArtifact} from '../../extension/background/artifacts.js';
import {send} from '../../extension/background/captures.js';
import {canonicalJson, codeOf, Pairing, textOf} from '../../extension/background/pairing.js';

const VAULT = '000102030405060708090a0b0c0d0e0f', NONCE = '101112131415161718191a1b1c1d1e1f';
const hex = text => createHash('sha256').update(text).digest('hex');

/** A store in memory, and an application that answers with the given states, one after the other. */
function pairingWith(...states) {
  let kept;
  const asked = [], store = {get: async () => kept, put: async value => { kept = value; }};
  const request = async (type, members) => {
    asked.push({type, ...members});
    return {state: states[asked.length - 1], vault: VAULT, ...states[asked.length - 1] === 'pending' && {nonce: NONCE}};
  };
  return {asked, store, pairing: new Pairing(request, store, async () => 'Firefox 153.0')};
}
const capture = async text => ({id: 'c-1', record: {text, n: 0.9312, at: {b: 1, a: [true, null]}}, artifacts: [await makeArtifact('source', 'text/html', new Uint8Array([1, 2, 3]))]});

for (const [value, text] of [
  [{b: 1, a: 2, 'é': 3, '€': 4}, '{"a":2,"b":1,"é":3,"€":4}'],
  [{'\u{1F600}': 1, '\uFB33': 2}, '{"\u{1F600}":1,"\uFB33":2}'],
  [[1e21, 0.000001, -0, 333333333.3333333], '[1e+21,0.000001,0,333333333.3333333]'],
  [{a: undefined, b: null}, '{"b":null}'],
  ['a"\n\u001f\u007f', '"a\\"\\n\\u001f\u007f"']])
  test(`canonical ${text}`, () => assert.equal(canonicalJson(value), text));

test('the code is six digits of key, vault and nonce', async () => {
  const key = Buffer.alloc(65, 4).toString('base64');
  const digest = createHash('sha256').update('decant pairing 1').update(Buffer.alloc(65, 4)).update(Buffer.from(VAULT + NONCE, 'hex')).digest();
  assert.equal(await codeOf(key, VAULT, NONCE), String(digest.readBigUInt64BE() % 1_000_000n).padStart(6, '0'));
  assert.equal(await codeOf(key, VAULT, NONCE), '649178');
  assert.notEqual(await codeOf(key, NONCE, NONCE), await codeOf(key, VAULT, NONCE));
});

test('a key is made once, asked for until it is approved, and kept', async () => {
  const {asked, store, pairing} = pairingWith('pending', 'pending', 'paired');
  assert.deepEqual(await pairing.state(), {state: 'none', code: ''});
  const first = await pairing.ask();
  assert.equal(first.state, 'pending');
  assert.match(first.code, /^\d{6}$/);
  assert.deepEqual(await pairing.ask(), first);
  assert.deepEqual(await pairing.ask(), {state: 'paired', code: ''});
  assert.equal(new Set(asked.map(({key}) => key)).size, 1);
  assert.equal(asked[0].name, 'Firefox 153.0');
  const {pair, key, pairing: id} = await store.get();
  assert.equal(id, `p-${hex(fromBase64(key)).slice(0, 16)}`);
  await assert.rejects(crypto.subtle.exportKey('pkcs8', pair.privateKey), /extractable/);
});

for (const end of ['refused', 'revoked'])
  test(`a key that was ${end} is not shown again`, async () => {
    const {asked, pairing} = pairingWith('pending', end, 'pending');
    await pairing.ask();
    assert.equal((await pairing.ask()).state, end);
    assert.equal(await pairing.sign(await capture('x')), undefined);
    await pairing.ask();
    assert.equal(asked[0].key, asked[1].key);
    assert.notEqual(asked[1].key, asked[2].key);
  });

test('a paired browser signs what goes over the wire, to the letter', async () => {
  const {store, pairing} = pairingWith('paired');
  const what = await capture('lone \ud800 surrogate');
  assert.equal(await pairing.sign(what), undefined);
  await pairing.ask();
  const sent = [];
  const request = async (type, members) => {
    sent.push({type, ...members});
    return type === 'capture.begin' ? {state: 'committed'} : {entry: 1};
  };
  await send(request, what, value => pairing.sign(value));
  const {signature} = sent[0];
  const {pair, pairing: id} = await store.get();
  const artifacts = `[{"id":"source","media_type":"text/html","role":"source","sha256":"${hex(Buffer.from([1, 2, 3]))}","size":3}]`;
  const text = ['decant capture 1', VAULT, 'c-1', '', hex('{"at":{"a":[true,null],"b":1},"n":0.9312,"text":"lone \ufffd surrogate"}'), hex(artifacts), ''].join('\n');
  assert.equal(await textOf(VAULT, what), text);
  assert.equal(signature.pairing, id);
  assert.equal(fromBase64(signature.value).length, 64);
  const verify = words => crypto.subtle.verify({name: 'ECDSA', hash: 'SHA-256'}, pair.publicKey, fromBase64(signature.value), new TextEncoder().encode(words));
  assert.equal(await verify(text), true);
  assert.equal(await verify(text.replace('c-1', 'c-2')), false);
});

test('an unpaired browser logs without a signature, also when its key cannot be read', async () => {
  const sent = [];
  const request = async (type, members) => {
    sent.push({type, ...members});
    return type === 'capture.begin' ? {state: 'committed'} : {entry: 1};
  };
  await send(request, await capture('x'), async () => { throw new Error('no storage'); });
  await send(request, await capture('x'));
  assert.ok(sent.every(message => !('signature' in message)));
});

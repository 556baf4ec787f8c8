// SPDX-License-Identifier: GPL-3.0-or-later
import './webcrypto.js';
import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {test} from 'node:test';
import {CHUNK, chunkAt, fromBase64, makeArtifact, toBase64} from '../../extension/background/artifacts.js';
import {isSame} from '../../extension/background/capture.js';
import {send} from '../../extension/background/captures.js';
import {cropRectangle} from '../../extension/background/picture.js';

const bytes = length => Uint8Array.from({length}, (_, index) => index * 7 % 256);

test('an artifact carries its digest and comes back byte for byte', async () => {
  const artifact = await makeArtifact('source', 'text/html', bytes(1_000_001));
  assert.equal(artifact.size, 1_000_001);
  assert.equal(artifact.sha256, createHash('sha256').update(bytes(1_000_001)).digest('hex'));
  assert.deepEqual(fromBase64(artifact.data), bytes(1_000_001));
});

for (const [size, offset] of [[10, 0], [10, 3], [10, 4], [CHUNK, 0], [CHUNK * 2 + 5, CHUNK], [CHUNK * 2 + 5, CHUNK * 2], [CHUNK * 2 + 5, 1]]) {
  test(`the chunk at ${offset} of ${size} bytes`, async () => {
    const artifact = await makeArtifact('source', 'text/html', bytes(size));
    assert.equal(chunkAt(artifact, offset), toBase64(bytes(size).subarray(offset, offset + CHUNK)));
  });
}

/** What docs/PROTOCOL.md says of a capture, with a store that can be inspected. @param {Record<string, number>} received */
function vault(received = {}, state = 'open') {
  const calls = [], store = {};
  const request = async (type, message) => {
    calls.push(type);
    if (type === 'capture.begin')
      return {state, received};
    if (type === 'capture.chunk') {
      store[message.artifact] = [...store[message.artifact] ?? [], ...fromBase64(message.data)];
      return {received: message.offset + fromBase64(message.data).length};
    }
    return {entry: 12, leaf: 'ab', checkpoint: 'note', repeated: state === 'committed'};
  };
  return {calls, store, request};
}
const pending = async (...sizes) => ({id: 'c-1', record: {}, artifacts: await Promise.all(sizes.map((size, index) => makeArtifact(`a${index}`, 'x/y', bytes(size))))});

test('a capture is begun, sent in chunks, committed', async () => {
  const {calls, store, request} = vault();
  assert.equal((await send(request, await pending(10, CHUNK + 1))).entry, 12);
  assert.deepEqual(calls, ['capture.begin', 'capture.chunk', 'capture.chunk', 'capture.chunk', 'capture.commit']);
  assert.deepEqual(Uint8Array.from(store.a1), bytes(CHUNK + 1));
});

test('a capture begun before is resumed where it stopped', async () => {
  const {calls, store, request} = vault({a0: 4});
  await send(request, await pending(10));
  assert.deepEqual(calls, ['capture.begin', 'capture.chunk', 'capture.commit']);
  assert.deepEqual(Uint8Array.from(store.a0), bytes(10).subarray(4));
});

test('a capture that was committed is not sent again', async () => {
  const {calls, request} = vault({}, 'committed');
  assert.equal((await send(request, await pending(10))).repeated, true);
  assert.deepEqual(calls, ['capture.begin', 'capture.commit']);
});

test('a host that takes nothing does not hold the worker for ever', async () => {
  await assert.rejects(send(async type => type === 'capture.begin' ? {state: 'open', received: {}} : {received: 0}, await pending(10)), {code: 'out-of-order'});
});

const TAB = {id: 1, windowId: 2, active: true, url: 'https://shop.test/'};
const COLLECTED = {document: 'aa', record: {document: 'https://shop.test/'}};
const CHECK = {document: 'aa', address: 'https://shop.test/'};
for (const [name, after, check, same] of [
  ['nothing changed', TAB, CHECK, true],
  ['another tab is in front', {...TAB, active: false}, CHECK, false],
  ['the tab went elsewhere', {...TAB, url: 'https://shop.test/2'}, CHECK, false],
  ['the tab moved to another window', {...TAB, windowId: 9}, CHECK, false],
  ['another document is there', TAB, {...CHECK, document: 'bb'}, false],
  ['the frame went elsewhere', TAB, {...CHECK, address: 'https://shop.test/3'}, false],
  ['nobody answers', TAB, null, false]])
  test(`${name}: the picture ${same ? 'is kept' : 'is dropped'}`, () => assert.equal(isSame(TAB, after, COLLECTED, check), same));

for (const [name, box, ratio, expected] of [
  ['within', {x: 10, y: 20, width: 30, height: 40}, 1, {left: 10, top: 20, width: 30, height: 40}],
  ['at two device pixels each', {x: 10, y: 20, width: 30, height: 40}, 2, {left: 20, top: 40, width: 60, height: 60}],
  ['halves are taken whole', {x: 0.5, y: 0.5, width: 1, height: 1}, 1, {left: 0, top: 0, width: 2, height: 2}],
  ['cut at the edges', {x: -10, y: 90, width: 300, height: 40}, 1, {left: 0, top: 90, width: 200, height: 10}],
  ['below the view', {x: 0, y: 100, width: 30, height: 40}, 1, null]])
  test(`crop: ${name}`, () => assert.deepEqual(cropRectangle(box, ratio, {width: 200, height: 100}), expected));

// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * The recorded conversations of tests/wire/, from the extension's side: what we send is what was recorded, and what the
 * host answered there comes out of the port as a reply or as an error with its code. The C side plays the same files.
 */
import './webcrypto.js';
import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {test} from 'node:test';
import {send} from '../../extension/background/captures.js';
import {NativePort} from '../../extension/background/native-port.js';

const folder = new URL('../wire/', import.meta.url);
const MARKS = {'<string>': 'a', '<text>': 'some text', '<hex64>': 'ab'.repeat(32), '<number>': 1, '<boolean>': true, '<array>': [], '<object>': {}, '<version>': '0.1.0'};

/** A reply with its marks filled in. @param {any} value @returns {any} */
const fill = value => Array.isArray(value) ? value.map(fill) : value && typeof value === 'object' ?
  Object.fromEntries(Object.entries(value).map(([name, member]) => [name, fill(member)])) : typeof value === 'string' ? MARKS[value] ?? value : value;

/** Requests that are messages, each with the frames that answered it. @param {string} file */
function exchangesOf(file) {
  const lines = readFileSync(new URL(file, folder), 'utf8').split('\n').filter(line => line && !line.startsWith('#')).map(line => JSON.parse(line));
  const exchanges = [];
  for (const {direction, frame} of lines) {
    if (direction === 'request')
      exchanges.push({request: frame, replies: []});
    else if (direction === 'reply')
      exchanges.at(-1).replies.push(fill(frame));
  }
  return exchanges.filter(({request, replies}) => request && replies.length);
}

/** A port whose host answers as recorded. @param {any[]} replies to the one request after the greeting */
function portTo(replies) {
  const sent = [];
  let hear = () => {};
  const say = (id, frame) => queueMicrotask(() => hear({...frame, id}));
  const port = new NativePort({
    connect: () => ({
      postMessage(message) {
        if (message.id === 1)
          return say(1, {v: 1, type: 'hello', protocol: 1, host: '0.1.0', lexicon: MARKS['<hex64>']});
        sent.push(message);
        replies.forEach(reply => say(message.id, reply));
      },
      disconnect() {},
      onMessage: {addListener: listener => { hear = listener; }},
      onDisconnect: {addListener() {}},
    }),
    lastError: () => undefined, client: async () => ({name: 'extension', version: '0.1.0', browser: 'Test 1'}), onChange() {},
  });
  return {port, sent};
}

/** What a client of ours can say: it numbers its own messages and knows one version. @param {any} request */
const isOurs = ({v, id, type}) => v === 1 && Number.isSafeInteger(id) && id > 0 && typeof type === 'string';

for (const file of readdirSync(folder).filter(name => name.endsWith('.jsonl'))) {
  exchangesOf(file).filter(({request}) => isOurs(request)).forEach(({request, replies}, index) => {
    test(`${file}, ${request.type} ${index + 1}`, async () => {
      const {type, ...members} = request;
      delete members.id;
      delete members.v;
      const {port, sent} = portTo(replies);
      const last = replies.at(-1);
      const answer = port.request(type, members);
      if (last.type === 'error')
        await assert.rejects(answer, {code: last.code, message: last.message});
      else
        for (const [name, value] of Object.entries(last))
          assert.deepEqual((await answer)[name], name === 'id' ? 2 : value);
      assert.deepEqual(sent, [{...request, id: 2}]);
    });
  });
}

test('a capture is sent in the words that were recorded', async () => {
  const recorded = exchangesOf('capture.jsonl').slice(0, 3);
  const [{request: begin}, {request: chunk}] = recorded;
  const asked = [];
  const request = async (type, members) => {
    asked.push({v: 1, id: asked.length + 1, type, ...members});
    return recorded[asked.length - 1].replies[0];
  };
  const receipt = await send(request, {id: begin.capture, record: begin.record, artifacts: [{...begin.artifacts[0], data: chunk.data}]});
  assert.deepEqual(asked, recorded.map(exchange => exchange.request));
  assert.equal(receipt.entry, 1);
});

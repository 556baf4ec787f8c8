// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {frame, HostError, joinParts, NativePort, stateFromDisconnect} from '../../extension/background/native-port.js';

const HELLO = {v: 1, type: 'hello', protocol: 1, host: '0.1.0', lexicon: 'a'.repeat(64), vault: {state: 'ready', entries: 3, message: ''}};

/** The browser's end of ports: the test decides what the host says. @param {(message: any, port: any) => void} answer */
function browserWith(answer) {
  const ports = [];
  const states = [];
  const port = new NativePort({
    connect() {
      const listeners = {message: [], disconnect: []};
      const made = {
        sent: [], closed: false,
        postMessage(message) {
          made.sent.push(message);
          queueMicrotask(() => answer(message, made));
        },
        disconnect() { made.closed = true; },
        onMessage: {addListener: listener => listeners.message.push(listener)},
        onDisconnect: {addListener: listener => listeners.disconnect.push(listener)},
        say: message => listeners.message.forEach(listener => listener(message)),
        end: error => listeners.disconnect.forEach(listener => listener(error ? {error: {message: error}} : {})),
      };
      ports.push(made);
      return made;
    },
    lastError: () => undefined,
    client: async () => ({name: 'extension', version: '0.1.0', browser: 'Test 1'}),
    onChange: (state, change) => states.push({...state, newLexicon: change.lexicon}),
  });
  return {port, ports, states};
}

const polite = (message, port) => port.say(message.type === 'hello' ? {...HELLO, id: message.id} : {v: 1, id: message.id, type: message.type, host: '0.1.0', lexicon: HELLO.lexicon});

test('a port greets before it asks, and stays open', async () => {
  const {port, ports} = browserWith(polite);
  await Promise.all([port.request('status'), port.request('status')]);
  assert.equal(ports.length, 1);
  assert.deepEqual(ports[0].sent.map(({type}) => type), ['hello', 'status', 'status']);
  assert.deepEqual(ports[0].sent.map(({id}) => id), [1, 2, 3]);
  assert.equal(port.state.state, 'connected');
  assert.equal(port.state.vault.entries, 3);
});

test('a host without its data is a failure with words, not an empty page', async () => {
  const {port} = browserWith((message, made) => made.say({...HELLO, id: message.id, lexicon: '', data: {state: 'broken', message: 'Install Decant again.'}}));
  await assert.rejects(port.request('scan'), {code: 'host-failed'});
  assert.equal(port.state.state, 'failed');
  assert.ok(port.state.message.length > 0);
});

test('frames of one reply are joined, between those of others', async () => {
  const {port} = browserWith((message, {say}) => {
    if (message.type === 'hello')
      return say({...HELLO, id: message.id});
    if (message.id % 2)
      return;
    const part = (id, list, more) => say({v: 1, id, type: 'scan', assessments: list, more, lexicon: HELLO.lexicon});
    part(message.id, [1], true);
    part(message.id + 1, [10], true);
    part(message.id, [2, 3], true);
    part(message.id + 1, [], false);
    part(message.id, [4], false);
  });
  const [first, second] = await Promise.all([port.request('scan'), port.request('scan')]);
  assert.deepEqual(first.assessments, [1, 2, 3, 4]);
  assert.deepEqual(second.assessments, [10]);
});

const DISCONNECTS = [
  ['Specified native messaging host not found.', 'absent'],
  ['No such native application io.github.decant_app.decant', 'absent'],
  ['Access to the specified native messaging host is forbidden.', 'forbidden'],
  ['Native host has exited.', 'failed'],
  ['Error when communicating with the native messaging host.', 'failed'],
  ['Failed to start native messaging host.', 'failed'],
  ['Native application tried to send a message of 1048577 bytes, which exceeds the limit of 1048576 bytes.', 'failed'],
  [undefined, 'failed'],
];

for (const [text, state] of DISCONNECTS) {
  test(`an end with the words “${text}” means ${state}`, async () => {
    assert.equal(stateFromDisconnect(text), state);
    const {port, ports} = browserWith((_, made) => made.end(text));
    await assert.rejects(port.request('status'), HostError);
    assert.equal(port.state.state, state);
    await assert.rejects(port.request('status'), HostError);
    assert.equal(ports.length, 1, 'a host that never answered is not asked again by itself');
    await port.retry();
    assert.equal(ports.length, 2, 'it is when the user says so');
  });
}

test('a host of another protocol is outdated, and its port is closed', async () => {
  for (const reply of [{type: 'error', code: 'bad-version', message: 'expected 2'}, {...HELLO, protocol: 2}]) {
    const {port, ports} = browserWith((message, {say}) => say({...reply, id: message.id}));
    await assert.rejects(port.request('status'), {code: 'host-outdated'});
    assert.equal(port.state.state, 'outdated');
    assert.ok(ports[0].closed);
  }
});

test('an error reply rejects with its code', async () => {
  const {port} = browserWith((message, made) => message.type === 'hello' ? polite(message, made) :
    made.say({v: 1, id: message.id, type: 'error', code: 'vault-locked', message: 'busy', received: 5}));
  await assert.rejects(port.request('capture.commit'), error => error.code === 'vault-locked' && error.reply.received === 5);
});

test('a host that was lost is asked again, and a new lexicon is told', async () => {
  let lexicon = HELLO.lexicon;
  const {port, ports, states} = browserWith((message, {say}) => say({...HELLO, type: message.type, id: message.id, lexicon}));
  await port.request('status');
  const pending = port.request('never');
  ports[0].end(undefined);
  await pending.catch(() => undefined);
  lexicon = 'b'.repeat(64);
  await port.request('status');
  assert.equal(ports.length, 2);
  assert.equal(states.at(-1).lexicon, lexicon);
  lexicon = 'c'.repeat(64);
  states.length = 0;
  await port.request('status');
  assert.deepEqual(states.filter(({newLexicon}) => newLexicon).map(state => state.lexicon), [lexicon]);
});

test('joinParts keeps the last of what is not an array', () => {
  assert.deepEqual(joinParts(joinParts(null, {list: [1], word: 'a', more: true}), {list: [2], word: 'b', more: false}), {list: [1, 2], word: 'b', more: false});
});

test('what goes over the wire is well formed', () => {
  assert.deepEqual(frame(7, 'scan', {segments: [{text: 'a\uD800b\0c\uDC00'}]}), {v: 1, id: 7, type: 'scan', segments: [{text: 'a\uFFFDb\uFFFDc\uFFFD'}]});
});

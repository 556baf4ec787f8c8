// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * The one file that knows the host (docs/PROTOCOL.md). One port stays open: a process per call costs ten times a message.
 * A port is opened by the first request. After a loss it is opened again by itself, with growing pauses, only if the host
 * had once answered: a host that is not installed is not asked again until the user says so (`retry`).
 */
import {api, say} from '../shared/api.js';
import {wellFormedValue} from '../shared/text.js';

const HOST_NAME = 'io.github.decant_app.decant';
export const PROTOCOL = 1;
const HELLO_MS = 10_000;
const REPLY_MS = 60_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 60_000;

/** Starts the host. Its end is told by the port's onDisconnect. */
export const connectHost = () => /** @type {any} */ (api.runtime.connectNative(HOST_NAME));

/** An answer that is an error: the code is the host's, or one of `host-absent`, `host-lost`, `host-silent`, `host-outdated`. */
export class HostError extends Error {
  /** @param {string} code @param {string} message @param {any} [reply] */
  constructor(code, message, reply) {
    super(message);
    this.code = code;
    this.reply = reply;
  }
}

/**
 * Joins the frames of one reply: arrays of the same name are appended, any other member is the last one's.
 * @param {any} whole @param {any} part
 */
export function joinParts(whole, part) {
  if (!whole)
    return part;
  for (const [name, value] of Object.entries(part))
    whole[name] = Array.isArray(value) && Array.isArray(whole[name]) ? whole[name].concat(value) : value;
  return whole;
}

/**
 * What the browser's words at a port's end mean. Chromium has six sentences, Firefox one deliberately vague one and,
 * when the host dies, none at all.
 * @param {string | undefined} text @returns {'absent' | 'forbidden' | 'failed'}
 */
export function stateFromDisconnect(text = '') {
  if (/host not found|No such native application/i.test(text))
    return 'absent';
  return /forbidden/i.test(text) ? 'forbidden' : 'failed';
}

/**
 * @typedef {object} Port  what the browser's port gives
 * @property {(message: object) => void} postMessage
 * @property {() => void} disconnect
 * @property {{addListener: (listener: (message: any) => void) => void}} onMessage
 * @property {{addListener: (listener: (port: any) => void) => void}} onDisconnect
 * @property {{message: string}} [error]
 *
 * @typedef {{resolve: (reply: any) => void, reject: (error: HostError) => void, whole: any, timer: any}} Waiter
 */

export class NativePort {
  /** @type {Port | null} */ #port = null;
  /** @type {Promise<void> | null} */ #ready = null;
  /** @type {Map<number, Waiter>} */ #waiting = new Map();
  #lastId = 0;
  #pause = FIRST_PAUSE_MS;
  #everConnected = false;
  /** @type {import('../shared/messages.js').HostState} */
  #state = {state: 'connecting', message: say('host_connecting'), version: '', lexicon: '', vault: {state: '', entries: 0, message: ''}};

  /**
   * @param {object} options
   * @param {() => Port} options.connect
   * @param {() => string | undefined} options.lastError       why the port ended, where the port itself does not say
   * @param {() => Promise<{name: string, version: string, browser: string}>} options.client
   * @param {(state: import('../shared/messages.js').HostState, change: {lexicon: boolean}) => void} options.onChange
   */
  constructor({connect, lastError, client, onChange}) {
    this.connect = connect;
    this.lastError = lastError;
    this.client = client;
    this.onChange = onChange;
  }

  get state() {
    return this.#state;
  }

  /**
   * @param {string} type @param {object} members
   * @returns {Promise<any>} the reply, whole; rejects with HostError
   */
  async request(type, members = {}) {
    await this.#open();
    return this.#send(type, members, REPLY_MS);
  }

  /** The user asks for another try. Resolves when it is decided, never rejects. */
  async retry() {
    if (this.#state.state !== 'connected') {
      this.#close();
      this.#ready = null;
    }
    this.#pause = FIRST_PAUSE_MS;
    await this.#open().catch(() => undefined);
  }

  /** Connects if that was not tried yet; says nothing of the outcome. */
  wake() {
    this.#open().catch(() => undefined);
  }

  #open() {
    return this.#ready ??= this.#handshake();
  }

  async #handshake() {
    this.#set({state: 'connecting', message: say('host_connecting')});
    try {
      const port = this.#port = this.connect();
      port.onMessage.addListener(message => this.#receive(port, message));
      port.onDisconnect.addListener(ended => this.#lost(port, ended?.error?.message ?? this.lastError()));
    } catch (error) {
      this.#fail('failed', String(/** @type {any} */ (error).message));
    }
    const hello = await this.#send('hello', {client: await this.client(), protocol: {min: PROTOCOL, max: PROTOCOL}}, HELLO_MS)
      .catch(error => this.#refuse(error));
    if (hello.protocol !== PROTOCOL)
      this.#refuse(new HostError('bad-version', ''));
    if (hello.data?.state === 'broken')
      this.#fail('failed', hello.data.message);
    this.#everConnected = true;
    this.#pause = FIRST_PAUSE_MS;
    this.#set({state: 'connected', message: '', version: hello.host, lexicon: hello.lexicon, vault: hello.vault ?? this.#state.vault});
  }

  /** @param {HostError} error @returns {never} */
  #refuse(error) {
    if (error.code === 'bad-version' || error.code === 'unknown-type')
      this.#fail('outdated', '');
    if (error.code === 'host-silent')
      this.#fail('failed', error.message);
    throw error;
  }

  /** @param {'absent' | 'forbidden' | 'failed' | 'outdated'} state @param {string} reason @returns {never} */
  #fail(state, reason) {
    this.#close();
    this.#set({state, message: say(`host_${state}`, reason.replace(/\.+$/, ''))}); // the sentence has its own full stop
    throw new HostError(`host-${state}`, this.#state.message);
  }

  #close() {
    const port = this.#port;
    this.#port = null;
    port?.disconnect();
  }

  /** @param {string} type @param {object} members @param {number} timeout @returns {Promise<any>} */
  #send(type, members, timeout) {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#settle(id)?.reject(new HostError('host-silent', say('host_silent'))), timeout);
      this.#waiting.set(id, {resolve, reject, whole: null, timer});
      try {
        if (!this.#port)
          throw new Error(this.#state.message);
        this.#port.postMessage(frame(id, type, members));
      } catch (error) {
        this.#settle(id)?.reject(new HostError('host-lost', String(/** @type {any} */ (error).message)));
      }
    });
  }

  /** @param {number} id */
  #settle(id) {
    const waiter = this.#waiting.get(id);
    this.#waiting.delete(id);
    clearTimeout(waiter?.timer);
    return waiter;
  }

  /** @param {Port} port @param {any} message */
  #receive(port, message) {
    if (port !== this.#port || !message || typeof message !== 'object')
      return;
    const waiter = this.#waiting.get(message.id);
    this.#noteLexicon(message);
    if (!waiter)
      return;
    waiter.whole = joinParts(waiter.whole, message);
    if (message.more === true)
      return;
    this.#settle(message.id);
    if (message.type === 'error' && message.code === 'internal')
      this.#set({state: 'failed', message: say('host_failed', String(message.message))});
    if (message.type === 'error')
      waiter.reject(new HostError(String(message.code), String(message.message), message));
    else
      waiter.resolve(waiter.whole);
  }

  /** Every reply names the lexicon; a changed one means that what was answered before is stale. @param {any} message */
  #noteLexicon(message) {
    const {state, lexicon} = this.#state;
    if (message.type === 'status' && message.vault)
      this.#set({vault: message.vault});
    if (state === 'connected' && typeof message.lexicon === 'string' && message.lexicon !== lexicon)
      this.#set({lexicon: message.lexicon});
  }

  /** @param {Port} port @param {string | undefined} text */
  #lost(port, text) {
    if (port !== this.#port)
      return;
    this.#port = null;
    this.#ready = null;
    const state = stateFromDisconnect(text);
    this.#set({state, message: say(`host_${state}`, text ?? '')});
    if (this.#everConnected && state === 'failed')
      this.#later();
    else
      this.#ready = Promise.reject(new HostError(`host-${state}`, this.#state.message));
    this.#ready?.catch(() => undefined);
    for (const id of [...this.#waiting.keys()])
      this.#settle(id)?.reject(new HostError(state === 'failed' ? 'host-lost' : `host-${state}`, this.#state.message));
  }

  #later() {
    setTimeout(() => this.#open().catch(() => undefined), this.#pause);
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE_MS);
  }

  /** @param {Partial<import('../shared/messages.js').HostState>} change */
  #set(change) {
    const before = this.#state;
    this.#state = {...before, ...change};
    this.onChange(this.#state, {lexicon: before.lexicon !== this.#state.lexicon});
  }
}

/** The message as it goes over the wire. @param {number} id @param {string} type @param {object} members */
export const frame = (id, type, members) => ({v: PROTOCOL, id, type, ...wellFormedValue(members)});

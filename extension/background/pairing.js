// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Pairing (docs/PROTOCOL.md section 5): a key that signs what this browser logs, once the user has approved it in the
 * application by comparing six digits. WebCrypto holds the key and gives it to nobody; IndexedDB keeps it over the
 * worker's death. Only the background ever touches it.
 */
import {sha256, wellFormedValue} from '../shared/text.js';
import {fromBase64, infoOf, toBase64} from './artifacts.js';

/**
 * @typedef {'none' | 'pending' | 'paired' | 'refused' | 'revoked'} State
 * @typedef {{pair: CryptoKeyPair, key: string, pairing: string, state: State, vault: string, code: string}} Kept
 *   key: base64 of the public point; code: six digits while pending
 * @typedef {{get: () => Promise<Kept | undefined>, put: (kept: Kept) => Promise<void>}} Store
 * @typedef {{pairing: string, value: string}} Signature
 */

const ALGORITHM = {name: 'ECDSA', namedCurve: 'P-256'};
const LABEL = new TextEncoder().encode('decant pairing 1');

/** The one form of RFC 8785: members in the order of their names' UTF-16 units, numbers as ECMAScript writes them. @param {any} value @returns {string} */
export function canonicalJson(value) {
  if (Array.isArray(value))
    return `[${value.map(item => canonicalJson(item ?? null)).join()}]`;
  if (value && typeof value === 'object')
    return `{${Object.keys(value).filter(name => value[name] !== undefined).sort().map(name => `${JSON.stringify(name)}:${canonicalJson(value[name])}`).join()}}`;
  return JSON.stringify(value);
}

/** @param {string} hex */
const fromHex = hex => Uint8Array.from(hex.match(/../g) ?? [], pair => Number.parseInt(pair, 16));

/** Six digits of key, vault and nonce: both sides show them. @param {string} key @param {string} vault @param {string} nonce */
export async function codeOf(key, vault, nonce) {
  const bytes = [...LABEL, ...fromBase64(key), ...fromHex(vault), ...fromHex(nonce)];
  const digest = await sha256(Uint8Array.from(bytes));
  return String(BigInt(`0x${digest.slice(0, 16)}`) % 1_000_000n).padStart(6, '0');
}

/**
 * What a signature is over: exactly what goes over the wire.
 * @param {string} vault @param {{id: string, record: any, artifacts: import('./artifacts.js').Artifact[]}} capture
 */
export async function textOf(vault, {id, record, artifacts}) {
  const digests = await Promise.all([record, artifacts.map(infoOf)].map(value => sha256(canonicalJson(wellFormedValue(value)))));
  return ['decant capture 1', vault, id, '', ...digests, ''].join('\n');
}

export class Pairing {
  /**
   * @param {(type: string, members: object) => Promise<any>} request
   * @param {Store} store
   * @param {() => Promise<string>} name   what the browser calls itself
   */
  constructor(request, store, name) {
    this.request = request;
    this.store = store;
    this.name = name;
  }

  /** How things stood when last asked. @returns {Promise<{state: State, code: string}>} */
  async state() {
    const {state = /** @type {State} */ ('none'), code = ''} = await this.store.get() ?? {};
    return {state, code};
  }

  /** Asks the application: for approval, or whether it was given. A key that was refused is not shown twice. */
  async ask() {
    const kept = await this.store.get();
    const own = !kept || kept.state === 'refused' || kept.state === 'revoked' ? await this.#make() : kept;
    const {state, vault, nonce} = await this.request('pair', {key: own.key, name: await this.name()});
    await this.store.put({...own, state, vault, code: state === 'pending' ? await codeOf(own.key, vault, nonce) : ''});
    return this.state();
  }

  /** @returns {Promise<Kept>} */
  async #make() {
    const pair = await crypto.subtle.generateKey(ALGORITHM, false, ['sign', 'verify']);
    const point = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
    return {pair, key: toBase64(point), pairing: `p-${(await sha256(point)).slice(0, 16)}`, state: 'none', vault: '', code: ''};
  }

  /** @param {Parameters<typeof textOf>[1]} capture @returns {Promise<Signature | undefined>} undefined while it is not paired */
  async sign(capture) {
    const kept = await this.store.get();
    if (kept?.state !== 'paired')
      return undefined;
    const text = new TextEncoder().encode(await textOf(kept.vault, capture));
    const value = await crypto.subtle.sign({name: 'ECDSA', hash: 'SHA-256'}, kept.pair.privateKey, text);
    return {pairing: kept.pairing, value: toBase64(new Uint8Array(value))};
  }
}

// The store ---------------------------------------------------------------------------------------------------------

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
const settled = request => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

/** @param {IDBTransactionMode} mode @param {(store: IDBObjectStore) => IDBRequest} work */
async function inStore(mode, work) {
  const opening = indexedDB.open('decant', 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore('pairing');
  const database = await settled(opening);
  try {
    return await settled(work(database.transaction('pairing', mode).objectStore('pairing')));
  } finally {
    database.close();
  }
}

/** The one key of this browser profile. @type {Store} */
export const keyStore = {
  get: () => inStore('readonly', store => store.get('key')),
  put: kept => inStore('readwrite', store => store.put(kept, 'key')),
};

// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Captures on their way to the vault. One that is not acknowledged lives in memory and, while it fits, in session
 * storage (which is memory too): the worker may die, the host may die, and it is sent again under the same idempotency
 * id, so that it becomes one entry whatever happened. It is never called saved before the host has said so.
 */
import {api} from '../shared/api.js';
import {chunkAt, infoOf} from './artifacts.js';

const PREFIX = 'capture:';

/**
 * @typedef {{entry: number, leaf: string, checkpoint: string, repeated: boolean}} Receipt
 * @typedef {object} Pending
 * @property {string} id           idempotency id
 * @property {number} tabId
 * @property {string} postId       of the listed post
 * @property {any} read            post and assessment, for its mark
 * @property {any} record
 * @property {import('./artifacts.js').Artifact[]} artifacts
 */

/**
 * Hands one capture over; resumes where the host says it has stopped.
 * @param {(type: string, members: object) => Promise<any>} request @param {Pending} pending
 * @param {(pending: Pending) => Promise<import('./pairing.js').Signature | undefined>} [sign]   a key that cannot be used is no reason to lose a capture
 * @returns {Promise<Receipt>}
 */
export async function send(request, pending, sign = async () => undefined) {
  const {id, record, artifacts} = pending;
  const signature = await sign(pending).catch(() => undefined);
  const begun = await request('capture.begin', {capture: id, record, artifacts: artifacts.map(infoOf), case: '', ...signature && {signature}});
  if (begun.state !== 'committed') {
    for (const artifact of artifacts)
      await sendArtifact(request, id, artifact, begun.received?.[artifact.id] ?? 0);
  }
  return request('capture.commit', {capture: id});
}

/** @param {(type: string, members: object) => Promise<any>} request @param {string} capture @param {import('./artifacts.js').Artifact} artifact @param {number} from */
async function sendArtifact(request, capture, artifact, from) {
  for (let offset = from; offset < artifact.size;) {
    const {received} = await request('capture.chunk', {capture, artifact: artifact.id, offset, data: chunkAt(artifact, offset)});
    if (!(received > offset))
      throw Object.assign(new Error('The host took nothing of an artifact.'), {code: 'out-of-order'});
    offset = received;
  }
}

export class Captures {
  /** @type {Map<string, Pending>} */ #pending = new Map();
  /** @type {Map<string, Promise<Receipt>>} */ #underway = new Map();

  /**
   * @param {(type: string, members: object) => Promise<any>} request
   * @param {Parameters<typeof send>[2]} sign
   * @param {(pending: Pending, what: {log: 'saving' | 'logged' | 'failed', entry?: number, problem?: string}) => void} onChange
   */
  constructor(request, sign, onChange) {
    this.request = request;
    this.sign = sign;
    this.onChange = onChange;
  }

  /** @param {Pending} pending @returns {Promise<Receipt>} */
  async keep(pending) {
    this.#pending.set(pending.id, pending);
    // Session storage holds 10 MB; what does not fit stays in memory alone, and is shown as not saved all the same.
    await api.storage.session.set({[PREFIX + pending.id]: pending}).catch(() => undefined);
    return this.deliver(pending);
  }

  /** What an earlier worker left behind. */
  async restore() {
    for (const [key, pending] of Object.entries(/** @type {Record<string, any>} */ (await api.storage.session.get(null)))) {
      if (key.startsWith(PREFIX) && !this.#pending.has(pending.id))
        this.#pending.set(pending.id, pending);
    }
  }

  /** The capture of a post that is not acknowledged. @param {number} tabId @param {string} postId */
  waiting(tabId, postId) {
    return [...this.#pending.values()].find(pending => pending.tabId === tabId && pending.postId === postId);
  }

  get size() {
    return this.#pending.size;
  }

  /** Sends all that is not acknowledged. */
  async resend() {
    await Promise.allSettled([...this.#pending.values()].map(pending => this.deliver(pending)));
  }

  /** Sends it, unless it is being sent. @param {Pending} pending @returns {Promise<Receipt>} */
  deliver(pending) {
    const underway = this.#underway.get(pending.id) ?? this.#try(pending).finally(() => this.#underway.delete(pending.id));
    this.#underway.set(pending.id, underway);
    return underway;
  }

  /** @param {Pending} pending */
  async #try(pending) {
    this.onChange(pending, {log: 'saving'});
    try {
      const receipt = await send(this.request, pending, this.sign);
      this.#pending.delete(pending.id);
      await api.storage.session.remove(PREFIX + pending.id);
      this.onChange(pending, {log: 'logged', entry: receipt.entry});
      return receipt;
    } catch (error) {
      this.onChange(pending, {log: 'failed', problem: /** @type {Error} */ (error).message});
      throw error;
    }
  }
}

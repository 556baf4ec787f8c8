// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * One door for every message inside the extension. Who may say what is decided here, by what the browser says of the
 * sender and never by what the message says of itself: `page/…` from a content script or the practice page, `ui/…`
 * from our own pages. A renderer that a page has taken over can speak as a content script; it gains `page/…` alone.
 */

/** @typedef {chrome.runtime.MessageSender} Sender */
/** @typedef {(message: any, sender: any) => any} Handler  `page/…` handlers get a sender with a tab: tierOf has seen to it */

const MAX_MESSAGE_POSTS = 256;

/**
 * @param {Sender} sender @param {string} id our own id @param {string} home our own root address
 * @returns {'ui' | 'practice' | 'page' | 'none'}
 */
export function tierOf(sender, id, home) {
  if (sender.id !== id || typeof sender.url !== 'string')
    return 'none';
  if (sender.url.startsWith(home))
    return sender.url.startsWith(`${home}practice/`) ? 'practice' : 'ui';
  // A frame of our own pages has our address; anything else is a page that a content script runs in.
  return sender.tab?.id !== undefined && !/^(chrome|moz)-extension:/.test(sender.url) ? 'page' : 'none';
}

/** @param {string} type @param {ReturnType<typeof tierOf>} tier */
export function mayCall(type, tier) {
  if (type.startsWith('page/'))
    return tier === 'page' || tier === 'practice';
  return type.startsWith('ui/') && (tier === 'ui' || tier === 'practice');
}

export class Router {
  /** @param {Record<string, Handler>} handlers @param {() => {id: string, home: string}} self */
  constructor(handlers, self) {
    this.handlers = handlers;
    this.self = self;
  }

  /** @param {any} message @param {Sender} sender @returns {Promise<any>} never rejects */
  async dispatch(message, sender) {
    const type = typeof message?.type === 'string' ? message.type : '';
    const {id, home} = this.self();
    if (!Object.hasOwn(this.handlers, type))
      return {error: {code: 'unknown-type', message: 'No such message.'}};
    if (!mayCall(type, tierOf(sender, id, home)))
      return {error: {code: 'forbidden', message: 'This sender may not ask that.'}};
    try {
      return await this.handlers[type](message, sender) ?? {};
    } catch (error) {
      const {code, message: text} = /** @type {any} */ (error);
      return {error: {code: code ?? 'failed', message: text ?? String(error)}};
    }
  }
}

/** What a content script said, cut to its bounds: a wrong member is an error, an over-long one is cut. */
export const read = {
  /** @param {any} value @param {number} max @returns {string} */
  text(value, max) {
    if (typeof value !== 'string')
      throw bad('a string');
    return value.slice(0, max);
  },
  /** @param {any} value @returns {number} */
  whole(value) {
    if (!Number.isSafeInteger(value))
      throw bad('a whole number');
    return value;
  },
  /** @param {any} value @param {number} max @returns {any[]} */
  list(value, max) {
    if (!Array.isArray(value) || value.length > max)
      throw bad(`a list of at most ${max}`);
    return value;
  },
  /** @param {any} value @returns {import('../shared/messages.js').Post} */
  post(value) {
    const {key, text, own, lang, author, permalink, posted} = value ?? {};
    const whole = read.text(text, 100_000);
    return {key: read.text(key, 64), text: whole, own: Math.max(0, Math.min(read.whole(own ?? whole.length), whole.length)), lang: read.text(lang, 35), author: read.text(author, 500),
      permalink: /^https?:/.test(permalink) ? read.text(permalink, 4_000) : '', posted: read.text(posted, 200)};
  },
  /** @param {any} value */
  posts: value => read.list(value, MAX_MESSAGE_POSTS).map(read.post),
};

/** @param {string} expected */
const bad = expected => Object.assign(new Error(`Expected ${expected}.`), {code: 'bad-message'});

// SPDX-License-Identifier: GPL-3.0-or-later
/** All tabs: what their content scripts say, what panel and popup are told, the badge. */
import {api, home, say} from '../shared/api.js';
import {originOf, sitePattern} from '../shared/origins.js';
import {injectIntoTab} from './content-scripts.js';
import {modeOf, PRACTICE} from './modes.js';
import {mayPictureEverySite, mayRead} from './permissions.js';
import {TabPosts} from './tab-state.js';

const BROADCAST_MS = 100;
const ANNOUNCED_MS = 4_000;
const BADGE_COLOR = '#8a1c1c';
const isPractice = (/** @type {string} */ address) => address.startsWith(`${home()}practice/`);

/** @typedef {import('../shared/messages.js').TabState} TabState */

export class Tabs {
  /** @type {Map<number, Promise<TabPosts>>} */ #tabs = new Map();
  /** @type {Map<chrome.runtime.Port, number>} */ #ports = new Map();
  /** @type {Map<number, any>} */ #timers = new Map();
  /** Tabs whose badge says the outcome of an act just now. @type {Set<number>} */ #announced = new Set();

  /** @param {() => import('../shared/messages.js').HostState} hostState */
  constructor(hostState) {
    this.hostState = hostState;
  }

  /** @param {number} tabId */
  get(tabId) {
    const known = this.#tabs.get(tabId) ?? restore(tabId);
    this.#tabs.set(tabId, known);
    return known;
  }

  /** @param {number} tabId */
  forget(tabId) {
    this.#tabs.delete(tabId);
    api.storage.session.remove(`tab:${tabId}`);
  }

  /** Tabs that have a document of ours or a panel beside them. */
  get ids() {
    return [...new Set([...this.#tabs.keys(), ...this.#ports.values()])];
  }

  /** @param {number} tabId @param {any} message @param {number} [frameId] all frames, if left out */
  async tell(tabId, message, frameId) {
    const answer = await api.tabs.sendMessage(tabId, message, frameId === undefined ? {} : {frameId})
      .catch(() => { throw Object.assign(new Error(say('log_unreachable')), {code: 'unreachable'}); });
    if (!answer)
      throw Object.assign(new Error(say('log_gone')), {code: 'gone'});
    if (answer.error)
      throw Object.assign(new Error(answer.error.message), {code: answer.error.code});
    return answer;
  }

  /** Asks all documents of a tab to send their posts again. @param {number} tabId */
  async repost(tabId) {
    await this.tell(tabId, {type: 'content/repost'}).catch(() => undefined);
  }

  async repostAll() {
    await Promise.all(this.ids.map(id => this.repost(id)));
  }

  /** Where the tab is, as far as the browser lets us see it. @param {number} tabId */
  async place(tabId) {
    const [tab, posts] = await Promise.all([api.tabs.get(tabId).catch(() => null), this.get(tabId)]);
    const address = tab?.url || posts.top?.address || '';
    const practice = isPractice(address);
    return {address, practice, origin: practice ? PRACTICE : sitePattern(address), posts};
  }

  /** @param {number} tabId @returns {Promise<TabState>} */
  async state(tabId) {
    const {address, practice, origin, posts} = await this.place(tabId);
    const [mode, everySite, readable] = await Promise.all([modeOf(origin), mayPictureEverySite(), practice || mayRead(origin)]);
    return {
      tabId, address, origin, practice, mode,
      permission: readable ? 'granted' : address && !origin ? 'impossible' : 'not-granted',
      picture: everySite ? 'all-urls' : posts.invoked ? 'active-tab' : 'none',
      host: this.hostState(), counts: posts.counts, posts: posts.listed(), unreadFrames: await unread(posts.unreadOrigins),
    };
  }

  /**
   * The user used our own button, menu or shortcut on this tab: it may be pictured. It is read without its site's permission
   * only for an act that needs its text, so that a look at the popup reads nothing.
   * @param {number} tabId @param {{read?: boolean}} [act]
   */
  async invoked(tabId, {read = false} = {}) {
    const posts = await this.get(tabId);
    const fresh = !posts.invoked;
    posts.invoked = true;
    posts.readOnce ||= read;
    if (read && !posts.documents.size)
      posts.invoked = await injectIntoTab(tabId);
    else if (fresh)
      await this.repost(tabId);
    this.changed(tabId);
  }

  /** The tab loads something or finished: its old documents may be gone. @param {number} tabId @param {{status?: string}} change */
  async updated(tabId, change) {
    if (change.status && this.#tabs.has(tabId))
      await this.prune(tabId);
  }

  /** Forgets documents that answer no more; with the top one goes the user's leave to picture it. @param {number} tabId */
  async prune(tabId) {
    const posts = await this.get(tabId);
    await Promise.all([...posts.documents].map(async ([token, {frameId}]) => {
      const answer = await this.tell(tabId, {type: 'content/check', document: token, brief: true}, frameId).catch(() => null);
      if (answer?.document !== token)
        posts.leave(token);
    }));
    posts.invoked &&= posts.top !== undefined;
    posts.readOnce &&= posts.invoked;
    this.changed(tabId);
  }

  /** Says the outcome of an act on the badge, for a while. @param {number} tabId @param {string} text @param {string} title */
  announce(tabId, text, title) {
    this.#announced.add(tabId);
    api.action.setBadgeText({tabId, text}).catch(() => undefined);
    api.action.setTitle({tabId, title}).catch(() => undefined);
    setTimeout(() => {
      this.#announced.delete(tabId);
      this.changed(tabId);
    }, ANNOUNCED_MS);
  }

  /** Something of this tab changed; tells its panels at most ten times a second. @param {number} tabId */
  changed(tabId) {
    if (this.#timers.has(tabId))
      return;
    this.#timers.set(tabId, setTimeout(() => {
      this.#timers.delete(tabId);
      this.#show(tabId);
    }, BROADCAST_MS));
  }

  changedAll() {
    this.ids.forEach(id => this.changed(id));
  }

  /** @param {number} tabId */
  async #show(tabId) {
    const posts = await this.get(tabId);
    if (!this.#announced.has(tabId))
      showBadge(tabId, posts.counts.suspected);
    const ports = [...this.#ports].filter(([, id]) => id === tabId).map(([port]) => port);
    if (!ports.length)
      return;
    const state = await this.state(tabId);
    for (const port of ports) {
      if (this.#ports.has(port))
        port.postMessage({type: 'state', state});
    }
  }

  /** Keeps the marks of what was logged where a new worker finds them. @param {number} tabId */
  async saveMarks(tabId) {
    const posts = await this.get(tabId);
    await api.storage.session.set({[`tab:${tabId}`]: posts.save()}).catch(() => undefined);
  }

  /** A panel or popup opened a port. @param {chrome.runtime.Port} port */
  connect(port) {
    port.onMessage.addListener(message => {
      if (!Number.isSafeInteger(message?.tabId))
        return;
      this.#ports.set(port, message.tabId);
      this.#welcome(port, message.tabId);
    });
    port.onDisconnect.addListener(() => this.#ports.delete(port));
  }

  /** @param {chrome.runtime.Port} port @param {number} tabId */
  async #welcome(port, tabId) {
    // A popup opens on a click on our button, and that click lets us picture the tab (`activeTab`).
    if (port.sender?.url?.startsWith(`${home()}popup/`))
      await this.invoked(tabId);
    else if (!(await this.get(tabId)).documents.size)
      await this.repost(tabId);
    this.changed(tabId);
  }
}

/** @param {number} tabId */
async function restore(tabId) {
  const key = `tab:${tabId}`;
  const posts = new TabPosts();
  posts.restore((await api.storage.session.get(key))[key]);
  return posts;
}

/** @param {string[]} origins of frames @returns {Promise<string[]>} those that may not be read */
async function unread(origins) {
  const allowed = await Promise.all(origins.map(origin => mayRead(sitePattern(origin))));
  return origins.filter((_, index) => !allowed[index]);
}

/** @param {number} tabId @param {number} count */
function showBadge(tabId, count) {
  const ignoreClosed = () => undefined;
  api.action.setBadgeText({tabId, text: count ? String(count) : ''}).catch(ignoreClosed);
  api.action.setBadgeBackgroundColor({tabId, color: BADGE_COLOR}).catch(ignoreClosed);
  api.action.setTitle({tabId, title: count ? say('badge_title', String(count)) : say('extension_name')}).catch(ignoreClosed);
}

/** Origins of frames that a content script saw, as origins. @param {any[]} addresses */
export const frameOrigins = addresses => [...new Set(addresses.map(address => originOf(String(address))))].filter(Boolean).slice(0, 100);

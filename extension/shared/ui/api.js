// SPDX-License-Identifier: GPL-3.0-or-later
/** The way from an extension page to the background: one question at a time, or a followed tab. */
import {api} from '../api.js';
import {UI_PORT} from '../messages.js';

/** @typedef {import('../messages.js').TabState} TabState */

export {api};

/** A refusal by the background, with its code. */
export class Refusal extends Error {
  /** @param {string} code @param {string} message */
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/**
 * Asks the background. Throws a Refusal when it answers with an error.
 * @param {{type: string} & Record<string, unknown>} message
 * @returns {Promise<any>}
 */
export async function ask(message) {
  const reply = await api.runtime.sendMessage(message);
  if (reply?.error) throw new Refusal(reply.error.code ?? 'internal', reply.error.message ?? '');
  return reply;
}

const FIRST_WAIT = 250, LONGEST_WAIT = 8000;

/**
 * Follows a tab's state. The worker may be stopped at any time; the port is then opened again, later and later while
 * no state arrives, so that a background that cannot start costs next to nothing.
 * @param {number} tabId
 * @param {(state: TabState) => void} onState
 * @returns {() => void} stops following
 */
export function follow(tabId, onState) {
  let wait = FIRST_WAIT, stopped = false;
  /** @type {chrome.runtime.Port | undefined} */ let port;
  const connect = () => {
    if (stopped) return;
    try {
      port = api.runtime.connect({name: UI_PORT});
    } catch {
      return;                    // the extension was reloaded: this page belongs to nobody any more
    }
    port.onMessage.addListener(message => {
      if (message?.type !== 'state' || stopped) return;
      wait = FIRST_WAIT;
      onState(message.state);
    });
    port.onDisconnect.addListener(() => {
      void api.runtime.lastError;
      setTimeout(connect, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    });
    port.postMessage({tabId});
  };
  connect();
  return () => {
    stopped = true;
    port?.disconnect();
  };
}

/** The tab named in the page's address (?tab=ID), or undefined. @param {string} search */
export function namedTab(search) {
  const id = Number(new URLSearchParams(search).get('tab') ?? NaN);
  return Number.isSafeInteger(id) && id >= 0 ? id : undefined;
}

/** The active tab of this page's window. */
export async function activeTab() {
  const [tab] = await api.tabs.query({active: true, currentWindow: true});
  return tab?.id;
}

/** Where the panel can live: a side panel (Chromium), a sidebar (Firefox), or only a tab. */
export function panelPlace() {
  if (api.sidePanel) return 'side-panel';
  return /** @type {any} */ (api).sidebarAction ? 'sidebar' : 'tab';
}

/**
 * Opens the panel. Both browsers want this inside the click's own turn, so nothing is awaited before it.
 * @param {number} tabId
 * @returns {Promise<unknown>}
 */
export function openPanel(tabId) {
  switch (panelPlace()) {
    case 'side-panel': return api.sidePanel.open({tabId});
    case 'sidebar': return /** @type {any} */ (api).sidebarAction.open();
    default: return openPanelTab(tabId);
  }
}

/** Opens the panel as a tab of its own, which the page cannot see. @param {number} tabId */
export function openPanelTab(tabId) {
  return api.tabs.create({url: api.runtime.getURL(`panel/panel.html?tab=${tabId}`)});
}

/** Opens the practice feed. */
export function openPractice() {
  return api.tabs.create({url: api.runtime.getURL('practice/practice.html')});
}

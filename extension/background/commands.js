// SPDX-License-Identifier: GPL-3.0-or-later
/** What the shortcuts and the context menu do. The user sees the outcome on the badge and in the list. */
import {api, say} from '../shared/api.js';
import {openPanel} from './context-menu.js';
import {logPost, tabs} from './parts.js';

const SHOWN_MS = 4_000;

/** @param {chrome.tabs.Tab | undefined} tab */
export const openPanelByCommand = tab => openPanel(tab);

/** Logs without a page of ours in view. @param {Parameters<typeof logPost>[0]} act */
export async function log(act) {
  await tabs.invoked(act.tabId);
  try {
    const {entry} = await logPost(act);
    show(act.tabId, '✓', say('log_done', String(entry)));
  } catch (error) {
    show(act.tabId, '!', /** @type {Error} */ (error).message);
  }
}

/** @param {number} tabId @param {string} text @param {string} title */
function show(tabId, text, title) {
  api.action.setBadgeText({tabId, text}).catch(() => undefined);
  api.action.setTitle({tabId, title}).catch(() => undefined);
  setTimeout(() => tabs.changed(tabId), SHOWN_MS);
}

// SPDX-License-Identifier: GPL-3.0-or-later
/** What the shortcuts and the context menu do. The user sees the outcome on the badge and in the list. */
import {say} from '../shared/api.js';
import {openPanel} from './context-menu.js';
import {logPost, tabs} from './parts.js';

/** @param {chrome.tabs.Tab | undefined} tab */
export const openPanelByCommand = tab => openPanel(tab);

/** Logs without a page of ours in view. @param {Parameters<typeof logPost>[0]} act */
export async function log(act) {
  await tabs.invoked(act.tabId, {read: true});
  try {
    const {entry} = await logPost(act);
    tabs.announce(act.tabId, '✓', say('log_done', String(entry)));
  } catch (error) {
    tabs.announce(act.tabId, '!', /** @type {Error} */ (error).message);
  }
}

// SPDX-License-Identifier: GPL-3.0-or-later
/** The entries of the page's context menu. They are kept by the browser: made once, at installation. */
import {api, say} from '../shared/api.js';

export const LOG_POST = 'log-post';
export const OPEN_PANEL = 'open-panel';

export async function createMenus() {
  await api.contextMenus.removeAll();
  const contexts = /** @type {any} */ (['page', 'selection', 'link', 'image']);
  api.contextMenus.create({id: LOG_POST, title: say('menu_log_post'), contexts});
  api.contextMenus.create({id: OPEN_PANEL, title: say('menu_open_panel'), contexts});
}

/**
 * Opens the list beside the page. Both browsers want it within the user's gesture, so nothing may be awaited before.
 * @param {chrome.tabs.Tab | undefined} tab
 */
export function openPanel(tab) {
  const sidebar = /** @type {any} */ (api).sidebarAction;
  return sidebar ? sidebar.open() : api.sidePanel.open({windowId: /** @type {number} */ (tab?.windowId)});
}

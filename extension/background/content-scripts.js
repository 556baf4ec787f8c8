// SPDX-License-Identifier: GPL-3.0-or-later
/** Puts the content scripts into the sites that may be read: for every load from now on, and into tabs already open. */
import {api} from '../shared/api.js';
import {CONTENT_FILES as FILES} from '../shared/content-files.js';
import {readableSites} from './permissions.js';

const ID = 'decant';

/** @type {Promise<void>} */
let last = Promise.resolve();

/** Brings the registration in line with the permissions. One at a time: two at once would register twice. */
export const syncContentScripts = () => last = last.then(sync, sync);

async function sync() {
  const matches = await readableSites();
  const known = (await api.scripting.getRegisteredContentScripts({ids: [ID]}))[0];
  if (!matches.length) {
    if (known)
      await api.scripting.unregisterContentScripts({ids: [ID]});
    return;
  }
  /** @type {chrome.scripting.RegisteredContentScript} */
  const script = {id: ID, js: FILES, matches, allFrames: true, matchOriginAsFallback: true, runAt: 'document_idle', persistAcrossSessions: true};
  await (known ? api.scripting.updateContentScripts([script]) : api.scripting.registerContentScripts([script]));
}

/** Into the tabs that show one of these sites now. @param {string[]} patterns */
export async function injectIntoSites(patterns) {
  const tabs = await api.tabs.query({url: patterns});
  await Promise.all(tabs.map(tab => injectIntoTab(/** @type {number} */ (tab.id))));
}

/**
 * Into every frame of a tab that we may reach; the scripts guard themselves against a second run. Resolves to false
 * where the browser lets no extension in.
 * @param {number} tabId
 */
export async function injectIntoTab(tabId) {
  try {
    await api.scripting.executeScript({target: {tabId, allFrames: true}, files: FILES, injectImmediately: false});
    return true;
  } catch {
    return false;
  }
}

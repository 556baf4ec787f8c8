// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * From a user's act to an entry: collect the post, picture it, take the page's source, check that nothing was swapped
 * meanwhile, hash everything, hand it over. What could not be had is named with its reason and remedy, never silently
 * left out. Record members are those of lib/evidence/capture.h.
 */
import {api, isFirefox, say} from '../shared/api.js';
import {sha256} from '../shared/text.js';
import {makeArtifact} from './artifacts.js';
import {takePictures} from './picture.js';

/**
 * @typedef {'panel' | 'menu' | 'shortcut'} Trigger
 * @typedef {import('../shared/messages.js').Post} Post
 * @typedef {import('./picture.js').Missing} Missing
 * @typedef {{document: string, post: Post, record: any, place: import('./picture.js').Box | null, html: string}} Collected
 *   what content/record answers; `place` is the post's box in the tab's viewport, null where its frame's place is unknown
 * @typedef {{record: any, artifacts: import('./artifacts.js').Artifact[], document: string, post: Post}} Capture
 */

/** @param {string} what @param {string} why @param {string} remedy @returns {Missing} */
const missing = (what, why, remedy) => ({what, why, remedy: say(remedy)});

/**
 * @param {object} request
 * @param {number} request.tabId @param {number} request.frameId @param {Trigger} request.trigger
 * @param {object} request.which        key, document or menu: members of content/record
 * @param {(message: object) => Promise<any>} request.tell   speaks to the frame
 * @param {boolean} request.painted     paint is taken away for the picture
 * @returns {Promise<Capture>}
 */
export async function collect({tabId, frameId, trigger, which, tell, painted}) {
  const before = await api.tabs.get(tabId);
  if (painted)
    await tell({type: 'content/paint', on: false});
  try {
    const collected = /** @type {Collected} */ (await tell({type: 'content/record', ...which}));
    const pictures = await takePictures(before, collected.place, collected.record.viewport);
    const mhtml = await savePage(tabId);
    const check = await tell({type: 'content/check', document: collected.document}).catch(() => null);
    const same = isSame(before, await api.tabs.get(tabId), collected, check);
    return await assemble({before, frameId, trigger, collected, pictures: same ? pictures : dropped(pictures), mhtml, check});
  } finally {
    if (painted)
      await tell({type: 'content/paint', on: true}).catch(() => undefined);
  }
}

/**
 * A picture shows the post only if the tab, the document and the address are the same before and after.
 * @param {chrome.tabs.Tab} before @param {chrome.tabs.Tab} after @param {Collected} collected @param {any} check
 */
export const isSame = (before, after, collected, check) => after.id === before.id && after.active === before.active &&
  after.windowId === before.windowId && after.url === before.url &&
  check?.document === collected.document && check.address === collected.record.document;

/** @param {Awaited<ReturnType<typeof takePictures>>} pictures @returns {Awaited<ReturnType<typeof takePictures>>} */
const dropped = pictures => ({pictures: [], permission: pictures.permission,
  missing: pictures.pictures.length ? [missing('picture', 'page-changed', 'missing_picture_moved')] : pictures.missing});

/** The page as one file: Chromium alone can. The first call in a browser often fails reading its blob (seen in 156): once more. @param {number} tabId */
async function savePage(tabId) {
  if (!api.pageCapture)
    return {bytes: null, missing: [missing('mhtml', 'not-in-this-browser', 'missing_mhtml_browser')]};
  const save = async () => new Uint8Array(await /** @type {Blob} */ (await api.pageCapture.saveAsMHTML({tabId})).arrayBuffer());
  try {
    return {bytes: await save().catch(save), missing: []};
  } catch {
    return {bytes: null, missing: [missing('mhtml', 'failed', 'missing_mhtml_failed')]};
  }
}

/**
 * @param {{before: chrome.tabs.Tab, frameId: number, trigger: Trigger, collected: Collected,
 *   pictures: Awaited<ReturnType<typeof takePictures>>, mhtml: Awaited<ReturnType<typeof savePage>>, check: any}} parts
 * @returns {Promise<Capture>}
 */
async function assemble({before, frameId, trigger, collected, pictures, mhtml, check}) {
  const {html, record, post, document} = collected;
  const artifacts = await Promise.all([
    ...pictures.pictures.map(({role, bytes}) => makeArtifact(role, 'image/png', bytes)),
    ...html ? [makeArtifact('source', 'text/html', new TextEncoder().encode(html))] : [],
    ...mhtml.bytes ? [makeArtifact('mhtml', 'multipart/related', mhtml.bytes)] : [],
  ]);
  return {document, post, artifacts, record: {
    ...record,
    address: before.url || record.document,
    title: before.title || record.title,
    collected: {...record.collected, end: new Date().toISOString()},
    trigger,
    browser: await browserFacts(),
    permission: pictures.permission,
    document_digest: {before: await sha256(html), ...check?.html && {after: await sha256(check.html)}},
    missing: [...pictures.missing, ...mhtml.missing, ...html ? [] : [missing('source', 'failed', 'missing_source_failed')],
      ...before.url || frameId === 0 ? [] : [missing('address', 'not-permitted', 'log_unreachable')]],
  }};
}

/** Name and version of the browser as it names itself. */
export async function browserFacts() {
  const [, name = 'Browser', version = ''] = /(Firefox|Edg|OPR|Chrome)\/([\d.]+)/.exec(navigator.userAgent) ?? [];
  const {os, arch} = await api.runtime.getPlatformInfo();
  const names = /** @type {Record<string, string>} */ ({Chrome: 'Chromium', Edg: 'Edge', OPR: 'Opera'});
  return {name: isFirefox() ? 'Firefox' : names[name] ?? name, version, extension: api.runtime.getManifest().version,
    platform: `${os} ${arch}`, language: navigator.language};
}

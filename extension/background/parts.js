// SPDX-License-Identifier: GPL-3.0-or-later
/** The background put together: the parts, and what each message does with them. */
import {api, home} from '../shared/api.js';
import {sitePattern} from '../shared/origins.js';
import {siteFor} from '../sites/index.js';
import {browserFacts, collect} from './capture.js';
import {Captures} from './captures.js';
import {injectIntoSites, syncContentScripts} from './content-scripts.js';
import {chosenModes, modeOf, setMode} from './modes.js';
import {connectHost, NativePort} from './native-port.js';
import {paintSheet, setSheet} from './paint.js';
import {keyStore, Pairing} from './pairing.js';
import {mayPictureEverySite, mayRead, nameSite, readableSites} from './permissions.js';
import {read, Router} from './router.js';
import {ScanQueue} from './scan-queue.js';
import {TabPosts, UNREAD} from './tab-state.js';
import {frameOrigins, Tabs} from './tabs.js';

/** @typedef {chrome.runtime.MessageSender & {tab: {id: number}, frameId: number}} PageSender */

export const host = new NativePort({
  connect: connectHost,
  lastError: () => api.runtime.lastError?.message,
  client: async () => clientOf(await browserFacts()),
  onChange: (state, change) => hostChanged(state, change),
});
/** @param {string} type @param {object} members */
const request = (type, members) => host.request(type, members);
const queue = new ScanQueue(request);
export const tabs = new Tabs(() => host.state);
const pairing = new Pairing(request, keyStore, async () => clientOf(await browserFacts()).browser);
export const captures = new Captures(request, pending => pairing.sign(pending), markCapture);

/** @param {{name: string, version: string, extension: string}} facts */
const clientOf = ({name, version, extension}) => ({name: 'extension', version: extension, browser: `${name} ${version}`});

let wasConnected = false;
/** @param {import('../shared/messages.js').HostState} state @param {{lexicon: boolean}} change */
function hostChanged(state, change) {
  const connected = state.state === 'connected';
  if (change.lexicon)
    queue.drop();
  if (connected && (change.lexicon || !wasConnected)) {
    tabs.repostAll();
    captures.resend();
  }
  wasConnected = connected;
  tabs.changedAll();
}

/** @param {import('./captures.js').Pending} pending @param {any} what */
async function markCapture({tabId, postId, read: seen}, what) {
  (await tabs.get(tabId)).mark(postId, seen, what);
  await tabs.saveMarks(tabId);
  tabs.changed(tabId);
}

/** What an earlier worker left unsaved is sent as soon as there is a host. */
export async function resume() {
  await captures.restore();
  if (captures.size)
    await captures.resend();
}

// Logging ---------------------------------------------------------------------------------------------------------

/** @type {Map<string, Promise<any>>} */
const logging = new Map();

/**
 * @param {object} act
 * @param {number} act.tabId @param {import('./capture.js').Trigger} act.trigger
 * @param {string} [act.id] a listed post; else the post under the menu or in view @param {number} [act.frameId]
 */
export function logPost(act) {
  const key = `${act.tabId} ${act.id ?? act.trigger}`;
  const underway = logging.get(key) ?? logOnce(act).finally(() => logging.delete(key));
  logging.set(key, underway);
  return underway;
}

/** A second press while a post is being collected, or after it could not be saved, makes no second entry. @param {Parameters<typeof logPost>[0]} act */
async function logOnce({tabId, trigger, id, frameId = 0}) {
  const waiting = id && captures.waiting(tabId, id);
  if (waiting)
    return receipt(await captures.deliver(waiting), waiting.record);
  const {practice, posts, origin} = await tabs.place(tabId);
  const place = id ? posts.find(id) : {frameId, key: undefined, token: undefined};
  const painted = await modeOf(origin) === 'painted';
  const tell = (/** @type {object} */ message) => tabs.tell(tabId, message, place.frameId);
  const which = {key: place.key, document: place.token, menu: trigger === 'menu'};
  const {record, artifacts, document, post} = await collect({tabId, frameId: place.frameId, trigger, which, tell, painted});
  const assessment = await queue.scan(post).catch(() => null);
  addContext(record, {practice, assessment, unread: (await tabs.state(tabId)).unreadFrames});
  const pending = {id: `c-${crypto.randomUUID()}`, tabId, postId: TabPosts.id(place.frameId, document, post.key),
    read: {post, assessment: assessment ?? UNREAD}, record, artifacts};
  return receipt(await captures.keep(pending), record);
}

/** @param {import('./captures.js').Receipt} receipt @param {any} record */
function receipt({entry, leaf, checkpoint}, record) {
  request('status', {}).catch(() => undefined);
  return {entry, leaf, checkpoint, missing: record.missing};
}

/** @param {any} record @param {{practice: boolean, assessment: any, unread: string[]}} context */
function addContext(record, {practice, assessment, unread}) {
  const {lexicon, version} = host.state;
  if (practice)
    record.practice = true;
  if (assessment)
    Object.assign(record, {assessment, engine: {lexicon, host: version}});
  else
    record.missing.push({what: 'assessment', why: 'host', remedy: api.i18n.getMessage('missing_assessment')});
  if (unread.length)
    record.missing.push({what: `frames: ${unread.join(' ')}`, why: 'not-permitted', remedy: api.i18n.getMessage('missing_frames')});
}

// Messages from pages -----------------------------------------------------------------------------------------------

/** @param {any} message */
const token = message => {
  const text = read.text(message.document, 40);
  if (!/^[0-9a-f]{16,40}$/.test(text))
    throw Object.assign(new Error('Expected a document token.'), {code: 'bad-message'});
  return text;
};

/** @param {any} message @param {PageSender} sender */
async function pageHello(message, {tab, frameId, documentId, url}) {
  const id = token(message), address = url ?? '';
  const posts = await tabs.get(tab.id);
  if (posts.enter(id, {frameId, documentId: documentId ?? '', address}) && frameId === 0)
    await tabs.prune(tab.id);
  const {origin, practice} = await tabs.place(tab.id);
  tabs.changed(tab.id);
  const readable = practice || posts.readOnce || await mayRead(origin) || await mayRead(sitePattern(address));
  return {mode: readable ? await modeOf(origin || sitePattern(address)) : 'off', site: siteFor(address)};
}

/** @param {any} message @param {PageSender} sender */
async function pagePosts(message, {tab, frameId, documentId, url}) {
  const id = token(message), list = read.posts(message.posts);
  const tabPosts = await tabs.get(tab.id);
  tabPosts.enter(id, {frameId, documentId: documentId ?? '', address: url ?? ''});
  const answers = await Promise.all(list.map(async post => [post.key, await readPost(tab.id, id, post)]));
  const {origin} = await tabs.place(tab.id);
  return {assessments: await modeOf(origin) === 'painted' ? Object.fromEntries(answers) : {}};
}

/** @param {number} tabId @param {string} id of the document @param {import('../shared/messages.js').Post} post */
async function readPost(tabId, id, post) {
  const posts = await tabs.get(tabId);
  // What is sent again keeps its assessment meanwhile: a list must not lose and regain its posts under the user's hand.
  const known = posts.documents.get(id)?.posts.get(post.key);
  posts.put(id, post, known?.post.text === post.text ? known.assessment : UNREAD);
  const assessment = await queue.scan(post);
  posts.put(id, post, assessment);
  tabs.changed(tabId);
  return assessment;
}

/** @param {any} message @param {PageSender} sender */
async function pageGone(message, {tab}) {
  (await tabs.get(tab.id)).remove(token(message), read.list(message.keys, 10_000).map(key => read.text(key, 64)));
  tabs.changed(tab.id);
}

/** @param {any} message @param {PageSender} sender */
async function pageBye(message, {tab}) {
  (await tabs.get(tab.id)).leave(token(message));
  tabs.changed(tab.id);
}

/** @param {any} message @param {PageSender} sender */
async function pageFrames(message, {tab}) {
  const page = (await tabs.get(tab.id)).documents.get(token(message));
  if (page)
    page.frames = frameOrigins(read.list(message.addresses, 1_000));
  tabs.changed(tab.id);
}

/** @param {any} message @param {PageSender} sender */
async function pagePaint(message, {tab, url}) {
  const page = (await tabs.get(tab.id)).documents.get(token(message));
  const css = paintSheet(message.names);
  // Our own page styles itself: the browsers let no extension insert a sheet into an extension's page.
  if (page && !url?.startsWith(home()))
    await setSheet(tab.id, page, css);
  return {css};
}

// Messages from our own pages ---------------------------------------------------------------------------------------

/** @param {any} message */
async function uiMode({origin, mode, tabId}) {
  await setMode(read.text(origin, 300), mode);
  for (const id of tabs.ids) {
    if ((await tabs.place(id)).origin === origin)
      await tabs.tell(id, {type: 'content/mode', mode}).catch(() => undefined);
  }
  tabs.changedAll();
  return tabs.state(Number.isSafeInteger(tabId) ? tabId : await activeTab());
}

async function activeTab() {
  const [tab] = await api.tabs.query({active: true, lastFocusedWindow: true});
  return /** @type {number} */ (tab?.id);
}

/** @param {any} message */
async function uiPermissions({origin, granted}) {
  if (typeof origin === 'string')
    await nameSite(origin, granted !== false);
  await permissionsChanged();
}

/** Sites that may be read or have a mode of their own, by name. */
async function uiSites() {
  const [readable, modes] = await Promise.all([readableSites(), chosenModes()]);
  const origins = [...new Set([...readable, ...Object.keys(modes)])].filter(origin => origin.includes('://')).sort();
  return {pictures: await mayPictureEverySite(),
    sites: origins.map(origin => ({origin, mode: modes[origin] ?? 'silent', readable: readable.includes(origin)}))};
}

/** Sites were granted or withdrawn, by our page or by the browser's own. @param {string[]} [added] */
export async function permissionsChanged(added) {
  await syncContentScripts();
  const sites = added ?? (await Promise.all(tabs.ids.map(async id => (await tabs.place(id)).origin))).filter(Boolean);
  const readable = await Promise.all(sites.map(mayRead));
  await injectIntoSites(sites.filter((site, index) => readable[index] && site.includes('://')));
  await Promise.all(tabs.ids.map(id => tabs.tell(id, {type: 'content/repost'}).catch(() => undefined)));
  tabs.changedAll();
}

/** @param {any} message */
async function uiJump({tabId, id}) {
  const {frameId, key, token: document} = (await tabs.get(read.whole(tabId))).find(read.text(id, 200));
  await tabs.tell(tabId, {type: 'content/jump', key, document}, frameId);
}

/** @param {any} message */
async function uiRetry({tabId}) {
  await host.retry();
  await captures.resend();
  await tabs.repost(read.whole(tabId));
  return tabs.state(tabId);
}

/** @param {any} message */
async function uiState({tabId}) {
  const posts = await tabs.get(read.whole(tabId));
  if (!posts.documents.size)
    await tabs.repost(tabId);
  host.wake();
  return tabs.state(tabId);
}

export const router = new Router({
  'page/hello': pageHello,
  'page/posts': pagePosts,
  'page/gone': pageGone,
  'page/bye': pageBye,
  'page/frames': pageFrames,
  'page/paint': pagePaint,
  'ui/state': uiState,
  'ui/mode': uiMode,
  'ui/permissions': uiPermissions,
  'ui/sites': uiSites,
  'ui/log': ({tabId, id}) => logPost({tabId: read.whole(tabId), id: read.text(id, 200), trigger: 'panel'}),
  'ui/explain': async ({term}) => (await request('explain', {term: read.text(term, 100), lang: api.i18n.getUILanguage()})).term,
  'ui/jump': uiJump,
  'ui/pairing': ({ask}) => ask === true ? pairing.ask() : pairing.state(),
  'ui/retry': uiRetry,
}, () => ({id: api.runtime.id, home: home()}));

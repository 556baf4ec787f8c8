// SPDX-License-Identifier: GPL-3.0-or-later
/** The popup: state of this site and of the host, the permission flow, the mode, and the ways to the list. */
import {activeTab, api, ask, follow, namedTab, openPanel, openPanelTab, openPractice, panelPlace} from '../shared/ui/api.js';
import {el, icon, need, placeIcons} from '../shared/ui/dom.js';
import {localize, say, t, tn} from '../shared/ui/i18n.js';
import {modeChoice, showMode} from '../shared/ui/modes.js';
import {noticeNode} from '../shared/ui/notice.js';
import {permitPictures, permitSite} from '../shared/ui/permissions.js';
import {noticesOf, siteOf, statusRows} from '../shared/ui/states.js';

/** @typedef {import('../shared/messages.js').TabState} TabState */
/** @type {TabState | null} */ let state = null;
let drawnNotices = '';
const NO_POST = /** @type {import('../shared/messages.js').ListedPost} */ ({});

/** @param {unknown} problem */
const tell = problem => {
  need('live').textContent = problem instanceof Error && problem.message ? problem.message : t('problem_unknown');
};

/** @param {import('../shared/ui/states.js').Notice} notice */
function act({action}) {
  if (action === 'retry' && state) void ask({type: 'ui/retry', tabId: state.tabId}).then(show, tell);
}

/** @param {TabState} now */
function drawNotices(now) {
  // Whatever fills a page elsewhere is a card of its own here: with a post listed, only the host's and the vault's troubles remain.
  const notices = noticesOf({...now, permission: 'granted', mode: 'silent', posts: [NO_POST]}).filter(({level}) => level === 'error');
  const words = JSON.stringify(notices);
  if (words === drawnNotices) return;
  drawnNotices = words;
  need('notices').replaceChildren(...notices.map(notice => noticeNode(notice, act)));
}

/** @param {TabState} now */
function drawSite({practice, address, permission, counts, mode}) {
  const [site, readable] = [siteOf(address), practice || permission === 'granted'];
  need('site').textContent = practice ? t('practice_title') : site || t('page_impossible_title');
  need('permit').hidden = readable || permission === 'impossible';
  need('permit-title').textContent = t('page_permission_title', site);
  need('permit-do').textContent = t('action_permit_site', site);
  need('found').hidden = !readable || mode === 'off';
  for (const name of /** @type {const} */ (['suspected', 'read'])) {
    need(name).textContent = String(counts[name]);
    need(`${name}-word`).textContent = tn(`word_${name}`, counts[name]);
  }
  drawModes(readable, mode);
}

/** @param {boolean} readable @param {import('../shared/messages.js').Mode} mode */
function drawModes(readable, mode) {
  const modes = need('modes');
  modes.hidden = !readable;
  if (!modes.firstChild) modes.append(modeChoice(mode, chosen => state && void ask({type: 'ui/mode', origin: state.origin, mode: chosen, tabId: state.tabId}).catch(tell)));
  else showMode(modes, mode);
}

/** @param {TabState} now */
function drawPictures({picture, permission, practice}) {
  need('pictures').hidden = !(practice || permission === 'granted');
  need('pictures-text').textContent = t(`pictures_${picture.replace('-', '_')}`);
  need('pictures-do').hidden = picture === 'all-urls';
}

/** @param {TabState} now */
function drawStatus(now) {
  need('status').replaceChildren(...statusRows(now).map(row => el('li', {}, icon(row.icon), el('span', {}, say(row.label)),
    el('span', {class: `state ${row.good ? '' : row.busy ? 'idle' : 'bad'}`}, icon(row.good ? 'check' : row.busy ? 'clear' : 'warning'), say(row.value)))));
}

/** @param {TabState} now */
function show(now) {
  state = now;
  drawNotices(now);
  drawSite(now);
  drawPictures(now);
  drawStatus(now);
  need('main').setAttribute('aria-busy', 'false');
}

/** @param {number} tabId */
function wire(tabId) {
  const shut = () => window.close();
  need('permit-do').addEventListener('click', () => state && void permitSite(state.origin).catch(tell));
  need('pictures-do').addEventListener('click', () => void permitPictures().catch(tell));
  need('panel').addEventListener('click', () => void openPanel(tabId).then(shut, tell));
  need('panel-tab').addEventListener('click', () => void openPanelTab(tabId).then(shut, tell));
  need('practice').addEventListener('click', () => void openPractice().then(shut, tell));
  need('options').addEventListener('click', () => void api.runtime.openOptionsPage().then(shut, tell));
}

async function start() {
  localize(document);
  placeIcons(document);
  need('panel-text').textContent = t(panelPlace() === 'tab' ? 'panel_as_tab_text' : 'panel_narrows_text');
  const tabId = namedTab(location.search) ?? await activeTab();
  if (tabId === undefined) return;
  wire(tabId);
  follow(tabId, show);
}

void start();

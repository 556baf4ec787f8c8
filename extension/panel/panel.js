// SPDX-License-Identifier: GPL-3.0-or-later
/** The panel: follows one tab (or, as a side panel, the active one) and lets the user act on its posts. */
import {activeTab, api, ask, follow, namedTab} from '../shared/ui/api.js';
import {el, icon, keycap, need, placeIcons} from '../shared/ui/dom.js';
import {localize, t, tn} from '../shared/ui/i18n.js';
import {KINDS} from '../shared/ui/marks.js';
import {modeChoice, showMode} from '../shared/ui/modes.js';
import {noticeNode, pageNodes} from '../shared/ui/notice.js';
import {permitSite} from '../shared/ui/permissions.js';
import {mainOf, noticesOf, pageNotice, siteOf} from '../shared/ui/states.js';
import {commandOf, focusKind, KEYS} from './keys.js';
import {PostList} from './list.js';

/** @typedef {import('../shared/messages.js').TabState} TabState */
/** @typedef {import('../shared/ui/states.js').Notice} Notice */

/** @type {TabState | null} */ let state = null;
/** @type {() => void} */ let unfollow = () => {};
let drawn = '';

const ownTab = namedTab(location.search);
const list = new PostList(need('posts'), {log, jump, jumpNow, jumpNot, explain, copy, allReasons});

/** Says something to a screen reader, and to nobody else. @param {string} words */
const announce = words => {
  need('live').textContent = words;
};

/** @param {unknown} problem */
const wordsOf = problem => problem instanceof Error && problem.message ? problem.message : t('problem_unknown');

// What the user can do to a post ---------------------------------------------------------------------------------

/** @param {string} id */
async function log(id) {
  const listed = list.posts.find(post => post.id === id);
  if (!state || !listed || listed.log === 'saving' || listed.log === 'logged') return;
  announce(t('card_saving'));
  try {
    const receipt = await ask({type: 'ui/log', tabId: state.tabId, id});
    list.memory(id).missing = receipt.missing ?? [];
    announce(t('card_logged', receipt.entry));
  } catch (problem) {
    announce(`${t('card_failed')} ${wordsOf(problem)}`);
  }
  list.draw();
}

/** Scrolling is something a page can notice: in Silent mode the user is asked first. @param {string} id */
function jump(id) {
  if (state?.mode !== 'silent' || state.practice) return void jumpNow(id);
  list.select(id);
  list.memory(id).asking = true;
  list.draw();
  list.focusAct('jump-now');
}

/** @param {string} id */
async function jumpNow(id) {
  jumpNot(id);
  if (!state) return;
  await ask({type: 'ui/jump', tabId: state.tabId, id}).then(() => announce(t('jump_done')), problem => announce(wordsOf(problem)));
}

/** @param {string} id */
function jumpNot(id) {
  const memory = list.memory(id);
  if (!memory.asking) return;
  memory.asking = false;
  list.draw();
  list.focusAct('jump');
}

/** Opens or shuts the explanation of a term. @param {string} id @param {string} term */
async function explain(id, term) {
  const {explained} = list.memory(id);
  if (!explained.delete(term)) explained.set(term, await ask({type: 'ui/explain', term}).catch(problem => ({problem: wordsOf(problem)})));
  list.draw();
}

/** Explains all terms of a post, or shuts all. @param {string} id */
function explainAll(id) {
  const {explained} = list.memory(id);
  const terms = [...new Set(list.current?.assessment.hits.map(({term}) => term) ?? [])];
  const open = terms.every(term => explained.has(term));
  for (const term of terms) if (explained.has(term) === open) void explain(id, term);
}

/** @param {string} value */
async function copy(value) {
  await navigator.clipboard.writeText(value).then(() => announce(t('copied', value)), () => announce(t('copy_failed')));
}

/** @param {string} id */
function allReasons(id) {
  list.memory(id).allReasons = true;
  list.draw();
}

// What helps against a notice ------------------------------------------------------------------------------------

/** @param {Notice} notice */
function act({action}) {
  if (!state) return;
  const {tabId, origin} = state;
  if (action === 'permit-site') void permitSite(origin).catch(problem => announce(wordsOf(problem)));
  else if (action === 'turn-on') void setMode('silent');
  else if (action === 'retry') void ask({type: 'ui/retry', tabId}).then(show, problem => announce(wordsOf(problem)));
}

/** @param {import('../shared/messages.js').Mode} mode */
async function setMode(mode) {
  if (!state) return;
  await ask({type: 'ui/mode', origin: state.origin, mode, tabId: state.tabId}).then(() => announce(t('mode_now', t(`mode_${mode}`))), problem => announce(wordsOf(problem)));
}

// Showing --------------------------------------------------------------------------------------------------------

/** @param {TabState} now */
function drawBar(now) {
  need('site').textContent = now.practice ? t('practice_title') : siteOf(now.address) || t('site_none');
  need('summary').textContent = now.counts.read ? `${tn('count_suspected', now.counts.suspected)} · ${tn('count_read', now.counts.read)}` : '';
  need('practice').hidden = !now.practice;
  const button = need('mode-button');
  button.hidden = now.permission === 'impossible' && !now.practice;
  button.replaceChildren(icon(now.mode), t(`mode_${now.mode}`), icon('chevron'));
  button.setAttribute('aria-label', t('mode_button', t(`mode_${now.mode}`)));
  const sheet = need('mode-sheet');
  if (!sheet.firstChild) sheet.append(modeChoice(now.mode, setMode));
  else showMode(sheet, now.mode);
}

/** Draws the notices and the page only when they say something new: a reader must not hear them again and again. */
function drawNotices() {
  const [notices, page] = [noticesOf(state), mainOf(state) === 'list' ? null : pageNotice(state)];
  const now = JSON.stringify([notices, page]);
  if (now === drawn) return;
  drawn = now;
  const [above, below] = [notices.filter(({level}) => level === 'error'), notices.filter(({level}) => level !== 'error')];
  need('notices').replaceChildren(...above.map(notice => noticeNode(notice, act)));
  need('foot').replaceChildren(...below.map(notice => noticeNode(notice, act)));
  need('page').replaceChildren(...(page ? pageNodes(page, act).filter(node => node instanceof Node) : []));
  need('page').hidden = !page;
  need('posts').hidden = Boolean(page);
}

/** @param {TabState} now */
function show(now) {
  const more = state?.tabId === now.tabId ? now.posts.length - state.posts.length : 0;
  state = now;
  drawBar(now);
  drawNotices();
  list.show(now.posts);
  need('main').setAttribute('aria-busy', 'false');
  if (more > 0) announce(tn('live_more', more));
}

/** @param {string} sheet @param {boolean} [open] */
function toggleSheet(sheet, open = need(`${sheet}-sheet`).hidden) {
  for (const name of ['mode', 'help']) {
    need(`${name}-sheet`).hidden = name !== sheet || !open;
    need(`${name}-button`).setAttribute('aria-expanded', String(name === sheet && open));
  }
  if (open && sheet === 'help') need('help-close').focus();
}

function closeSheets() {
  const open = ['mode', 'help'].find(name => !need(`${name}-sheet`).hidden);
  if (open) {
    toggleSheet(open, false);
    need(`${open}-button`).focus();
  } else if (list.current) jumpNot(list.current.id);
}

/** @type {Record<import('./keys.js').Command, () => void>} */
const COMMANDS = {
  next: () => list.step('next'), previous: () => list.step('previous'), first: () => list.step('first'), last: () => list.step('last'),
  log: () => list.current && void log(list.current.id),
  explain: () => list.current && explainAll(list.current.id),
  copy: () => list.current?.assessment.identifiers[0] && void copy(list.current.assessment.identifiers[0].value),
  jump: () => list.current && jump(list.current.id),
  help: () => toggleSheet('help'), close: closeSheets,
};

/** @param {KeyboardEvent} event */
function onKey(event) {
  const command = commandOf(event, focusKind(document.activeElement));
  if (!command) return;
  event.preventDefault();
  COMMANDS[command]();
}

function drawHelp() {
  need('help-keys').replaceChildren(...KEYS.flatMap(({command, shown}) => [el('dt', {}, ...shown.flatMap((key, i) => [i ? ' ' : '', keycap(key)])),
    el('dd', {}, t(`key_${command}`))]));
  need('help-legend').replaceChildren(...[...KINDS].reverse().map(kind => el('li', {}, el('mark', {class: `mark-${kind}`}, t(`mark_${kind}`)))));
}

/** @param {number | undefined} tabId */
function followTab(tabId) {
  unfollow();
  if (tabId !== undefined) unfollow = follow(tabId, show);
}

async function start() {
  localize(document);
  placeIcons(document);
  drawHelp();
  drawNotices();
  need('mode-button').addEventListener('click', () => toggleSheet('mode'));
  need('help-button').addEventListener('click', () => toggleSheet('help'));
  need('help-close').addEventListener('click', closeSheets);
  document.addEventListener('keydown', onKey);
  if (ownTab !== undefined) return followTab(ownTab);
  const windowId = (await api.windows.getCurrent()).id;
  api.tabs.onActivated.addListener(active => active.windowId === windowId && followTab(active.tabId));
  followTab(await activeTab());
}

void start();

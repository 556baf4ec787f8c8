// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * What a tab's state means to the user: one main view, and notices above it. Pure: message keys only.
 *
 * @typedef {import('../messages.js').TabState} TabState
 * @typedef {import('./i18n.js').Words} Words
 * @typedef {'retry' | 'permit-site' | 'turn-on' | 'permit-pictures'} Action
 * @typedef {'loading' | 'host' | 'impossible' | 'permission' | 'off' | 'empty' | 'list'} Main
 * @typedef {object} Notice
 * @property {string} id @property {'info' | 'error'} level @property {string} icon
 * @property {Words} title @property {Words | string} text   a string is in the user's words already
 * @property {string} detail      technical words, or ''
 * @property {Action} [action] @property {Words} [label]   what helps, and the button's words
 */

/** The host part of a site's address, or '' where it has none. @param {string} address */
export function siteOf(address) {
  try {
    const {protocol, host} = new URL(address);
    return /^https?:$/.test(protocol) ? host : '';
  } catch {
    return '';
  }
}

/** The host's name in an origin pattern: `https://example.org/*` → `example.org`. @param {string} origin */
export const siteOfOrigin = origin => /^(?:\*|https?):\/\/([^/]+)/.exec(origin)?.[1] ?? origin;

/**
 * The one thing that the main area shows.
 * @param {TabState | null} state
 * @returns {Main}
 */
export function mainOf(state) {
  if (!state) return 'loading';
  if (state.posts.length) return 'list';
  if (state.permission === 'impossible' && !state.practice) return 'impossible';
  if (state.permission === 'not-granted' && !state.practice) return 'permission';
  if (state.mode === 'off') return 'off';
  if (state.host.state === 'connecting') return 'loading';
  if (state.host.state !== 'connected') return 'host';
  return 'empty';
}

/** @param {TabState} state @returns {Notice} */
function hostNotice({host}) {
  return {id: 'host', level: 'error', icon: 'host', title: {key: `host_${host.state}_title`},
    text: host.message || {key: 'host_text'}, detail: '', action: 'retry', label: {key: 'action_retry'}};
}

/** The notice for a vault that cannot take entries as usual, or null. @param {TabState['host']['vault']} vault @returns {Notice | null} */
function vaultNotice(vault) {
  const state = ['absent', 'old', 'broken'].find(each => each === vault.state);
  if (!state) return null;
  return {id: 'vault', level: state === 'absent' ? 'info' : 'error', icon: 'vault', title: {key: `vault_${state}_title`}, text: {key: `vault_${state}_text`},
    detail: state === 'broken' ? vault.message : '', action: 'retry', label: {key: 'action_retry'}};
}

/** The full-page notice for a main view that is not the list. @param {TabState | null} state @returns {Notice} */
export function pageNotice(state) {
  const main = mainOf(state);
  const site = siteOf(state?.address ?? '');
  switch (main) {
    case 'host': return hostNotice(/** @type {TabState} */ (state));
    case 'permission': return site ? {id: main, level: 'info', icon: 'eye', title: {key: 'page_permission_title', args: [site]},
      text: {key: 'page_permission_text'}, detail: '', action: 'permit-site', label: {key: 'action_permit_site', args: [site]}}
      : {id: 'unknown', level: 'info', icon: 'eye', title: {key: 'page_unknown_title'}, text: {key: 'page_unknown_text'}, detail: ''};
    case 'off': return {id: main, level: 'info', icon: 'off', title: {key: 'page_off_title', args: [site]}, text: {key: 'page_off_text'}, detail: '',
      action: 'turn-on', label: {key: 'action_turn_on'}};
    case 'impossible': return {id: main, level: 'info', icon: 'eye', title: {key: 'page_impossible_title'}, text: {key: 'page_impossible_text'}, detail: ''};
    case 'empty': return state?.counts.read
      ? {id: main, level: 'info', icon: 'clear', title: {key: 'page_empty_title'}, text: {key: 'page_empty_text', count: state.counts.read}, detail: ''}
      : {id: 'unread', level: 'info', icon: 'clear', title: {key: 'page_unread_title'}, text: {key: 'page_unread_text'}, detail: ''};
    default: return {id: 'loading', level: 'info', icon: 'clear', title: {key: 'page_loading_title'}, text: {key: 'page_loading_text'}, detail: ''};
  }
}

/**
 * Notices beside the list, the gravest first: errors stand above it, the rest below. What fills the page already is not repeated.
 * @param {TabState | null} state
 * @returns {Notice[]}
 */
export function noticesOf(state) {
  if (!state) return [];
  const main = mainOf(state);
  /** @type {(Notice | null | false)[]} */
  const notices = [
    main !== 'host' && !['connected', 'connecting'].includes(state.host.state) && hostNotice(state),
    vaultNotice(state.host.vault),
    main === 'list' && state.permission === 'not-granted' && !state.practice && {...pageNotice({...state, posts: []})},
    main === 'list' && state.mode === 'off' && {...pageNotice({...state, permission: 'granted', posts: []})},
    state.unreadFrames.length > 0 && {id: 'frames', level: 'info', icon: 'explain', title: {key: 'frames_title', count: state.unreadFrames.length},
      text: {key: 'frames_text', args: [state.unreadFrames.map(siteOfOrigin).join(', ')]}, detail: ''},
  ];
  return /** @type {Notice[]} */ (notices.filter(Boolean));
}

/** Host and vault as two short rows for the popup. @param {TabState} state */
export function statusRows({host}) {
  const {vault} = host;
  const good = host.state === 'connected';
  return [
    {icon: 'host', good, busy: host.state === 'connecting', label: {key: 'status_host'}, value: good ? {key: 'status_host_connected', args: [host.version]}
      : {key: `host_${host.state}_title`}},
    {icon: 'vault', good: good && vault.state === 'ready', busy: !good || vault.state === 'absent', label: {key: 'status_vault'}, value: !good ? {key: 'status_vault_unknown'}
      : vault.state === 'ready' ? {key: 'status_vault_ready', count: vault.entries}
        : {key: vault.state === 'absent' ? 'status_vault_absent' : vault.state === 'old' ? 'vault_old_title' : 'vault_broken_title'}},
  ];
}

/** Words of a part that a capture lacks: `what` and `why` as the record names them. @param {{what: string, why: string, remedy?: string}} part */
export function missingWords({what, why}) {
  const name = what.split(/[: ]/)[0];
  const known = ['picture', 'source', 'html', 'mhtml', 'frames', 'assessment', 'selectors', 'permalink', 'author', 'posted'];
  const reasons = ['not-permitted', 'host', 'moved', 'changed', 'too-large', 'not-supported', 'not-visible', 'not-in-view', 'frame-place-unknown',
    'not-found', 'failed'];
  return {what: /** @type {Words} */ ({key: `part_${known.includes(name) ? name : 'other'}`, args: [what]}),
    why: /** @type {Words} */ ({key: `part_why_${reasons.includes(why) ? why.replace(/-/g, '_') : 'other'}`, args: [why]})};
}

// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Every message inside the extension, by direction. `type` names it; the reply is what sendMessage() resolves to.
 * A reply is the value below or `{error: {code, message}}`. Host messages are in docs/PROTOCOL.md.
 *
 * Trust: `page/…` may come from a content script or the practice page; `ui/…` only from an extension page (panel, popup,
 * options, practice): the router checks sender.url and sender.id. Offsets are UTF-16 units of a post's `text`.
 *
 * @typedef {'silent' | 'painted' | 'off'} Mode
 * @typedef {'none' | 'notice' | 'suspect' | 'strong'} Band
 *
 * @typedef {object} Hit
 * @property {number} start @property {number} end @property {string} term @property {string} form @property {string} reading
 * @property {'substance' | 'activity'} sense @property {string} concept @property {number} ambiguity @property {string} lang
 *
 * @typedef {{start: number, end: number, kind: string, rule: string}} Signal
 * @typedef {{start: number, end: number, kind: string, value: string}} Identifier
 * @typedef {{feature: string, weight: number, start?: number, end?: number, also?: {start: number, end: number}[], innocent?: string}} Reason
 *
 * @typedef {object} Assessment
 * @property {number} score @property {Band} band @property {Hit[]} hits @property {Signal[]} signals
 * @property {Identifier[]} identifiers @property {Reason[]} reasons
 *
 * @typedef {object} Post  what the post finder read, without any DOM object
 * @property {string} key         unique in its document and stable while the element lives
 * @property {string} text        well-formed (no lone surrogate, no NUL): what stands on the page, then addresses of links, a line each
 * @property {number} own         units of the text that stand on the page
 * @property {string} lang        nearest lang attribute, or ''
 * @property {string} author      as shown, or ''
 * @property {string} permalink   absolute address, or ''
 * @property {string} posted      as shown or datetime attribute, or ''
 *
 * @typedef {object} ListedPost   a post as the panel shows it
 * @property {string} id          `${frameId}:${documentId}:${key}`
 * @property {Post} post @property {Assessment} assessment
 * @property {'unlogged' | 'saving' | 'logged' | 'failed'} log
 * @property {number} [entry]     number of the entry once logged
 * @property {string} [problem]   why it is not saved, with the remedy
 *
 * @typedef {object} HostState
 * @property {'connected' | 'connecting' | 'absent' | 'forbidden' | 'outdated' | 'failed'} state
 * @property {string} message     what it means and what to do; '' when connected
 * @property {string} version @property {string} lexicon
 * @property {{state: string, entries: number, message: string}} vault
 *
 * @typedef {object} TabState     all that panel and popup need of one tab
 * @property {number} tabId @property {string} address @property {string} origin   origin pattern for permissions, `https://example.org/*`
 * @property {'granted' | 'not-granted' | 'impossible'} permission   to read this site (impossible: browser pages, stores)
 * @property {Mode} mode
 * @property {'all-urls' | 'active-tab' | 'none'} picture            what a picture could be taken under now
 * @property {HostState} host
 * @property {{read: number, suspected: number}} counts
 * @property {ListedPost[]} posts        band notice and above, by score
 * @property {string[]} unreadFrames     origins of frames that are not read for want of permission
 * @property {boolean} practice          the practice feed: captures are marked as invented
 */

// content script → background ------------------------------------------------------------------------------------
// `document` is a token that the content script drew at random: 32 hexadecimal digits.
/**
 * page/hello    {document}                           → {mode: Mode, site: Site | null}   a document is there
 * page/posts    {document, posts: Post[]}            → {assessments: Record<key, Assessment>}   new or changed posts, at most 256;
 *                                                      empty in Silent mode: nothing of the lexicon enters the page's process
 * page/gone     {document, keys: string[]}           → {}                      posts that left the document
 * page/bye      {document}                           → {}                      the document is being left
 * page/frames   {document, addresses: string[]}      → {}                      addresses of the frames in it
 * page/paint    {document, names: Record<kind, string> | null} → {css: string} names of its highlights; null: no paint
 */
// background → content script ------------------------------------------------------------------------------------
/**
 * content/mode    {mode: Mode}                       → {}
 * content/record  {key?: string, document?: string, menu?: boolean} → {document, post: Post, record: object, html: string} | {error}
 *                 collects a capture; key absent: the post under the last context-menu point (menu), else under the
 *                 selection, else nearest the viewport's centre
 * content/check   {document, brief?: boolean}        → {document, address: string, html: string}   again, after the picture;
 *                 brief: without html; no answer: that document is gone
 * content/paint   {on: boolean}                      → {}                      takes the paint away for a picture, and back
 * content/jump    {key: string, document: string}    → {}                      scrolls to the post (the page can notice)
 * content/repost  {}                                 → {}                      send all posts again (lexicon changed, worker restarted)
 */
// panel, popup, options, practice → background -------------------------------------------------------------------
/**
 * ui/state        {tabId: number}                    → TabState
 * ui/mode         {origin: string, mode: Mode, tabId?: number} → TabState of that tab, else of the active one
 * ui/permissions  {origin?: string, granted?: boolean} → {}    permissions changed by the page itself (request() needs its gesture);
 *                 origin: the pattern of the site that the user named. Needed: while every site is granted for pictures, the
 *                 browser tells nobody of one more, and only named sites are read
 * ui/sites        {}                                 → {sites: {origin: string, mode: Mode, readable: boolean}[], pictures: boolean}   sites
 *                 that may be read or have a mode of their own; pictures: every site is granted, for pictures alone
 * ui/log          {tabId: number, id: string}        → {entry: number, leaf: string, checkpoint: string, missing: object[]}
 * ui/explain      {term: string}                     → the host's `term` object
 * ui/jump         {tabId: number, id: string}        → {}
 * ui/pairing      {ask?: boolean}                    → {state: 'none' | 'pending' | 'paired' | 'refused' | 'revoked', code: string}   whether what this
 *                 browser logs is signed; ask: asks the application, which needs the user's approval
 * ui/retry        {tabId: number}                    → TabState   connect to the host again, resend what is not saved
 */
// background → panel and popup (runtime.connect port named 'ui', first message {tabId}) ---------------------------
/**
 * {type: 'state', state: TabState}                   after each change, at most ten a second
 */

export const UI_PORT = 'ui';
export const MODES = /** @type {const} */ (['silent', 'painted', 'off']);

// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * What is known of one tab: its documents, their posts, what was logged of them. Pure.
 *
 * A document is named by a token that its content script drew at random: it tells a document from the next one at the
 * same address in both browsers. The worker may die at any time: posts are asked for again (`content/repost`), the marks
 * of what was logged are kept in session storage (`save`, `restore`).
 */

const MAX_DOCUMENTS = 200;
const MAX_POSTS = 5_000;

/**
 * @typedef {import('../shared/messages.js').Post} Post
 * @typedef {import('../shared/messages.js').Assessment} Assessment
 * @typedef {import('../shared/messages.js').ListedPost} ListedPost
 * @typedef {{post: Post, assessment: Assessment}} Read
 * @typedef {{frameId: number, documentId: string, address: string, posts: Map<string, Read>, frames: string[], css: string}} PageDocument
 * @typedef {{text: string, log: ListedPost['log'], entry?: number, problem?: string, listed: ListedPost}} Mark
 */

/** @type {Assessment} */
export const UNREAD = {score: 0, band: 'none', hits: [], signals: [], identifiers: [], reasons: []};

export class TabPosts {
  /** @type {Map<string, PageDocument>} */ documents = new Map();
  /** @type {Map<string, Mark>} */ marks = new Map();
  /** The user clicked on our own button, menu or shortcut on this document: a picture is allowed. */
  invoked = false;
  /** … and asked for something that needs its text: it is read, though its site was not allowed. */
  readOnce = false;

  /** A document says that it is there. The one that its frame held before is gone. @param {string} token @param {Partial<PageDocument>} facts */
  enter(token, facts) {
    for (const [other, {frameId}] of this.documents) {
      if (other !== token && frameId === facts.frameId)
        this.leave(other);
    }
    const known = this.documents.get(token);
    if (!known && this.documents.size >= MAX_DOCUMENTS)
      return false;
    this.documents.set(token, {frameId: 0, documentId: '', address: '', posts: new Map(), frames: [], css: '', ...known, ...facts});
    return !known;
  }

  /** @param {string} token */
  leave(token) {
    this.documents.delete(token);
  }

  /** @param {string} token @param {Post} post @param {Assessment} assessment */
  put(token, post, assessment) {
    const page = this.documents.get(token);
    if (!page || (page.posts.size >= MAX_POSTS && !page.posts.has(post.key)))
      return;
    page.posts.set(post.key, {post, assessment});
  }

  /** @param {string} token @param {string[]} keys */
  remove(token, keys) {
    keys.forEach(key => this.documents.get(token)?.posts.delete(key));
  }

  /** @param {string} id of a listed post */
  find(id) {
    const [frame, token, key] = id.split(':');
    const page = this.documents.get(token);
    return {frameId: page?.frameId ?? Number(frame), token, key, ...page?.posts.get(key)};
  }

  /** @param {number} frameId @param {string} token @param {string} key */
  static id = (frameId, token, key) => `${frameId}:${token}:${key}`;

  /**
   * What happened to a post that the user logged. The mark holds for the text that was logged: where a list reuses its
   * elements, another text under the same key is another post.
   * @param {string} id @param {Read} read @param {Pick<Mark, 'log' | 'entry' | 'problem'>} what
   */
  mark(id, {post, assessment}, what) {
    this.marks.set(id, {text: post.text, ...what, listed: {id, post, assessment, ...what}});
  }

  get top() {
    return [...this.documents.values()].find(page => page.frameId === 0);
  }

  get counts() {
    const all = [...this.documents.values()].flatMap(page => [...page.posts.values()]);
    return {read: all.length, suspected: all.filter(({assessment: {band}}) => band === 'suspect' || band === 'strong').length};
  }

  get unreadOrigins() {
    return [...new Set([...this.documents.values()].flatMap(page => page.frames))];
  }

  /** Posts of band notice and above and those that were logged, by score. @returns {ListedPost[]} */
  listed() {
    /** @type {Map<string, ListedPost>} */
    const found = new Map();
    for (const [token, page] of this.documents) {
      for (const [key, {post, assessment}] of page.posts) {
        const id = TabPosts.id(page.frameId, token, key);
        const mark = this.marks.get(id);
        const log = mark?.text === post.text ? {log: mark.log, entry: mark.entry, problem: mark.problem} : {log: /** @type {const} */ ('unlogged')};
        if (assessment.band !== 'none' || log.log !== 'unlogged')
          found.set(id, {id, post, assessment, ...log});
      }
    }
    // What is not saved stays in view even when its post is not: it must not be lost by scrolling.
    for (const [id, {log, listed}] of this.marks) {
      if (!found.has(id) && (log === 'saving' || log === 'failed'))
        found.set(id, listed);
    }
    return [...found.values()].sort((a, b) => b.assessment.score - a.assessment.score || (a.id < b.id ? -1 : 1));
  }

  save() {
    return [...this.marks];
  }

  /** @param {any} saved */
  restore(saved) {
    if (Array.isArray(saved))
      this.marks = new Map([...saved, ...this.marks]);
  }
}

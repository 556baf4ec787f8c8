// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Knows that a document changed, and nothing of how: the callback sets a flag and books one pass. A page can measure
 * what a callback does (the gap after a microtask, a style computed between two writes); it cannot measure what happens
 * later, when it is idle. A pass is cut into slices of 5 ms, and the pause before the next grows with what the last cost,
 * so that a page that never stands still pays a tenth of its idle time at most; one that does pays nothing.
 */
globalThis.decant ??= /** @type {any} */ ({});

(() => {
  const SLICE_MS = 5;
  const LEAST_PAUSE_MS = 200;
  const SHARE = 10;
  const IDLE_WITHIN_MS = 2_000;
  const WATCHED = {childList: true, characterData: true, subtree: true, attributeFilter: ['hidden', 'contenteditable', 'role', 'alt', 'lang', 'href']};

  decant.MutationQueue = class {
    #dirty = false;
    #booked = false;
    #stopped = false;
    #cost = 0;
    #observer = new MutationObserver(() => {
      this.#dirty = true;
      if (!this.#booked)
        this.#book();
    });
    /** @type {WeakSet<Node>} */ #watched = new WeakSet();

    /** @param {() => Generator<unknown, void>} pass */
    constructor(pass) {
      this.pass = pass;
    }

    /** @param {Node[]} roots the document and its shadow roots */
    watch(roots) {
      for (const root of roots) {
        if (!this.#watched.has(root)) {
          this.#watched.add(root);
          this.#observer.observe(root, WATCHED);
        }
      }
    }

    /** A pass is wanted whatever has changed. */
    request() {
      this.#dirty = true;
      if (!this.#booked)
        this.#book();
    }

    stop() {
      this.#stopped = true;
      this.#observer.disconnect();
    }

    #book() {
      this.#booked = true;
      setTimeout(() => this.#whenIdle(() => this.#begin()), this.#cost ? Math.max(LEAST_PAUSE_MS, this.#cost * SHARE) : 0);
    }

    /** @param {(deadline: IdleDeadline) => void} work */
    #whenIdle(work) {
      if (!this.#stopped)
        requestIdleCallback(work, {timeout: IDLE_WITHIN_MS});
    }

    #begin() {
      this.#dirty = false;
      this.#cost = 0;
      this.#slice(this.pass());
    }

    /** @param {Generator<unknown, void>} work */
    #slice(work) {
      const start = performance.now();
      let done = false;
      do
        done = work.next().done === true;
      while (!done && performance.now() - start < SLICE_MS);
      this.#cost += performance.now() - start;
      if (!done)
        return this.#whenIdle(() => this.#slice(work));
      this.#booked = false;
      if (this.#dirty && !this.#stopped)
        this.#book();
    }
  };
})();

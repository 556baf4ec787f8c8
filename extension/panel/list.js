// SPDX-License-Identifier: GPL-3.0-or-later
/** The list of posts: selection, and cards that are made anew only when what they show has changed. */
import {cardNode} from './card.js';

/** @typedef {import('../shared/messages.js').ListedPost} ListedPost */
/** @typedef {import('./card.js').CardMemory} CardMemory */

/**
 * The id to select after the list has changed: the same post while it is there, else the one in its place.
 * @param {string[]} before @param {string[]} after @param {string | null} selected
 */
export function keepSelection(before, after, selected) {
  if (selected === null || after.includes(selected)) return selected ?? after[0] ?? null;
  return after[Math.min(Math.max(0, before.indexOf(selected)), after.length - 1)] ?? null;
}

/**
 * The id that a step leads to; it stays at the ends.
 * @param {string[]} ids @param {string | null} selected @param {'next' | 'previous' | 'first' | 'last'} step
 */
export function stepTo(ids, selected, step) {
  const at = ids.indexOf(selected ?? '');
  const to = {next: at + 1, previous: Math.max(0, at - 1), first: 0, last: ids.length - 1}[step];
  return ids[Math.min(to, ids.length - 1)] ?? null;
}

export class PostList {
  /** @param {HTMLElement} root  the feed @param {import('./card.js').CardActs} acts */
  constructor(root, acts) {
    this.root = root;
    this.acts = acts;
    /** @type {ListedPost[]} */ this.posts = [];
    /** @type {string | null} */ this.selected = null;
    /** @type {Map<string, {node: HTMLElement, shown: string}>} */ this.cards = new Map();
    /** @type {Map<string, CardMemory>} */ this.memories = new Map();
    root.addEventListener('focusin', event => this.#follow(event));
    root.addEventListener('click', event => this.#follow(event));
  }

  /** @param {string} id @returns {CardMemory} */
  memory(id) {
    let memory = this.memories.get(id);
    if (!memory) this.memories.set(id, memory = {selected: false, asking: false, allReasons: false, missing: [], explained: new Map()});
    return memory;
  }

  /** The selected post, or undefined. */
  get current() {
    return this.posts.find(({id}) => id === this.selected);
  }

  /** @param {ListedPost[]} posts */
  show(posts) {
    this.selected = keepSelection(this.posts.map(({id}) => id), posts.map(({id}) => id), this.selected);
    this.posts = posts;
    const ids = new Set(posts.map(({id}) => id));
    for (const [id, {node}] of this.cards) {
      if (ids.has(id)) continue;
      node.remove();
      this.cards.delete(id);
      this.memories.delete(id);
    }
    this.draw();
  }

  /** Brings the cards up to date; the focus stays on the same control of the same post. */
  draw() {
    const focus = this.#focusMark();
    this.posts.forEach((listed, position) => {
      const card = this.#card(listed);
      card.setAttribute('aria-posinset', String(position + 1));
      card.setAttribute('aria-setsize', String(this.posts.length));
      if (this.root.children[position] !== card) this.root.insertBefore(card, this.root.children[position] ?? null);
    });
    focus?.();
  }

  /** @param {string | null} id @param {boolean} [focus]  also moves the focus and scrolls the card into view */
  select(id, focus = false) {
    if (id === null) return;
    this.selected = id;
    this.draw();
    const card = this.cards.get(id)?.node;
    if (!focus || !card) return;
    card.focus({preventScroll: true});
    card.scrollIntoView({block: 'nearest'});
  }

  /** @param {'next' | 'previous' | 'first' | 'last'} step */
  step(step) {
    this.select(stepTo(this.posts.map(({id}) => id), this.selected, step), true);
  }

  /** Focuses a control of the selected card. @param {string} act  its data-act */
  focusAct(act) {
    /** @type {HTMLElement | null | undefined} */
    const control = this.cards.get(this.selected ?? '')?.node.querySelector(`[data-act="${act}"]`);
    control?.focus();
  }

  /** @param {ListedPost} listed */
  #card(listed) {
    const memory = this.memory(listed.id);
    memory.selected = listed.id === this.selected;
    const shown = JSON.stringify([listed, memory, [...memory.explained]]);
    const old = this.cards.get(listed.id);
    if (old?.shown === shown) return old.node;
    const node = cardNode(listed, memory, this.acts);
    old?.node.replaceWith(node);
    this.cards.set(listed.id, {node, shown});
    return node;
  }

  /** @param {Event} event */
  #follow(event) {
    const card = /** @type {Element} */ (event.target).closest('article');
    const id = card?.getAttribute('data-id') ?? null;
    if (id !== null && id !== this.selected) this.select(id, event.type === 'click');
  }

  /** Remembers where the focus is inside the list, and gives a function that puts it back. */
  #focusMark() {
    const active = document.activeElement;
    const id = active?.closest('article')?.getAttribute('data-id');
    if (!active || !id || !this.root.contains(active)) return null;
    const within = [...(active.closest('article')?.querySelectorAll('button, summary, [tabindex]') ?? [])];
    const [act, at] = [active.getAttribute('data-act'), within.indexOf(active)];
    return () => {
      const card = this.cards.get(id)?.node;
      if (!card || document.activeElement === active) return;
      const controls = [...card.querySelectorAll('button, summary, [tabindex]')];
      const again = (act && card.querySelector(`[data-act="${act}"]`)) || controls[at] || card;
      /** @type {HTMLElement} */ (active === active.closest('article') ? card : again).focus({preventScroll: true});
    };
  }
}

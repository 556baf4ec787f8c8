// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Painted mode: CSS custom highlights over what was found near the viewport. No node, no attribute, no text is written.
 * A page can list a registry's names and read its ranges, so the names are random and this mode is a choice of the user
 * for a site. Static ranges: live ones make the page's own edits several times slower, and each registered one costs at
 * each change, so only a few hundred stand at a time.
 */
globalThis.decant ??= /** @type {any} */ ({});

(() => {
  /** Later ones lie over earlier ones. */
  const KINDS = ['signal', 'identifier', 'activity', 'substance'];
  const MAX_RANGES = 400;
  const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

  const randomName = () => [...crypto.getRandomValues(new Uint8Array(14))].map(byte => LETTERS[byte % LETTERS.length]).join('');

  decant.Painter = class {
    #names = Object.fromEntries(KINDS.map(kind => [kind, randomName()]));
    /** @type {Promise<string> | null} */ #css = null;
    /** @type {CSSStyleSheet | null} */ #sheet = null;
    /** @type {Set<ShadowRoot | Document>} */ #dressed = new Set();
    #wanted = 0;

    /** @param {(names: Record<string, string> | null) => Promise<{css: string}>} say asks the background for the sheet */
    constructor(say) {
      this.say = say;
    }

    /** @param {Iterable<{found: DecantFoundPost, assessment: any}>} near posts near the viewport, the nearest first */
    async paint(near) {
      const turn = ++this.#wanted;
      this.#css ??= this.say(this.#names).then(({css}) => css);
      const css = await this.#css;
      if (turn !== this.#wanted)
        return;
      /** @type {Record<string, StaticRange[]>} */
      const ranges = Object.fromEntries(KINDS.map(kind => [kind, []]));
      let count = 0;
      for (const {found, assessment} of near) {
        for (const {kind, start, end} of spans(assessment)) {
          const more = count < MAX_RANGES ? decant.ranges(found.pieces, start, end).slice(0, MAX_RANGES - count) : [];
          count += more.length;
          ranges[kind].push(...more);
        }
      }
      Object.values(ranges).flat().forEach(range => this.#dress(range.startContainer.getRootNode(), css));
      KINDS.forEach((kind, priority) => {
        const highlight = new Highlight(...ranges[kind]);
        highlight.priority = priority;
        CSS.highlights.set(this.#names[kind], highlight);
      });
    }

    /** An inserted sheet reaches the document; a shadow root adopts its own. Our own page is dressed by itself too. @param {any} root @param {string} css */
    #dress(root, css) {
      const ours = root === document && /extension:$/.test(location.protocol);
      if (this.#dressed.has(root) || !(root instanceof ShadowRoot || ours))
        return;
      if (!this.#sheet) {
        this.#sheet = new CSSStyleSheet();
        this.#sheet.replaceSync(css);
      }
      root.adoptedStyleSheets = [...root.adoptedStyleSheets, this.#sheet];
      this.#dressed.add(root);
    }

    /** Takes every trace away. */
    clear() {
      this.#wanted++;
      Object.values(this.#names).forEach(name => CSS.highlights.delete(name));
      for (const root of this.#dressed)
        root.adoptedStyleSheets = [...root.adoptedStyleSheets].filter(sheet => sheet !== this.#sheet);
      this.#dressed.clear();
      if (this.#css)
        this.say(null).catch(() => undefined);
      this.#css = null;
    }
  };

  /** @param {any} assessment @returns {{kind: string, start: number, end: number}[]} */
  function spans({band, hits, signals, identifiers}) {
    if (band === 'none')
      return [];
    const of = (/** @type {any[]} */ list, /** @type {(item: any) => string} */ kind) => list.map(item => ({kind: kind(item), start: item.start, end: item.end}));
    return [...of(hits, hit => KINDS.includes(hit.sense) ? hit.sense : 'substance'), ...of(identifiers, () => 'identifier'), ...of(signals, () => 'signal')];
  }
})();

// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Reads a document's text in the order in which it is seen: open and closed shadow roots in place of their host's
 * children, slotted nodes in their slots. Read-only, and nothing here asks for style or layout, so a page cannot tell.
 * Editable fields are never read: no draft, no password, no search ever enters a post.
 */
globalThis.decant ??= /** @type {any} */ ({});

(() => {
  const SKIPPED = new Set(['script', 'style', 'noscript', 'template', 'textarea', 'input', 'select', 'datalist', 'button', 'nav', 'svg', 'math',
    'canvas', 'video', 'audio', 'object', 'embed', 'head', 'rp', 'meter', 'progress', 'dialog-backdrop']);
  const SKIPPED_ROLES = new Set(['textbox', 'searchbox', 'combobox', 'spinbutton', 'navigation', 'toolbar', 'menu', 'menubar', 'tablist', 'button',
    'tooltip', 'progressbar', 'scrollbar', 'slider']);
  const BLOCKS = new Set(['address', 'article', 'aside', 'blockquote', 'body', 'br', 'center', 'dd', 'details', 'dialog', 'div', 'dl', 'dt', 'fieldset',
    'figcaption', 'figure', 'footer', 'form', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'header', 'hgroup', 'hr', 'legend', 'li', 'main', 'menu', 'ol', 'p',
    'pre', 'search', 'section', 'summary', 'table', 'tbody', 'tfoot', 'thead', 'tr', 'ul', 'caption']);
  const CELLS = new Set(['td', 'th']);
  const HIDDEN_STYLE = /(^|;)\s*(display\s*:\s*none|visibility\s*:\s*(hidden|collapse))/i;
  /** Elements that may have a shadow root beside those with a hyphen (https://dom.spec.whatwg.org/#valid-shadow-host-name). */
  const HOSTS = new Set(['article', 'aside', 'blockquote', 'body', 'div', 'footer', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'header', 'main', 'p', 'section', 'span']);
  const EMOJI = /\p{Extended_Pictographic}|\p{Regional_Indicator}|[#*0-9]\uFE0F?\u20E3|^:[\w+-]+:$/u;
  const MAX_ALT = 32;
  const BREAKS = ['', ' ', '\t', '\n'];

  /** Elements looked at before that had neither a shadow root nor were empty: they are not asked again. */
  const asked = new WeakSet();

  /** @param {any} element @returns {ShadowRoot | null} */
  function shadowOf(element) {
    if (element.shadowRoot)
      return element.shadowRoot;
    const name = element.localName, custom = name.includes('-');
    if (!custom && (!HOSTS.has(name) || asked.has(element)))
      return null;
    // Chromium offers a function to extensions, Firefox a property.
    const root = globalThis.chrome?.dom?.openOrClosedShadowRoot(element) ?? element.openOrClosedShadowRoot ?? null;
    if (!root && !custom && element.firstChild)
      asked.add(element);
    return root;
  }

  /** @param {Element} element */
  function isSkipped(element) {
    if (SKIPPED.has(element.localName))
      return true;
    if (!element.hasAttributes())
      return false;
    const role = element.getAttribute('role');
    if (role && SKIPPED_ROLES.has(role))
      return true;
    const editable = element.getAttribute('contenteditable');
    if (editable !== null && editable.toLowerCase() !== 'false')
      return true;
    if (element.hasAttribute('hidden'))
      return true;
    const style = element.getAttribute('style');
    return style !== null && HIDDEN_STYLE.test(style);
  }

  /** An emoji that a site draws as an image. @param {Element} image */
  const isEmoji = image => {
    const alt = image.getAttribute('alt') ?? '';
    return alt.length > 0 && alt.length <= MAX_ALT && EMOJI.test(alt);
  };

  /** What stands inside an element. @param {any} element @param {ShadowRoot[]} roots @returns {Node[] | Node | null} a list, or the first of siblings */
  function inside(element, roots) {
    const root = shadowOf(element);
    if (root) {
      roots.push(root);
      return root.firstChild;
    }
    if (element.localName === 'slot') {
      const assigned = element.assignedNodes();
      if (assigned.length)
        return assigned;
    }
    return element.firstChild;
  }

  /** @param {Element} root */
  decant.walk = root => {
    /** @type {DecantWalk} */
    const walk = {roots: [], frames: [], items: /** @type {any} */ (null)};
    walk.items = items(root, walk);
    return walk;
  };

  /** Pointers rather than a TreeWalker: a walker does not cross into shadow roots. @param {Element} root @param {DecantWalk} walk @returns {Generator<DecantItem, void>} */
  function* items(root, walk) {
    /** @type {{element: Element, list: Node[] | null, index: number, next: Node | null}[]} */
    const stack = [];
    const open = (/** @type {Element} */ element) => {
      const content = inside(element, walk.roots);
      const list = Array.isArray(content) ? content : null;
      stack.push({element, list, index: 0, next: list ? null : /** @type {Node | null} */ (content)});
    };
    if (document.designMode === 'on' || isSkipped(root))
      return;
    yield {enter: root};
    open(root);
    while (stack.length) {
      const top = stack[stack.length - 1];
      const node = top.list ? top.list[top.index++] : top.next;
      if (!node) {
        stack.pop();
        yield {leave: top.element};
        continue;
      }
      if (!top.list)
        top.next = node.nextSibling;
      if (node.nodeType === Node.TEXT_NODE) {
        yield {text: /** @type {Text} */ (node)};
        continue;
      }
      if (node.nodeType !== Node.ELEMENT_NODE)
        continue;
      const element = /** @type {Element} */ (node);
      if (element.localName === 'iframe' || element.localName === 'frame')
        walk.frames.push(/** @type {HTMLIFrameElement} */ (element).src);
      else if (element.localName === 'img' && isEmoji(element))
        yield {image: element};
      else if (!isSkipped(element)) {
        yield {enter: element};
        open(element);
      }
    }
  }

  /** Whether text before and after it stand on different lines, as far as the name tells. @param {Element} element */
  decant.isBlock = element => BLOCKS.has(element.localName) || CELLS.has(element.localName);

  const ILL_FORMED = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]|\0/g;
  /** One unit for one unit, as on the wire. @param {string} text */
  const wellFormed = text => text.replace(ILL_FORMED, '\uFFFD');

  /** Joins text nodes as a reader sees them and keeps the way back from each unit to its node. */
  decant.TextBuilder = class {
    text = '';
    /** @type {DecantPiece[]} */ pieces = [];
    /** Over 0 inside `pre`: white space is kept. */
    pre = 0;
    #break = '';

    /** @param {Text} node */
    add(node) {
      const data = wellFormed(node.data);
      if (this.pre)
        return this.#append(node, 0, data);
      // Each run of white space is one space: only its first unit is kept, so pieces end at longer runs.
      let from = 0;
      for (const {index, 0: run} of data.matchAll(/[ \t\n\r\f]{2,}/g)) {
        this.#append(node, from, data.slice(from, index + 1));
        from = index + run.length;
      }
      this.#append(node, from, data.slice(from));
    }

    /** @param {Element} image */
    addImage(image) {
      this.#append(image, 0, wellFormed(image.getAttribute('alt') ?? ''));
    }

    /** A line ends here, or a cell, or a word; the stronger of two stays. @param {string} [character] */
    break(character = '\n') {
      if (this.text && BREAKS.indexOf(character) > BREAKS.indexOf(this.#break))
        this.#break = character;
    }

    /** @param {Text | Element} node @param {number} from @param {string} data */
    #append(node, from, data) {
      let text = this.pre ? data : data.replace(/[\t\n\r\f]/g, ' ');
      const blank = !this.pre && text.startsWith(' ') && (this.#break || !this.text || /\s$/.test(this.text));
      if (blank) {
        text = text.slice(1);
        from++;
      }
      if (!text)
        return;
      if (this.#break) {
        this.#trim();
        this.text += this.#break;
        this.#break = '';
      }
      this.pieces.push({node, from, start: this.text.length, length: text.length});
      this.text += text;
    }

    /** Takes off one space at the end of a line. */
    #trim() {
      const last = this.pieces[this.pieces.length - 1];
      if (!last || !this.text.endsWith(' '))
        return;
      this.text = this.text.slice(0, -1);
      last.length--;
    }

    finish() {
      this.#break = '';
      this.#trim();
    }
  };

  /**
   * Ranges of a stretch of text, one for each node that it reaches into: no range may cross into or out of a shadow root, the
   * address of a link stands anywhere above, and Firefox does not paint the first node of a range that ends in another (153).
   * @param {DecantPiece[]} pieces @param {number} start @param {number} end
   */
  decant.ranges = (pieces, start, end) => pieces.filter(piece => piece.start + piece.length > start && piece.start < end && piece.node.isConnected).map(piece => {
    const [startContainer, startOffset] = pointIn(piece, Math.max(start, piece.start), false);
    const [endContainer, endOffset] = pointIn(piece, Math.min(end, piece.start + piece.length), true);
    return new StaticRange({startContainer, startOffset, endContainer, endOffset});
  });

  /** @param {DecantPiece} piece @param {number} offset in the text @param {boolean} after an image: behind it @returns {[Node, number]} */
  function pointIn({node, from, start}, offset, after) {
    if (node.nodeType === Node.TEXT_NODE)
      return [node, Math.min(from + offset - start, /** @type {Text} */ (node).length)];
    const parent = /** @type {Node} */ (node.parentNode);
    return [parent, Array.prototype.indexOf.call(parent.childNodes, node) + (after ? 1 : 0)];
  }
})();

// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Where a post stood, said in three ways (https://www.w3.org/TR/annotation-model/#selectors): by its words and those
 * around them, by its place in the document's text, by a path of elements. The document's text is what text-walker.js reads.
 */
globalThis.decant ??= /** @type {any} */ ({});

(() => {
  const AROUND = 64;
  const MAX_QUOTE = 20_000;

  /** @param {DecantFoundPost} post @param {Element} root */
  decant.selectors = (post, root) => [...textSelectors(post, root), cssSelector(post.element)];

  /** @param {DecantFoundPost} post @param {Element} root */
  function textSelectors(post, root) {
    const whole = readAll(root);
    const own = post.pieces.filter(({link}) => !link);
    const first = own[0], last = own[own.length - 1];
    const begin = whole.pieces.find(({node, from}) => node === first.node && from === first.from);
    const end = [...whole.pieces].reverse().find(({node, from}) => node === last.node && from === last.from);
    if (!begin || !end)
      return [];
    const start = begin.start, stop = end.start + end.length;
    return [
      {type: 'TextQuoteSelector', exact: post.text.slice(0, Math.min(post.own, MAX_QUOTE)), prefix: whole.text.slice(Math.max(0, start - AROUND), start),
        suffix: whole.text.slice(stop, stop + AROUND)},
      {type: 'TextPositionSelector', start, end: stop},
    ];
  }

  /** @param {Element} root */
  function readAll(root) {
    const builder = new decant.TextBuilder();
    for (const item of decant.walk(root).items) {
      if ('text' in item)
        builder.add(item.text);
      else if ('image' in item)
        builder.addImage(item.image);
      else if (decant.isBlock('enter' in item ? item.enter : item.leave))
        builder.break();
    }
    builder.finish();
    return builder;
  }

  /** A path for each tree, from the document inwards through shadow roots. @param {Element} element @returns {object} */
  function cssSelector(element) {
    const here = {type: 'CssSelector', value: path(element)};
    const root = element.getRootNode();
    if (!(root instanceof ShadowRoot))
      return here;
    const outer = /** @type {any} */ (cssSelector(root.host));
    let innermost = outer;
    while (innermost.refinedBy)
      innermost = innermost.refinedBy;
    innermost.refinedBy = here;
    return outer;
  }

  /** @param {Element} element */
  function path(element) {
    const steps = [];
    for (let at = /** @type {Element | null} */ (element); at; at = at.parentElement) {
      if (at.id && /^[A-Za-z][\w-]*$/.test(at.id)) {
        steps.unshift(`#${at.id}`);
        break;
      }
      steps.unshift(step(at));
    }
    return steps.join(' > ');
  }

  /** @param {Element} element */
  function step(element) {
    const name = CSS.escape(element.localName), siblings = element.parentNode?.children ?? [];
    const alike = Array.prototype.filter.call(siblings, sibling => sibling.localName === element.localName);
    return alike.length > 1 ? `${name}:nth-of-type(${alike.indexOf(element) + 1})` : name;
  }
})();

// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Collects what a capture says of the document: runs on a user's act alone, so layout may be asked for here. Reads only:
 * `getHTML` with the shadow roots found gives the page with open and closed roots, and runs nothing of the page's.
 */
globalThis.decant ??= /** @type {any} */ ({});

(() => {
  /** @param {DecantFoundPost} post @param {string} key */
  decant.record = (post, key) => {
    const start = new Date(), box = boxOf(post);
    return {place: placeInTab(box), record: {
      document: location.href,
      title: document.title,
      site: location.origin,
      permalink: post.permalink,
      canonical: /** @type {any} */ (document.querySelector('link[rel=canonical]'))?.href ?? '',
      referrer: document.referrer,
      post: {key, kind: post.kind, language: post.lang, own: post.own},
      text: post.text,
      author: post.author,
      posted: post.posted,
      selectors: decant.selectors(post, document.body ?? document.documentElement),
      box,
      viewport: {width: window.innerWidth, height: window.innerHeight, ratio: window.devicePixelRatio, zoom: window.visualViewport?.scale ?? 1,
        scroll_x: window.scrollX, scroll_y: window.scrollY},
      collected: {start: start.toISOString(), end: start.toISOString(), offset_minutes: -start.getTimezoneOffset(), monotonic_ms: Math.round(performance.now())},
    }};
  };

  /** The document as source, shadow roots as `<template shadowrootmode>`. @param {ShadowRoot[]} roots */
  decant.source = roots => {
    const root = document.documentElement, type = document.doctype;
    const inner = /** @type {any} */ (root).getHTML({serializableShadowRoots: true, shadowRoots: roots});
    const attributes = [...root.attributes].map(({name, value}) => ` ${name}="${value.replace(/[&"]/g, unit => unit === '&' ? '&amp;' : '&quot;')}"`).join('');
    return `${type ? `<!DOCTYPE ${type.name}>\n` : ''}<${root.localName}${attributes}>${inner}</${root.localName}>`;
  };

  /** In CSS pixels of the frame's viewport. @param {DecantFoundPost} post */
  function boxOf({element, pieces}) {
    const {x, y, width, height} = element.getBoundingClientRect();
    if (width && height)
      return {x, y, width, height};
    // `display: contents` has no box of its own: take that of its text.
    const boxes = pieces.filter(({link}) => !link).map(({node}) => node.nodeType === Node.TEXT_NODE ? textBox(node) : /** @type {Element} */ (node).getBoundingClientRect()).filter(box => box.width);
    if (!boxes.length)
      return {x, y, width, height};
    const left = Math.min(...boxes.map(box => box.left)), top = Math.min(...boxes.map(box => box.top));
    return {x: left, y: top, width: Math.max(...boxes.map(box => box.right)) - left, height: Math.max(...boxes.map(box => box.bottom)) - top};
  }

  /** @param {Node} node */
  function textBox(node) {
    const range = new Range();
    range.selectNodeContents(node);
    return range.getBoundingClientRect();
  }

  /** The same box in the tab's viewport; null where a frame of another origin hides its place. @param {{x: number, y: number, width: number, height: number}} box */
  function placeInTab(box) {
    const place = {...box};
    try {
      for (let view = /** @type {Window} */ (window); view !== view.parent; view = view.parent) {
        const frame = view.frameElement;
        if (!frame)
          return null;
        const {x, y} = frame.getBoundingClientRect();
        place.x += x + frame.clientLeft;
        place.y += y + frame.clientTop;
      }
      return place;
    } catch {
      return null;
    }
  }
})();

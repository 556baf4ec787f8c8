// SPDX-License-Identifier: GPL-3.0-or-later
/** Small makers of nodes. Text becomes text nodes, always: nothing here ever parses markup. */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * Makes an element. `on` holds listeners; `class`, `hidden`, `aria-…`, `data-…` and the like are attributes: true sets an
 * empty one, false, null and undefined leave it out.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, any>} [attributes]
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'on') for (const [type, listener] of Object.entries(value)) node.addEventListener(type, /** @type {EventListener} */ (listener));
    else if (value === true) node.setAttribute(name, '');
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, String(value));
  }
  for (const child of children) if (child !== null && child !== undefined && child !== false) node.append(child);
  return node;
}

/** Symbolic icons, drawn for this project on a 16 × 16 grid. @type {Record<string, string>} */
const PATHS = {
  strong: 'M5 1h6l4 4v6l-4 4H5l-4-4V5zM7 4v5h2V4zm0 6v2h2v-2z',
  suspect: 'M8 1.2 15.4 14.5H.6zM7.1 6v4.5h1.8V6zm0 5.4v1.8h1.8v-1.8z',
  notice: 'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1m0 1.8a5.2 5.2 0 1 1 0 10.4A5.2 5.2 0 0 1 8 2.8M8 6a2 2 0 1 0 0 4 2 2 0 0 0 0-4',
  check: 'M13.6 3.3 15 4.7 6.2 13.5 1.4 8.7l1.4-1.4 3.4 3.4z',
  log: 'M3 1h7l4 4v10H3zm6 1.8V6h3.2zM5 8v1.4h6V8zm0 3v1.4h6V11z',
  jump: 'M8 1a5.2 5.2 0 0 0-5.2 5.2C2.8 10 8 15 8 15s5.2-5 5.2-8.8A5.2 5.2 0 0 0 8 1m0 3.2a2 2 0 1 1 0 4 2 2 0 0 1 0-4',
  copy: 'M5 1h9v10h-3v4H2V5h3zm1.6 1.6V5H11v4.4h1.4V2.6zM3.6 6.6v6.8h5.8V6.6z',
  explain: 'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1m0 1.7a5.3 5.3 0 1 1 0 10.6A5.3 5.3 0 0 1 8 2.7M7.1 4v1.8h1.8V4zm0 3v5h1.8V7z',
  help: 'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1m0 1.7a5.3 5.3 0 1 1 0 10.6A5.3 5.3 0 0 1 8 2.7m0 1.1c-1.6 0-2.7 1-2.7 2.5h1.6c0-.7.4-1.1 1.1-1.1.6 0 1 .4 1 .9 0 1-1.8.9-1.8 3h1.6c0-1.5 1.8-1.4 1.8-3.1 0-1.3-1-2.2-2.6-2.2M7.1 10.4v1.7h1.7v-1.7z',
  close: 'M3.4 2 8 6.6 12.6 2 14 3.4 9.4 8l4.6 4.6-1.4 1.4L8 9.4 3.4 14 2 12.6 6.6 8 2 3.4z',
  warning: 'M8 1.2 15.4 14.5H.6zM7.1 6v4.5h1.8V6zm0 5.4v1.8h1.8v-1.8z',
  retry: 'M8 2a6 6 0 0 1 4.7 2.3L14.5 2.5V8H9l2.3-2.3A4.1 4.1 0 1 0 11.9 9.5l1.8.6A6 6 0 1 1 8 2',
  eye: 'M8 3C4 3 1.3 6.2.5 8c.8 1.8 3.5 5 7.5 5s6.7-3.2 7.5-5C14.7 6.2 12 3 8 3m0 1.7c2.9 0 4.8 2 5.7 3.3-.9 1.3-2.8 3.3-5.7 3.3S3.2 9.3 2.3 8C3.2 6.7 5.1 4.7 8 4.7m0 1.3a2 2 0 1 0 0 4 2 2 0 0 0 0-4',
  silent: 'M1.6 1 15 14.4 14 15.4l-2.7-2.7c-1 .5-2.1.8-3.3.8-4 0-6.7-3.7-7.5-5.5.5-1.1 1.7-2.9 3.4-4.2L.6 2zM8 2.5c4 0 6.7 3.7 7.5 5.5-.4.9-1.2 2.2-2.4 3.4l-1.2-1.2A9 9 0 0 0 13.7 8C12.8 6.6 10.9 4.2 8 4.2c-.5 0-1 .1-1.5.2L5.1 3c.9-.3 1.9-.5 2.9-.5M5 4.9A9 9 0 0 0 2.3 8c.9 1.4 2.8 3.8 5.7 3.8.7 0 1.4-.1 2-.4L8.6 10A2 2 0 0 1 6 7.4z',
  painted: 'M11.5.8 15.2 4.5 7.7 12H4V8.3zM5.7 9v1.3H7l5.8-5.8-1.3-1.3zM1 13.6h14v1.7H1z',
  off: 'M7.1 1h1.8v7H7.1zm-2.6 2.2.9 1.6a4.3 4.3 0 1 0 5.2 0l.9-1.6a6 6 0 1 1-7 0',
  practice: 'M8 1.5 16 5.5 13.5 6.7V11.5H12V7.5L8 9.5 0 5.5zM3.5 8.8 8 11l4.5-2.2V11.5C12 12.9 10 14 8 14s-4-1.1-4.5-2.5z',
  settings: 'M7 1h2l.4 1.9 1.2.5 1.7-1L13.7 3.8l-1 1.6.5 1.3L15 7v2l-1.8.4-.5 1.2 1 1.7-1.4 1.4-1.7-1-1.2.5L9 15H7l-.4-1.8-1.2-.5-1.7 1-1.4-1.4 1-1.7-.5-1.2L1 9V7l1.8-.4.5-1.2-1-1.7 1.4-1.4 1.7 1 1.2-.5zm1 4.6a2.4 2.4 0 1 0 0 4.8 2.4 2.4 0 0 0 0-4.8',
  picture: 'M1 2.5h14v11H1zm1.6 1.6v6.5l3-3 2.7 2.7 1.7-1.7 3.4 3.3V4.1zM10.5 5a1.4 1.4 0 1 1 0 2.8 1.4 1.4 0 0 1 0-2.8',
  panel: 'M1 2h14v12H1zm1.6 1.6v8.8H9V3.6z',
  tab: 'M2 2h6v1.6H3.6v8.8h8.8V8H14v6H2zm8 0h4v4h-1.6V4.7L8.2 8.9 7.1 7.8l4.2-4.2H10z',
  host: 'M1 2h14v9H9v1.5h3V14H4v-1.5h3V11H1zm1.6 1.6v5.8h10.8V3.6z',
  vault: 'M8 1a3.5 3.5 0 0 1 3.5 3.5V6H13v9H3V6h1.5V4.5A3.5 3.5 0 0 1 8 1m0 1.7c-1 0-1.8.8-1.8 1.8V6h3.6V4.5c0-1-.8-1.8-1.8-1.8M8 8.5a1.5 1.5 0 0 0-.8 2.8V13h1.6v-1.7A1.5 1.5 0 0 0 8 8.5',
  clear: 'M8 .8C8 .8 3 6.4 3 10a5 5 0 0 0 10 0C13 6.4 8 .8 8 .8m0 2.7c1.3 1.7 3.3 4.6 3.3 6.5a3.3 3.3 0 0 1-6.6 0c0-1.9 2-4.8 3.3-6.5',
  chevron: 'M4.4 5.5 8 9.1l3.6-3.6L13 6.9l-5 5-5-5z',
};

/**
 * A decorative icon: hidden from assistive technology, so a word always stands beside it.
 * @param {string} name
 */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('class', `icon icon-${name}`);
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', PATHS[name] ?? '');
  path.setAttribute('fill-rule', 'evenodd');
  svg.append(path);
  return svg;
}

/** Puts icons where a page's markup names them: `<span data-icon="copy">`. @param {ParentNode} root */
export function placeIcons(root) {
  for (const node of root.querySelectorAll('[data-icon]')) node.replaceChildren(icon(node.getAttribute('data-icon') ?? ''));
}

/**
 * The element with this id: a page whose markup lacks it is a defect.
 * @param {string} id
 */
export function need(id) {
  const node = document.getElementById(id);
  if (!node) throw new Error(`This page has no element "${id}".`);
  return node;
}

/** A key name as the help shows it. @param {string} key */
export const keycap = key => el('kbd', {}, key);

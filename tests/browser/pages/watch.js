// SPDX-License-Identifier: GPL-3.0-or-later
// What a suspicious page can see of a visitor's extension. `report()` gives one object; the test compares the object of a run with the
// extension to that of a run without. Every post is invented.
const seen = {mutations: [], events: {}, calls: {}, constructed: 0, transitions: 0, errors: []};
const bump = (table, key) => { table[key] = (table[key] ?? 0) + 1; };

// Globals, before the page makes its own.
const globalsAtStart = Object.getOwnPropertyNames(window).sort();

// Prototype traps: a reader in the page's own world would be counted.
const trap = (owner, name, label) => {
  const found = Object.getOwnPropertyDescriptor(owner, name);
  if (!found) return;
  const wrap = fn => fn && function (...args) { bump(seen.calls, label); return fn.apply(this, args); };
  Object.defineProperty(owner, name, found.value ? {...found, value: wrap(found.value)} : {...found, get: wrap(found.get), set: found.set});
};
for (const [owner, names] of [[Node.prototype, ['textContent', 'cloneNode', 'appendChild', 'insertBefore', 'getRootNode']],
  [Element.prototype, ['attachShadow', 'getBoundingClientRect', 'getClientRects', 'setAttribute', 'innerHTML', 'getHTML', 'checkVisibility', 'matches', 'closest']],
  [HTMLElement.prototype, ['innerText', 'focus']], [Document.prototype, ['createTreeWalker', 'querySelectorAll', 'createRange', 'adoptedStyleSheets']],
  [EventTarget.prototype, ['addEventListener', 'dispatchEvent']], [window, ['getComputedStyle', 'fetch', 'postMessage', 'requestIdleCallback', 'scrollTo']],
  [Performance.prototype, ['mark', 'measure']], [Selection.prototype, ['addRange', 'removeAllRanges']], [console, ['log', 'warn', 'error', 'debug']]])
  for (const name of names) trap(owner, name, `${owner.constructor?.name ?? 'window'}.${name}`);

const listen = EventTarget.prototype.addEventListener;
for (const type of ['scroll', 'resize', 'blur', 'focus', 'focusin', 'selectionchange', 'message', 'visibilitychange', 'copy', 'keydown', 'pointermove', 'hashchange', 'popstate'])
  listen.call(document, type, () => bump(seen.events, type), true);
for (const type of ['error', 'unhandledrejection', 'securitypolicyviolation'])
  listen.call(window, type, event => seen.errors.push(`${type}: ${event.message ?? event.reason ?? event.violatedDirective}`), true);
listen.call(document, 'transitionrun', () => { seen.transitions++; }, true);

customElements.define('x-counted', class extends HTMLElement { constructor() { super(); seen.constructed++; } });

let own = 0; // how many mutation records are the page's own
new MutationObserver(records => {
  for (const record of records) {
    if (own > 0) { own--; continue; }
    seen.mutations.push(`${record.type} ${record.target.nodeName} ${record.attributeName ?? ''}`);
  }
}).observe(document, {subtree: true, childList: true, attributes: true, characterData: true});

const POSTS = [
  'Verkaufe Kokain, 1g 70€, 5g 300€, nur Bargeld, Telegram @example_schnee',
  'Weed menu: zips $180, quarters $50, telegram @example_greenmenu',
  'Snow tonight, bring a coat.',
];

async function build() {
  const feed = document.getElementById('feed');
  for (let i = 0; i < 30; i++) {
    const post = document.createElement('article');
    post.append(`Post ${i}: ${POSTS[i % POSTS.length]}`, document.createElement('x-counted'));
    feed.append(post);
    own++;
  }
  // A style flush between a mutation and the next microtask starts a transition.
  for (let i = 0; i < 20; i++) {
    const element = document.createElement('div');
    element.className = 'trap';
    element.textContent = `Trap ${i}: coke 1g 60€ telegram @example_trap`;
    feed.append(element);
    own++;
    await Promise.resolve();
    element.style.opacity = '1';
    own++;
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}

const built = new Promise(resolve => listen.call(window, 'load', () => build().then(resolve)));

/** What the page knows after it was built and left alone. The test calls it through the page's own world. */
window.report = async () => {
  await built;
  const first = document.querySelector('article');
  const styled = getComputedStyle(first);
  return {
    ...seen,
    html: document.documentElement.outerHTML,
    sheets: document.styleSheets.length,
    adopted: document.adoptedStyleSheets.length,
    highlights: [...(CSS.highlights?.keys() ?? [])],
    style: Array.from(styled, name => `${name}:${styled.getPropertyValue(name)}`).join(';'),
    marked: ['decant', 'decant-hit', 'decant-substance', 'hit', 'signal', 'identifier'].map(name => {
      const answer = getComputedStyle(first, `::highlight(${name})`);
      return `${answer.color} ${answer.backgroundColor} ${answer.textDecorationLine}`;
    }),
    resources: performance.getEntriesByType('resource').map(entry => entry.name).sort(),
    marks: performance.getEntriesByType('mark').concat(performance.getEntriesByType('measure')).map(entry => entry.name),
    frames: window.length,
    globals: Object.getOwnPropertyNames(window).filter(name => !globalsAtStart.includes(name)).sort(),
    documentGlobals: Object.getOwnPropertyNames(document).sort(),
    selection: String(getSelection()),
    active: document.activeElement?.nodeName,
    scroll: [scrollX, scrollY],
    title: document.title,
    cookies: document.cookie,
    storage: Object.keys(localStorage).concat(Object.keys(sessionStorage)),
  };
};

// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * The only content script that talks to the background. It reads when the page is idle, sends what is new, and paints
 * if the user chose so. It keeps no port open, so that the page can go into the back-forward cache.
 */
globalThis.decant ??= /** @type {any} */ ({});

if (!decant.main) {
  decant.main = true;
  (() => {
    // @ts-ignore: `browser` is Firefox's name of the same object
    const api = /** @type {typeof chrome} */ (globalThis.browser ?? globalThis.chrome);
    const NEAR = '900px 0px';
    const BATCH_POSTS = 64;
    const BATCH_UNITS = 200_000;
    const MAX_OBSERVED = 2_000;
    const BOXES_WITHIN_MS = 150;
    const token = [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('');

    /** @typedef {{found: DecantFoundPost, post: any, assessment: any}} Known */
    /** @type {Map<string, Known>} */ let known = new Map();
    /** @type {Map<string, any>} */ const outbox = new Map();
    /** @type {WeakMap<Element, string>} */ const keys = new WeakMap();
    /** @type {Set<Element>} */ const near = new Set();
    /** @type {Set<Element>} */ let observed = new Set();
    /** @type {ShadowRoot[]} */ let roots = [];
    /** @type {InstanceType<typeof decant.MutationQueue> | null} */ let queue = null;
    /** @type {Element | null} */ let menuTarget = null;
    /** @type {DecantSite | null} */ let site = null;
    let mode = 'off', lastKey = 0, frames = '', sending = false, paused = false;

    const painter = new decant.Painter(names => /** @type {any} */ (send({type: 'page/paint', names})));
    const boxes = new IntersectionObserver(entries => {
      for (const {target, isIntersecting} of entries) {
        if (isIntersecting)
          near.add(target);
        else
          near.delete(target);
      }
      repaint();
      flush();
    }, {rootMargin: NEAR});

    /** @param {object} message @returns {Promise<any>} {error} rather than a rejection; nothing more once the extension is gone */
    async function send(message) {
      if (!api.runtime?.id) {
        stop();
        return {error: {code: 'gone'}};
      }
      return api.runtime.sendMessage({...message, document: token}).catch(error => ({error: {code: 'unreachable', message: error.message}}));
    }

    const root = () => document.body ?? document.documentElement;

    const isPrivate = () => Boolean(site?.private?.some(path => location.pathname === path || location.pathname.startsWith(path.endsWith('/') ? path : `${path}/`)));

    // Reading ---------------------------------------------------------------------------------------------------------

    function* pass() {
      take(isPrivate() || !root() ? {posts: [], roots: [], frames: []} : yield* decant.findPosts(root(), site));
    }

    /** Compares what is there with what was known. @param {DecantFound} found */
    function take(found) {
      roots = found.roots;
      queue?.watch([document, ...roots]);
      const before = known;
      known = new Map(found.posts.map(post => [keyOf(post), note(post, before)]));
      for (const [key, {post}] of known) {
        if (post !== before.get(key)?.post)
          outbox.set(key, post);
      }
      const gone = [...before.keys()].filter(key => !known.has(key));
      gone.forEach(key => outbox.delete(key));
      if (gone.length)
        send({type: 'page/gone', keys: gone});
      observeBoxes();
      tellFrames(found.frames);
      repaint();
      setTimeout(flush, BOXES_WITHIN_MS);
    }

    /** @param {DecantFoundPost} found */
    function keyOf({element, part}) {
      const base = keys.get(element) ?? `p${++lastKey}`;
      keys.set(element, base);
      return part ? `${base}.${part}` : base;
    }

    /** @param {DecantFoundPost} found @param {Map<string, Known>} before @returns {Known} */
    function note(found, before) {
      const {text, own, lang, author, permalink, posted} = found;
      const post = {key: keyOf(found), text, own, lang, author, permalink, posted};
      const old = before.get(post.key);
      const same = old && Object.entries(post).every(([name, value]) => old.post[name] === value);
      return same ? {found, post: old.post, assessment: old.assessment} : {found, post, assessment: null};
    }

    /** Boxes come from an observer: it tells who is near the viewport without a forced layout. */
    function observeBoxes() {
      const wanted = new Set([...known.values()].slice(0, MAX_OBSERVED).map(({found}) => found.element));
      for (const element of observed) {
        if (!wanted.has(element)) {
          boxes.unobserve(element);
          near.delete(element);
        }
      }
      for (const element of wanted) {
        if (!observed.has(element))
          boxes.observe(element);
      }
      observed = wanted;
    }

    /** @param {string[]} addresses */
    function tellFrames(addresses) {
      const text = addresses.join(' ');
      if (text !== frames)
        send({type: 'page/frames', addresses: addresses.slice(0, 1_000)});
      frames = text;
    }

    // Sending -----------------------------------------------------------------------------------------------------------

    async function flush() {
      if (sending)
        return;
      sending = true;
      while (outbox.size && mode !== 'off') {
        const posts = takeBatch();
        const {assessments = {}} = await send({type: 'page/posts', posts});
        for (const post of posts) {
          const entry = known.get(post.key);
          if (entry && entry.post === post)
            entry.assessment = assessments[post.key] ?? null;
        }
        repaint();
      }
      sending = false;
    }

    /** Those near the viewport first. */
    function takeBatch() {
      const isNear = (/** @type {any} */ {key}) => near.has(/** @type {any} */ (known.get(key)?.found.element));
      const waiting = [...outbox.values()];
      const ordered = [...waiting.filter(isNear), ...waiting.filter(post => !isNear(post))];
      const batch = [];
      for (let units = 0; batch.length < BATCH_POSTS && batch.length < ordered.length; batch.push(ordered[batch.length])) {
        units += ordered[batch.length].text.length;
        if (batch.length && units > BATCH_UNITS)
          break;
      }
      batch.forEach(({key}) => outbox.delete(key));
      return batch;
    }

    function resendAll() {
      known.forEach(({post}, key) => outbox.set(key, post));
      frames = '';
      queue?.request();
      flush();
    }

    function repaint() {
      if (mode === 'painted' && !paused)
        painter.paint([...known.values()].filter(({found, assessment}) => assessment && near.has(found.element)));
    }

    // Modes -------------------------------------------------------------------------------------------------------------

    /** @param {string} wanted */
    function setMode(wanted) {
      const before = mode;
      mode = wanted;
      if (before === 'painted' && mode !== 'painted')
        painter.clear();
      if (mode === 'off')
        return stop();
      if (!queue) {
        queue = new decant.MutationQueue(pass);
        queue.watch([document]);
        queue.request();
      } else if (mode !== before)
        resendAll();
    }

    function stop() {
      mode = 'off';
      queue?.stop();
      queue = null;
      boxes.disconnect();
      observed = new Set();
      near.clear();
      outbox.clear();
      if (known.size && api.runtime?.id)
        send({type: 'page/gone', keys: [...known.keys()]});
      known = new Map();
    }

    async function hello() {
      const answer = await send({type: 'page/hello'});
      if (answer?.error)
        return;
      site = answer.site;
      setMode(answer.mode);
    }

    // A user's act ------------------------------------------------------------------------------------------------------

    /** @param {string} code @param {string} word */
    const problem = (code, word) => ({error: {code, message: api.i18n.getMessage(word)}});

    /** @param {any} message */
    function record({key, menu}) {
      if (isPrivate())
        return problem('private', 'log_private');
      take(decant.runToEnd(decant.findPosts(root(), site)));
      const chosen = key ? known.get(key) : known.get(chooseKey(menu));
      if (!chosen)
        return problem('gone', key ? 'log_gone' : 'log_no_post');
      return {document: token, post: chosen.post, html: decant.source(roots), ...decant.record(chosen.found, chosen.post.key)};
    }

    /** @param {boolean} menu */
    function chooseKey(menu) {
      const selection = document.getSelection();
      const middle = document.elementFromPoint(window.innerWidth / 2, window.innerHeight / 2);
      return (menu && keyAround(menuTarget)) || (selection && !selection.isCollapsed && keyAround(selection.anchorNode)) || keyAround(middle) || nearestKey();
    }

    /** The innermost post around a node, through shadow roots. @param {Node | null} node @returns {string} '' if none but the page itself */
    function keyAround(node) {
      for (let at = /** @type {any} */ (node); at; at = at.parentNode ?? at.host) {
        const key = keys.get(at);
        if (key && known.has(key) && known.get(key)?.found.kind !== 'page')
          return key;
      }
      return '';
    }

    /** The post nearest to the middle of the view; the page's own text if there is no post. */
    function nearestKey() {
      const middle = window.innerHeight / 2;
      const distance = (/** @type {Known} */ {found: {element, kind}}) => {
        const {top, bottom} = element.getBoundingClientRect();
        return (kind === 'page' ? 1e9 : 0) + Math.max(top - middle, middle - bottom, 0);
      };
      return [...known].map(([key, entry]) => ({key, distance: distance(entry)})).sort((a, b) => a.distance - b.distance)[0]?.key ?? '';
    }

    /** @param {boolean} on */
    async function setPaint(on) {
      paused = !on;
      if (on)
        repaint();
      else if (mode === 'painted') {
        painter.clear();
        await new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      }
      return {};
    }

    /** @type {Record<string, (message: any) => any>} */
    const handlers = {
      'content/mode': message => {
        hello().then(() => undefined);
        return {mode: message.mode};
      },
      'content/record': record,
      'content/check': ({brief}) => ({document: token, address: location.href, html: brief ? '' : decant.source(roots)}),
      'content/paint': ({on}) => setPaint(on),
      'content/jump': ({key}) => {
        known.get(key)?.found.element.scrollIntoView({block: 'center'});
        return {};
      },
      'content/repost': () => {
        hello().then(resendAll);
        return {};
      },
    };

    api.runtime.onMessage.addListener((message, sender, respond) => {
      const handler = Object.hasOwn(handlers, message?.type) ? handlers[message.type] : null;
      // A page of ours hears what is said to all pages of ours: only the background speaks to it, and names the document.
      if (!handler || sender.id !== api.runtime.id || (message.document && message.document !== token))
        return false;
      Promise.resolve().then(() => handler(message)).catch(error => ({error: {code: 'failed', message: error.message}})).then(respond);
      return true;
    });

    window.addEventListener('contextmenu', event => {
      menuTarget = /** @type {Element} */ (event.composedPath()[0]);
    }, {capture: true, passive: true});
    window.addEventListener('pagehide', () => void send({type: 'page/bye'}));
    window.addEventListener('pageshow', event => {
      if (event.persisted)
        hello().then(resendAll);
    });
    hello();
  })();
}

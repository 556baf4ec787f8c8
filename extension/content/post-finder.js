// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Divides a document's text into posts. In this order: what the site's description names; what the page itself names
 * (article, role, schema.org); siblings that repeat; what is left, by section. Each text node belongs to one post, the
 * innermost. The work is a generator: it stops every few hundred nodes, so that the caller can give way to the page.
 */
globalThis.decant ??= /** @type {any} */ ({});

(() => {
  const PAUSE_EVERY = 200;
  const MAX_TEXT = 100_000;
  const LONG_PAGE_PART = 4_000;
  const SCHEMA = /schema\.org\/(SocialMediaPosting|BlogPosting|(News)?Article|Comment|UserComments|DiscussionForumPosting|Product|Offer|Review|Message|Question|Answer)\b/;
  const POST_NAME = /(^|[-_])(post|comment|reply|message|msg|tweet|toot|status|entry|review|listing|offer|item|card|result|ad)s?($|[-_])/i;
  const AUTHOR_NAME = /(^|[-_ ])(author|user-?name|display-?name|nick(name)?|poster|seller|vendor)($|[-_ ])/i;
  /** Parts of a post rather than posts, however often they repeat. */
  const NOT_ITEMS = new Set(['p', 'br', 'hr', 'span', 'b', 'i', 'em', 'strong', 'u', 's', 'small', 'mark', 'code', 'label', 'td', 'th', 'dt', 'dd', 'pre', 'blockquote',
    'figure', 'figcaption', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'thead', 'tbody', 'tfoot', 'font', 'sup', 'sub', 'time', 'slot', 'ruby', 'rt', 'caption', 'summary']);
  const SECTIONS = new Set(['body', 'main', 'section', 'aside', 'header', 'footer', 'form', 'dialog', 'table']);
  const LANDMARKS = new Set(['header', 'footer']);
  /** Things inside an element that make it look like a post of its own. */
  const TRAITS = new Set(['a', 'img', 'time', 'button', 'picture', 'video']);

  /**
   * @typedef {object} Node_  what is remembered of an element while the page is divided
   * @property {Element} element @property {number} parent @property {number[]} kids @property {number} length   of its text
   * @property {boolean} trait @property {string} post   kind of post that it is, or '' @property {number} grouped   text in repeated siblings below
   * @property {number[][]} groups @property {boolean} named   its class or role says that it is a post
   */

  /** @param {Element} element @param {number} parent @returns {Node_} */
  const makeNode = (element, parent) => ({element, parent, kids: [], length: 0, trait: false, post: '', grouped: 0, groups: [], named: isNamed(element)});

  /** @param {Element} element */
  const isNamed = element => {
    if (element.localName.includes('-') && POST_NAME.test(element.localName))
      return true;
    return element.hasAttributes() && (element.getAttribute('class') ?? '').split(/\s+/).slice(0, 4).some(name => POST_NAME.test(name));
  };

  /** @param {Element} root @param {DecantSite | null} site @returns {Generator<undefined, DecantFound>} */
  decant.findPosts = function* (root, site) {
    const walk = decant.walk(root);
    const {nodes, events} = yield* survey(walk);
    yield* measure(nodes);
    yield* choose(nodes, site);
    const posts = yield* assemble(nodes, events, site);
    return {posts, roots: walk.roots, frames: walk.frames};
  };

  /** @template T @param {Generator<unknown, T>} work */
  decant.runToEnd = work => {
    for (;;) {
      const {done, value} = work.next();
      if (done)
        return value;
    }
  };

  /** The elements in order, and all that happens between them: index on entering, ~index on leaving, else a node. @param {DecantWalk} walk */
  function* survey(walk) {
    /** @type {Node_[]} */
    const nodes = [];
    /** @type {(number | Text | Element)[]} */
    const events = [];
    let current = -1;
    for (const item of walk.items) {
      if ('enter' in item) {
        const node = makeNode(item.enter, current);
        nodes[current]?.kids.push(nodes.length);
        current = nodes.push(node) - 1;
        events.push(current);
      } else if ('leave' in item) {
        events.push(~current);
        current = nodes[current].parent;
      } else {
        const content = 'text' in item ? item.text : item.image;
        if (current >= 0)
          nodes[current].length += 'text' in item ? item.text.data.trim().length : 1;
        events.push(content);
      }
      if (events.length % PAUSE_EVERY === 0)
        yield;
    }
    return {nodes, events};
  }

  /** From the leaves up: how much text, which traits, which children repeat. @param {Node_[]} nodes */
  function* measure(nodes) {
    for (let index = nodes.length - 1; index >= 0; index--) {
      const node = nodes[index];
      node.groups = groupsOf(node, nodes);
      const own = node.groups.flat().reduce((sum, kid) => sum + nodes[kid].length, 0);
      const below = node.kids.reduce((sum, kid) => sum + nodes[kid].grouped, 0);
      node.grouped = Math.max(own, below);
      node.trait ||= TRAITS.has(node.element.localName);
      const parent = nodes[node.parent];
      if (parent) {
        parent.length += node.length;
        parent.trait ||= node.trait;
      }
      if (index % PAUSE_EVERY === 0)
        yield;
    }
  }

  /** Children that look alike and like posts. @param {Node_} node @param {Node_[]} nodes @returns {number[][]} */
  function groupsOf({element, kids}, nodes) {
    if (kids.length < 2)
      return [];
    /** @type {Map<string, number[]>} */
    const alike = new Map();
    for (const kid of kids) {
      const name = signature(nodes[kid].element);
      if (name)
        alike.set(name, [...alike.get(name) ?? [], kid]);
    }
    return [...alike.values()].filter(group => isGroup(element, group.map(kid => nodes[kid])));
  }

  /** Name, role and first class without numbers; '' for what is never a post. @param {Element} element */
  function signature(element) {
    if (NOT_ITEMS.has(element.localName))
      return '';
    const first = /^\s*([^\s\d]+)(?=\s|$)/.exec(element.getAttribute('class') ?? '')?.[1] ?? '';
    return `${element.localName} ${element.getAttribute('role') ?? ''} ${first}`;
  }

  /** @param {Element} parent @param {Node_[]} items */
  function isGroup(parent, items) {
    const rows = items[0].element.localName === 'tr';
    if (rows && parent.localName === 'thead')
      return false;
    const alike = items.filter(item => rows ? item.length >= 8 && item.kids.length >= 2 : looksLikePost(item));
    const least = rows || items.every(({named}) => named) ? 2 : 3;
    return alike.length >= least && alike.length >= items.length * 0.6;
  }

  /** @param {Node_} item */
  const looksLikePost = ({named, length, trait, kids, element}) =>
    named ? length >= 2 : length >= 40 && (trait || kids.length >= 2 || element.localName === 'li') || length >= 20 && trait;

  /** From the root down: explicit posts, else the outermost repeated siblings that are not mere containers of others. @param {Node_[]} nodes @param {DecantSite | null} site */
  function* choose(nodes, site) {
    const inPost = new Uint8Array(nodes.length);
    for (let index = 0; index < nodes.length; index++) {
      const node = nodes[index];
      const parent = nodes[node.parent];
      inPost[index] = inPost[node.parent] || (parent?.post ? 1 : 0);
      const explicit = explicitKind(node, parent, site);
      if (explicit)
        node.post = explicit;
      if (site?.post)
        continue;
      for (const group of node.groups) {
        const items = group.map(kid => nodes[kid]);
        if (isChosen(items, Boolean(inPost[index] || node.post)))
          items.forEach(item => item.post ||= 'repeated');
      }
      if (index % PAUSE_EVERY === 0)
        yield;
    }
  }

  /** Inside a post only what is named a post is one: a list of prices belongs to the post that has it. @param {Node_[]} items @param {boolean} inside */
  function isChosen(items, inside) {
    if (inside && !items.every(({named}) => named))
      return false;
    const all = items.reduce((sum, {length}) => sum + length, 0);
    const below = items.reduce((sum, {grouped}) => sum + grouped, 0);
    return below <= all * 0.7;
  }

  /** @param {Node_} node @param {Node_ | undefined} parent @param {DecantSite | null} site */
  function explicitKind({element}, parent, site) {
    if (site?.post)
      return element.matches(site.post) ? 'site' : '';
    if (element.localName === 'article')
      return 'article';
    const parentRole = parent?.element.getAttribute('role');
    if (parentRole === 'feed' || parentRole === 'log')
      return parentRole;
    if (!element.hasAttributes())
      return '';
    if (element.getAttribute('role') === 'article')
      return 'article';
    const type = SCHEMA.exec(element.getAttribute('itemtype') ?? '')?.[1];
    // An offer within a product is part of it.
    return type && !(type === 'Offer' && element.hasAttribute('itemprop')) ? 'schema' : '';
  }

  /** Gives each text to its post. @param {Node_[]} nodes @param {(number | Text | Element)[]} events @param {DecantSite | null} site */
  function* assemble(nodes, events, site) {
    /** @type {ReturnType<typeof makePost>[]} */
    const posts = [];
    /** @type {ReturnType<typeof makePost>[]} */
    const open = [];
    let language = document.documentElement.lang;
    const top = () => open[open.length - 1];
    /** @type {string[]} */
    const languages = [];
    for (let at = 0; at < events.length; at++) {
      const event = events[at];
      if (typeof event !== 'number')
        takeContent(top(), event, language, posts, open);
      else if (event >= 0) {
        const node = nodes[event];
        languages.push(language);
        language = node.element.getAttribute('lang') || language;
        if (top() && standsApart(events, nodes, at))
          top().builder.break(' ');
        enter(node, language, posts, open);
        if (top()) {
          noteFacts(top(), node.element, site);
          if (node.element.localName === 'a')
            top().links.push(/** @type {HTMLAnchorElement} */ (node.element));
        }
      } else {
        leave(nodes[~event], open);
        language = /** @type {string} */ (languages.pop());
      }
      if (at % PAUSE_EVERY === 0)
        yield;
    }
    posts.forEach(post => post.builder.finish());
    return posts.filter(({builder}) => /\S/.test(builder.text)).map(finish);
  }

  /** @param {Element} element @param {string} kind @param {string} lang @param {number} [part] */
  const makePost = (element, kind, lang, part = 0) => ({element, kind, lang, part, langs: new Map(), builder: new decant.TextBuilder(),
    links: /** @type {HTMLAnchorElement[]} */ ([]), author: '', permalink: '', posted: ''});

  /** @param {Node_} node @param {string} lang @param {any[]} posts @param {any[]} open */
  function enter({element, post, parent}, lang, posts, open) {
    const inside = open[open.length - 1];
    const section = parent < 0 || (SECTIONS.has(element.localName) && (!inside || inside.kind === 'page') && !(LANDMARKS.has(element.localName) && inside?.kind !== 'page'));
    if (post || section) {
      inside?.builder.break();
      const made = makePost(element, post || 'page', lang);
      posts.push(made);
      open.push(made);
    } else
      edge(inside, element);
    if (element.localName === 'pre' && open.length)
      open[open.length - 1].builder.pre++;
  }

  /** @param {Node_} node @param {any[]} open */
  function leave({element}, open) {
    const inside = open[open.length - 1];
    if (element.localName === 'pre' && inside)
      inside.builder.pre = Math.max(0, inside.builder.pre - 1);
    if (inside?.element === element)
      open.pop();
    edge(open[open.length - 1], element);
  }

  /**
   * A link or a time that follows an element with nothing between, or is followed so: in a row of name, handle and time
   * that style alone sets apart. Other inline elements join, so that a word cut up by them stays one.
   * @param {(number | Text | Element)[]} events @param {Node_[]} nodes @param {number} at an entering
   */
  function standsApart(events, nodes, at) {
    const before = events[at - 1];
    if (typeof before !== 'number' || before >= 0)
      return false;
    return [nodes[~before], nodes[/** @type {number} */ (events[at])]].some(({element: {localName}}) => localName === 'a' || localName === 'time');
  }

  /** @param {any} post @param {Element} element */
  function edge(post, element) {
    if (post && decant.isBlock(element))
      post.builder.break(element.localName === 'td' || element.localName === 'th' ? '\t' : '\n');
  }

  /** @param {any} post @param {Text | Element} content @param {string} lang @param {any[]} posts @param {any[]} open */
  function takeContent(post, content, lang, posts, open) {
    if (!post || post.builder.text.length >= MAX_TEXT)
      return;
    if (post.kind === 'page' && post.builder.text.length > LONG_PAGE_PART) {
      post = makePost(post.element, 'page', post.lang, post.part + 1);
      open[open.length - 1] = post;
      posts.push(post);
    }
    const before = post.builder.text.length;
    if (content.nodeType === Node.TEXT_NODE)
      post.builder.add(content);
    else
      post.builder.addImage(content);
    post.langs.set(lang, (post.langs.get(lang) ?? 0) + post.builder.text.length - before);
  }

  /** The language of most of a post's text: names and buttons around it often are in the page's. @param {Map<string, number>} langs */
  const mainLanguage = langs => [...langs].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';

  /** Author, time and link of a post, from the first element that looks like one. @param {any} post @param {any} element @param {DecantSite | null} site */
  function noteFacts(post, element, site) {
    const name = element.localName;
    if (name === 'time' && !post.posted) {
      post.posted = element.getAttribute('datetime') || element.textContent.trim();
      post.permalink ||= linkOf(element.closest('a[href]'));
    }
    if (!element.hasAttributes())
      return;
    const property = element.getAttribute('itemprop'), relation = element.getAttribute('rel') ?? '';
    if (!post.author && (property === 'author' || /\bauthor\b/.test(relation) || AUTHOR_NAME.test(element.getAttribute('class') ?? '') || matches(element, site?.author)))
      post.author = (element.getAttribute('content') ?? element.textContent).replace(/\s+/g, ' ').trim().slice(0, 200);
    if (!post.posted && (/^date(Published|Created)$/.test(property ?? '') || matches(element, site?.posted)))
      post.posted = (element.getAttribute('content') ?? element.textContent).trim();
    if (!post.permalink && name === 'a' && (property === 'url' || /\bbookmark\b/.test(relation) || /permalink/i.test(element.getAttribute('class') ?? '') ||
        matches(element, site?.permalink)))
      post.permalink = linkOf(element);
  }

  /** @param {Element} element @param {string | undefined} selector */
  const matches = (element, selector) => selector !== undefined && element.matches(selector);

  /** @param {any} anchor */
  const linkOf = anchor => /^https?:/.test(anchor?.href ?? '') ? anchor.href : '';

  /** @param {any} post @returns {DecantFoundPost} */
  const finish = ({element, kind, part, langs, builder, links, author, permalink, posted}) => {
    const text = builder.text.slice(0, MAX_TEXT);
    return {element, kind, part, lang: mainLanguage(langs).slice(0, 35), author, permalink: permalink.slice(0, 4_000), posted: posted.slice(0, 200),
      ...decant.withAddresses(text, builder.pieces, decant.hiddenAddresses(links, text, location.hostname, permalink))};
  };
})();

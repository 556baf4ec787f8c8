// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * The addresses of a post's links that the page does not show: what is sold may be named there alone, percent-encoded or
 * not. They are read after the post's own text, one a line, as the browser writes them. Left out are a site's own pages
 * (profiles, tags, permalinks) unless another address is wrapped up in theirs, what is shown anyway, and names, whose
 * words are on the page. An address read so stands for its link: that is what is painted.
 */
globalThis.decant ??= /** @type {any} */ ({});

(() => {
  const MAX_TEXT = 100_000;
  const MAX_LINKS = 16;
  const MAX_ADDRESS = 1_000;
  /** Links looked at in one post; the rest of a long list goes unread. */
  const MAX_LOOKED_AT = 256;
  const WEB = new Set(['http:', 'https:']);
  const CONTACTS = new Set(['mailto:', 'tel:', 'sms:', 'tg:', 'whatsapp:', 'sgnl:', 'threema:', 'viber:', 'skype:', 'xmpp:', 'matrix:', 'simplex:', 'bitcoin:', 'ethereum:',
    'litecoin:', 'monero:']);
  const WRAPPED = /.https?(:|%3A)(\/|%2F){2}/i;
  const NAME_RELATION = /\b(author|bookmark|tag|me)\b/;
  const NAME_CLASS = /(^|[-_ ])(mention|hashtag|author|permalink)s?($|[-_ ])/i;

  /** @param {string} address @returns {URL | null} */
  function parse(address) {
    try {
      return new URL(address);
    } catch {
      return null;
    }
  }

  /** @param {string} host */
  const site = host => host.replace(/^www\./, '');

  /** @param {string} a a host @param {string} b */
  const sameSite = (a, b) => site(a) === site(b) || site(a).endsWith(`.${site(b)}`) || site(b).endsWith(`.${site(a)}`);

  /** @param {HTMLAnchorElement} anchor @param {string} host of the page */
  function isWanted(anchor, host) {
    const url = typeof anchor.href === 'string' && anchor.href.length <= MAX_ADDRESS * 4 ? parse(anchor.href) : null;
    if (!url || NAME_RELATION.test(anchor.rel) || NAME_CLASS.test(anchor.className))
      return false;
    return CONTACTS.has(url.protocol) || WEB.has(url.protocol) && (!host || !sameSite(url.hostname, host) || WRAPPED.test(anchor.href));
  }

  /** @param {string} address as people write it */
  const bare = address => address.toLowerCase().replace(/^[a-z]+:(\/\/)?(www\.)?/, '').replace(/\/$/, '');

  /** @param {string} address */
  function decoded(address) {
    try {
      return decodeURI(address);
    } catch {
      return address;
    }
  }

  /** @param {string} text in lower case @param {string} address */
  function isShown(text, address) {
    if (/^(tel|sms):/.test(address))
      return text.replace(/[^\d\n]/g, '').includes(address.replace(/[?;].*/, '').replace(/\D/g, ''));
    return [address, decoded(address)].some(form => text.includes(bare(form)));
  }

  /**
   * @param {HTMLAnchorElement[]} anchors in the order of the page @param {string} text of the post @param {string} host of the page
   * @param {string} permalink of the post: it is no link of the author's
   * @returns {{anchor: HTMLAnchorElement, address: string}[]}
   */
  decant.hiddenAddresses = (anchors, text, host, permalink) => {
    const lower = text.toLowerCase();
    /** @type {Map<string, HTMLAnchorElement>} */
    const found = new Map();
    for (const anchor of anchors.slice(0, MAX_LOOKED_AT)) {
      const address = isWanted(anchor, host) ? anchor.href.slice(0, MAX_ADDRESS) : '';
      if (address && !found.has(address) && anchor.href !== permalink && !isShown(lower, address) && found.size < MAX_LINKS)
        found.set(address, anchor);
    }
    return [...found].map(([address, anchor]) => ({anchor, address}));
  };

  /**
   * The addresses after the text. `own` is the length of what stands on the page.
   * @param {string} text @param {DecantPiece[]} pieces @param {{anchor: Element, address: string}[]} links
   */
  decant.withAddresses = (text, pieces, links) => {
    const own = text.length, all = [...pieces];
    for (const {anchor, address} of links) {
      if (text.length + 1 + address.length > MAX_TEXT)
        break;
      all.push({node: anchor, from: 0, start: text.length + 1, length: address.length, link: true});
      text += `\n${address}`;
    }
    return {text, pieces: all, own};
  };
})();

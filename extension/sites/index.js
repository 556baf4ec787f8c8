// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Descriptions of sites, as data (schema.json). The generic finder carries the weight: a site is described only where the
 * finder goes wrong on it, with a page in tests/pages/ that shows it, or where part of it is private. Private messages and
 * threads are never read.
 *
 * @typedef {object} Site
 * @property {string[]} hosts       host names, subdomains included
 * @property {string} [post]        selector of a post
 * @property {string} [author]      selector of the author within a post
 * @property {string} [permalink]   selector of the link to the post within it
 * @property {string} [posted]      selector of the time within a post
 * @property {string[]} [private]   beginnings of paths that hold private messages
 */

/** @type {Site[]} */
export const SITES = [
  {hosts: ['x.com', 'twitter.com'], private: ['/messages', '/i/chat']},
  {hosts: ['facebook.com'], private: ['/messages']},
  {hosts: ['messenger.com', 'web.whatsapp.com', 'messages.google.com', 'mail.google.com', 'outlook.live.com', 'mail.proton.me'], private: ['/']},
  {hosts: ['instagram.com'], private: ['/direct']},
  {hosts: ['tiktok.com', 'linkedin.com'], private: ['/messages', '/messaging']},
  {hosts: ['reddit.com'], private: ['/message', '/chat']},
  {hosts: ['chat.reddit.com'], private: ['/']},
  {hosts: ['discord.com'], private: ['/channels/@me']},
  {hosts: ['snapchat.com'], private: ['/web']},
];

/** The description of the site at an address. @param {string} address @param {Site[]} [sites] @returns {Site | null} */
export function siteFor(address, sites = SITES) {
  const {hostname} = new URL(address);
  const covers = (/** @type {string} */ host) => hostname === host || hostname.endsWith(`.${host}`);
  return sites.find(({hosts}) => hosts.includes(hostname)) ?? sites.find(({hosts}) => hosts.some(covers)) ?? null;
}

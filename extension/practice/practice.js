// SPDX-License-Identifier: GPL-3.0-or-later
/** The practice feed: invented posts as a social page would show them, read by the very scripts that read real pages. */
import {CONTENT_FILES} from '../shared/content-files.js';
import {api, ask, follow, openPanel} from '../shared/ui/api.js';
import {el, need, placeIcons} from '../shared/ui/dom.js';
import {language, localize, t, tn} from '../shared/ui/i18n.js';
import {modeChoice, showMode} from '../shared/ui/modes.js';
import {POSTS} from './posts.js';

/** @typedef {import('./posts.js').PracticePost} PracticePost */

const FIRST = 12, STEP = 8;
const opened = Date.now();
let shown = 0;

/** @param {string} name */
const initials = name => name.split(/[^\p{L}]+/u).filter(Boolean).slice(0, 2).map(word => [...word][0].toUpperCase()).join('');

/** A hue that stays with the handle. @param {string} handle */
const hueOf = handle => [...handle].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 360, 7);

/** @param {number} minutes */
function ago(minutes) {
  const words = new Intl.RelativeTimeFormat(language(), {style: 'narrow'});
  return minutes < 60 ? words.format(-minutes, 'minute') : words.format(-Math.round(minutes / 60), 'hour');
}

/** @param {PracticePost} post @param {number} position */
function postNode({id, name, handle, minutes, lang, text}, position) {
  const avatar = el('span', {class: 'avatar', 'aria-hidden': 'true', 'data-initials': initials(name)});
  avatar.style.setProperty('--hue', String(hueOf(handle)));
  return el('article', {id, lang, tabindex: 0, 'aria-posinset': position, 'aria-setsize': POSTS.length, 'aria-labelledby': `${id}-name`, 'data-mark': t('practice_mark')},
    avatar,
    el('header', {}, el('a', {id: `${id}-name`, class: 'name', rel: 'author', href: `#${id}`}, name), ' ', el('span', {class: 'handle', dir: 'ltr'}, `@${handle}`), ' ',
      el('a', {class: 'time', rel: 'bookmark', href: `#${id}`, lang: language()}, el('time', {datetime: new Date(opened - minutes * 60000).toISOString()}, ago(minutes)))),
    el('div', {class: 'body', dir: 'auto'}, ...text.split('\n').flatMap((line, at) => at ? [el('br'), line] : [line])));
}

/** @param {number} count */
function showMore(count) {
  const next = POSTS.slice(shown, shown + count);
  need('feed').append(...next.map((post, i) => postNode(post, shown + i + 1)));
  shown += next.length;
  need('more').hidden = shown >= POSTS.length;
  need('end').hidden = shown < POSTS.length;
  return next.length;
}

/** As on a real page more posts come when the end is near; the button does the same for the keyboard. */
function growWithScroll() {
  const more = () => need('live').replaceChildren(tn('practice_added', showMore(STEP)));
  need('more').addEventListener('click', more);
  new IntersectionObserver(seen => seen.some(({isIntersecting}) => isIntersecting) && shown < POSTS.length && more(), {rootMargin: '200px'}).observe(need('more'));
}

/** Loads the content scripts as a site's page gets them: classic scripts, one after the other. */
async function readLikeAnyPage() {
  for (const file of CONTENT_FILES) {
    await new Promise((resolve, reject) => {
      const script = el('script', {src: `../${file}`, on: {load: resolve, error: () => reject(new Error(`${file} did not load.`))}});
      document.head.append(script);
    });
  }
}

/** @param {number} tabId */
function wire(tabId) {
  need('open-panel').addEventListener('click', () => void openPanel(tabId));
  const mode = need('mode');
  follow(tabId, state => {
    if (mode.firstChild) showMode(mode, state.mode);
    else mode.append(modeChoice(state.mode, chosen => void ask({type: 'ui/mode', origin: state.origin, mode: chosen, tabId})));
  });
}

async function start() {
  localize(document);
  placeIcons(document);
  showMore(FIRST);
  growWithScroll();
  const tab = await api.tabs.getCurrent();
  if (tab?.id !== undefined) wire(tab.id);
  await readLikeAnyPage();
}

void start();

// SPDX-License-Identifier: GPL-3.0-or-later
/** The options page: sites with mode and permission, pictures, what the modes mean, keys, about. */
import {KEYS} from '../panel/keys.js';
import {MODES} from '../shared/messages.js';
import {api, ask, openPractice} from '../shared/ui/api.js';
import {el, icon, keycap, need, placeIcons} from '../shared/ui/dom.js';
import {localize, t} from '../shared/ui/i18n.js';
import {permitPictures, revokePictures, revokeSite} from '../shared/ui/permissions.js';
import {siteOfOrigin} from '../shared/ui/states.js';

/** @typedef {import('../shared/messages.js').Mode} Mode */

/** @param {string} words */
const announce = words => {
  need('live').textContent = words;
};
/** @param {unknown} problem */
const tell = problem => announce(problem instanceof Error && problem.message ? problem.message : t('problem_unknown'));

/** @param {{origin: string, mode: Mode, readable: boolean}} site */
function siteNode({origin, mode, readable}) {
  const site = siteOfOrigin(origin);
  const choice = el('select', {'aria-label': t('options_mode_of', site), on: {change: (/** @type {Event} */ event) => void ask({type: 'ui/mode', origin,
    mode: /** @type {HTMLSelectElement} */ (event.target).value}).then(() => announce(t('mode_now', t(`mode_${choice.value}`))), tell)}},
  ...MODES.map(name => el('option', {value: name, selected: name === mode}, t(`mode_${name}`))));
  return el('li', {class: 'line', 'data-origin': origin}, icon(mode),
    el('div', {class: 'grow'}, el('h3', {}, site), el('p', {class: 'small dim'}, t(readable ? 'options_site_granted' : 'options_site_not_granted'))), choice,
    readable && el('button', {class: 'danger', 'aria-label': t('options_revoke_of', site), on: {click: () => void revokeSite(origin).then(draw).catch(tell)}}, t('options_revoke')));
}

async function draw() {
  const {sites, pictures} = await ask({type: 'ui/sites'});
  need('sites').replaceChildren(...sites.map(siteNode));
  if (!sites.length) need('sites').append(el('li', {class: 'empty'}, t('options_sites_none')));
  need('pictures-state').textContent = t(pictures ? 'pictures_all_urls' : 'pictures_off');
  need('pictures-do').textContent = t(pictures ? 'options_revoke' : 'pictures_do');
  need('pictures-do').dataset.granted = String(pictures);
}

const ASK_AGAIN_MS = 2000;
/** @type {ReturnType<typeof setTimeout> | undefined} */ let asking;

/** While the user goes to the application to approve, this page asks how it went. @param {{state: string, code: string}} pairing */
function drawPairing({state, code}) {
  const words = t(`pairing_${state}`);
  if (need('pairing-state').textContent !== words) announce(words);
  need('pairing-state').textContent = words;
  need('pairing-more').textContent = t(`pairing_${state}_text`);
  need('pairing-code').textContent = code.replace(/(?=...$)/, '\u2009');
  need('pairing-code').hidden = state !== 'pending';
  need('pairing-do').textContent = t('pairing_do');
  need('pairing-do').hidden = state === 'pending' || state === 'paired';
  clearTimeout(asking);
  asking = state === 'pending' ? setTimeout(() => void askPairing().catch(tell), ASK_AGAIN_MS) : undefined;
}

const askPairing = () => ask({type: 'ui/pairing', ask: true}).then(drawPairing);

/** The click asks the browser in its own turn, so what is granted stands in the button. */
function onPictures() {
  const everySite = need('pictures-do').dataset.granted === 'true';
  void (everySite ? revokePictures() : permitPictures()).then(draw).catch(tell);
}

function drawWords() {
  need('version').textContent = api.runtime.getManifest().version;
  need('modes').replaceChildren(...MODES.map(mode => el('div', {class: 'line'}, el('dt', {}, icon(mode), t(`mode_${mode}`)), el('dd', {}, t(`mode_${mode}_text`)))));
  need('keys').replaceChildren(...KEYS.map(({command, shown}) => el('div', {class: 'line'},
    el('dt', {}, ...shown.flatMap((key, i) => [i ? ' ' : '', keycap(key)])), el('dd', {}, t(`key_${command}`)))));
}

localize(document);
placeIcons(document);
drawWords();
need('pictures-do').addEventListener('click', onPictures);
need('pairing-do').addEventListener('click', () => void askPairing().catch(tell));
need('practice').addEventListener('click', () => void openPractice().catch(tell));
api.permissions.onAdded.addListener(() => void draw().catch(tell));
api.permissions.onRemoved.addListener(() => void draw().catch(tell));
void draw().catch(tell);
void ask({type: 'ui/pairing'}).then(pairing => pairing.state === 'none' ? drawPairing(pairing) : askPairing().catch(() => drawPairing(pairing))).catch(tell);

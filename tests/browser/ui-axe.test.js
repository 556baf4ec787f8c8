// SPDX-License-Identifier: GPL-3.0-or-later
/** Every page of the extension, with real results of the real host, in light and dark: axe finds nothing serious. */
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {after, before, test} from 'node:test';
import {launch} from './lib/chromium.js';
import {eventually} from './lib/workplace.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** All rules in light; what a colour scheme can change, in dark. */
const SCHEMES = ['light', 'dark'];

/** @type {Awaited<ReturnType<typeof launch>>} */ let chromium;
/** @type {any} */ let practice;
let tabId = 0;

before(async () => {
  chromium = await launch();
  practice = await chromium.newPage(`chrome-extension://${chromium.id}/practice/practice.html`);
  tabId = await practice.evaluate(async () => (await chrome.tabs.getCurrent()).id);
  await eventually('suspected practice posts', () => practice.evaluate(async tab => (await chrome.runtime.sendMessage({type: 'ui/state', tabId: tab})).counts.suspected > 3, tabId));
});
after(() => chromium?.close());

/** @param {any} page @param {string} scheme */
async function findings(page, scheme) {
  await page.emulateMediaFeatures([{name: 'prefers-color-scheme', value: scheme}]);
  const {violations, passes} = await page.evaluate(rules => globalThis.axe.run(rules ? {runOnly: rules} : {}), scheme === 'dark' ? ['color-contrast'] : null);
  assert.ok(passes.length >= (scheme === 'dark' ? 1 : 6), 'axe looked at something');
  return violations.filter(({impact}) => impact === 'serious' || impact === 'critical')
    .map(({id, nodes}) => `${id}: ${nodes.map(({target}) => target.join(' ')).join(', ')}`);
}

/** Opens a page as wide as it will be used. @param {string} address @param {number} width */
async function open(address, width) {
  const page = await chromium.extensionPage(address);
  await page.setViewport({width, height: 800});
  return page;
}

/** Each row: name, address with TAB for the practice feed's tab, width, what is to be seen first, keys pressed then, what they bring. */
const PAGES = [
  ['panel', 'panel/panel.html?tab=TAB', 340, 'article.selected .reason', ['j', 'e'], '.more-words'],
  ['panel help', 'panel/panel.html?tab=TAB', 340, 'article.selected', ['?'], '#help-sheet:not([hidden])'],
  ['popup', 'popup/popup.html?tab=TAB', 370, '#main[aria-busy=false]', [], '#found:not([hidden])'],
  ['options', 'options/options.html', 800, '#sites > li', [], '#version:not(:empty)'],
];

for (const [name, address, width, first, keys, then] of PAGES) {
  test(`${name} is accessible`, async () => {
    const page = await open(address.replace('TAB', String(tabId)), width);
    await page.waitForSelector(first);
    for (const key of keys) await page.keyboard.press(key);
    await page.waitForSelector(then);
    await page.evaluate(AXE);
    for (const scheme of SCHEMES) assert.deepEqual(await findings(page, scheme), [], scheme);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > globalThis.innerWidth), false, 'nothing to scroll sideways');
    await page.close();
  });
}

test('the practice feed is accessible', async () => {
  await practice.evaluate(AXE);
  for (const scheme of SCHEMES) assert.deepEqual(await findings(practice, scheme), [], scheme);
});

test('the panel keeps focus and selection together', async () => {
  const page = await open(`panel/panel.html?tab=${tabId}`, 340);
  await page.waitForSelector('article.selected');
  const ids = await page.$$eval('article', cards => cards.map(card => card.getAttribute('data-id')));
  const where = () => page.evaluate(() => [document.querySelector('article.selected')?.getAttribute('data-id'), document.activeElement?.getAttribute('data-id')]);
  await page.keyboard.press('j');
  assert.deepEqual(await where(), [ids[1], ids[1]]);
  await page.keyboard.press('End');
  assert.deepEqual(await where(), [ids.at(-1), ids.at(-1)]);
  await page.keyboard.press('k');
  assert.deepEqual(await where(), [ids.at(-2), ids.at(-2)]);
  assert.equal(await page.$$eval('article[tabindex="0"]', cards => cards.length), 1, 'one card is in the tab order');
  await page.close();
});

test('a logged post says so, with what its entry lacks', async () => {
  const page = await open(`panel/panel.html?tab=${tabId}`, 340);
  await page.waitForSelector('article.selected [data-act=log]');
  await page.keyboard.press('l');
  await page.waitForSelector('article.selected .logged', {timeout: 15_000});
  const words = await page.$eval('article.selected', card => card.textContent);
  assert.match(words, /Logged as entry \d+/);
  assert.match(words, /Picture: not permitted/);
  assert.match(await page.$eval('#live', live => live.textContent), /Logged as entry \d+/);
  await page.close();
});

// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * The whole way, in one real browser: a feed is read by the real host, its posts are listed and painted, one is logged, the vault
 * verifies clean, and the application shows the entry. Once under each permission that a picture can be taken under.
 */
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {readFileSync, readdirSync, statSync} from 'node:fs';
import {createHash} from 'node:crypto';
import path from 'node:path';
import {after, before, test} from 'node:test';
import {startApplication} from './lib/application.js';
import {serve} from './lib/server.js';
import {PAGES, eventually} from './lib/workplace.js';

const FEED = 'https://feed.test/feed.html';
const SITES = ['https://feed.test/*', 'https://frame.test/*'];

/** Words of posts that must be listed, and of posts that must not. */
const LISTED = ['@example_greenmenu', '@example_schnee', 'example_livreur', '+44 7700 900123', '@example_ziolo', '@example_klad', '@example_katalog', '@example_disguise',
  '@example_bezorger', '@example_entrega', '@example_leverans', '@example_1'];
/** What must be painted, and nothing less or more: words, what a hashtag is joined of, a link whose address says it. */
const PAINTED = ['kokain', 'telegram', 'гашиш', 'тут по ссылке'];
const INNOCENT = ['pizza', 'Gartenfreundin', 'recovery', 'pioggia', 'bullar'];

/** Texts and log states that the panel shows. */
const shown = panel => panel.evaluate(() => [...document.querySelectorAll('#posts .post')].map(post => ({id: post.dataset.id, text: post.textContent,
  logged: Boolean(post.querySelector('.logged'))})));

/** What stands under the highlights, in lower case. A static range says its ends alone, never its text. */
const paintedWords = page => page.evaluate(() => [...CSS.highlights.values()].flatMap(highlight => [...highlight]).map(({startContainer, startOffset, endContainer, endOffset}) => {
  const range = new Range();
  range.setStart(startContainer, startOffset);
  range.setEnd(endContainer, endOffset);
  return range.toString().toLowerCase();
}));

/** In the panel, as a user would. */
async function choosePainted(panel) {
  await panel.click('#mode-button');
  await panel.waitForSelector('#mode-sheet input[value="painted"]');
  await panel.click('#mode-sheet input[value="painted"]');
}

/** The files of artifacts are named by their own digests, and tell nothing. */
function assertSealed(vault) {
  const root = path.join(vault, 'artifacts');
  for (const file of readdirSync(root, {recursive: true}).map(String).map(name => path.join(root, name)).filter(name => statSync(name).isFile())) {
    const bytes = readFileSync(file);
    assert.equal(path.basename(file), createHash('sha256').update(bytes).digest('hex'), `${file} is named by its digest`);
    assert.ok(bytes.subarray(0, 8).equals(Buffer.from('DCNTART1')) && !bytes.includes('Example feed'), `${file} is enciphered`);
  }
}

const isPng = ({bytes}) => bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
const colours = ({file}) => Number(execFileSync('identify', ['-format', '%k\n', file], {encoding: 'utf8'}).split('\n')[0]);

/** @param {typeof import('./lib/chromium.js') | typeof import('./lib/firefox.js')} driver */
export function endToEnd(driver) {
  let server;
  before(async () => { server = await serve(PAGES); });
  after(() => server.close());

  /** Opens the feed with its panel, and waits until what is in view has been read. */
  async function openFeed(run) {
    const page = await run.newPage(FEED);
    const panel = await run.openPanel(page);
    await eventually('posts in the panel', async () => (await shown(panel)).length >= 3);
    return {page, panel};
  }

  async function scrollToEnd(page, panel) {
    await eventually('the last of the feed in the panel', async () => {
      await page.evaluate(() => { window.scrollTo(0, document.body.scrollHeight); });
      return (await shown(panel)).some(post => post.text.includes('@example_17'));
    }, 40_000);
    await page.evaluate(() => { window.scrollTo(0, 0); });
  }

  /** Logs the post with these words by its button, and gives the entry's line in the panel. */
  async function log(panel, words) {
    const {id} = (await shown(panel)).find(post => post.text.includes(words));
    const card = `#posts .post[data-id="${id}"]`;
    // The list moves while posts arrive: a click may find the card just replaced.
    await eventually('the post opened', () => panel.click(card).then(() => panel.evaluate(query => Boolean(document.querySelector(query)), `${card} button[data-act="log"]`)));
    await panel.click(`${card} button[data-act="log"]`);
    return eventually('the post logged', async () => (await shown(panel)).find(post => post.id === id && post.logged), 40_000);
  }

  async function throughTheApplication(run, words, expectations) {
    const entry = await run.application.entry(words);
    for (const [what, pattern] of Object.entries(expectations)) assert.match(JSON.stringify(entry), pattern, what);
    return entry;
  }

  async function withBrowser(permissions, work) {
    const run = await driver.launch({server});
    try {
      await run.grant(permissions);
      run.application = await startApplication(run.place);
      await work(run);
      assert.deepEqual(server.refused, [], 'nothing tried to leave the machine');
    } finally {
      await run.application?.stop();
      await run.close();
    }
  }

  test(`${driver.name}: with the site's permission alone, posts are listed, painted and logged without a picture`, async () => {
    await withBrowser(SITES, async run => {
      const {page, panel} = await openFeed(run);
      await scrollToEnd(page, panel);
      const texts = (await shown(panel)).map(post => post.text);
      for (const words of LISTED) assert.ok(texts.some(text => text.includes(words)), `${words} is listed`);
      for (const words of INNOCENT) assert.ok(!texts.some(text => text.includes(words)), `${words} is not listed`);

      // Silent is the default: the page cannot see a highlight. Painted is the user's choice, in the panel.
      assert.equal(await page.evaluate(() => CSS.highlights.size), 0);
      await choosePainted(panel);
      for (const words of PAINTED) {
        await eventually(`${words} painted`, async () => {
          await page.evaluate(needle => [...document.querySelectorAll('article')].find(({textContent}) => textContent.toLowerCase().includes(needle)).scrollIntoView(), words);
          return (await paintedWords(page)).includes(words);
        });
      }
      if (process.env.DECANT_SCREENSHOTS) await page.screenshot({path: path.join(process.env.DECANT_SCREENSHOTS, `${driver.name}-painted.png`)});

      await log(panel, '@example_schnee');
      if (process.env.DECANT_SCREENSHOTS) await panel.screenshot({path: path.join(process.env.DECANT_SCREENSHOTS, `${driver.name}-panel.png`)});
      assert.match(run.place.ctl('verify'), /clean|holds/i);
      assertSealed(run.place.vault);
      const kept = run.place.artifacts();
      assert.equal(kept.filter(isPng).length, 0, 'no picture without its permission');
      assert.ok(kept.some(({bytes}) => bytes.includes('Example feed')), 'the page source is kept');
      await throughTheApplication(run, '@example_schnee', {text: /Verkaufe feinstes Kokain/, 'what is missing': /picture/i, reasons: /price/i});
    });
  });

  test(`${driver.name}: with activeTab, the shortcut or the button lets a picture be taken`, async () => {
    await withBrowser(SITES, async run => {
      const {page, panel} = await openFeed(run);
      await run.activate(page);
      await log(panel, '@example_greenmenu');
      assert.match(run.place.ctl('verify'), /clean|holds/i);
      const pictures = run.place.artifacts().filter(isPng);
      assert.ok(pictures.length >= 1, 'a picture is kept');
      assert.ok(pictures.some(picture => colours(picture) > 10), 'the picture shows something');
      await throughTheApplication(run, '@example_greenmenu', {text: /Menu is live/});
    });
  });

  test(`${driver.name}: without the site's permission, the button counts nothing`, async () => {
    await withBrowser(['https://other.test/*'], async run => {
      const page = await run.newPage(FEED);
      const popup = await run.pressAction?.(page);
      if (popup) await popup.waitForSelector('#permit:not([hidden])');
      else await run.activate(page);
      // Were it read, it would be so by then: the background has dealt with the press (a page opened later has its count), the
      // page in front has been idle for longer than a reading takes, and what was read then has been answered (another count).
      const counted = async address => { const other = await run.newPage(address); await eventually(`a count of ${address}`, () => run.suspected(other)); };
      await counted('https://other.test/feed.html');
      await page.bringToFront();
      await page.evaluate(async () => {
        for (let turn = 0; turn < 20; turn++) await new Promise(resolve => { requestIdleCallback(resolve); });
        await new Promise(resolve => { setTimeout(resolve, 500); });
      });
      await counted('https://other.test/feed.html?later');
      assert.equal(await run.suspected(page), '');
    });
  });

  test(`${driver.name}: the shortcut logs the post in the middle of the page`, async () => {
    await withBrowser(SITES, async run => {
      const {page, panel} = await openFeed(run);
      await run.shortcut(page, 'log-post');
      const {text} = await eventually('a post logged', async () => (await shown(panel)).find(post => post.logged), 40_000);
      assert.match(run.place.ctl('verify'), /clean/);
      const entry = await run.application.entry('Entry 2'); // after those of making and countersigning the vault
      assert.ok(text.includes(entry.text.split('\n').at(-1).slice(0, 30)), 'the entry is the post that the panel shows as logged');
    });
  });

  test(`${driver.name}: with every site allowed for pictures, a post in the page is pictured from the panel`, async () => {
    await withBrowser([...SITES, '<all_urls>'], async run => {
      const {panel} = await openFeed(run);
      await log(panel, '@example_schnee');
      await log(panel, '@example_greenmenu');
      assert.match(run.place.ctl('verify'), /clean|holds/i);
      const pictures = run.place.artifacts().filter(isPng);
      assert.ok(pictures.length >= 2, 'both posts are pictured');
      await throughTheApplication(run, '@example_greenmenu', {text: /Menu is live/});
      await throughTheApplication(run, '@example_schnee', {text: /Verkaufe feinstes Kokain/});
    });
  });
}

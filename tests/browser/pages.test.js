// SPDX-License-Identifier: GPL-3.0-or-later
/** The content scripts on each page of tests/pages/, in real Chromium, in their own world: closed shadow roots included. */
/* global decant -- in the functions that run in the page */
import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {after, before, test} from 'node:test';
import path from 'node:path';
import {launch} from './lib/chromium.js';
import {serve} from './lib/server.js';
import {ROOT} from './lib/workplace.js';

const FOLDER = path.join(ROOT, 'tests/pages');
const names = readdirSync(FOLDER).filter(name => name.endsWith('.html')).map(name => name.slice(0, -5));

/** @type {Awaited<ReturnType<typeof serve>>} */ let server;
/** @type {Awaited<ReturnType<typeof launch>>} */ let chromium;

before(async () => {
  server = await serve(FOLDER);
  chromium = await launch({server, host: false});
  await chromium.grant(['https://pages.test/*']);
});

after(async () => {
  await chromium?.close();
  await server?.close();
});

/** In the page, in the content scripts' world. */
const findHere = () => {
  const {posts} = decant.runToEnd(decant.findPosts(document.body, null));
  const source = ({node, from, start, length, link}) => ({start, length, source: link ? node.href : node.nodeType === Node.TEXT_NODE ? node.data.slice(from, from + length) : node.alt});
  const under = range => { const live = new Range(); live.setStart(range.startContainer, range.startOffset); live.setEnd(range.endContainer, range.endOffset); return live.toString(); };
  const quoted = post => decant.selectors({pieces: post.pieces, ...post}, document.body).find(({type}) => type === 'TextQuoteSelector')?.exact;
  return posts.map(({pieces, element, ...post}) => ({...post, quoted: quoted({pieces, element, ...post}),
    painted: pieces.filter(({link}) => link).map(({start, length}) => decant.ranges(pieces, start, start + length).map(under).join('')),
    tag: element.localName, pieces: pieces.map(source),
    ranges: decant.ranges(pieces, 0, post.text.length).map(({startContainer, endContainer}) => startContainer === endContainer)}));
};

/** Posts as the content script finds them, and each post's text read back through its ranges. @param {string} name */
async function readPage(name) {
  const address = `https://pages.test/${name}.html`;
  const page = await chromium.newPage(address);
  const before = await page.evaluate(() => document.documentElement.outerHTML);
  const result = await chromium.background(`(async () => {
    const tab = (await chrome.tabs.query({})).find(({url}) => url === ${JSON.stringify(address)});
    const [{result}] = await chrome.scripting.executeScript({target: {tabId: tab.id}, func: ${findHere}});
    return result;
  })()`);
  assert.equal(await page.evaluate(() => document.documentElement.outerHTML), before, 'the page is as it was');
  assert.equal(await page.evaluate(() => CSS.highlights.size), 0, 'nothing is painted in Silent mode');
  await page.close();
  return result;
}

for (const name of names) {
  const {shows, posts: expected} = JSON.parse(readFileSync(path.join(FOLDER, `${name}.json`), 'utf8'));
  test(`${name}: ${shows}`, async () => {
    const found = await readPage(name);
    assert.deepEqual(found.map(post => post.text), expected.map(post => post.text));
    expected.forEach((post, index) => {
      for (const [member, value] of Object.entries(post))
        assert.deepEqual(found[index][member], value, `${member} of post ${index}`);
    });
    for (const {text, own, quoted, pieces, ranges} of found) {
      assert.ok(ranges.length >= 1);
      assert.ok(ranges.every(Boolean), 'each range ends in the node that it begins in: Firefox paints no other');
      assert.ok(quoted === undefined || quoted === text.slice(0, own), 'a quotation is of the page\'s own text');
      for (const {start, length, source} of pieces)
        assert.equal(text.slice(start, start + length), source.replace(/\0/g, '\uFFFD').replace(/[\t\n\r\f]/g, unit => text.includes('\n  ') ? unit : ' '));
    }
  });
}

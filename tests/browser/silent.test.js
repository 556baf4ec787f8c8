// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Silent mode: a page that watches itself (pages/watch.js) reports the same with the extension reading it as without an
 * extension. The panel is not open: opening one resizes the page, which design and docs state.
 */
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import * as chromium from './lib/chromium.js';
import * as firefox from './lib/firefox.js';
import {serve} from './lib/server.js';
import {PAGES, eventually} from './lib/workplace.js';

const WATCH = 'https://watch.test/watch.html';
const SITES = ['https://watch.test/*', 'https://frame.test/*'];

let server;
before(async () => { server = await serve(PAGES); });
after(() => server.close());

/** What the page saw, and what the server saw, in one run. */
async function observe(driver, extension) {
  const run = await driver.launch({server, extension});
  try {
    if (extension) await run.grant(SITES);
    const from = server.requests.length;
    const page = await run.newPage(WATCH);
    if (extension) await eventually('the page read by the extension', () => run.suspected(page));
    const report = await page.evaluate(() => window.report());
    return {report, requests: server.requests.slice(from).filter(name => !name.endsWith('/favicon.ico')).sort()};
  } finally {
    await run.close();
  }
}

for (const driver of [chromium, firefox])
  test(`${driver.name}: a page that watches itself sees no difference in Silent mode`, async () => {
    const without = await observe(driver, false);
    const reading = await observe(driver, true);
    for (const what of Object.keys(without.report)) assert.deepEqual(reading.report[what], without.report[what], what);
    assert.deepEqual(reading.requests, without.requests, 'requests');
    assert.ok(without.report.mutations.length < 400 && without.report.calls['Document.createTreeWalker'] === undefined);
    assert.deepEqual(server.refused, [], 'nothing tried to leave the machine');
  });

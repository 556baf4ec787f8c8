// SPDX-License-Identifier: GPL-3.0-or-later
/** Real Chromium with the real extension and host. The same members as firefox.js. */
import {mkdirSync} from 'node:fs';
import path from 'node:path';
import puppeteer from 'puppeteer-core';
import {EXTENSION, eventually, workplace} from './workplace.js';

export const name = 'chromium';

/**
 * @param {{server?: {port: number}, extension?: boolean, host?: boolean, headless?: boolean, home?: string, vault?: string, program?: string, args?: string[]}} options
 *   server: of server.js; without one the network is left as it is. host: false leaves it unregistered
 */
export async function launch({server, extension = true, host = true, headless = true, home, vault, program = '/usr/bin/chromium', args = []} = {}) {
  const place = workplace('chromium', {home, vault, register: extension && host});
  const profile = path.join(place.folder, '.config/chromium'); // where the installer's manifest is read from
  mkdirSync(profile, {recursive: true});
  const browser = await puppeteer.launch({
    executablePath: program, headless, pipe: true, enableExtensions: extension ? [EXTENSION] : true, userDataDir: profile, env: place.env,
    acceptInsecureCerts: true, defaultViewport: null, ignoreDefaultArgs: ['--enable-automation'], // no banner in screenshots
    waitForInitialPage: false,
    args: ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--lang=en-US',
      '--window-size=1000,800', ...(process.getuid() === 0 ? ['--no-sandbox'] : []),
      ...(server ? [`--host-resolver-rules=MAP *.test:443 127.0.0.1:${server.port}, MAP * ^NOTFOUND`] : []), ...args],
  });
  const worker = extension ? await browser.waitForTarget(target => target.type() === 'service_worker' && target.url().startsWith('chrome-extension://')) : null;
  const id = worker ? new URL(worker.url()).host : '';

  /** A page of the extension in a window of its own, so that the site's tab stays the visible one. */
  async function extensionPage(address) {
    const session = await browser.target().createCDPSession();
    const {targetId} = await session.send('Target.createTarget', {url: `chrome-extension://${id}/${address}`, newWindow: true});
    const target = await browser.waitForTarget(candidate => candidate._targetId === targetId);
    await session.detach();
    return target.page();
  }

  const run = {
    name, browser, id, place,
    newPage: async url => { const page = await browser.newPage(); await page.goto(url); return page; },
    extensionPage,
    /** Waits for a page that the extension itself opens: the side panel, the popup. */
    openedPage: async part => (await browser.waitForTarget(target => target.url().startsWith(`chrome-extension://${id}/${part}`), {timeout: 15_000})).asPage(),
    /**
     * As the user would, but for the prompt, which no test can press: a pattern that the browser's own page of extensions
     * noted as granted is given to `permissions.request` without asking (tried in 156; the note alone makes nothing active).
     * @param {string[]} origins patterns
     */
    grant: async origins => {
      const page = await browser.newPage();
      await page.goto('chrome://extensions/');
      for (const origin of origins)
        await page.evaluate((extensionId, pattern) => chrome.developerPrivate.addHostPermission(extensionId, pattern), id, origin);
      await page.goto(`chrome-extension://${id}/options/options.html`);
      const granted = await page.evaluate(patterns => chrome.permissions.request({origins: patterns}), origins);
      await page.close();
      if (!granted) throw new Error(`not granted: ${origins.join(', ')}`);
    },
    /** The toolbar button, which opens the popup and gives activeTab for that tab. Resolves to the popup. */
    pressAction: async page => {
      await page.bringToFront();
      await page.triggerExtensionAction((await browser.extensions()).get(id));
      return (await browser.waitForTarget(target => target.url().includes(`${id}/popup/`), {timeout: 15_000})).asPage();
    },
    /** The list of one tab, in a window of its own: no activeTab comes with it. */
    openPanel: async page => {
      const url = page.url();
      const tabId = await eventually(`a tab at ${url}`, () => run.background(`chrome.tabs.query({}).then(tabs => tabs.find(tab => tab.url === ${JSON.stringify(url)})?.id)`));
      return extensionPage(`panel/panel.html?tab=${tabId}`);
    },
    /** The toolbar button, and in its popup the side panel itself. Gives activeTab. */
    activate: async page => {
      const popup = await run.pressAction(page);
      await popup.waitForSelector('#panel', {visible: true}); // it is shown once the popup knows the tab
      await popup.click('#panel');
      return run.openedPage('panel/panel.html');
    },
    /** A keyboard command on the page, as the browser tells the extension of it: no key reaches a headless window. */
    shortcut: async (page, command) => {
      await page.bringToFront();
      await run.background(`chrome.tabs.query({active: true}).then(tabs => chrome.commands.onCommand.dispatch(${JSON.stringify(command)},
        tabs.find(tab => tab.url === ${JSON.stringify(page.url())})))`);
    },
    practicePage: async () => {
      const page = await browser.newPage();
      await page.goto(`chrome-extension://${id}/practice/practice.html`);
      return page;
    },
    /** What the toolbar button counts for a page, '' for nothing. */
    suspected: page => run.background(`chrome.tabs.query({}).then(tabs => chrome.action.getBadgeText({tabId: tabs.find(tab => tab.url === ${JSON.stringify(page.url())}).id}))`),
    /** The background's own world, for looking only. */
    background: async expression => (await (await browser.waitForTarget(target => target.type() === 'service_worker' && target.url().includes(id))).worker()).evaluate(expression),
    /** Stops the worker, as the browser does to save memory. */
    stopBackground: async () => (await (await browser.waitForTarget(target => target.type() === 'service_worker' && target.url().includes(id))).worker()).close(),
    close: async () => { await browser.close(); place.remove(); },
  };
  return run;
}

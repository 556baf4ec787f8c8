// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Real Firefox with the real extension and host. The same members as chromium.js.
 *
 * WebDriver BiDi refuses to navigate to moz-extension: pages, so they are opened from the browser's own window (which needs
 * --remote-allow-system-access) and then driven like any other.
 */
/* global WebExtensionPolicy, Services, ChromeUtils, gBrowser -- in the functions that run in the browser's own window */
import puppeteer from 'puppeteer-core';
import {EXTENSION, GECKO_ID, eventually, workplace} from './workplace.js';

export const name = 'firefox';

/** Pages in BiDi contexts that puppeteer does not list: the few verbs that the tests need. */
function contextPage(send, context) {
  const evaluate = async (work, ...args) => {
    const expression = typeof work === 'function' ? `(${work})(${args.map(argument => JSON.stringify(argument)).join(',')})` : work;
    const {result} = await send('script.evaluate', {expression: `Promise.resolve(${expression}).then(value => JSON.stringify(value) ?? 'null')`, target: {context},
      awaitPromise: true, userActivation: true});
    if (result.type !== 'success') throw new Error(result.exceptionDetails.text);
    return JSON.parse(result.result.value);
  };
  return {
    evaluate,
    waitForFunction: (work, options = {}, ...args) => eventually(String(work), () => evaluate(work, ...args), options?.timeout ?? 20_000),
    waitForSelector: selector => eventually(`an element ${selector}`, () => evaluate(query => Boolean(document.querySelector(query)), selector)),
    async click(selector) {
      const {x, y} = await evaluate(query => {
        const element = document.querySelector(query);
        element.scrollIntoView({block: 'center'});
        const box = element.getBoundingClientRect();
        return {x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2)};
      }, selector);
      await send('input.performActions', {context, actions: [{type: 'pointer', id: 'mouse', actions: [{type: 'pointerMove', x, y}, {type: 'pointerDown', button: 0},
        {type: 'pointerUp', button: 0}]}]});
    },
    async screenshot({path}) {
      const {result} = await send('browsingContext.captureScreenshot', {context});
      if (path) (await import('node:fs')).writeFileSync(path, Buffer.from(result.data, 'base64'));
    },
    bringToFront: () => send('browsingContext.activate', {context}),
    close: () => send('browsingContext.close', {context}),
    url: () => evaluate('location.href'),
  };
}

/** See chromium.js for the options. */
export async function launch({server, extension = true, host = true, headless = true, home, vault, program = '/usr/bin/firefox-esr', args = []} = {}) {
  const place = workplace('firefox', {home, vault, register: extension && host});
  const proxy = server && {
    'network.proxy.type': 2, 'network.proxy.allow_hijacking_localhost': true,
    'network.proxy.autoconfig_url': `data:application/x-ns-proxy-autoconfig,${encodeURIComponent(`function FindProxyForURL(){return "PROXY 127.0.0.1:${server.proxyPort}"}`)}`,
  };
  const browser = await puppeteer.launch({
    browser: 'firefox', executablePath: program, headless, acceptInsecureCerts: true, env: place.env, defaultViewport: null,
    extraPrefsFirefox: {'intl.accept_languages': 'en-US', 'datareporting.policy.dataSubmissionEnabled': false, ...proxy},
    args: ['--remote-allow-system-access', '--width=1000', '--height=800', ...args],
  });
  const send = (method, params) => browser.connection.send(method, params);
  if (extension) await browser.installExtension(EXTENSION);
  const chrome = (await send('browsingContext.getTree', {'moz:scope': 'chrome'})).result.contexts[0].context;
  /** Runs in the browser's own window. */
  const inChrome = async (work, ...args) => {
    const {result} = await send('script.evaluate', {expression: `Promise.resolve((${work})(${args.map(argument => JSON.stringify(argument)).join(',')})).then(v => JSON.stringify(v) ?? 'null')`,
      target: {context: chrome}, awaitPromise: true});
    if (result.type !== 'success') throw new Error(result.exceptionDetails.text);
    return JSON.parse(result.result.value);
  };
  const id = extension ? await inChrome(addon => WebExtensionPolicy.getByID(addon).mozExtensionHostname, GECKO_ID) : '';
  const contexts = async () => (await send('browsingContext.getTree', {})).result.contexts;
  const openedPage = async part => contextPage(send, (await eventually(`a page ${part}`, async () => (await contexts()).find(({url}) => url.startsWith(`moz-extension://${id}/${part}`)))).context);

  const run = {
    name, browser, id, place,
    newPage: async url => { const page = await browser.newPage(); await page.goto(url); return page; },
    extensionPage: async address => {
      await inChrome(url => { gBrowser.addTab(url, {triggeringPrincipal: Services.scriptSecurityManager.getSystemPrincipal()}); }, `moz-extension://${id}/${address}`);
      return openedPage(address);
    },
    openedPage,
    /** As the user would on the add-on's page of permissions. @param {string[]} origins patterns */
    grant: origins => inChrome(async (addon, patterns) => {
      const {ExtensionPermissions} = ChromeUtils.importESModule('resource://gre/modules/ExtensionPermissions.sys.mjs');
      await ExtensionPermissions.add(addon, {permissions: [], origins: patterns}, WebExtensionPolicy.getByID(addon).extension);
    }, GECKO_ID, origins),
    /** The list of one tab, in a tab of its own: no activeTab comes with it. */
    openPanel: async page => {
      const tabId = await inChrome((addon, url) => {
        const tab = gBrowser.tabs.find(candidate => candidate.linkedBrowser.currentURI.spec === url);
        return WebExtensionPolicy.getByID(addon).extension.tabManager.getWrapper(tab).id;
      }, GECKO_ID, await page.url());
      return run.extensionPage(`panel/panel.html?tab=${tabId}`);
    },
    /** What the toolbar button counts for a page, '' for nothing. */
    suspected: page => inChrome((addon, url) => {
      const {extension} = WebExtensionPolicy.getByID(addon);
      const tab = gBrowser.tabs.find(candidate => candidate.linkedBrowser.currentURI.spec === url);
      return extension.apiManager.global.browserActionFor(extension).action.getContextData(tab).badgeText;
    }, GECKO_ID, page.url()),
    /** What the toolbar button does: activeTab for the tab in front. */
    activate: async page => {
      await page.bringToFront();
      await inChrome(addon => {
        const {extension} = WebExtensionPolicy.getByID(addon);
        extension.apiManager.global.browserActionFor(extension).triggerAction(window);
      }, GECKO_ID);
      await eventually('the popup', () => inChrome(() => [...document.querySelectorAll('panel')].some(({state}) => state === 'open')));
      await eventually('the popup\'s scripts', () => inChrome(addon => [...WebExtensionPolicy.getByID(addon).extension.views].some(({viewType}) => viewType === 'popup'), GECKO_ID));
      // An open popup swallows the next click, wherever it goes.
      await inChrome(() => [...document.querySelectorAll('panel')].filter(({state}) => state === 'open').forEach(panel => panel.hidePopup()));
    },
    practicePage: () => run.extensionPage('practice/practice.html'),
    /** A keyboard command on the page: the key that Firefox made for it, which gives activeTab. @param {string} command */
    shortcut: async (page, command) => {
      await page.bringToFront();
      await inChrome(async (addon, wanted) => {
        const commands = [...await WebExtensionPolicy.getByID(addon).extension.shortcuts.commands].filter(([, {shortcut}]) => shortcut);
        const keys = document.querySelectorAll(`#ext-keyset-id-${addon.replace(/[@.]/g, '_')} key`);
        keys[commands.findIndex(([name]) => name === wanted)].doCommand();
      }, GECKO_ID, command);
    },
    close: async () => { await browser.close(); place.remove(); },
  };
  return run;
}

#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * The end of ./run: opens the practice feed in a browser with the extension, and the application beside it. Everything of this trial (browser
 * profile, vault) lies in build/run, never in the user's own vault.
 *
 *   run-browser.js --browser chromium|firefox --program PATH [--screenshots FOLDER]
 *
 * With --screenshots it needs an X display that nobody looks at: it logs one post, waits until the application shows it, and writes
 * browser.png and app.png.
 */
import {execFileSync, spawn} from 'node:child_process';
import {createHash} from 'node:crypto';
import {readFileSync, rmSync} from 'node:fs';
import path from 'node:path';
import {parseArgs} from 'node:util';
import * as chromium from '../tests/browser/lib/chromium.js';
import * as firefox from '../tests/browser/lib/firefox.js';
import {BUILD, EXTENSION, PASSPHRASE, ROOT, eventually, workplace} from '../tests/browser/lib/workplace.js';

const {values: options} = parseArgs({options: {browser: {type: 'string'}, program: {type: 'string'}, screenshots: {type: 'string'}}});
const driver = {chromium, firefox}[options.browser];
const PRACTICE = 'practice/practice.html';

const startApplication = env => spawn(path.join(BUILD, 'app/decant'), [], {env, stdio: ['ignore', 'inherit', 'inherit']});
const ended = child => new Promise(resolve => child.once('exit', resolve));

/** The id that Chromium derives from the manifest's public key. */
function chromiumId() {
  const {key} = JSON.parse(readFileSync(path.join(EXTENSION, 'manifest.json'), 'utf8'));
  const digest = createHash('sha256').update(Buffer.from(key, 'base64')).digest('hex').slice(0, 32);
  return [...digest].map(digit => String.fromCharCode(97 + parseInt(digit, 16))).join('');
}

/** With a display: the browser as the user knows it, without an automation banner where it can be had. */
async function show() {
  const home = path.join(ROOT, 'build/run', options.browser);
  if (options.browser === 'chromium') {
    const place = workplace('chromium', {home});
    const application = startApplication(place.env);
    const browser = spawn(options.program, [`--user-data-dir=${home}/.config/chromium`, `--load-extension=${EXTENSION}`, '--no-first-run',
      ...(process.getuid() === 0 ? ['--no-sandbox'] : []), `chrome-extension://${chromiumId()}/${PRACTICE}`], {env: place.env, stdio: 'ignore'});
    console.log('Close the browser and the application to end.');
    await Promise.all([ended(browser), ended(application)]);
    return;
  }
  const run = await firefox.launch({headless: false, home, program: options.program});
  const application = startApplication(run.place.env);
  await run.extensionPage(PRACTICE);
  console.log('Close the browser and the application to end.');
  await Promise.all([new Promise(resolve => run.browser.once('disconnected', resolve)), ended(application)]);
}

const windowOf = title => execFileSync('xdotool', ['search', '--onlyvisible', '--name', title], {encoding: 'utf8'}).trim().split('\n').at(-1);
const picture = (window, file) => execFileSync('import', ['-window', window, path.join(options.screenshots, file)]);

/** Without a display: logs one post, and keeps what a person would have seen. */
async function demonstrate() {
  const home = path.join(ROOT, 'build/run', `${options.browser}-demonstration`);
  rmSync(home, {recursive: true, force: true});
  const run = await driver.launch({headless: false, home, program: options.program, args: options.browser === 'chromium' ? ['--window-size=1280,860', '--window-position=0,0'] : []});
  run.place.makeVault();
  const application = startApplication(run.place.env);
  try {
    const appWindow = await eventually('the application\'s window', () => windowOf('^Decant$'));
    execFileSync('/usr/bin/python3', ['-c', 'import sys, atspi, vault; vault.unlock(atspi.App(), sys.argv[1])', PASSPHRASE], {cwd: path.join(ROOT, 'tests/app')});
    execFileSync('xdotool', ['windowmove', appWindow, '1320', '0', 'windowsize', appWindow, '1120', '860']);

    const [blank] = await run.browser.pages();
    const practice = await run.practicePage();
    await blank?.close();
    await eventually('the practice feed painted', () => practice.evaluate(() => CSS.highlights.size > 0));
    let panel = await run.activate(practice);
    if (!panel) { // Firefox: the sidebar is there to be seen, a tab with the same list is there to be driven
      await practice.click('#open-panel');
      panel = await run.openPanel(practice);
    }
    const id = await eventually('the first practice post in the panel', () => panel.evaluate(() =>
      [...document.querySelectorAll('#posts .post')].find(post => post.textContent.includes('example_frost'))?.dataset.id));
    const card = `#posts .post[data-id="${id}"]`;
    await eventually('the post opened', () => panel.click(card).then(() => panel.evaluate(query => Boolean(document.querySelector(query)), `${card}.selected`)));
    await panel.click(`${card} button[data-act="log"]`);
    await panel.waitForSelector('.post.selected .logged');
    console.log(`Logged one practice post: ${await panel.evaluate(() => document.querySelector('.post.selected .logged').textContent.trim())}`);
    console.log(`decantctl verify: ${run.place.ctl('verify').split('\n').find(line => /entries/.test(line) && /clean|failure/.test(line))}`);
    execFileSync('/usr/bin/python3', [path.join(ROOT, 'tests/app/atspi.py'), 'wait-entry'], {stdio: 'ignore'});
    await practice.bringToFront();
    picture(windowOf(options.browser === 'chromium' ? 'Chromium$' : 'Firefox'), 'browser.png');
    picture(appWindow, 'app.png');
  } finally {
    application.kill();
    await run.close();
  }
}

await (options.screenshots ? demonstrate() : show());

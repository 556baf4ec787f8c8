// SPDX-License-Identifier: GPL-3.0-or-later
/** The real application on a display and a session bus of its own, read over AT-SPI as a screen reader would. */
import {execFile, spawn} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {promisify} from 'node:util';
import {BUILD, PASSPHRASE, ROOT} from './workplace.js';

const run = promisify(execFile);

/** The first line that a program writes to one of its descriptors. */
const firstLine = stream => new Promise((resolve, reject) => {
  let text = '';
  stream.on('data', data => { text += data; if (text.includes('\n')) resolve(text.split('\n')[0]); });
  stream.on('end', () => reject(new Error(`expected a line, saw the end after "${text}"`)));
});

/** @param {{env: NodeJS.ProcessEnv}} place of workplace.js: the application opens its vault */
export async function startApplication(place) {
  const runtime = mkdtempSync(path.join(os.tmpdir(), 'decant-session-'));
  const children = [];
  const start = (program, args, options) => { const child = spawn(program, args, options); children.unshift(child); return child; };
  const env = {...place.env, XDG_RUNTIME_DIR: runtime, GDK_BACKEND: 'x11', GSK_RENDERER: 'cairo', NO_AT_BRIDGE: undefined, WAYLAND_DISPLAY: undefined};

  const display = start('Xvfb', ['-displayfd', '3', '-screen', '0', '1200x900x24', '-nolisten', 'tcp'], {stdio: ['ignore', 'ignore', 'ignore', 'pipe']});
  env.DISPLAY = `:${await firstLine(display.stdio[3])}`;
  const bus = start('dbus-daemon', ['--session', '--nofork', '--print-address=1'], {env, stdio: ['ignore', 'pipe', 'ignore']});
  env.DBUS_SESSION_BUS_ADDRESS = await firstLine(bus.stdout);
  start(path.join(BUILD, 'app/decant'), [], {env, stdio: ['ignore', 'ignore', 'inherit']});

  const atspi = async (...args) => JSON.parse((await run('/usr/bin/python3', [path.join(ROOT, 'tests/app/atspi.py'), ...args], {env, maxBuffer: 1 << 24})).stdout);
  // As a person unlocks it, with the passphrase.
  await run('/usr/bin/python3', ['-c', 'import sys, atspi, vault; vault.unlock(atspi.App(), sys.argv[1])', PASSPHRASE], {env, cwd: path.join(ROOT, 'tests/app')});
  return {
    env,
    /** Waits for the entry whose label has these words, opens it, and gives what it shows. @param {string} words */
    entry: words => atspi('wait-entry', '--text', words),
    entries: () => atspi('entries'),
    screenshot: file => run('import', ['-window', 'root', file], {env}),
    async stop() {
      for (const child of children) {
        const gone = new Promise(resolve => child.once('exit', resolve));
        if (child.exitCode === null && child.signalCode === null) { child.kill(); await gone; }
      }
      rmSync(runtime, {recursive: true, force: true, maxRetries: 5, retryDelay: 100});
    },
  };
}

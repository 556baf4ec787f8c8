// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * A home folder of its own for one browser test: the host is registered in it by decantctl, as on a user's machine, and a vault lies in it, with
 * a passphrase. In a home that is kept, for ./run, a person makes the vault.
 */
import {execFileSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
export const BUILD = process.env.DECANT_BUILD_DIR ?? path.join(ROOT, 'build');
export const EXTENSION = process.env.DECANT_EXTENSION ?? path.join(ROOT, 'extension'); // or an installed one
export const PAGES = path.join(ROOT, 'tests/browser/pages');
export const CTL = path.join(BUILD, 'native-host/decantctl');
export const PASSPHRASE = 'an invented phrase for tests'; // make-vault sets it
export const GECKO_ID = 'decant@decant-app.github.io';

/**
 * @param {string} browser id of a row of decantctl browsers
 * @param {{home?: string, vault?: string, register?: boolean}} [options] a home that is kept, for ./run
 */
export function workplace(browser, {home, vault, register = true} = {}) {
  const folder = home ?? mkdtempSync(path.join(os.tmpdir(), 'decant-test-'));
  const data = path.join(folder, 'data');
  for (const name of [folder, data]) mkdirSync(name, {recursive: true, mode: 0o700});
  const env = {
    ...process.env, HOME: folder, XDG_DATA_HOME: data, XDG_CONFIG_HOME: path.join(folder, '.config'), XDG_CACHE_HOME: path.join(folder, '.cache'),
    DECANT_DATA_DIR: path.join(ROOT, 'data'), DECANT_VAULT_DIR: vault ?? path.join(data, 'decant/vault'),
  };
  if (register) execFileSync(CTL, ['browsers', 'install', browser], {env, stdio: ['ignore', 'ignore', 'inherit']});
  const tool = (name, ...args) => execFileSync(path.join(BUILD, 'tests/wire', name), args, {env, encoding: 'utf8'});
  const makeVault = () => { tool('make-vault', env.DECANT_VAULT_DIR); };
  if (!home) makeVault();
  return {
    folder, env, vault: env.DECANT_VAULT_DIR, makeVault,
    /** The plain bytes of every artifact, by a reader with the keys. @returns {{file: string, bytes: Buffer}[]} */
    artifacts() {
      const out = mkdtempSync(path.join(folder, 'artifacts-'));
      tool('read-vault', env.DECANT_VAULT_DIR, out);
      return readdirSync(out).map(name => path.join(out, name)).map(file => ({file, bytes: readFileSync(file)}));
    },
    /** decantctl on this vault. @param {...string} args @returns {string} */
    ctl: (...args) => execFileSync(CTL, args, {env, encoding: 'utf8'}),
    remove: () => { if (!home) rmSync(folder, {recursive: true, force: true, maxRetries: 5, retryDelay: 200}); },
  };
}

/**
 * Asks again until the answer is truthy: for what gives no event to a test.
 * @template T @param {string} what for the message @param {() => Promise<T> | T} ask @param {number} [milliseconds] @returns {Promise<T>}
 */
export async function eventually(what, ask, milliseconds = 20_000) {
  const end = Date.now() + milliseconds;
  let last;
  for (;;) {
    try { last = await ask(); } catch (error) { last = error; }
    if (last && !(last instanceof Error)) return last;
    if (Date.now() > end) throw new Error(`expected ${what} within ${milliseconds / 1000} s, saw ${last instanceof Error ? last.message : JSON.stringify(last)}`);
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}

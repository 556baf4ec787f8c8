// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * The sites of the browser tests: one HTTPS server for every name under .test, serving tests/browser/pages/, and a CONNECT proxy that
 * leads to it alone. Nothing else resolves, so a request that leaves the machine fails and is seen.
 */
import {execFileSync} from 'node:child_process';
import {createReadStream, mkdtempSync, readFileSync, rmSync, statSync} from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

const TYPES = {'.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css', '.svg': 'image/svg+xml', '.png': 'image/png'};

function certificate() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'decant-cert-'));
  const [key, cert] = ['key.pem', 'cert.pem'].map(name => path.join(folder, name));
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-keyout', key, '-out', cert,
    '-subj', '/CN=decant.test', '-addext', 'subjectAltName=DNS:*.test,DNS:decant.test'], {stdio: 'ignore'});
  const pair = {key: readFileSync(key), cert: readFileSync(cert)};
  rmSync(folder, {recursive: true});
  return pair;
}

// Release builds of Firefox ask for this whatever their preferences say (services.settings.server is heeded in automation builds
// alone); a run without the extension shows the same.
const BROWSERS_OWN = /^firefox\.settings\.services\.mozilla\.com$/;

const listen = (server, port = 0) => new Promise(resolve => server.listen(port, '127.0.0.1', () => resolve(server.address().port)));

/**
 * @param {string} root folder with the pages
 * @returns {Promise<{port: number, proxyPort: number, requests: string[], refused: string[], close: () => Promise<void>}>}
 *   requests: "HOST/path" in order; refused: names outside .test that somebody other than the browser itself tried to reach
 */
export async function serve(root) {
  const requests = [], refused = [], sockets = new Set();
  const site = https.createServer(certificate(), (request, response) => {
    const url = new URL(request.url, `https://${request.headers.host}`);
    requests.push(url.hostname + url.pathname);
    const file = path.join(root, path.normalize(url.pathname).replace(/\/$/, '/index.html'));
    if (!file.startsWith(root) || !statSync(file, {throwIfNoEntry: false})?.isFile()) { response.writeHead(404).end('not found'); return; }
    response.writeHead(200, {'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream', 'cache-control': 'no-store'});
    createReadStream(file).pipe(response);
  });
  const proxy = http.createServer((request, response) => { refused.push(request.url); response.writeHead(403).end(); });
  const port = await listen(site);
  proxy.on('connect', (request, client, head) => {
    const [host] = request.url.split(':');
    if (!host.endsWith('.test')) { if (!BROWSERS_OWN.test(host)) refused.push(host); client.end('HTTP/1.1 403 Forbidden\r\n\r\n'); return; }
    const upstream = net.connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    for (const socket of [client, upstream]) socket.on('error', () => { client.destroy(); upstream.destroy(); });
  });
  for (const server of [site, proxy]) server.on('connection', socket => { sockets.add(socket); socket.on('close', () => sockets.delete(socket)); });
  const proxyPort = await listen(proxy);
  const close = async () => {
    for (const socket of sockets) socket.destroy();
    await Promise.all([site, proxy].map(server => new Promise(resolve => server.close(resolve))));
  };
  return {port, proxyPort, requests, refused, close};
}

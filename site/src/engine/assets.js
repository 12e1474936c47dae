// @ts-check
// Gets the app's files, over http by fetch and from disk by classic scripts, and counts the bytes.

import { InklingError } from '../protocol.js';
import { trustedUrl } from '../trusted-url.js';
import { whenPatienceEnds } from './patience.js';
import { RELOAD_HINT } from './payload.js';

/** @typedef {import('../protocol.js').AssetEntry} AssetEntry */
/** @typedef {import('../protocol.js').Payload} Payload */

const STALL_MS = 30_000;
/** Before a file whose connection broke is asked for once more. */
const BREATH_MS = 250;
const CONNECTION_HINT = 'Check the connection, then retry.';
const COPY_HINT = 'Check that the whole folder was copied, then retry.';

/**
 * @param {string} name
 * @param {AssetEntry} entry
 * @param {{ fresh: boolean, onBytes: (count: number) => void, signal: AbortSignal }} options
 *   fresh: go past the browser's cache, for a retry; onBytes: called with the bytes that came since last time,
 *   less than zero where they came in vain
 * @returns {Promise<Payload>} unverified
 * @throws {InklingError} asset-missing, asset-damaged or asset-stalled
 */
export function loadAsset(name, entry, options) {
  return location.protocol === 'file:' ? loadScripts(name, entry, options) : download(name, entry, options);
}

/** A file that was on its way, or never set out. */
class ConnectionBroken extends InklingError {}

/**
 * A connection can break by chance, and so can the service worker in between, which ends with the process of a page that
 * crashed: a file is asked for a second time before that is said.
 * @type {typeof loadAsset}
 */
async function download(name, entry, options) {
  try {
    return await downloadOnce(name, entry, options);
  } catch (error) {
    if (!(error instanceof ConnectionBroken)) throw error;
    await new Promise((resolve) => setTimeout(resolve, BREATH_MS));
    options.signal.throwIfAborted();
    return downloadOnce(name, entry, options);
  }
}

/** @type {typeof loadAsset} */
async function downloadOnce(name, entry, { fresh, onBytes, signal }) {
  const stall = new AbortController();
  const expectMore = () => whenPatienceEnds(STALL_MS, () => stall.abort());
  let stopWaiting = expectMore();
  const bytes = new Uint8Array(entry.bytes);
  let at = 0;
  try {
    const response = await fetch(entry.url, {
      cache: fresh ? 'reload' : 'default',
      signal: AbortSignal.any([signal, stall.signal]),
    });
    if (!response.ok || !response.body) {
      throw missing(name, `the server answered ${response.status} ${response.statusText}`.trim(), CONNECTION_HINT);
    }
    const type = response.headers.get('Content-Type') ?? '';
    if (type.startsWith('text/html')) {
      throw missing(name, 'the server answered with a web page in its place', RELOAD_HINT);
    }
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      stopWaiting();
      stopWaiting = expectMore();
      if (at + value.length > bytes.length) {
        throw new InklingError(
          'asset-damaged',
          `The file ${name} is damaged: expected ${entry.bytes} bytes, got at least ${at + value.length}.`,
          RELOAD_HINT,
        );
      }
      bytes.set(value, at);
      at += value.length;
      onBytes(value.length);
    }
  } catch (error) {
    if (error instanceof InklingError || signal.aborted) throw error;
    if (stall.signal.aborted) {
      throw new InklingError(
        'asset-stalled',
        `The file ${name} stopped coming: got ${at} of ${entry.bytes} bytes, then nothing for ${STALL_MS / 1000} s.`,
        CONNECTION_HINT,
      );
    }
    const said = error instanceof Error ? error.message : String(error);
    onBytes(-at);
    throw new ConnectionBroken('asset-missing', absence(name, `it could not be fetched (${said})`), CONNECTION_HINT);
  } finally {
    stopWaiting();
  }
  return bytes.buffer.slice(0, at);
}

/** @type {typeof loadAsset} */
async function loadScripts(name, entry, { fresh, onBytes, signal }) {
  return Promise.all(entry.chunks.map(async (url, index) => {
    const text = await runChunk(name, fresh ? `${url}?again=${Date.now()}` : url, `${name}/${index}`);
    signal.throwIfAborted();
    onBytes(entry.bytes / entry.chunks.length);
    return text;
  }));
}

/** @type {Map<string, string>} */
const arrived = new Map();

/** Called by each chunk script; the only global of the page. @param {string} key @param {string} text */
function inklingChunk(key, text) {
  arrived.set(key, text);
}
Object.assign(globalThis, { inklingChunk });

/** @param {string} name @param {string} url @param {string} key @returns {Promise<string>} */
function runChunk(name, url, key) {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.onload = () => {
      const text = arrived.get(key);
      arrived.delete(key);
      if (text !== undefined) resolve(text);
      else {
        const file = url.replace(/\?.*/, '');
        reject(new InklingError(
          'asset-damaged',
          `The file ${name} is damaged: expected part ${key} in ${file}, got a script without it.`,
          COPY_HINT,
        ));
      }
      script.remove();
    };
    script.onerror = () => {
      reject(missing(name, `its part ${url.replace(/\?.*/, '')} could not be opened`, COPY_HINT));
      script.remove();
    };
    script.src = trustedUrl(url);
    document.head.append(script);
  });
}

/** @param {string} name @param {string} got @param {string} hint */
function missing(name, got, hint) {
  return new InklingError('asset-missing', absence(name, got), hint);
}

/** @param {string} name @param {string} got */
function absence(name, got) {
  return `Expected the file ${name}, but ${got}.`;
}

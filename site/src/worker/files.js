// @ts-check
// The files the page hands over, and the only thing `fetch` can reach from here.

import { RUNTIME_ASSETS } from '../protocol.js';
import { unpacked, verified } from '../engine/payload.js';

/** @typedef {import('../protocol.js').AssetEntry} AssetEntry */
/** @typedef {import('../protocol.js').Payload} Payload */

/** Where libraries that insist on URLs believe our files to be; .invalid can never be a host (RFC 2606). */
export const BASE = 'http://files.invalid/';

/** @type {Map<string, PromiseWithResolvers<Response>>} */
const files = new Map();
for (const name of Object.values(RUNTIME_ASSETS)) {
  /** @type {(value: Response | PromiseLike<Response>) => void} */
  let resolve = () => {};
  /** @type {(reason: unknown) => void} */
  let reject = () => {};
  /** @type {Promise<Response>} */
  const promise = new Promise((yes, no) => { resolve = yes; reject = no; });
  promise.catch(() => {});
  files.set(name, { promise, resolve, reject });
}

/** @param {string} name @param {AssetEntry} entry @param {Payload} payload */
export function receive(name, entry, payload) {
  const type = name.endsWith('.wasm') ? 'application/wasm' : 'application/octet-stream';
  files.get(name)?.resolve(verified(name, entry, payload).then((bytes) => unpacked(bytes, type)));
}

/**
 * @param {string} name one of RUNTIME_ASSETS
 * @returns {Promise<Response>} its unpacked bytes, once the page has handed it over; can be taken once
 * @throws {import('../protocol.js').InklingError} asset-damaged
 */
export function file(name) {
  const found = files.get(name);
  if (!found) throw new TypeError(`expected one of ${[...files.keys()].join(', ')}, got ${name}`);
  return found.promise;
}

/** @param {string} name @returns {Promise<Uint8Array<ArrayBuffer>>} */
export async function fileBytes(name) {
  return new Uint8Array(await (await file(name)).arrayBuffer());
}

/** Libraries fetch from BASE; anything else is refused, so that nothing can leave the page even by mistake. */
self.fetch = async (input) => {
  const url = input instanceof Request ? input.url : String(input);
  if (!url.startsWith(BASE)) throw new TypeError(`Inkling fetches nothing at run time, but ${url} was asked for`);
  return file(url.slice(BASE.length));
};

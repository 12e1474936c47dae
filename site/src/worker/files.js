// @ts-check
// The files the page hands over, and the only thing `fetch` can reach from here.

import { unpacked, verified } from '../engine/payload.js';
import { ASSETS, InklingError } from '../protocol.js';

/** @typedef {import('../protocol.js').AssetEntry} AssetEntry */
/** @typedef {import('../protocol.js').Failure} Failure */
/** @typedef {import('../protocol.js').Payload} Payload */
/** @typedef {{ bytes: Promise<Uint8Array<ArrayBuffer>>, settle: (bytes: Promise<Uint8Array<ArrayBuffer>>) => void }} Slot */

/** Where libraries that insist on URLs believe our files to be; .invalid can never be a host (RFC 2606). */
export const BASE = 'http://files.invalid/';

/** Name of a file with no bytes: a Python from a snapshot has its library in memory, but Pyodide asks for one. */
export const NOTHING = 'nothing';

/** @type {Map<string, Slot>} */
const slots = new Map(Object.values(ASSETS).map((name) => [name, slot()]));

/** @returns {Slot} */
function slot() {
  /** @type {Slot['settle']} */
  let settle = () => {};
  /** @type {Slot['bytes']} */
  const bytes = new Promise((resolve) => { settle = resolve; });
  bytes.catch(() => {}); // whoever waits for the file hears of it
  return { bytes, settle };
}

/** @param {string} name @param {AssetEntry} entry @param {Payload} payload */
export function receive(name, entry, payload) {
  slots.get(name)?.settle(verified(name, entry, payload));
}

/** @param {string} name of a file that will not come @param {Failure} error why */
export function refuse(name, { code, message, hint }) {
  slots.get(name)?.settle(Promise.reject(new InklingError(code, message, hint)));
}

/**
 * @param {string} name one of ASSETS
 * @returns {Promise<Response>} its unpacked bytes, once the page has handed it over
 * @throws {InklingError} asset-damaged, or the reason why it does not come
 */
export async function file(name) {
  const found = slots.get(name);
  if (!found) throw new TypeError(`expected one of ${[...slots.keys()].join(', ')}, got ${name}`);
  const type = name.endsWith('.wasm') ? 'application/wasm' : 'application/octet-stream';
  return unpacked(await found.bytes, type);
}

/** @param {string} name @returns {Promise<Uint8Array<ArrayBuffer>>} */
export async function fileBytes(name) {
  return new Uint8Array(await (await file(name)).arrayBuffer());
}

/** Resolves when the file is here and sound. @param {string} name */
export async function fileReady(name) {
  await slots.get(name)?.bytes;
}

/** Let go of all files, once nothing will be started from them any more. */
export function forgetFiles() {
  slots.clear();
}

/** Libraries fetch from BASE; anything else is refused, so that nothing can leave the page even by mistake. */
self.fetch = async (input) => {
  const url = input instanceof Request ? input.url : String(input);
  if (!url.startsWith(BASE)) throw new TypeError(`Inkling fetches nothing at run time, but ${url} was asked for`);
  const name = url.slice(BASE.length);
  return name === NOTHING ? new Response(new Uint8Array(0)) : file(name);
};

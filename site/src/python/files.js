// @ts-check
// The files the model's worker hands over, and the only thing `fetch` can reach from here.

import { ASSETS, InklingError, PROGRAM } from '../protocol.js';

/** @typedef {import('../protocol.js').Failure} Failure */

/** Where Pyodide, which insists on URLs, believes our files to be; .invalid can never be a host (RFC 2606). */
export const BASE = 'http://files.invalid/';

/** What Pyodide asks for as its program. */
const PROGRAM_NAME = 'pyodide.asm.wasm';

/** Name of a file with no bytes: a Python from a snapshot has its library in memory, but Pyodide asks for one. */
export const NOTHING = 'nothing';

/** @type {Map<string, PromiseWithResolvers<Uint8Array<ArrayBuffer>>>} */
const files = new Map(Object.values(ASSETS).map((name) => [name, Promise.withResolvers()]));
for (const { promise } of files.values()) promise.catch(() => {}); // whoever waits for the file hears of it

/** @param {string} name @param {Uint8Array<ArrayBuffer>} bytes */
export function receive(name, bytes) {
  files.get(name)?.resolve(bytes);
}

/** @param {string} name of a file that will not come @param {Failure} error why */
export function refuse(name, { code, message, hint }) {
  files.get(name)?.reject(new InklingError(code, message, hint));
}

/**
 * @param {string} name one of ASSETS
 * @returns {Promise<Uint8Array<ArrayBuffer>>} its bytes, once they are here
 * @throws {InklingError} the reason why it does not come
 */
export function file(name) {
  const found = files.get(name);
  if (!found) throw new TypeError(`expected one of ${[...files.keys()].join(', ')}, got ${name}`);
  return found.promise;
}

let whole = false;

/** From now on nothing but the whole program is handed out. */
export function insistOnWhole() {
  whole = true;
}

/** Whether the program that is here, or waited for, lacks nothing. */
export function isWhole() {
  return whole;
}

/** @returns {Promise<Uint8Array<ArrayBuffer>>} Python's program: the small one or the whole, whichever is brought */
export const program = () => eitherOf(0);

/** @returns {Promise<Uint8Array<ArrayBuffer>>} the libraries that go with it */
export const libraries = () => eitherOf(1);

/** @param {0 | 1} part of PROGRAM */
async function eitherOf(part) {
  const all = file(PROGRAM.whole[part]);
  if (whole) return all;
  return Promise.race([file(PROGRAM.small[part]), all.then((bytes) => { insistOnWhole(); return bytes; })]);
}

/**
 * Hands over all files that came, once nothing will be started from them here any more.
 * @returns {Promise<{ [name: string]: Uint8Array<ArrayBuffer> }>}
 */
export async function giveFilesBack() {
  const unsettled = Symbol();
  /** @type {{ [name: string]: Uint8Array<ArrayBuffer> }} */
  const given = {};
  for (const [name, { promise }] of files) {
    const bytes = await Promise.race([promise, unsettled]).catch(() => unsettled);
    if (bytes instanceof Uint8Array) given[name] = bytes;
  }
  files.clear();
  return given;
}

/** Pyodide fetches from BASE; anything else is refused, so that nothing can leave the page even by mistake. */
self.fetch = async (input) => {
  const url = input instanceof Request ? input.url : String(input);
  if (!url.startsWith(BASE)) throw new TypeError(`Inkling fetches nothing at run time, but ${url} was asked for`);
  const name = url.slice(BASE.length);
  const bytes = name === NOTHING ? new Uint8Array(0) : await (name === PROGRAM_NAME ? program() : file(name));
  const type = name.endsWith('.wasm') ? 'application/wasm' : 'application/octet-stream';
  return new Response(bytes, { headers: { 'Content-Type': type } });
};

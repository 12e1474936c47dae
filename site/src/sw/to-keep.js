// @ts-check
// What is kept: exactly the files of one build, as the build listed them (see py/inkling_build/assemble/offline.py).

/** @typedef {{ url: string, sha256: string, bytes: number }} KeptFile */

export const BUILD = INKLING_BUILD.id;

/** Where the app lies; sw.js lies in its top folder. */
export const SCOPE = new URL('./', location.href).href;

const INDEX = 'index.html';
const PAYLOADS = `${SCOPE}a/`;

/** @type {ReadonlyMap<string, KeptFile>} */
export const FILES = new Map(INKLING_BUILD.files.map((file) => [new URL(file.url, SCOPE).href, file]));

/**
 * The address under which a request's file is kept, be it of this build or not.
 * @param {string} url
 */
export function plainAddress(url) {
  const { origin, pathname } = new URL(url);
  const address = origin + pathname;
  return address === SCOPE + INDEX ? SCOPE : address;
}

/**
 * Whether the page checks the file itself before it uses it; its name tells its content.
 * @param {string} address
 */
export function isPayload(address) {
  return address.startsWith(PAYLOADS);
}

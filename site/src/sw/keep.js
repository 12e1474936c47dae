// @ts-check
// How files are kept: each checked against its SHA-256 before it is put, those that are there never fetched again.

import { whenPatienceEnds } from '../engine/patience.js';
import { cacheName, cachePrefix } from './messages.js';
import { BUILD, FILES, SCOPE } from './to-keep.js';

/** @typedef {import('./to-keep.js').KeptFile} KeptFile */

const STALL_MS = 30_000;
const SHOWN_HASH_DIGITS = 12;
const PREFIX = cachePrefix(SCOPE);
const OWN_CACHE = cacheName(SCOPE, BUILD);

/** What kept a file away, in words for people. */
export class NotKeptError extends Error {}

/** @returns {Promise<string[]>} addresses of this build's files that are missing in its cache */
export async function missingFiles() {
  const kept = new Set((await (await caches.open(OWN_CACHE)).keys()).map(({ url }) => url));
  return [...FILES.keys()].filter((address) => !kept.has(address));
}

/** @returns {Promise<string[]>} those that are missing or damaged: reads and hashes all of them */
export async function unsoundFiles() {
  const cache = await caches.open(OWN_CACHE);
  const checked = await Promise.all([...FILES].map(async ([address, file]) => {
    return await soundCopy(cache, address, file) ? [] : [address];
  }));
  return checked.flat();
}

/**
 * Brings every file of this build into its cache: from there, from other builds' caches, or from the server.
 * What came before a failure stays, so that the next attempt goes on from there.
 * @throws {NotKeptError} if a file could not be had
 */
export async function keepAll() {
  await navigator.locks.request(OWN_CACHE, { mode: 'shared' }, async () => {
    const cache = await caches.open(OWN_CACHE);
    const others = await Promise.all((await otherNames()).map((name) => caches.open(name)));
    const done = await Promise.allSettled([...FILES].map(([address, file]) => keep(cache, others, address, file)));
    const failed = done.find((one) => one.status === 'rejected');
    if (failed) throw failed.reason;
    // A cache deleted meanwhile still takes what is put into it.
    const [lost] = await missingFiles();
    if (lost) throw new NotKeptError(`the browser lost the file ${shown(lost)} again`);
  });
}

/** @param {Cache} cache @param {Cache[]} others @param {string} address @param {KeptFile} file */
async function keep(cache, others, address, file) {
  if (await soundCopy(cache, address, file)) return;
  for (const other of others) {
    const copy = await soundCopy(other, address, file);
    if (copy) {
      await cache.put(address, copy);
      return;
    }
  }
  await cache.put(address, sound(await fetched(address, 'no-cache'), file, address));
}

/**
 * @param {string} address of a file of this build
 * @returns {Promise<Response | undefined>} what the cache holds, unchecked
 */
export async function keptCopy(address) {
  return (await caches.open(OWN_CACHE)).match(address);
}

/** @param {string} address @param {KeptFile} file @returns {Promise<Response | undefined>} */
export async function keptSoundCopy(address, file) {
  return soundCopy(await caches.open(OWN_CACHE), address, file);
}

/**
 * The file anew from the server, which then takes the place of the kept one.
 * @param {string} address @param {KeptFile} file
 * @throws {NotKeptError} if it could not be had as this build made it
 */
export async function renewed(address, file) {
  const response = sound(await fetched(address, 'reload'), file, address);
  const copy = response.clone();
  // Where nothing can be stored the file is still good.
  await caches.open(OWN_CACHE).then((cache) => cache.put(address, copy)).catch(() => {});
  return response;
}

/**
 * A file of another build, for a page of that build that is still open.
 * @param {string} address
 */
export async function copyOfOther(address) {
  for (const name of await otherNames()) {
    const copy = await (await caches.open(name)).match(address);
    if (copy) return copy;
  }
  return undefined;
}

/** Removes the files of all older builds of which no page is open any more; what came of a newer one stays. */
export async function removeOlder() {
  const names = await ownNames();
  // Names come in the order in which the caches were made.
  for (const name of names.slice(0, Math.max(names.indexOf(OWN_CACHE), 0))) {
    await navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
      if (lock) await caches.delete(name);
    });
  }
}

async function otherNames() {
  return (await ownNames()).filter((name) => name !== OWN_CACHE);
}

async function ownNames() {
  return (await caches.keys()).filter((name) => name.startsWith(PREFIX));
}

/** @typedef {{ bytes: Uint8Array<ArrayBuffer>, hash: string, type: string }} Fetched */

/** @param {Cache} cache @param {string} address @param {KeptFile} file */
async function soundCopy(cache, address, file) {
  const response = await cache.match(address);
  if (!response) return undefined;
  const bytes = await response.clone().arrayBuffer();
  return await sha256(bytes) === file.sha256 ? response : undefined;
}

/**
 * @param {string} address @param {'no-cache' | 'reload'} mode
 * @returns {Promise<Fetched>}
 */
async function fetched(address, mode) {
  const stall = new AbortController();
  const expectMore = () => whenPatienceEnds(STALL_MS, () => stall.abort());
  let stopWaiting = expectMore();
  try {
    const response = await fetch(address, { cache: mode, signal: stall.signal });
    if (!response.ok || !response.body) {
      throw new NotKeptError(`the server answered ${response.status} for ${shown(address)}`);
    }
    const parts = [];
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      parts.push(value);
      stopWaiting();
      stopWaiting = expectMore();
    }
    const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
    return { bytes, hash: await sha256(bytes), type: response.headers.get('Content-Type') ?? '' };
  } catch (error) {
    if (error instanceof NotKeptError) throw error;
    if (stall.signal.aborted) throw new NotKeptError(`${shown(address)} stopped coming for ${STALL_MS / 1000} s`);
    throw new NotKeptError(`${shown(address)} could not be fetched`);
  } finally {
    stopWaiting();
  }
}

/** @param {Fetched} came @param {KeptFile} file @param {string} address */
function sound({ bytes, hash, type }, file, address) {
  if (hash !== file.sha256) {
    throw new NotKeptError(
      `${shown(address)} came damaged: expected ${file.bytes} bytes with SHA-256 ` +
        `${file.sha256.slice(0, SHOWN_HASH_DIGITS)}…, got ${bytes.length} with ${hash.slice(0, SHOWN_HASH_DIGITS)}…`,
    );
  }
  // Other headers described the transport, or a redirection that navigations refuse.
  return new Response(bytes, { headers: { 'Content-Type': type } });
}

/** @param {string} address */
function shown(address) {
  return address.slice(SCOPE.length) || 'the page';
}

/** @param {BufferSource} bytes */
async function sha256(bytes) {
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

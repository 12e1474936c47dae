// @ts-check
// When: a build is kept whole at install, waits until the person agrees, and then answers for all of its files.

import {
  copyOfOther, keepAll, keptCopy, keptSoundCopy, missingFiles, NotKeptError, removeOlder, renewed, unsoundFiles,
} from './keep.js';
import { BUILD, FILES, isPayload, plainAddress, SCOPE } from './to-keep.js';

/** @typedef {import('./messages.js').Kept} Kept */
/** @typedef {import('./messages.js').NotKept} NotKept */
/** @typedef {import('./messages.js').ToServiceWorker} ToServiceWorker */
/** @typedef {import('./to-keep.js').KeptFile} KeptFile */

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

worker.addEventListener('install', (event) => {
  event.waitUntil(keepAll().catch(async (error) => {
    await tellPages({ type: 'not-kept', build: BUILD, problem: inWords(error) });
    throw error;
  }));
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(worker.clients.claim());
});

worker.addEventListener('message', (event) => {
  const { type } = /** @type {ToServiceWorker} */ (event.data);
  const [port] = event.ports;
  if (type === 'take-over') event.waitUntil(worker.skipWaiting());
  else if (type === 'works') event.waitUntil(tidy());
  else event.waitUntil(look(type).then((kept) => port?.postMessage(kept)));
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const address = plainAddress(request.url);
  if (request.method !== 'GET' || !address.startsWith(SCOPE)) return;
  const file = FILES.get(address);
  if (file) event.respondWith(answer(request, address, file));
  else if (isPayload(address)) event.respondWith(answerOther(request, address));
});

/** @param {Request} request @param {string} address @param {KeptFile} file */
async function answer(request, address, file) {
  const retry = isPayload(address) && request.cache === 'reload';
  const unchecked = isPayload(address) && !retry;
  try {
    if (retry) return await renewed(address, file);
    const kept = await (unchecked ? keptCopy(address) : keptSoundCopy(address, file));
    return kept ?? await renewed(address, file);
  } catch {
    // The kept file may be sound although the server cannot be reached; else the page hears what the server says.
    const kept = retry ? await keptSoundCopy(address, file).catch(() => undefined) : undefined;
    return kept ?? fetch(request);
  }
}

/** @param {Request} request @param {string} address */
async function answerOther(request, address) {
  return await copyOfOther(address).catch(() => undefined) ?? fetch(request);
}

/** @param {'glance' | 'check' | 'repair'} how @returns {Promise<Kept>} */
async function look(how) {
  let problem = '';
  if (how === 'repair') await keepAll().catch((error) => { problem = inWords(error); });
  const missing = await (how === 'glance' ? missingFiles() : unsoundFiles()).catch((error) => {
    problem = inWords(error);
    return [...FILES.keys()];
  });
  return { build: BUILD, missing: missing.length, problem };
}

async function tidy() {
  const { installing, waiting } = worker.registration;
  // A build that is coming may be taking files from the older ones.
  if (!installing && !waiting) await removeOlder();
}

/** @param {NotKept} message */
async function tellPages(message) {
  const pages = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  for (const page of pages) {
    if (page.url.startsWith(SCOPE)) page.postMessage(message);
  }
}

/** @param {unknown} error */
function inWords(error) {
  if (error instanceof NotKeptError) return error.message;
  if (error instanceof DOMException && error.name === 'QuotaExceededError') return 'there is too little storage';
  return 'this browser refuses to store files';
}

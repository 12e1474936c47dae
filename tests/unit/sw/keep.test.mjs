// Keeping files for offline use: what stops coming is named, and sleep is not taken for that.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { clock } from '../engine/fake-clock.mjs';

const NIGHT_MS = 8 * 60 * 60 * 1000;
const PLACE = 'https://example.org/app/';
const TEXT = 'the only file';

const kept = new Map();
/** @type {(signal: AbortSignal) => Response} */
let answer = () => new Response(TEXT);
const cache = {
  match: async (address) => kept.get(address)?.clone(),
  put: async (address, response) => { kept.set(address, response); },
  keys: async () => [...kept.keys()].map((url) => ({ url })),
};
Object.defineProperty(globalThis, 'navigator', {
  value: { locks: { request: (_name, _options, held) => held({}) } },
  configurable: true,
});
Object.assign(globalThis, {
  location: new URL('sw.js', PLACE),
  INKLING_BUILD: {
    id: 'build',
    files: [{ url: 'a/file.bin', bytes: TEXT.length, sha256: createHash('sha256').update(TEXT).digest('hex') }],
  },
  caches: { open: async () => cache, keys: async () => [] },
  fetch: async (_address, { signal }) => answer(signal),
});
const { keepAll } = await import('../../../site/src/sw/keep.js');

const stalled = (signal) => new Response(new ReadableStream({
  start(controller) {
    signal.addEventListener('abort', () => controller.error(signal.reason));
  },
}));

const turns = async () => {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

test('a file that comes is kept', async () => {
  answer = () => new Response(TEXT);
  await keepAll();
  assert.equal(await kept.get(`${PLACE}a/file.bin`).text(), TEXT);
});

test('a file that stops coming is named, but sleep is not taken for that', async () => {
  kept.clear();
  answer = stalled;
  let problem = '';
  const ended = keepAll().catch((error) => { problem = error.message; });
  await turns();
  clock.tick(29_900);
  clock.sleep(NIGHT_MS);
  clock.tick(249);
  await turns();
  assert.equal(problem, '');
  clock.tick(1);
  await ended;
  assert.equal(problem, 'a/file.bin stopped coming for 30 s');
  assert.equal(kept.size, 0);
});

test('what came damaged is never kept', async () => {
  kept.clear();
  answer = () => new Response('another file!');
  await assert.rejects(keepAll(), /a\/file\.bin came damaged: expected 13 bytes with SHA-256 .*…, got 13 with/);
  assert.equal(kept.size, 0);
});

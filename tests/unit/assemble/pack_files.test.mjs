// Packs written here are read as the page reads them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pack, unpack } from '../../../py/inkling_build/assemble/pack_files.mjs';
import { unpack as unpackInPage } from '../../../site/src/python/pack.js';

const FILES = [['numpy/é.so', Buffer.from([1, 2, 3])], ['b.so', Buffer.alloc(0)], ['c/d.so', Buffer.alloc(300, 7)]];

test('what is packed comes out again, in order', () => {
  assert.deepEqual(unpack(pack(FILES)), FILES);
});

test('the page finds the same files', () => {
  const written = new Map();
  const FS = { mkdirTree: () => {}, writeFile: (path, data) => written.set(path, Buffer.from(data)) };
  const packed = new Uint8Array(pack(FILES)); // with a buffer of its own, as it comes in the page
  assert.deepEqual(unpackInPage(packed, FS, '/s'), FILES.map(([path]) => `/s/${path}`));
  assert.deepEqual([...written], FILES.map(([path, bytes]) => [`/s/${path}`, bytes]));
});

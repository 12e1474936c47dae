// Putting memory back, against a module that is played by the test.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FORMAT, parse, restoreMemory } from '../../../site/src/python/snapshot.js';

const PROGRAM_END = 256;
const PYTHON_RUNTIME = 128; // address of Python's state, the trampoline 8 bytes into it
const LIBRARY = { name: '/lib/some.so' };

function moduleWith(changes = {}) {
  const bytes = new Uint8Array(512).fill(7);
  const module = {
    HEAPU8: bytes,
    HEAP32: new Int32Array(bytes.buffer),
    wasmTable: { length: 10 },
    ___heap_base: PROGRAM_END,
    __PyRuntime: PYTHON_RUNTIME,
    __PyEM_EMSCRIPTEN_TRAMPOLINE_OFFSET: 64,
    API: { config: { BUILD_ID: 'build' } },
    LDSO: { loadedLibsByName: { [LIBRARY.name]: LIBRARY }, loadedLibsByHandle: {} },
    growMemory(size) {
      const grown = new Uint8Array(size);
      grown.set(module.HEAPU8);
      module.HEAPU8 = grown;
      module.HEAP32 = new Int32Array(grown.buffer);
    },
    ...changes,
  };
  module.HEAP32[64 / 4] = 8;
  module.HEAP32[(PYTHON_RUNTIME + 8) / 4] = 4242;
  return module;
}

function snapshotOf(changes = {}, runs = [[64, 64], [PYTHON_RUNTIME, 64], [600, 64]]) {
  const header = {
    format: FORMAT, buildId: 'build', memory: 1024, programEnd: PROGRAM_END, table: 10,
    handles: [[LIBRARY.name, 77]], keys: { hiwireKeys: [] }, selfCheck: 1, ...changes,
  };
  const json = JSON.stringify(header);
  const text = new TextEncoder().encode(json.padEnd(json.length + ((4 - (json.length % 4)) % 4)));
  const numbers = new Uint32Array([text.length, runs.length]);
  const table = new Uint32Array(runs.flat());
  const data = runs.map(([address, length]) => new Uint8Array(length).fill(address % 251));
  // the trampoline's offset is program data and must survive
  new Int32Array(data[0].buffer)[0] = 8;
  return new Uint8Array(Buffer.concat([numbers, text, table, ...data].map((part) => (
    Buffer.from(part.buffer, part.byteOffset, part.byteLength)))));
}

test('runs are put back, the heap is cleared, the program and this engine keep what is theirs', () => {
  const module = moduleWith();
  assert.deepEqual(restoreMemory(module, snapshotOf()), { hiwireKeys: [] });
  assert.equal(module.HEAPU8.length, 1024);
  assert.equal(module.HEAPU8[0], 7);
  assert.equal(module.HEAPU8[70], 64);
  assert.equal(module.HEAPU8[300], 0);
  assert.equal(module.HEAPU8[650], 600 % 251);
  assert.equal(module.HEAPU8[700], 0);
  assert.equal(module.HEAP32[(PYTHON_RUNTIME + 8) / 4], 4242);
  assert.equal(module.LDSO.loadedLibsByHandle[77], LIBRARY);
});

for (const [what, header, module, message] of [
  ['format', { format: FORMAT + 1 }, {}, `expected a snapshot of format ${FORMAT}, got ${FORMAT + 1}`],
  ['build', { buildId: 'other' }, {}, 'expected a build other for the snapshot, got build'],
  ['table', { table: 11 }, {}, 'expected a function table of length 11 for the snapshot, got 10'],
  ['layout', { programEnd: 128 }, {}, 'expected a program end 128 for the snapshot, got 256'],
  ['memory', {}, { growMemory: () => {} }, 'expected a memory size 1024 for the snapshot, got 512'],
  ['library', { handles: [['/lib/no.so', 1]] }, {}, 'expected the library /lib/no.so, got /lib/some.so'],
]) {
  test(`a snapshot of another ${what} is refused`, () => {
    assert.throws(() => restoreMemory(moduleWith(module), snapshotOf(header)), { message });
  });
}

test('a header is read back whole', () => {
  const { header, runs, data } = parse(snapshotOf());
  assert.equal(header.memory, 1024);
  assert.deepEqual([...runs], [64, 64, PYTHON_RUNTIME, 64, 600, 64]);
  assert.equal(data.length, 192);
});

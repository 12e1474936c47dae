// A tiny module by hand: two functions, one memory; bodies rewritten and run.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TRAP, join, marking, split, withExports, withMemory } from '../../../py/inkling_build/assemble/wasm_functions.mjs';

// (module (memory (export "m") 1) (func (export "a") (param i32) (result i32) (local i64 i32) local.get 0 i32.const 1 i32.add)
//   (func (export "b") (param i32) (result i32) local.get 0 i32.const 2 i32.mul))
const MODULE = Uint8Array.from([
  0, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
  1, 6, 1, 0x60, 1, 0x7f, 1, 0x7f,
  3, 3, 2, 0, 0,
  5, 3, 1, 0, 1,
  7, 13, 3, 1, 0x6d, 2, 0, 1, 0x61, 0, 0, 1, 0x62, 0, 1,
  10, 21, 2, 11, 2, 1, 0x7e, 1, 0x7f, 0x20, 0, 0x41, 1, 0x6a, 0x0b, 7, 0, 0x20, 0, 0x41, 2, 0x6c, 0x0b,
  0, 3, 1, 0x78, 0x79,
]);

async function exportsOf(module) {
  return (await WebAssembly.instantiate(module)).instance.exports;
}

test('split and joined again it is the same module', async () => {
  const parts = split(MODULE);
  assert.deepEqual(parts.bodies.map((body) => body.length), [11, 7]);
  assert.deepEqual([...join(parts)], [...MODULE]);
  const { a, b } = await exportsOf(join(parts));
  assert.deepEqual([a(5), b(5)], [6, 10]);
});

test('a marked function works as before and leaves its mark where it was told to', async () => {
  const parts = split(MODULE);
  for (const address of [0, 63, 64, 8191, 8192, 65535]) {
    const bodies = parts.bodies.map((body, index) => (index === 0 ? marking(body, address) : body));
    const { a, b, m } = await exportsOf(join({ ...parts, bodies }));
    const memory = new Uint8Array(m.buffer);
    b(1);
    assert.equal(memory[address], 0);
    assert.equal(a(5), 6);
    assert.equal(memory[address], 1);
  }
});

test('a trapped function traps, the others do not', async () => {
  const parts = split(MODULE);
  const { a, b } = await exportsOf(join({ ...parts, bodies: [TRAP, parts.bodies[1]] }));
  assert.throws(() => a(5), { name: 'RuntimeError', message: 'unreachable' });
  assert.equal(b(5), 10);
});

test('a module without code is refused', () => {
  assert.throws(() => split(MODULE.subarray(0, 8)), { message: 'expected a WebAssembly module with a code section, got none' });
});

test('a module begins with as much memory as it is given, and does the same', async () => {
  const parts = split(MODULE);
  for (const pages of [1, 127, 128, 20_000]) {
    const { a, m } = await exportsOf(join({ ...parts, before: withMemory(parts.before, pages) }));
    assert.equal(m.buffer.byteLength, pages * 65536);
    assert.equal(a(5), 6);
  }
});

test('a module without a memory gets none', () => {
  assert.throws(() => withMemory(MODULE.subarray(0, 16), 2), { message: 'expected a WebAssembly module with a memory, got one without' });
});

test('of the exports only those kept are there', async () => {
  const seen = [];
  const some = withExports(MODULE, (name, kind) => {
    seen.push([name, kind]);
    return name !== 'a';
  });
  assert.deepEqual(seen, [['m', 2], ['a', 0], ['b', 0]]);
  const found = await exportsOf(some);
  assert.deepEqual(Object.keys(found), ['m', 'b']);
  assert.equal(found.b(5), 10);
});

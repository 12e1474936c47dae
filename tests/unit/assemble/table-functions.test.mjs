// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { takeFunctions } from '../../../site/src/python/table-functions.js';

function tableOf(length = 8) {
  const table = new WebAssembly.Table({ initial: length, element: 'anyfunc' });
  takeFunctions(table);
  return table;
}

/** @param {Function} made @param {string} sig */
const signed = (made, sig) => Object.assign(made, { sig });

test('functions with a signature are taken and pass on what they are given', () => {
  const table = tableOf();
  /** @type {unknown[][]} */
  const seen = [];
  table.set(0, signed((/** @type {number} */ a, /** @type {number} */ b) => a - b, 'iii'));
  table.set(1, signed((/** @type {unknown[]} */ ...given) => { seen.push(given); }, 'vijdfp'));
  table.set(2, signed(() => 7n, 'j'));
  assert.equal(table.get(0)(9, 4), 5);
  assert.equal(table.get(1)(1, 2n, 2.5, 0.5, 3), undefined);
  assert.deepEqual(seen, [[1, 2n, 2.5, 0.5, 3]]);
  assert.equal(table.get(2)(), 7n);
});

test('functions of one signature share a program and are still their own', (context) => {
  const compile = context.mock.method(WebAssembly, 'Module');
  const table = tableOf();
  for (let at = 0; at < 8; at += 1) table.set(at, signed(() => at, at % 2 ? 'i' : 'd'));
  assert.deepEqual(Array.from({ length: 8 }, (_, at) => table.get(at)()), [0, 1, 2, 3, 4, 5, 6, 7]);
  assert.equal(compile.mock.callCount(), 2);
});

test('functions of WebAssembly stay the same objects, and slots can be emptied', () => {
  const table = tableOf();
  table.set(0, signed(() => 1, 'i'));
  const taken = table.get(0);
  table.set(1, Object.assign(taken, { sig: 'i' }));
  assert.equal(table.get(1), taken);
  table.set(1, null);
  assert.equal(table.get(1), null);
});

test('what has no signature known here is left to the table to refuse', () => {
  const table = tableOf();
  assert.throws(() => table.set(0, () => 1), TypeError);
  assert.throws(() => table.set(0, signed(() => 1, 'ix')), TypeError);
  assert.throws(() => table.set(0, signed(() => 1, `i${'i'.repeat(200)}`)), TypeError);
});

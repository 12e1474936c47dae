// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { historyKey } from '../../../site/src/page/keys.js';
import { neighbour, typedCharacter } from '../../../site/src/page/menu-keys.js';

/** @param {string} keys such as 'Control+Shift+z' */
function pressed(keys) {
  const held = keys.split('+');
  const has = (/** @type {string} */ key) => held.slice(0, -1).includes(key);
  return {
    key: held[held.length - 1], ctrlKey: has('Control'), metaKey: has('Meta'), shiftKey: has('Shift'), altKey: has('Alt'),
  };
}

test('the keys of Undo and Redo, as each system has them', () => {
  const elsewhere = ['Control+z', 'Control+Z', 'Control+Shift+Z', 'Control+y', 'z', 'Meta+z', 'Control+Alt+z', 'Control+Shift+y'];
  assert.deepEqual(elsewhere.map((keys) => historyKey(pressed(keys), false)), ['undo', 'undo', 'redo', 'redo', '', '', '', '']);
  const apple = ['Meta+z', 'Meta+Shift+z', 'Control+z', 'Control+y', 'Meta+y'];
  assert.deepEqual(apple.map((keys) => historyKey(pressed(keys), true)), ['undo', 'redo', '', '', '']);
});

test('digits and signs are typed, nothing else', () => {
  const keys = ['7', '.', ',', '-', 'a', ' ', 'Enter', 'Control+7', 'Alt+1', 'Meta+0'];
  assert.deepEqual(keys.map((one) => typedCharacter(pressed(one))), ['7', '.', ',', '-', '', '', '', '', '', '']);
});

/** Two rows of three, 20 wide and high, and one as wide as all under them. */
const BOXES = [0, 1].flatMap((row) => [0, 1, 2].map((column) => box(column * 24, row * 24, 20))).concat(box(0, 48, 68));

/** @param {number} left @param {number} top @param {number} width */
function box(left, top, width) {
  return { left, top, right: left + width, bottom: top + 20 };
}

test('arrows lead sideways in order and round, Home and End to the ends', () => {
  const led = (/** @type {string} */ key, /** @type {number} */ at) => neighbour(pressed(key), BOXES, at);
  assert.deepEqual([led('ArrowRight', 2), led('ArrowRight', 6), led('ArrowLeft', 3), led('ArrowLeft', 0)], [3, 0, 2, 6]);
  assert.deepEqual([led('Home', 4), led('End', 4)], [0, 6]);
  assert.deepEqual([led('ArrowRight', -1), led('ArrowLeft', -1), led('ArrowDown', -1)], [0, 6, 0]);
});

test('arrows lead up and down to what lies there, and stop at the edge', () => {
  const led = (/** @type {string} */ key, /** @type {number} */ at) => neighbour(pressed(key), BOXES, at);
  assert.deepEqual([led('ArrowDown', 2), led('ArrowDown', 3), led('ArrowDown', 6)], [5, 6, 6]);
  assert.deepEqual([led('ArrowUp', 6), led('ArrowUp', 5), led('ArrowUp', 1)], [4, 2, 1]);
});

test('other keys lead nowhere', () => {
  assert.deepEqual(['a', 'Tab', 'Control+ArrowRight'].map((key) => neighbour(pressed(key), BOXES, 0)), [undefined, undefined, undefined]);
});

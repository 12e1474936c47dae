// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { History } from '../../../site/src/page/history.js';
import { InkStore } from '../../../site/src/page/ink-store.js';

/** @param {InkStore} ink @param {number} x */
function write(ink, x) {
  ink.begin();
  ink.extend(x, x, 0);
  ink.end();
}

/** @param {InkStore} ink */
function written(ink) {
  return ink.strokes.map(({ x }) => x[0]);
}

/** @param {string[]} log @param {string} name */
function step(log, name) {
  return { undo: () => log.push(`-${name}`), redo: () => log.push(name) };
}

test('steps of all kinds are taken back from the last, and done again from there', () => {
  const history = new History();
  const ink = new InkStore(history);
  /** @type {string[]} */
  const log = [];
  write(ink, 1);
  history.push(step(log, 'choice'));
  write(ink, 2);
  ink.undo();
  assert.deepEqual([written(ink), log], [[1], []]);
  ink.undo();
  assert.deepEqual([written(ink), log], [[1], ['-choice']]);
  ink.undo();
  assert.deepEqual([history.canUndo, history.canRedo], [false, true]);
  for (let i = 0; i < 3; i += 1) ink.redo();
  assert.deepEqual([written(ink), log], [[1, 2], ['-choice', 'choice']]);
  assert.deepEqual([history.canUndo, history.canRedo], [true, false]);
});

test('what is new takes the place of what could be done again', () => {
  const history = new History();
  const ink = new InkStore(history);
  write(ink, 1);
  write(ink, 2);
  ink.undo();
  write(ink, 3);
  assert.equal(history.canRedo, false);
  const { revision } = ink;
  ink.redo();
  assert.deepEqual([written(ink), ink.revision], [[1, 3], revision]);
});

test('a stroke under way is ended by Redo, and is new ink', () => {
  const ink = new InkStore();
  write(ink, 1);
  ink.undo();
  ink.begin();
  ink.extend(2, 2, 0);
  ink.redo();
  assert.deepEqual([written(ink), ink.active], [[2], null]);
});

test('a palm that was taken for writing gives nothing up', () => {
  const history = new History();
  const ink = new InkStore(history);
  write(ink, 1);
  ink.undo();
  ink.begin();
  ink.extend(9, 9, 0);
  ink.discard();
  ink.redo();
  assert.deepEqual(written(ink), [1]);
});

test('Clear and what was scratched out are done again as one step', () => {
  const ink = new InkStore();
  for (const x of [1, 2, 9]) write(ink, x);
  const [first, , zigzag] = ink.strokes;
  ink.scratch([first, zigzag]);
  ink.clear();
  const steps = [];
  for (const act of ['undo', 'undo', 'redo', 'redo']) {
    ink[/** @type {'undo' | 'redo'} */ (act)]();
    steps.push(written(ink));
  }
  assert.deepEqual(steps, [[2], [1, 2], [2], []]);
});

test('the revision grows with every Redo that does something', () => {
  const ink = new InkStore();
  write(ink, 1);
  ink.undo();
  const { revision } = ink;
  ink.redo();
  assert.ok(ink.revision > revision);
});

test('ink of an earlier page is not lost by taking back what was scratched out before it came', () => {
  const ink = new InkStore();
  for (const x of [1, 9]) write(ink, x);
  ink.scratch([...ink.strokes]);
  ink.restore([{ x: [5], y: [5], t: [0] }]);
  ink.undo();
  assert.deepEqual(written(ink), [5, 1]);
  ink.redo();
  assert.deepEqual(written(ink), [5]);
});

test('what else was done on an earlier page is taken back between its strokes', () => {
  const ink = new InkStore();
  /** @type {string[]} */
  const log = [];
  const [a, b] = [{ x: [1], y: [1], t: [0] }, { x: [2], y: [2], t: [0] }];
  ink.restore([a, b], new Map([[a, [step(log, 'choice')]]]));
  ink.undo();
  assert.deepEqual([written(ink), log], [[1], []]);
  ink.undo();
  assert.deepEqual([written(ink), log], [[1], ['-choice']]);
  ink.undo();
  assert.deepEqual(written(ink), []);
});

test('every change is told', () => {
  const history = new History();
  let told = 0;
  history.onChange = () => {
    told += 1;
  };
  history.push(step([], 'one'));
  history.undo();
  history.redo();
  history.redo();
  assert.equal(told, 3);
});

// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InkStore } from '../../../site/src/page/ink-store.js';

/** @param {InkStore} ink @param {[number, number][]} points */
function write(ink, points) {
  ink.begin();
  points.forEach(([x, y], t) => ink.extend(x, y, t));
  ink.end();
}

/** @param {InkStore} ink */
function flat(ink) {
  const { xy, starts } = ink.flatten();
  return { xy: [...xy], starts: [...starts] };
}

test('an empty store flattens to nothing', () => {
  assert.deepEqual(flat(new InkStore()), { xy: [], starts: [] });
});

test('strokes flatten one after the other', () => {
  const ink = new InkStore();
  write(ink, [[1, 2], [3, 4]]);
  write(ink, [[5, 6]]);
  assert.deepEqual(flat(ink), { xy: [1, 2, 3, 4, 5, 6], starts: [0, 2] });
});

test('the stroke being written counts already', () => {
  const ink = new InkStore();
  ink.begin();
  ink.extend(1, 2, 0);
  assert.deepEqual(flat(ink), { xy: [1, 2], starts: [0] });
});

test('a begin without a point is no ink and nothing to undo', () => {
  const ink = new InkStore();
  write(ink, [[1, 2]]);
  write(ink, []);
  assert.equal(ink.strokes.length, 1);
  ink.undo();
  assert.ok(ink.isEmpty);
});

test('repeated positions and positions that are no number or beyond any screen are left out', () => {
  const ink = new InkStore();
  ink.begin();
  const kept = [[1, 2], [1, 2], [NaN, 0], [0, Infinity], [-2e6, 0], [1, 3]].map(([x, y]) => ink.extend(x, y, 0));
  assert.deepEqual(kept, [true, false, false, false, false, true]);
  assert.deepEqual(flat(ink).xy, [1, 2, 1, 3]);
});

test('a point without a stroke begun is left out', () => {
  const ink = new InkStore();
  assert.equal(ink.extend(1, 2, 0), false);
  assert.equal(ink.revision, 0);
});

test('the revision grows with every change and with nothing else', () => {
  const ink = new InkStore();
  const seen = [ink.revision];
  const after = (/** @type {() => void} */ action) => {
    action();
    seen.push(ink.revision);
  };
  after(() => write(ink, [[1, 2]]));
  after(() => ink.clear());
  after(() => ink.undo());
  after(() => ink.undo());
  assert.deepEqual(seen, [0, 1, 2, 3, 4]);
  after(() => ink.undo());
  after(() => ink.clear());
  assert.deepEqual(seen.slice(4), [4, 4, 4]);
});

test('undo takes strokes back from the last, and a Clear as one step', () => {
  const ink = new InkStore();
  write(ink, [[1, 1]]);
  write(ink, [[2, 2]]);
  ink.clear();
  write(ink, [[3, 3]]);
  const steps = [];
  for (let i = 0; i < 4; i += 1) {
    ink.undo();
    steps.push(flat(ink).xy);
  }
  assert.deepEqual(steps, [[], [1, 1, 2, 2], [1, 1], []]);
});

test('a discarded stroke is gone and leaves nothing to undo', () => {
  const ink = new InkStore();
  write(ink, [[1, 1]]);
  ink.begin();
  ink.extend(9, 9, 0);
  const before = ink.revision;
  ink.discard();
  assert.deepEqual(flat(ink).xy, [1, 1]);
  assert.ok(ink.revision > before);
  ink.undo();
  assert.ok(ink.isEmpty);
});

test('Clear and Undo end the stroke being written', () => {
  for (const action of [(/** @type {InkStore} */ ink) => ink.clear(), (/** @type {InkStore} */ ink) => ink.undo()]) {
    const ink = new InkStore();
    ink.begin();
    ink.extend(1, 1, 0);
    action(ink);
    assert.equal(ink.extend(2, 2, 0), false);
    assert.ok(ink.isEmpty);
  }
});

test('what is scratched out goes in one step, and comes back without the stroke that did it', () => {
  const ink = new InkStore();
  write(ink, [[1, 1]]);
  write(ink, [[2, 2]]);
  write(ink, [[9, 9]]);
  const [first, , zigzag] = ink.strokes;
  const before = ink.revision;
  ink.scratch([first, zigzag]);
  assert.deepEqual(flat(ink).xy, [2, 2]);
  assert.ok(ink.revision > before);
  const steps = [];
  for (let i = 0; i < 3; i += 1) {
    ink.undo();
    steps.push(flat(ink).xy);
  }
  assert.deepEqual(steps, [[1, 1, 2, 2], [1, 1], []]);
});

test('ink written before its scratching was noticed is taken back first', () => {
  const ink = new InkStore();
  write(ink, [[1, 1]]);
  write(ink, [[9, 9]]);
  write(ink, [[3, 3]]);
  ink.scratch(ink.strokes.slice(0, 2));
  assert.deepEqual(flat(ink).xy, [3, 3]);
  ink.undo();
  assert.deepEqual(flat(ink).xy, [1, 1, 3, 3]);
  ink.undo();
  assert.deepEqual(flat(ink).xy, [1, 1]);
});

test('restored strokes come first, under the one being written, each a step of undo', () => {
  const ink = new InkStore();
  ink.begin();
  ink.extend(5, 6, 0);
  const { revision } = ink;
  ink.restore([{ x: [1, 3], y: [2, 4], t: [0, 1] }]);
  assert.ok(ink.revision > revision);
  ink.extend(7, 8, 1);
  assert.deepEqual(flat(ink), { xy: [1, 2, 3, 4, 5, 6, 7, 8], starts: [0, 2] });
  ink.undo();
  assert.deepEqual(flat(ink), { xy: [1, 2, 3, 4], starts: [0] });
  ink.undo();
  assert.ok(ink.isEmpty);
});

test('nothing to restore is no change', () => {
  const ink = new InkStore();
  ink.restore([]);
  assert.equal(ink.revision, 0);
});

test('other strokes take the place of all ink as one step, which Undo takes back and Redo does again', () => {
  const ink = new InkStore();
  write(ink, [[1, 2]]);
  write(ink, [[3, 4]]);
  const before = ink.strokes;
  const traced = [{ x: [5], y: [6], t: [0], traced: true }, { x: [7], y: [8], t: [0], traced: true }];
  ink.exchange(traced);
  assert.deepEqual(ink.strokes, traced);
  assert.equal(ink.flatten().traced, 2);
  ink.undo();
  assert.deepEqual(ink.strokes, before);
  assert.equal(ink.flatten().traced, 0);
  ink.redo();
  assert.deepEqual(ink.strokes, traced);
  write(ink, [[9, 9]]);
  assert.deepEqual([ink.flatten().traced, ink.strokes.length], [2, 3]);
  ink.undo();
  ink.undo();
  assert.deepEqual(ink.strokes, before);
});

test('strokes of an earlier page that come after an exchange stay through its Undo and Redo', () => {
  const ink = new InkStore();
  write(ink, [[1, 2]]);
  const [own] = ink.strokes;
  const traced = { x: [5], y: [6], t: [0], traced: true };
  ink.exchange([traced]);
  const earlier = { x: [0], y: [0], t: [0] };
  ink.restore([earlier]);
  ink.undo();
  assert.deepEqual(ink.strokes, [earlier, own]);
  ink.redo();
  assert.deepEqual(ink.strokes, [earlier, traced]);
});

test('strokes of a picture that come back are one step, what was done after them another', () => {
  const ink = new InkStore();
  const stroke = (x, traced) => ({ x: [x], y: [0], t: [0], traced });
  const [pen, first, second, later] = [stroke(1, false), stroke(2, true), stroke(3, true), stroke(4, false)];
  let chosen = true;
  const choice = { undo: () => { chosen = false; }, redo: () => { chosen = true; } };
  ink.restore([pen, first, second, later], new Map([[second, [choice]]]));
  ink.undo();
  assert.deepEqual(ink.strokes, [pen, first, second]);
  ink.undo();
  assert.deepEqual([ink.strokes, chosen], [[pen, first, second], false]);
  ink.undo();
  assert.deepEqual(ink.strokes, [pen]);
  ink.redo();
  assert.deepEqual(ink.strokes, [pen, first, second]);
});

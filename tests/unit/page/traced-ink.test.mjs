// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TracedInk } from '../../../site/src/page/traced-ink.js';

const picture = (/** @type {number} */ scale) =>
  /** @type {import('../../../site/src/page/traced-ink.js').PlacedPicture} */ ({ place: { scale, left: 0, top: 0 } });

test('strokes come as Python says them, and belong to their picture', () => {
  const ink = new TracedInk();
  const first = picture(1);
  const second = picture(2);
  const strokes = ink.strokes([[1, 2, 3, 4], [5, 6]], first);
  assert.deepEqual(strokes, [
    { x: [1, 3], y: [2, 4], t: [0, 0], traced: true },
    { x: [5], y: [6], t: [0], traced: true },
  ]);
  const others = ink.strokes([[7, 8]], second);
  const written = { x: [0], y: [0], t: [0] };
  assert.equal(ink.pictureOf([written, strokes[1]]), first);
  assert.equal(ink.pictureOf(others), second);
  assert.equal(ink.pictureOf([written, { ...written, traced: true }]), undefined);
});

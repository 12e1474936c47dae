// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitView, PLAIN_VIEW } from '../../../site/src/page/fit-view.js';

const MARGIN = 10;

/** @param {number} left @param {number} top @param {number} right @param {number} bottom */
function ink(left, top, right, bottom) {
  return [{ x: [left, right], y: [top, bottom], t: [0, 1] }];
}

test('no ink, and ink that is all to be seen, is shown as it is', () => {
  assert.equal(fitView([], 300, 200, MARGIN), PLAIN_VIEW);
  assert.equal(fitView(ink(0, 0, 300, 200), 300, 200, MARGIN), PLAIN_VIEW);
});

test('an area with no room changes nothing', () => {
  assert.equal(fitView(ink(0, 0, 500, 500), 0, 0, MARGIN), PLAIN_VIEW);
  assert.equal(fitView(ink(0, 0, 500, 500), 2 * MARGIN, 500, MARGIN), PLAIN_VIEW);
});

test('ink outside that would fit is only moved, and no further than it must be', () => {
  assert.deepEqual(fitView(ink(400, 50, 500, 150), 300, 200, MARGIN), { scale: 1, dx: -210, dy: 0 });
  assert.deepEqual(fitView(ink(-40, 20, 60, 100), 300, 200, MARGIN), { scale: 1, dx: 50, dy: 0 });
});

test('ink too large is made smaller, aspect kept, and is all inside', () => {
  for (const box of [[0, 0, 1000, 300], [-50, 20, 20, 2000], [700, 700, 1900, 1900]]) {
    const [left, top, right, bottom] = box;
    const { scale, dx, dy } = fitView(ink(left, top, right, bottom), 300, 200, MARGIN);
    assert.ok(scale > 0 && scale < 1, `scale ${scale}`);
    for (const [low, high, size] of [
      [left * scale + dx, right * scale + dx, 300],
      [top * scale + dy, bottom * scale + dy, 200],
    ]) {
      assert.ok(low >= MARGIN - 1e-9 && high <= size - MARGIN + 1e-9, `${low}..${high} in ${size}`);
    }
  }
});

test('a single point outside is brought in', () => {
  assert.deepEqual(fitView(ink(500, 500, 500, 500), 300, 200, MARGIN), { scale: 1, dx: -210, dy: -310 });
});

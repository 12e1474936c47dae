// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { finishedCurve, looseEnd } from '../../../site/src/page/stroke-curve.js';

/** @param {...[number, number]} points */
function stroke(...points) {
  return { x: points.map(([x]) => x), y: points.map(([, y]) => y), t: points.map((_, i) => i) };
}

const FIXTURES = {
  onePoint: stroke([3, 4]),
  twoPoints: stroke([0, 0], [10, 20]),
  twoEqualPoints: stroke([5, 5], [5, 5]),
  corner: stroke([0, 0], [10, 0], [10, 10]),
  withRepeats: stroke([0, 0], [4, 4], [4, 4], [8, 0], [0, 0]),
};

/** @param {ReturnType<typeof stroke>} ink */
function pieces(ink) {
  return ink.x.slice(1).map((_, i) => finishedCurve(ink, i + 1));
}

for (const [name, ink] of Object.entries(FIXTURES)) {
  test(`${name}: each curve starts where the one before ended, the first at the first point`, () => {
    let [x, y] = [ink.x[0], ink.y[0]];
    for (const curve of pieces(ink)) {
      assert.deepEqual([curve.fromX, curve.fromY], [x, y]);
      [x, y] = [curve.toX, curve.toY];
    }
    const end = looseEnd(ink);
    assert.deepEqual([end.fromX, end.fromY], [x, y]);
  });

  test(`${name}: the loose end reaches the pen`, () => {
    const end = looseEnd(ink);
    assert.deepEqual([end.toX, end.toY], [ink.x.at(-1), ink.y.at(-1)]);
  });
}

test('joins have no corner: both curves there point along the line between the two points', () => {
  const [, second, third] = pieces(stroke([0, 0], [10, 0], [20, 30], [0, 40]));
  const leaving = Math.atan2(second.toY - second.controlY, second.toX - second.controlX);
  const entering = Math.atan2(third.controlY - third.fromY, third.controlX - third.fromX);
  assert.ok(Math.abs(leaving - entering) < 1e-12);
});

// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PLAIN_VIEW } from '../../../site/src/page/fit-view.js';
import { visibleBox } from '../../../site/src/page/visible-box.js';

const PAPER = { width: 800, height: 500 };

/** @param {...[number, number]} points */
function stroke(...points) {
  return { x: points.map(([x]) => x), y: points.map(([, y]) => y), t: points.map(() => 0) };
}

test('ink on the paper keeps its box, which may be a share of its stroke', () => {
  assert.deepEqual(visibleBox([100, 20, 180, 90], [stroke([0, 0], [800, 500])], PLAIN_VIEW, PAPER), [100, 20, 180, 90]);
});

test('ink that leaves the paper has the box of what is to be seen of it', () => {
  const leaving = stroke([700, 100], [900, 300], [900, 480]);
  assert.deepEqual(visibleBox([700, 100, 900, 480], [leaving], PLAIN_VIEW, PAPER), [700, 100, 800, 200]);
});

test('paper on which the ink is shown smaller is taken for what it shows', () => {
  const view = { scale: 0.5, dx: 10, dy: 0 };
  const box = visibleBox([0, 100, 1700, 200], [stroke([0, 100], [1700, 200])], view, PAPER);
  assert.deepEqual(box.map(Math.round), [0, 100, 1580, 193]);
});

test('ink wholly beyond the edge has its place at it', () => {
  assert.deepEqual(visibleBox([850, 100, 900, 600], [stroke([850, 100], [900, 600])], PLAIN_VIEW, PAPER), [800, 100, 800, 500]);
});

// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { practiceInk } from '../../../site/src/python/practice.js';
import { PRACTICE_READINGS } from '../../../site/src/python/readings.js';

const writings = Array.from({ length: PRACTICE_READINGS }, (_, times) => practiceInk(times));

test('each writing is whole strokes of points on the canvas', () => {
  for (const { xy, starts } of writings) {
    assert.ok(xy.every((value) => value >= 0 && value < 1000));
    assert.equal(xy.length % 2, 0);
    assert.equal(starts[0], 0);
    const ends = [...starts.subarray(1), xy.length / 2];
    // a stroke of one point would be a dot
    ends.forEach((end, stroke) => assert.ok(end - starts[stroke] >= 2));
  }
});

test('no writing has a stroke of another, so that no answer is remembered', () => {
  const strokes = writings.flatMap(({ xy, starts }) =>
    [...starts].map((start, i) => xy.subarray(2 * start, starts[i + 1] && 2 * starts[i + 1]).join()));
  assert.equal(new Set(strokes).size, strokes.length);
});

test('they go from one stroke to all, as people write', () => {
  const counts = writings.map(({ starts }) => starts.length);
  const most = Math.max(...counts);
  assert.ok(most > 2);
  assert.ok(PRACTICE_READINGS >= most);
  assert.deepEqual(counts, counts.map((_, i) => 1 + (i % most)));
});

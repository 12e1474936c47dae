import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { clock } from './fake-clock.mjs';

const { whenPatienceEnds } = await import('../../../site/src/engine/patience.js');

const NIGHT_MS = 8 * 3_600_000;
const STEP_MS = 250;

/** @type {number} how often patience ended */
let ends;
const end = () => { ends += 1; };

beforeEach(() => {
  clock.timers.clear();
  ends = 0;
});

for (const patience of [100, STEP_MS, 2_000, 2_100]) {
  test(`it ends once, after the ${patience} ms asked for`, () => {
    whenPatienceEnds(patience, end);
    clock.tick(patience - 1);
    assert.equal(ends, 0);
    clock.tick(1);
    assert.equal(ends, 1);
    clock.tick(NIGHT_MS);
    assert.equal(ends, 1);
  });
}

test('sleep counts as one step', () => {
  whenPatienceEnds(2_000, end);
  clock.tick(600);
  clock.sleep(NIGHT_MS);
  clock.tick(0);
  assert.equal(ends, 0);
  clock.tick(2_000 - 3 * STEP_MS - 1);
  assert.equal(ends, 0);
  clock.tick(1);
  assert.equal(ends, 1);
});

test('after a sleep in the last step there is time to hear what waits', () => {
  whenPatienceEnds(2_000, end);
  clock.tick(1_999);
  clock.sleep(NIGHT_MS);
  clock.tick(STEP_MS - 1);
  assert.equal(ends, 0);
  clock.tick(1);
  assert.equal(ends, 1);
});

test('where every step is long, as in hidden pages, it ends all the same', () => {
  whenPatienceEnds(2_000, end);
  for (let step = 0; step < 8; step += 1) {
    assert.equal(ends, 0);
    clock.sleep(1_000);
    clock.tick(0);
  }
  clock.sleep(1_000);
  clock.tick(0);
  assert.equal(ends, 1);
});

test('a step that is a little late is as good as any', () => {
  whenPatienceEnds(STEP_MS, end);
  clock.sleep(STEP_MS + 200);
  clock.tick(0);
  assert.equal(ends, 1);
});

for (const after of [0, 1_000, 1_999]) {
  test(`cancelled after ${after} ms it does not end, and leaves no timer`, () => {
    const cancel = whenPatienceEnds(2_000, end);
    clock.tick(after);
    cancel();
    assert.equal(clock.timers.size, 0);
    clock.tick(NIGHT_MS);
    assert.equal(ends, 0);
  });
}

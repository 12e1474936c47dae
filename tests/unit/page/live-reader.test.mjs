// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIVE_INTERVAL_MS, LiveReader } from '../../../site/src/page/live-reader.js';

/** An engine, an ink and a clock that the tests move. */
class Bench {
  constructor() {
    this.revision = 0;
    this.time = 1000;
    /** @type {{revision: number, resolve: (reading: any) => void, reject: (error: any) => void}[]} */
    this.requests = [];
    /** @type {number[]} */
    this.painted = [];
    /** Whether readings are refusals that come too soon. */
    this.tooSoon = false;
    /** @type {string[]} */
    this.failed = [];
    /** @type {{task: () => void, at: number}[]} */
    this.tasks = [];
    this.live = new LiveReader({
      read: ({ revision }) =>
        new Promise((resolve, reject) => {
          this.requests.push({ revision, resolve, reject });
        }),
      ink: () => ({ revision: this.revision, xy: new Float64Array(0), starts: new Int32Array(0) }),
      revision: () => this.revision,
      tooSoon: () => this.tooSoon,
      paint: (reading) => this.painted.push(reading.revision),
      fail: (error) => this.failed.push(error.code),
      now: () => this.time,
      later: (task, delay) => this.tasks.push({ task, at: this.time + delay }),
    });
  }

  get asked() {
    return this.requests.map((request) => request.revision);
  }

  write() {
    this.revision += 1;
    this.live.changed();
  }

  /** @param {number} index */
  async answer(index) {
    const { revision, resolve } = this.requests[index];
    resolve({ revision });
    await new Promise((done) => setImmediate(done));
  }

  /** @param {number} index @param {string} code */
  async refuse(index, code) {
    this.requests[index].reject({ code, message: '', hint: '' });
    await new Promise((done) => setImmediate(done));
  }

  /** @param {number} ms */
  pass(ms) {
    this.time += ms;
    const due = this.tasks.filter(({ at }) => at <= this.time);
    this.tasks = this.tasks.filter(({ at }) => at > this.time);
    due.forEach(({ task }) => task());
  }
}

test('while writing, one request is under way at a time', () => {
  const bench = new Bench();
  bench.write();
  bench.pass(LIVE_INTERVAL_MS);
  bench.write();
  bench.write();
  assert.deepEqual(bench.asked, [1]);
});

test('after an answer the latest ink is read, not sooner than the interval', async () => {
  const bench = new Bench();
  bench.write();
  bench.write();
  bench.write();
  await bench.answer(0);
  assert.deepEqual(bench.asked, [1]);
  bench.pass(LIVE_INTERVAL_MS);
  assert.deepEqual(bench.asked, [1, 3]);
  assert.deepEqual(bench.painted, [1]);
});

test('the end of a stroke is read at once, whatever is under way', () => {
  const bench = new Bench();
  bench.write();
  bench.write();
  bench.live.settle();
  assert.deepEqual(bench.asked, [1, 2]);
});

test('ink that is being read or was read is not read again', async () => {
  const bench = new Bench();
  bench.write();
  bench.live.settle();
  await bench.answer(0);
  bench.live.settle();
  bench.pass(LIVE_INTERVAL_MS);
  assert.deepEqual(bench.asked, [1]);
});

test('an older answer that comes late is not painted over a newer one', async () => {
  const bench = new Bench();
  bench.write();
  bench.write();
  bench.live.settle();
  await bench.answer(1);
  await bench.answer(0);
  assert.deepEqual(bench.painted, [2]);
});

test('a request that gave way is no failure', async () => {
  const bench = new Bench();
  bench.write();
  bench.write();
  bench.live.settle();
  await bench.refuse(0, 'superseded');
  assert.deepEqual(bench.failed, []);
});

test('a failure is told once, and the next ink is read', async () => {
  const bench = new Bench();
  bench.write();
  await bench.refuse(0, 'reading-failed');
  bench.pass(LIVE_INTERVAL_MS);
  assert.deepEqual(bench.failed, ['reading-failed']);
  assert.deepEqual(bench.asked, [1]);
  bench.write();
  assert.deepEqual(bench.asked, [1, 2]);
});

test('an engine that became ready is asked for the ink there is, also for none', async () => {
  const bench = new Bench();
  bench.live.resume();
  assert.deepEqual(bench.asked, [0]);
  await bench.answer(0);
  bench.live.resume();
  assert.deepEqual(bench.asked, [0]);
});

test('becoming ready repeats what failed, not what is under way', async () => {
  const bench = new Bench();
  bench.write();
  bench.live.resume();
  assert.deepEqual(bench.asked, [1]);
  await bench.refuse(0, 'reading-failed');
  bench.live.resume();
  assert.deepEqual(bench.asked, [1, 1]);
});

test('a refusal that came too soon is painted when the ink settles as it is, and not asked for again', async () => {
  const bench = new Bench();
  bench.tooSoon = true;
  bench.write();
  await bench.answer(0);
  assert.deepEqual(bench.painted, []);
  bench.live.resume();
  bench.tooSoon = false;
  bench.live.settle();
  assert.deepEqual(bench.painted, [1]);
  assert.deepEqual(bench.asked, [1]);
});

test('a refusal that came too soon gives way to the reading of newer ink', async () => {
  const bench = new Bench();
  bench.tooSoon = true;
  bench.write();
  await bench.answer(0);
  bench.tooSoon = false;
  bench.write();
  bench.live.settle();
  assert.deepEqual(bench.painted, []);
  await bench.answer(1);
  assert.deepEqual(bench.painted, [2]);
});

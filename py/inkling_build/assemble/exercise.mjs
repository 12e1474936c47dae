// Uses Python as a page does, with all kinds of ink, so that every function a page may need is entered. What is not
// entered is left out of the small Python (trim_python.mjs); a page that comes to it starts the whole one.

import { practiceInk } from '../../../site/src/python/practice.js';

const PICTURE = 5 * 28 * 28;
const DIGITS = 10;
const KINDS = 3;
const INKS = 60; // of either kind
const ODD = [0, -0, 5e-324, 4.999, 5, 1e6, -1e6, 1e308, NaN, Infinity, -Infinity];
const LARGE = [[100_000, 1], [100_000, 40], [50_000, 50_000]]; // points, strokes
const PRACTICE = 4;
const GIVEN_UP = 0.2; // share of readings that newer ink takes the place of
const TOO_LARGE = 2 ** 30 + 2 ** 28; // bytes and more than the marked program has free
const BALLAST = 40_000_000; // bytes: memory grows under a page that is written on for long

/** Numbers in 0..1, always the same: a linear congruential generator. */
function generator(seed) {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

/** @returns {string[]} what was said of all ink */
export default function exercise(python) {
  const random = generator(20);
  const web = python.pyimport('inkling.web');
  const reader = web.PageReader();
  web.destroy();
  const read = ({ xy, starts }) => {
    let said = reader.begin(xy, starts);
    while (typeof said !== 'string') {
      if (random() < GIVEN_UP) return 'given up';
      const count = said.length / PICTURE;
      said = reader.go_on(logits(random, count * DIGITS, DIGITS), logits(random, count * KINDS, KINDS));
    }
    return said;
  };
  const all = [];
  for (let done = 0; done < INKS; done += 1) all.push(read(ink(random)), read(wildInk(random)));
  const flat = (xy, starts) => ({ xy: Float64Array.from(xy), starts: Int32Array.from(starts) });
  const odd = [flat([], []), flat([5, 5], [0]), flat([NaN, 1, 2, Infinity], [0]), flat(Array(60_000).fill(1e9), [0])];
  odd.push(...LARGE.map(([points, strokes]) => large(points, strokes)));
  for (const one of [...odd, scratched()]) all.push(read(one));
  for (let done = 0; done < PRACTICE; done += 1) all.push(read(practiceInk(done)));
  const wrong = [
    () => reader.begin(new Float64Array(3), new Int32Array(1)),
    () => reader.begin(new Float64Array(2), new Int32Array(0)),
    () => reader.begin(new Float64Array(2), new Int32Array(9)),
    () => reader.begin('no ink', null),
    () => reader.go_on(new Float32Array(3), new Float32Array(3)),
    () => reader.begin(...Object.values(line())) && reader.go_on(new Float32Array(3), new Float32Array(3)),
    () => reader.go_on(new Float32Array(10), new Float32Array(3)),
    () => python.runPython('[0] * (1 << 40)'),
    () => python.runPython(`bytearray(${TOO_LARGE})`),
    () => reader.begin({ length: TOO_LARGE / 8 }, new Int32Array(1)),
  ];
  for (const one of wrong) all.push(withoutMemory(() => failure(one)));
  all.push(read(line()));
  python.runPython(`import gc; bytearray(${BALLAST}); gc.collect()`);
  all.push(read(ink(random)));
  reader.destroy();
  return all;
}

/** What no pen draws: far away, not finite, almost nothing. */
function wildInk(random) {
  const odd = () => ODD[Math.floor(random() * ODD.length)];
  const xy = [];
  const starts = [];
  for (let strokes = Math.floor(random() * 9); strokes > 0; strokes -= 1) {
    starts.push(xy.length / 2);
    for (let numbers = 2 + 2 * Math.floor(random() * 12); numbers > 0; numbers -= 1) {
      xy.push(random() < 0.3 ? odd() : (random() - 0.2) * 1500);
    }
  }
  return { xy: Float64Array.from(xy), starts: Int32Array.from(starts) };
}

/** Points all over the paper. */
function large(points, strokes) {
  return {
    xy: Float64Array.from({ length: 2 * points }, (_, at) => ((at * 7919) % 9973) / 10),
    starts: Int32Array.from({ length: strokes }, (_, at) => Math.floor((at * points) / strokes)),
  };
}

/** As if the machine had no memory left to give. */
function withoutMemory(call) {
  const { grow } = WebAssembly.Memory.prototype;
  WebAssembly.Memory.prototype.grow = () => { throw new RangeError('no memory is left'); };
  try {
    return call();
  } finally {
    WebAssembly.Memory.prototype.grow = grow;
  }
}

function failure(call) {
  try {
    return `expected an error, got ${call()}`;
  } catch (error) {
    return `${error.name}: ${error.message.trim().split('\n').at(-1)}`;
  }
}

function line() {
  return { xy: Float64Array.of(0, 0, 60, 4, 70, 40), starts: Int32Array.of(0) };
}

/** Two bars, and a zigzag over one of them. */
function scratched() {
  const zigzag = Array.from({ length: 14 }, (_, at) => [at % 2 ? 45 : -5, 10 + 6 * at]).flat();
  const bars = [20, 0, 18, 50, 20, 100, 120, 0, 118, 50, 120, 100];
  return { xy: Float64Array.from([...bars, ...zigzag]), starts: Int32Array.of(0, 3, 6) };
}

/** Answers of a network that is mostly sure of something. */
function logits(random, count, classes) {
  return Float32Array.from({ length: count }, (_, at) => 12 * random() ** 3 + (at % classes === 0 ? 2 : 0));
}

/** Strokes that wander, some as lines of digits, some far apart, some on each other. */
function ink(random) {
  const one = (...of) => of[Math.floor(random() * of.length)];
  const around = () => random() + random() + random() - 1.5;
  const pace = one(1, 4, 12);
  const spread = one(5, 60, 300);
  const tall = one(10, 200);
  const xy = [];
  const starts = [];
  for (let strokes = one(1, 1, 2, 3, 5, 9, 14, 30, 70); strokes > 0; strokes -= 1) {
    starts.push(xy.length / 2);
    let [x, y] = [spread * starts.length + 20 * random(), tall * random()];
    let [across, down] = [pace * around(), pace * around()];
    for (let points = one(1, 2, 8, 40, 90, 250); points > 0; points -= 1) {
      xy.push(x, y);
      x += across;
      y += down;
      across += (pace / 2) * around();
      down += (pace / 2) * around();
    }
  }
  return { xy: Float64Array.from(xy), starts: Int32Array.from(starts) };
}

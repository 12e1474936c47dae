// Uses Python as a page does, with all kinds of ink, so that every function a page may need is entered. What is not
// entered is left out of the small Python (trim_python.mjs); a page that comes to it starts the whole one.

import { practiceInk } from '../../../site/src/python/practice.js';

const PICTURE = 5 * 28 * 28;
const DIGITS = 10;
const KINDS = 3;
const INKS = 60; // of either kind
const PICTURES = 16;
const PAPER = [360, 500]; // CSS pixels
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
  const read = ({ xy, starts }, traced = 0) => {
    let said = reader.begin(xy, starts, traced);
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
  for (let done = 0; done < PICTURES; done += 1) {
    const { pixels, width } = picture(random, done);
    const said = reader.look(pixels, width, ...PAPER);
    const { strokes } = JSON.parse(said);
    const traced = joined(strokes);
    // as it is, and written on
    all.push(said, read(traced, strokes.length), read(joined([...strokes, [10, 10, 40, 200]]), strokes.length));
  }
  const wrong = [
    () => reader.look(new Uint8Array(6), 1, ...PAPER),
    () => reader.look(new Uint8Array(0), 0, ...PAPER),
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

/** Strokes as the page sends them. */
function joined(strokes) {
  const starts = strokes.map((_, at) => strokes.slice(0, at).flat().length / 2);
  return { xy: Float64Array.from(strokes.flat()), starts: Int32Array.from(starts) };
}

/**
 * Pictures of wandering ink: dark on light and light on dark, with grain and shade, small and large, crowded and empty,
 * on paper that is plain, ruled, squared, or a sheet on a desk.
 */
function picture(random, number) {
  const width = [28, 90, 400, 1100][number % 4];
  const height = Math.round(width * (0.5 + random()));
  const [paper, line] = number % 3 === 2 ? [20, 230] : [235, 30];
  const grain = number % 2 ? 12 : 0;
  const pixels = new Uint8Array(4 * width * height);
  for (let at = 0; at < width * height; at += 1) {
    const level = paper + grain * (random() - 0.5) - (grain ? (15 * at) / (width * height) : 0);
    pixels.set([level, level, level, number === 5 && at % 7 === 0 ? 120 : 255], 4 * at);
  }
  printed(pixels, width, height, Math.floor(number / 4));
  const pen = Math.max(1, width / 60);
  for (let strokes = [3, 1, 5, 90, 0, 2][number % 6]; strokes > 0; strokes -= 1) {
    let [x, y, heading] = [random() * width, random() * height, random() * 6];
    for (let step = 0; step < 60; step += 1) {
      for (let down = -pen; down <= pen; down += 1) {
        for (let across = -pen; across <= pen; across += 1) {
          const [column, row] = [Math.round(x + across), Math.round(y + down)];
          const inside = column >= 0 && row >= 0 && column < width && row < height;
          if (inside && across * across + down * down <= pen * pen) pixels.fill(line, 4 * (row * width + column), 4 * (row * width + column) + 3);
        }
      }
      heading += random() - 0.5;
      x += pen * Math.cos(heading);
      y += pen * Math.sin(heading);
    }
  }
  return { pixels, width };
}

/** Lines of paper: none, across, both ways, and both ways on a sheet that lies on something darker. */
function printed(pixels, width, height, kind) {
  const pitch = Math.max(8, Math.round(width / 12));
  for (let at = 0; at < width * height; at += 1) {
    const [column, row] = [at % width, Math.floor(at / width)];
    const tilted = [row + column / 20, column - row / 20].map((along) => (along + pitch) % pitch < Math.max(1, width / 400));
    const desk = kind === 3 && (row < height / 5 || column < width / 8 || column > width * 0.9 + row / 30);
    if ((kind > 0 && tilted[0]) || (kind > 1 && tilted[1]) || desk) {
      for (let channel = 0; channel < 3; channel += 1) pixels[4 * at + channel] *= 0.5;
    }
  }
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

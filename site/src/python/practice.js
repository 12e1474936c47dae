// @ts-check
// A made-up number of strokes that cross, join and stand apart, so that reading it goes through all that reading does.

/** x and y in canvas pixels: a 4 of two strokes, a 2 with an 8 joined to it, a 0 of its own. */
const STROKES = [
  [60, 10, 34, 66, 30, 76, 92, 72],
  [74, 40, 72, 84, 68, 128],
  [118, 38, 132, 16, 156, 18, 160, 44, 124, 118, 150, 126, 176, 118, 222, 34, 196, 12, 184, 38, 222, 92, 206, 126, 182, 104, 224, 30],
  [290, 14, 256, 40, 258, 104, 288, 126, 318, 92, 314, 36, 288, 14],
];

/** How far each further writing of it lies from the one before, so that no answer is remembered. */
const STEP = 7;

/**
 * @param {number} times it was written before
 * @returns {{ xy: Float64Array, starts: Int32Array }}
 */
export function practiceInk(times) {
  const strokes = STROKES.slice(0, 1 + (times % STROKES.length));
  const starts = strokes.map((_, i) => strokes.slice(0, i).flat().length / 2);
  return { xy: Float64Array.from(strokes.flat(), (value) => value + times * STEP), starts: Int32Array.from(starts) };
}

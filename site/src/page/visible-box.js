// @ts-check
/** @typedef {import('./fit-view.js').View} View */
/** @typedef {import('./ink-store.js').Stroke} Stroke */
/** @typedef {readonly number[]} Box x0, y0, x1, y1 */

/**
 * The box of what is to be seen of a part: the pen may have gone on beyond the edge of the paper.
 * @param {Box} box of the part, on the ink's own scale @param {readonly Stroke[]} strokes it takes ink from
 * @param {View} view @param {{width: number, height: number}} paper CSS pixels
 * @returns {Box}
 */
export function visibleBox(box, strokes, { scale, dx, dy }, { width, height }) {
  const paper = [-dx / scale, -dy / scale, (width - dx) / scale, (height - dy) / scale];
  const [left, top, right, bottom] = paper;
  if (box[0] >= left && box[1] >= top && box[2] <= right && box[3] <= bottom) return box;
  const seen = [Math.max(box[0], left), Math.max(box[1], top), Math.min(box[2], right), Math.min(box[3], bottom)];
  const isBeyond = seen[0] > seen[2] || seen[1] > seen[3];
  const ends = isBeyond ? [] : strokes.flatMap((stroke) => endsWithin(stroke, seen));
  if (ends.length === 0) return box.map((at, i) => Math.min(Math.max(at, paper[i % 2]), paper[2 + (i % 2)]));
  const [xs, ys] = [0, 1].map((axis) => ends.map((end) => end[axis]));
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

/**
 * The ends of what lies within a box of each line from point to point.
 * @param {Stroke} stroke @param {Box} box
 * @returns {number[][]}
 */
function endsWithin({ x, y }, box) {
  return x.flatMap((_, i) => {
    const before = Math.max(i - 1, 0);
    const from = [x[before], y[before]];
    const way = [x[i] - x[before], y[i] - y[before]];
    // Shares of the way at which the line comes into the box and leaves it.
    let [first, last] = [0, 1];
    for (const axis of [0, 1]) {
      const [low, high] = [box[axis] - from[axis], box[2 + axis] - from[axis]];
      if (way[axis] === 0 && (low > 0 || high < 0)) return [];
      if (way[axis] === 0) continue;
      const shares = [low / way[axis], high / way[axis]];
      first = Math.max(first, Math.min(...shares));
      last = Math.min(last, Math.max(...shares));
    }
    return first > last ? [] : [first, last].map((share) => [from[0] + share * way[0], from[1] + share * way[1]]);
  });
}

// @ts-check
/** @typedef {import('./ink-store.js').Stroke} Stroke */
/** @typedef {{fromX: number, fromY: number, controlX: number, controlY: number, toX: number, toY: number}} Curve */

/**
 * The quadratic Bezier curve that is final once point `i` (1 or more) of a stroke is known.
 * Curves run from mid-point to mid-point with the points between as control points, so joins have no corner.
 * @param {Stroke} stroke @param {number} i
 * @returns {Curve}
 */
export function finishedCurve(stroke, i) {
  const { x, y } = stroke;
  const before = Math.max(i - 2, 0);
  return {
    fromX: (x[before] + x[i - 1]) / 2,
    fromY: (y[before] + y[i - 1]) / 2,
    controlX: x[i - 1],
    controlY: y[i - 1],
    toX: (x[i - 1] + x[i]) / 2,
    toY: (y[i - 1] + y[i]) / 2,
  };
}

/**
 * The straight end of a stroke, from its last finished curve to the pen, which the next point replaces.
 * @param {Stroke} stroke one point or more
 * @returns {{fromX: number, fromY: number, toX: number, toY: number}}
 */
export function looseEnd(stroke) {
  const { x, y } = stroke;
  const last = x.length - 1;
  const before = Math.max(last - 1, 0);
  return { fromX: (x[before] + x[last]) / 2, fromY: (y[before] + y[last]) / 2, toX: x[last], toY: y[last] };
}

// @ts-check
/** @typedef {import('./ink-store.js').Stroke} Stroke */
/**
 * How ink is shown: shown = ink * scale + (dx, dy), in CSS pixels.
 * @typedef {{scale: number, dx: number, dy: number}} View
 */

/** @type {Readonly<View>} */
export const PLAIN_VIEW = Object.freeze({ scale: 1, dx: 0, dy: 0 });

/**
 * The view in which ink written on a larger or differently shaped area is all to be seen: plain where it is already,
 * otherwise moved, and made smaller only if it must be.
 * @param {readonly Stroke[]} strokes
 * @param {number} width @param {number} height of the writing area, CSS pixels
 * @param {number} margin kept free at each side when ink is moved, CSS pixels
 * @returns {View}
 */
export function fitView(strokes, width, height, margin) {
  const box = bounds(strokes);
  if (!box || width <= 2 * margin || height <= 2 * margin) return PLAIN_VIEW;
  const inside = box.left >= 0 && box.top >= 0 && box.right <= width && box.bottom <= height;
  if (inside) return PLAIN_VIEW;
  const scale = Math.min(
    1,
    (width - 2 * margin) / (box.right - box.left || 1),
    (height - 2 * margin) / (box.bottom - box.top || 1),
  );
  return {
    scale,
    dx: shift(box.left * scale, box.right * scale, margin, width - margin),
    dy: shift(box.top * scale, box.bottom * scale, margin, height - margin),
  };
}

/**
 * The least shift that brings low..high, which fits, into min..max.
 * @param {number} low @param {number} high @param {number} min @param {number} max
 */
function shift(low, high, min, max) {
  if (low < min) return min - low;
  return high > max ? max - high : 0;
}

/** @param {readonly Stroke[]} strokes */
function bounds(strokes) {
  let left = Infinity;
  let top = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  for (const { x, y } of strokes) {
    for (let i = 0; i < x.length; i += 1) {
      left = Math.min(left, x[i]);
      right = Math.max(right, x[i]);
      top = Math.min(top, y[i]);
      bottom = Math.max(bottom, y[i]);
    }
  }
  return left > right ? null : { left, top, right, bottom };
}

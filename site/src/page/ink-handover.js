// @ts-check
/** @typedef {import('./ink-store.js').Stroke} Stroke */

const KEY = 'inkling:ink';

/**
 * Leaves ink for the page that this tab loads next.
 * @param {readonly Stroke[]} strokes
 */
export function leaveInk(strokes) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(strokes));
  } catch {
    // Storage is refused or full: the person agreed to a reload all the same.
  }
}

/**
 * Takes what the page before left in this tab, once.
 * @returns {Stroke[]} none if nothing was left, or nothing that can be read
 */
export function takeInk() {
  try {
    const left = JSON.parse(sessionStorage.getItem(KEY) ?? '[]');
    sessionStorage.removeItem(KEY);
    return Array.isArray(left) ? left.filter(isStroke) : [];
  } catch {
    return [];
  }
}

/** @param {unknown} value @returns {value is Stroke} */
function isStroke(value) {
  if (typeof value !== 'object' || value === null) return false;
  const { x, y, t } = /** @type {{[name: string]: unknown}} */ (value);
  return Array.isArray(x) && Array.isArray(y) && Array.isArray(t) && x.length === y.length && x.length === t.length;
}

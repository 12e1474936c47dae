// @ts-check
/** @typedef {{left: number, top: number, right: number, bottom: number}} Box */
/** @typedef {{key: string, ctrlKey: boolean, metaKey: boolean, altKey: boolean}} Key */

const CHARACTERS = '0123456789.,-';

/**
 * The digit or sign that was typed, '' for any other key.
 * @param {Key} event
 */
export function typedCharacter({ key, ctrlKey, metaKey, altKey }) {
  const plain = key.length === 1 && !ctrlKey && !metaKey && !altKey;
  return plain && CHARACTERS.includes(key) ? key : '';
}

/**
 * Where a key that moves between options leads: sideways and to the ends in their order, up and down as they lie.
 * @param {Key} event @param {readonly Box[]} boxes of the options @param {number} at the one it leaves, -1 for none
 * @returns {number | undefined} undefined for other keys
 */
export function neighbour({ key, ctrlKey, metaKey, altKey }, boxes, at) {
  if (ctrlKey || metaKey || altKey) return undefined;
  const last = boxes.length - 1;
  if (key === 'Home') return 0;
  if (key === 'End') return last;
  if (key === 'ArrowLeft') return at <= 0 ? last : at - 1;
  if (key === 'ArrowRight') return at === last ? 0 : at + 1;
  if (key !== 'ArrowUp' && key !== 'ArrowDown') return undefined;
  return at < 0 ? 0 : inNextRow(boxes, at, key === 'ArrowUp' ? -1 : 1);
}

/**
 * The option in the next row that is nearest sideways; where there is no row, the same again.
 * @param {readonly Box[]} boxes @param {number} at @param {1 | -1} way down or up
 */
function inNextRow(boxes, at, way) {
  const here = boxes[at];
  const middle = (/** @type {Box} */ { left, right }) => (left + right) / 2;
  const gap = (/** @type {Box} */ { top, bottom }) => (way > 0 ? top - here.bottom : here.top - bottom);
  const beyond = boxes.map((box, i) => ({ box, i })).filter(({ box, i }) => i !== at && gap(box) > -1);
  if (beyond.length === 0) return at;
  const nearest = Math.min(...beyond.map(({ box }) => gap(box)));
  const row = beyond.filter(({ box }) => gap(box) <= nearest + 1);
  const aside = (/** @type {Box} */ box) => Math.abs(middle(box) - middle(here));
  return row.reduce((best, one) => (aside(one.box) < aside(best.box) ? one : best)).i;
}

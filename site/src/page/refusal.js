// @ts-check
/** @typedef {import('../protocol.js').Reading} Reading */
/** @typedef {import('./ink-store.js').Stroke} Stroke */

/**
 * Whether a reading says no to ink that is still being written: what a stroke will be is not known before it ends.
 * @param {Pick<Reading, 'verdict' | 'digits'>} reading
 * @param {readonly Stroke[]} strokes that were read @param {Stroke | null} active the one being written, null for none
 */
export function refusesUnfinished({ verdict, digits }, strokes, active) {
  if (!active) return false;
  if (verdict === 'rejected') return true;
  const written = strokes.indexOf(active);
  return digits.some((part) => part.verdict === 'rejected' && part.strokes.includes(written));
}

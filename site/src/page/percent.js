// @ts-check

/** Keeps what floating point made of a whole percentage from being rounded down to the one below. */
const HAIR = 1e-9;

/**
 * A probability in words and figures that never claim certainty, nor more than is true: they are rounded down.
 * @param {number} share 0..1
 * @returns {string} such as 'over 99%', '87%', 'under 1%'
 */
export function percentWords(share) {
  if (share > 0.99 + HAIR) return 'over 99%';
  if (share < 0.01 - HAIR) return 'under 1%';
  return `${Math.floor(share * 100 + HAIR)}%`;
}

/**
 * The same, short, for columns of figures.
 * @param {number} share 0..1
 * @returns {string} such as '>99%', '87%', '<1%'
 */
export function percentFigure(share) {
  return percentWords(share).replace('over ', '>').replace('under ', '<');
}

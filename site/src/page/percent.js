// @ts-check

/**
 * A probability in words and figures that never claim certainty.
 * @param {number} share 0..1
 * @returns {string} such as 'over 99%', '87%', 'under 1%'
 */
export function percentWords(share) {
  if (share >= 0.995) return 'over 99%';
  if (share < 0.005) return 'under 1%';
  return `${Math.round(share * 100)}%`;
}

/**
 * The same, short, for columns of figures.
 * @param {number} share 0..1
 * @returns {string} such as '>99%', '87%', '<1%'
 */
export function percentFigure(share) {
  return percentWords(share).replace('over ', '>').replace('under ', '<');
}

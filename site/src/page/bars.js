// @ts-check
import { element } from './element.js';
import { percentFigure } from './percent.js';
/** @typedef {import('../protocol.js').Reading} Reading */
/** @typedef {import('./shown-number.js').ShownNumber} ShownNumber */
/** @typedef {import('./shown-number.js').ShownPart} ShownPart */

const HEADING = 'How likely each digit is';

/** Ten bars: how likely each digit is for one part of the number. */
export class Bars {
  constructor() {
    this._heading = element('chart-heading', HTMLElement);
    this._rows = [...element('chart', HTMLElement).children].map((row) => ({
      row: /** @type {HTMLElement} */ (row),
      share: /** @type {HTMLElement} */ (row.querySelector('.share')),
    }));
  }

  /**
   * @param {readonly number[]} probabilities ten, or none
   * @param {string} read the digit whose bar is marked
   * @param {string} heading
   */
  paint(probabilities, read, heading) {
    setText(this._heading, heading);
    this._rows.forEach(({ row, share }, digit) => {
      const probability = probabilities[digit];
      row.style.setProperty('--share', String(probability ?? 0));
      row.classList.toggle('is-read', read === String(digit));
      setText(share, probability === undefined ? '–' : percentFigure(probability));
    });
  }
}

/**
 * The part whose bars are shown: the one picked, else the part read with the least confidence, which may be a sign; where
 * all are sure, a digit. It is marked in the number where it was picked or is in doubt.
 * @param {ShownNumber} shown @param {string} picked key, '' for none
 * @returns {{inView: ShownPart | undefined, marked: boolean}}
 */
export function partInView({ parts }, picked) {
  const standing = parts.filter(({ line }) => line >= 0);
  const chosenByTap = standing.find((one) => one.key === picked);
  if (chosenByTap) return { inView: chosenByTap, marked: true };
  const read = standing.filter(({ part, chosen }) => part.verdict !== 'rejected' && !chosen);
  const doubtful = leastSure(read.filter(({ certainty }) => certainty !== 'sure'));
  if (doubtful) return { inView: doubtful, marked: true };
  const digits = standing.filter(hasBars);
  return { inView: leastSure(read.filter(hasBars)) ?? digits[0], marked: false };
}

/**
 * Words for what the bars are of: where that part stands in the number, if it has several.
 * @param {ShownPart | undefined} inView @param {ShownNumber} shown
 */
export function headingOf(inView, { parts }) {
  const standing = parts.filter(({ line }) => line >= 0);
  if (!inView || standing.length < 2) return HEADING;
  const place = `place ${standing.indexOf(inView) + 1} of ${standing.length}`;
  if (hasBars(inView)) return `${HEADING}, ${place}`;
  return `P${place.slice(1)} is ${inView.part.verdict === 'rejected' ? 'not a digit' : 'a sign, not a digit'}`;
}

/** @param {readonly ShownPart[]} parts */
function leastSure(parts) {
  return parts.reduce(
    (/** @type {ShownPart | undefined} */ least, one) => (!least || one.part.confidence < least.part.confidence ? one : least),
    undefined,
  );
}

/** @param {ShownPart} shown */
function hasBars({ part }) {
  return part.probabilities.length > 0;
}

/**
 * Leaves the page alone where the text is the same, so that nothing is laid out anew.
 * @param {Element} target @param {string} text
 */
export function setText(target, text) {
  if (target.textContent !== text) target.textContent = text;
}

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
   * @param {string} whose words for the part they belong to, where there are several
   */
  paint(probabilities, read, whose) {
    setText(this._heading, whose ? `${HEADING}, ${whose}` : HEADING);
    this._rows.forEach(({ row, share }, digit) => {
      const probability = probabilities[digit];
      row.style.setProperty('--share', String(probability ?? 0));
      row.classList.toggle('is-read', read === String(digit));
      setText(share, probability === undefined ? '–' : percentFigure(probability));
    });
  }
}

/**
 * The part whose bars are shown: the one picked, else the digit read with the least confidence.
 * @param {ShownNumber} shown @param {string} picked key, '' for none
 * @returns {ShownPart | undefined}
 */
export function partInView({ parts }, picked) {
  const digits = parts.filter(({ part, line }) => line >= 0 && part.probabilities.length > 0);
  const chosenByTap = digits.find((one) => one.key === picked);
  if (chosenByTap) return chosenByTap;
  const unsettled = digits.filter((one) => !one.chosen);
  return unsettled.reduce(
    (/** @type {ShownPart | undefined} */ least, one) => (!least || one.part.confidence < least.part.confidence ? one : least),
    undefined,
  ) ?? digits[0];
}

/**
 * Leaves the page alone where the text is the same, so that nothing is laid out anew.
 * @param {Element} target @param {string} text
 */
export function setText(target, text) {
  if (target.textContent !== text) target.textContent = text;
}

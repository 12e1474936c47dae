// @ts-check
import { element } from './element.js';
import { percentFigure, percentWords } from './percent.js';
import { SeenImage } from './seen-image.js';
/** @typedef {import('../protocol.js').Reading} Reading */

/** Shows a reading: the digit, how sure it is, the ten bars and what the model saw. */
export class Answer {
  constructor() {
    this._answer = element('answer', HTMLElement);
    this._digit = element('reading', HTMLOutputElement);
    this._message = element('message', HTMLElement);
    this._share = element('share', HTMLElement);
    this._others = element('others', HTMLElement);
    this._rows = [...element('chart', HTMLElement).children].map((row) => ({
      row: /** @type {HTMLElement} */ (row),
      share: /** @type {HTMLElement} */ (row.querySelector('.share')),
    }));
    this._seen = new SeenImage(element('seen', HTMLCanvasElement));
  }

  /** @param {Reading & {revision: number}} reading */
  paint(reading) {
    const { dataset } = this._digit;
    dataset.verdict = reading.verdict;
    dataset.confidence = String(reading.confidence);
    dataset.revision = String(reading.revision);
    this._answer.dataset.verdict = reading.verdict;
    this._answer.dataset.certainty = reading.certainty;
    setText(this._digit, reading.text);
    setText(this._message, reading.message);
    setText(this._share, reading.verdict === 'number' ? percentWords(reading.confidence) : '');
    this._paintOthers(reading.alternatives);
    this._paintBars(reading);
    this._seen.paint(reading.image);
  }

  /** @param {Reading['alternatives']} alternatives */
  _paintOthers(alternatives) {
    this._others.hidden = alternatives.length === 0;
    this._others.replaceChildren(
      ...alternatives.map(({ text, confidence }) => {
        const item = document.createElement('li');
        const digit = document.createElement('b');
        digit.textContent = text;
        item.append('or ', digit, ` ${percentFigure(confidence)}`);
        return item;
      }),
    );
  }

  /** @param {Reading} reading */
  _paintBars({ probabilities, text }) {
    this._rows.forEach(({ row, share }, digit) => {
      const probability = probabilities[digit];
      row.style.setProperty('--share', String(probability ?? 0));
      row.classList.toggle('is-read', text === String(digit));
      setText(share, probability === undefined ? '–' : percentFigure(probability));
    });
  }
}

/**
 * Leaves the page alone where the text is the same, so that nothing is laid out anew.
 * @param {Element} target @param {string} text
 */
function setText(target, text) {
  if (target.textContent !== text) target.textContent = text;
}

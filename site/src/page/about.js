// @ts-check
import modelCard from '../../../py/inkling/model/inkling.json' with { type: 'json' };
import {
  accuracyRows, calibrationSentence, numberRows, numberSentence, refusalRows, size, wrongRefusals,
} from './card-figures.js';
import { element } from './element.js';
import { reliabilityDiagram } from './reliability.js';
/** @typedef {import('./card-figures.js').Card} Card */

/** The dialog that says what reads the ink, how well, and what it learnt from. */
export class About {
  /** @param {Card} [card] */
  constructor(card = /** @type {any} */ (modelCard)) {
    this._card = card;
    this._dialog = element('about', HTMLDialogElement);
    this._opener = element('about-open', HTMLButtonElement);
    this._opener.addEventListener('click', () => this._open());
    element('about-close', HTMLButtonElement).addEventListener('click', () => this._dialog.close());
    this._dialog.addEventListener('click', (event) => {
      // Its content fills the dialog, so that only a click on the page behind it lands on itself.
      if (event.target === this._dialog) this._dialog.close();
    });
    this._filled = false;
  }

  _open() {
    if (!this._filled) this._fill();
    this._filled = true;
    // It has the focus again once the dialog is closed, also where browsers do not give it to what is pressed.
    this._opener.focus();
    this._dialog.showModal();
    this._dialog.scrollTop = 0;
  }

  _fill() {
    const card = this._card;
    element('about-size', HTMLElement).textContent = size(card);
    fillTable('about-accuracy', accuracyRows(card));
    fillTable('about-numbers', numberRows(card));
    element('about-real-numbers', HTMLElement).textContent = numberSentence(card);
    fillTable('about-refusal', refusalRows(card));
    fillTable('about-data', (card.data ?? []).map(({ set, licence, use }) => [set, licence, use]));
    element('about-refused-digits', HTMLElement).textContent = wrongRefusals(card);
    this._fillCalibration(card.report?.calibration);
  }

  /** @param {import('./card-figures.js').Calibration | undefined} calibration */
  _fillCalibration(calibration) {
    element('about-calibration', HTMLElement).hidden = !calibration;
    if (!calibration) return;
    element('about-ece', HTMLElement).textContent = calibrationSentence(this._card);
    element('about-diagram', HTMLElement).replaceChildren(reliabilityDiagram(calibration.bins));
  }
}

/**
 * Fills the table of a section, which is hidden where there are no rows.
 * @param {string} id of the section @param {string[][]} rows
 */
function fillTable(id, rows) {
  const section = element(id, HTMLElement);
  section.hidden = rows.length === 0;
  section.querySelector('tbody')?.replaceChildren(
    ...rows.map((cells) => {
      const row = document.createElement('tr');
      row.append(...cells.map((words, column) => cell(words, column)));
      return row;
    }),
  );
}

/** @param {string} words @param {number} column */
function cell(words, column) {
  const made = document.createElement(column === 0 ? 'th' : 'td');
  if (column === 0) made.scope = 'row';
  made.textContent = words;
  return made;
}

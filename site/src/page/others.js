// @ts-check
import { element } from './element.js';
import { percentFigure } from './percent.js';
import { looksOf } from './sign-names.js';
/** @typedef {import('../protocol.js').Reading} Reading */

const LINES_JOINED = ' / ';

/** What else the number may be, each a button that makes it so. */
export class Others {
  /** @param {(text: string) => void} choose */
  constructor(choose) {
    this._choose = choose;
    this._list = element('others', HTMLElement);
    this._shown = '';
  }

  /** @param {Reading['alternatives']} alternatives */
  paint(alternatives) {
    // Untouched where all is the same, so that a press or the focus on one is not lost with every reading.
    const shown = JSON.stringify(alternatives.map(({ text, confidence }) => [text, percentFigure(confidence)]));
    if (shown === this._shown) return;
    this._shown = shown;
    this._list.hidden = alternatives.length === 0;
    this._list.replaceChildren(...alternatives.map((one) => this._item(one)));
  }

  /** @param {Reading['alternatives'][number]} alternative */
  _item({ text, confidence }) {
    const item = document.createElement('li');
    const button = document.createElement('button');
    const number = document.createElement('b');
    button.type = 'button';
    number.textContent = looksOf(text).replaceAll('\n', LINES_JOINED);
    button.append('or ', number, ` ${percentFigure(confidence)}`);
    button.addEventListener('click', () => this._choose(text));
    item.append(button);
    return item;
  }
}

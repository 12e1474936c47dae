// @ts-check
import { typedCharacter } from './menu-keys.js';
import { percentWords } from './percent.js';
import { nameOf } from './sign-names.js';
/** @typedef {import('./shown-number.js').ShownNumber} ShownNumber */
/** @typedef {import('./shown-number.js').ShownPart} ShownPart */

/**
 * @typedef {object} NumeralListener
 * @property {(part: ShownPart, button: HTMLButtonElement) => void} pick a part was pressed
 * @property {(part: ShownPart, text: string) => boolean} type a character was typed on it; tells whether that is of use
 */

const NOTHING_CHOSEN = 'left out by you';
const CHOSEN = 'your choice';
const INVITATION = 'See what else it may be';
const SIGNS = '-.,';
/** Stands for ink that nothing was read in. */
const NOTHING_READ = '?';

/** Shows the number, each part a button; `text` of the element is the number and nothing else. */
export class Numeral {
  /** @param {HTMLElement} output @param {NumeralListener} listener */
  constructor(output, listener) {
    this._output = output;
    this._listener = listener;
    /** @type {{button: HTMLButtonElement, part: ShownPart | null}[]} */
    this._glyphs = [];
    this._shape = '';
    this._size = '';
  }

  /**
   * @param {ShownNumber} shown
   * @param {string} marked key of the part to be marked as looked at, '' for none
   * @returns {{columns: number, lines: number}} of the longest line, and how many lines
   */
  paint(shown, marked) {
    const parts = standingParts(shown);
    const lines = groupLines(parts);
    const plain = parts.length === 0 ? shown.text : '';
    this._shapeTo(plain, lines.map((line) => line.length));
    lines.flat().forEach((part, i) => {
      this._glyphs[i].part = part;
      paintGlyph(this._glyphs[i].button, part, i, parts.length, part.key === marked);
    });
    return this._setSize(parts.length === 0 ? plain.split('\n').map((line) => line.length) : lines.flatMap(widths));
  }

  /**
   * Gives the focus to a part's button.
   * @param {string} key
   */
  focus(key) {
    this._glyphs.find(({ part }) => part?.key === key)?.button.focus();
  }

  /**
   * Makes buttons and lines as many as there are to be, or leaves them alone, and with them the focus.
   * @param {string} plain text without buttons @param {number[]} lengths of the lines
   */
  _shapeTo(plain, lengths) {
    const shape = `${lengths} ${plain}`;
    if (shape === this._shape) return;
    this._shape = shape;
    const focused = this._glyphs.findIndex(({ button }) => button === document.activeElement);
    const total = lengths.reduce((sum, length) => sum + length, 0);
    while (this._glyphs.length < total) this._glyphs.push(this._newGlyph());
    for (const glyph of this._glyphs.slice(total)) glyph.part = null;
    let next = 0;
    const lines = lengths.map((length) => this._glyphs.slice(next, (next += length)).map(({ button }) => button));
    this._output.replaceChildren(plain, ...lines.flatMap((line, i) => (i === 0 ? line : ['\n', ...line])));
    // The browser takes it from what is moved; where the button is gone, the last one has it.
    if (focused >= 0) this._glyphs[Math.min(focused, total - 1)]?.button.focus();
  }

  _newGlyph() {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'glyph';
    button.title = INVITATION;
    button.setAttribute('aria-haspopup', 'dialog');
    const glyph = { button, part: /** @type {ShownPart | null} */ (null) };
    button.addEventListener('click', () => {
      if (glyph.part) this._listener.pick(glyph.part, button);
    });
    button.addEventListener('keydown', (event) => {
      const typed = typedCharacter(event);
      if (typed && glyph.part && this._listener.type(glyph.part, typed)) event.preventDefault();
    });
    return glyph;
  }

  /** @param {number[]} lengths of the lines, in characters */
  _setSize(lengths) {
    const columns = Math.max(...lengths, 1);
    const lines = lengths.length;
    const size = `${columns} ${lines}`;
    if (size !== this._size) {
      this._output.style.setProperty('--columns', String(columns));
      this._output.style.setProperty('--lines', String(lines));
    }
    this._size = size;
    return { columns, lines };
  }
}

/**
 * The parts that get a button. A drawing of many parts of which none is a digit is refused as a whole.
 * @param {ShownNumber} shown
 */
function standingParts({ verdict, chosen, parts }) {
  if (verdict === 'rejected' && !chosen && parts.length > 1) return [];
  return parts.filter((part) => part.line >= 0);
}

/** @param {readonly ShownPart[]} parts */
function groupLines(parts) {
  /** @type {ShownPart[][]} */
  const lines = [];
  for (const part of parts) {
    const last = lines.at(-1);
    if (last && last[0].line === part.line) last.push(part);
    else lines.push([part]);
  }
  return lines;
}

/**
 * How many characters wide a line is: each part is one or several, and may even have lines of its own.
 * @param {readonly ShownPart[]} line
 */
function widths(line) {
  const text = line.map((part) => part.text || ' ').join('');
  return text.split('\n').map((one) => one.length);
}

/**
 * @param {HTMLButtonElement} button @param {ShownPart} shown @param {number} index @param {number} count
 * @param {boolean} marked
 */
function paintGlyph(button, shown, index, count, marked) {
  const { part, text, chosen, certainty } = shown;
  if (button.textContent !== text) button.textContent = text;
  const words = [nameOf(text), count > 1 ? `${index + 1} of ${count}` : '', ...certaintyWords(shown)];
  setAttribute(button, 'aria-label', words.filter(Boolean).join(', '));
  setAttribute(button, 'data-part', text ? 'read' : chosen ? 'out' : 'refused');
  setAttribute(button, 'data-sign', text && SIGNS.includes(text) ? text : '');
  setAttribute(button, 'data-left-out', text || !chosen ? '' : shown.read || NOTHING_READ);
  setAttribute(button, 'data-certainty', chosen ? (text && 'chosen') : part.verdict === 'rejected' ? '' : certainty);
  button.classList.toggle('is-marked', marked && count > 1);
}

/** @param {ShownPart} shown */
function certaintyWords({ part, text, chosen, certainty }) {
  if (chosen) return [text ? CHOSEN : NOTHING_CHOSEN];
  if (part.verdict === 'rejected') return ['not a digit'];
  // The share is the part's own: it says nothing of a doubt that comes from the number.
  return certainty === part.certainty ? [certainty, percentWords(part.confidence)] : [certainty];
}

/** @param {Element} target @param {string} name @param {string} value */
function setAttribute(target, name, value) {
  if (target.getAttribute(name) !== value) target.setAttribute(name, value);
}

// @ts-check
import { Bars, headingOf, partInView, setText } from './bars.js';
import { ChoiceMenu } from './choice-menu.js';
import { Choices } from './choices.js';
import { element } from './element.js';
import { Hint } from './hint.js';
import { Numeral } from './numeral.js';
import { percentFigure, percentWords } from './percent.js';
import { SeenImage } from './seen-image.js';
import { shownNumber } from './shown-number.js';
/** @typedef {import('../protocol.js').Reading} Reading */
/** @typedef {import('./ink-store.js').Stroke} Stroke */
/** @typedef {import('./shown-number.js').ShownNumber} ShownNumber */
/** @typedef {import('./shown-number.js').ShownPart} ShownPart */

const CHOSEN_MESSAGE = 'With your choice';
const NOTHING_LEFT = 'Nothing is left of the number.';
/** Messages of more characters than this take two lines on a phone. */
const WORDY = 20;
const LINES_JOINED = ' / ';

/** Shows a reading: the number, how sure it is, the ten bars and what the model saw; takes people's choices. */
export class Answer {
  /** @param {(reading: Reading, shown: ShownNumber) => void} onChoice called when a choice has changed what is shown */
  constructor(onChoice) {
    this._onChoice = onChoice;
    this.choices = new Choices();
    this._answer = element('answer', HTMLElement);
    this._output = element('reading', HTMLOutputElement);
    this._numeral = new Numeral(this._output, (part, button) => this._pick(part, button));
    this._menu = new ChoiceMenu({
      choose: (key, text) => this._change(() => this.choices.choose(key, text)),
      forget: (key) => this._change(() => this.choices.forget(key)),
    });
    this._message = element('message', HTMLElement);
    this._share = element('share', HTMLElement);
    this._others = element('others', HTMLElement);
    this._hint = new Hint(element('hint', HTMLElement));
    this._bars = new Bars();
    this._seen = new SeenImage(element('seen', HTMLCanvasElement));
    this._picked = '';
    /** @type {{reading: Reading & {revision: number}, strokes: readonly Stroke[]} | null} */
    this._last = null;
  }

  /**
   * @param {Reading & {revision: number}} reading @param {readonly Stroke[]} strokes that were read
   * @returns {ShownNumber}
   */
  paint(reading, strokes) {
    this._last = { reading, strokes };
    const shown = shownNumber(reading, strokes, this.choices);
    if (!shown.parts.some((part) => part.key === this._picked)) this._picked = '';
    const { inView, marked } = partInView(shown, this._picked);
    const { dataset } = this._output;
    dataset.verdict = shown.verdict;
    dataset.confidence = String(reading.confidence);
    dataset.revision = String(reading.revision);
    this._answer.dataset.verdict = shown.verdict;
    this._answer.dataset.certainty = shown.chosen ? '' : reading.certainty;
    const { columns, lines } = this._numeral.paint(shown, (marked && inView?.key) || '');
    this._answer.classList.toggle('is-long', columns > 1 || lines > 1);
    this._answer.classList.toggle('is-tall', lines > 1);
    this._paintWords(reading, shown);
    this._hint.follow(shown.verdict);
    this._bars.paint(shareOfDigits(reading, shown, inView), inView?.text ?? shown.text, headingOf(inView, shown));
    this._seen.paint(reading.image);
    this._menu.keepOpenFor(shown.parts);
    return shown;
  }

  /** @param {ShownPart} part @param {HTMLButtonElement} button */
  _pick(part, button) {
    this._picked = part.key;
    this._hint.done();
    if (this._last) this.paint(this._last.reading, this._last.strokes);
    this._menu.toggle(part, button);
  }

  /** @param {() => void} change */
  _change(change) {
    change();
    if (this._last) this._onChoice(this._last.reading, this.paint(this._last.reading, this._last.strokes));
  }

  /** @param {Reading} reading @param {ShownNumber} shown */
  _paintWords(reading, shown) {
    const surely = shown.verdict === 'number' && !shown.chosen;
    const chosenMessage = shown.text ? CHOSEN_MESSAGE : NOTHING_LEFT;
    const message = shown.chosen ? chosenMessage : reading.message;
    setText(this._message, message);
    this._answer.classList.toggle('is-wordy', message.length > WORDY);
    setText(this._share, surely ? percentWords(reading.confidence) : '');
    this._paintOthers(surely ? reading.alternatives : []);
  }

  /** @param {Reading['alternatives']} alternatives */
  _paintOthers(alternatives) {
    this._others.hidden = alternatives.length === 0;
    this._others.replaceChildren(
      ...alternatives.map(({ text, confidence }) => {
        const item = document.createElement('li');
        const number = document.createElement('b');
        number.textContent = text.replaceAll('\n', LINES_JOINED);
        item.append('or ', number, ` ${percentFigure(confidence)}`);
        return item;
      }),
    );
  }
}

/**
 * What the bars show: nothing of ink that was refused.
 * @param {Reading} reading @param {ShownNumber} shown @param {ShownPart | undefined} inView
 */
function shareOfDigits(reading, shown, inView) {
  if (shown.verdict === 'rejected') return [];
  return inView?.part.probabilities ?? reading.probabilities;
}

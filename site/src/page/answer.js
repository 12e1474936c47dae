// @ts-check
import { choicesFor } from './alternative-choices.js';
import { Bars, headingOf, partInView, setText } from './bars.js';
import { ChoiceMenu, optionsFor } from './choice-menu.js';
import { Choices } from './choices.js';
import { element } from './element.js';
import { Hint } from './hint.js';
import { Numeral } from './numeral.js';
import { Others } from './others.js';
import { percentWords } from './percent.js';
import { SeenImage } from './seen-image.js';
import { shownNumber } from './shown-number.js';
/** @typedef {import('../protocol.js').Reading} Reading */
/** @typedef {import('./choices.js').Choice} Choice */
/** @typedef {import('./history.js').History} History */
/** @typedef {import('./history.js').Step} Step */
/** @typedef {import('./ink-store.js').Stroke} Stroke */
/** @typedef {import('./shown-number.js').ShownNumber} ShownNumber */
/** @typedef {import('./shown-number.js').ShownPart} ShownPart */

const CHOSEN_MESSAGE = 'With your choice';
const NOTHING_LEFT = 'Nothing is left of the number.';
/** Messages of more characters than this take two lines on a phone. */
const WORDY = 20;

/** Shows a reading: the number, how sure it is, the ten bars and what the model saw; takes people's choices. */
export class Answer {
  /**
   * @param {History} history of all that is done on the page
   * @param {(reading: Reading, shown: ShownNumber) => void} onChoice called when a choice has changed what is shown
   */
  constructor(history, onChoice) {
    this._history = history;
    this._onChoice = onChoice;
    this.choices = new Choices();
    this._answer = element('answer', HTMLElement);
    this._output = element('reading', HTMLOutputElement);
    this._numeral = new Numeral(this._output, {
      pick: (part, button) => this._pick(part, button),
      type: (part, text) => this._type(part, text),
    });
    this._menu = new ChoiceMenu({
      choose: (key, text) => this._choose(new Map([[key, text]])),
      forget: (key) => this._choose(new Map([[key, undefined]])),
    });
    this._message = element('message', HTMLElement);
    this._share = element('share', HTMLElement);
    this._others = new Others((text) => this._chooseOther(text));
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

  /**
   * Takes a character typed on a part for a choice, where it may be one.
   * @param {ShownPart} part @param {string} text @returns {boolean} whether it was
   */
  _type(part, text) {
    const may = optionsFor(part).some((option) => option.text === text);
    if (may) this._choose(new Map([[part.key, text]]));
    return may;
  }

  /** @param {string} text that the whole number is to be */
  _chooseOther(text) {
    if (!this._last) return;
    const texts = choicesFor(text, this._last.reading, this._last.strokes, this.choices);
    this._choose(texts);
    // The button chosen is gone: what it changed has the focus.
    this._numeral.focus([...texts.keys()][0] ?? '');
  }

  /**
   * Makes choices, or forgets them where there is no text, as one step of undo.
   * @param {ReadonlyMap<string, string | undefined>} texts by key
   */
  _choose(texts) {
    if ([...texts].every(([key, text]) => this.choices.get(key) === text)) return;
    const after = this._last?.strokes.at(-1);
    const step = this._swap(new Map([...texts].map(([key, text]) => [key, text === undefined ? text : { text, after }])));
    step.redo();
    this._history.push(step);
  }

  /** @param {ReadonlyMap<string, Choice | undefined>} choices @returns {Step} which makes these, and unmakes them */
  _swap(choices) {
    let other = choices;
    const swap = () => {
      other = this.choices.swap(other);
      if (this._last) this._onChoice(this._last.reading, this.paint(this._last.reading, this._last.strokes));
    };
    return { undo: swap, redo: swap };
  }

  /**
   * Brings choices back that were made on an earlier page.
   * @param {readonly Stroke[]} strokes @param {readonly import('./choices.js').SavedChoice[]} saved
   * @returns {Map<Stroke, Step[]>} the steps that undo them, by the strokes after which they were made
   */
  restore(strokes, saved) {
    /** @type {Map<Stroke, Step[]>} */
    const steps = new Map();
    for (const { key, after } of this.choices.restore(strokes, saved)) {
      steps.set(after, [...(steps.get(after) ?? []), this._swap(new Map([[key, undefined]]))]);
    }
    return steps;
  }

  /** @param {Reading} reading @param {ShownNumber} shown */
  _paintWords(reading, shown) {
    const surely = shown.verdict === 'number' && !shown.chosen;
    const chosenMessage = shown.text ? CHOSEN_MESSAGE : NOTHING_LEFT;
    const message = shown.chosen ? chosenMessage : reading.message;
    setText(this._message, message);
    this._answer.classList.toggle('is-wordy', message.length > WORDY);
    setText(this._share, surely ? percentWords(reading.confidence) : '');
    this._others.paint(surely ? reading.alternatives : []);
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

// @ts-check
import { element } from './element.js';
import { neighbour, typedCharacter } from './menu-keys.js';
import { percentFigure } from './percent.js';
import { looksOf, nameOf } from './sign-names.js';
/** @typedef {import('./shown-number.js').ShownPart} ShownPart */

/**
 * @typedef {object} ChoiceListener
 * @property {(key: string, text: string) => void} choose
 * @property {(key: string) => void} forget
 */

const DIGITS = Object.freeze([...'0123456789']);
const DECIMAL_SIGNS = Object.freeze(['.', ',']);
const MINUS = '-';
const HEADING = 'Which digit or sign is this?';
/** Kept free between the menu, its digit and the edge of the window, CSS pixels. */
const MARGIN = 8;

/** The menu of what a part of the number may be, opened from its button. */
export class ChoiceMenu {
  /** @param {ChoiceListener} listener */
  constructor(listener) {
    this._listener = listener;
    this._menu = element('choices', HTMLElement);
    this._card = element('answer', HTMLElement);
    element('choices-heading', HTMLElement).textContent = HEADING;
    this._digits = element('choices-options', HTMLElement);
    this._signs = element('choices-signs', HTMLElement);
    this._none = element('choices-none', HTMLButtonElement);
    this._reset = element('choices-reset', HTMLButtonElement);
    this._key = '';
    /** @type {HTMLButtonElement | null} */
    this._button = null;
    this._openAtPress = '';
    /** @type {string[]} */
    this._offered = [];
    this._listen();
  }

  get _isOpen() {
    return this._menu.matches(':popover-open');
  }

  /**
   * Opens the menu of a part, or closes it where its button was pressed while it was open.
   * @param {ShownPart} shown @param {HTMLButtonElement} button
   */
  toggle(shown, button) {
    const pressed = this._openAtPress;
    this._openAtPress = '';
    this._close();
    if (pressed === shown.key) return;
    this._key = shown.key;
    this._button = button;
    this._fill(shown);
    // Where the focus is now it is once the menu is closed; some browsers do not give it to what is pressed.
    button.focus({ preventScroll: true });
    this._menu.showPopover();
    this._place(button);
    button.setAttribute('aria-expanded', 'true');
    (this._buttons().find((one) => one.getAttribute('aria-pressed') === 'true') ?? this._buttons()[0]).focus();
  }

  /**
   * Closes the menu when its part is no more.
   * @param {readonly ShownPart[]} parts
   */
  keepOpenFor(parts) {
    if (this._key && !parts.some(({ key, line }) => key === this._key && line >= 0)) this._close();
  }

  _listen() {
    // A press outside closes the menu before the button hears of the click.
    document.addEventListener(
      'pointerdown',
      ({ target }) => {
        const onOwnButton = this._isOpen && target instanceof Node && this._button?.contains(target);
        this._openAtPress = onOwnButton ? this._key : '';
      },
      true,
    );
    this._menu.addEventListener('toggle', () => {
      if (this._isOpen) return;
      this._button?.setAttribute('aria-expanded', 'false');
      this._key = '';
    });
    this._none.addEventListener('click', () => this._choose(''));
    this._reset.addEventListener('click', () => {
      const key = this._key;
      this._close();
      this._listener.forget(key);
    });
    window.addEventListener('resize', () => this._close());
    this._menu.addEventListener('keydown', (event) => this._press(event));
  }

  /** @param {KeyboardEvent} event */
  _press(event) {
    const typed = typedCharacter(event);
    const buttons = this._buttons();
    const boxes = buttons.map((button) => button.getBoundingClientRect());
    const next = neighbour(event, boxes, buttons.findIndex((button) => button === document.activeElement));
    if (!this._offered.includes(typed) && next === undefined) return;
    event.preventDefault();
    if (next === undefined) this._choose(typed);
    else buttons[next].focus();
  }

  _buttons() {
    return [...this._menu.querySelectorAll('button')].filter((button) => !button.hidden);
  }

  _close() {
    if (this._isOpen) this._menu.hidePopover();
  }

  /** @param {string} text */
  _choose(text) {
    const key = this._key;
    this._close();
    this._listener.choose(key, text);
  }

  /** @param {ShownPart} shown */
  _fill(shown) {
    const options = optionsFor(shown);
    this._offered = options.map(({ text }) => text);
    const buttons = options.map((option) => ({ text: option.text, button: this._optionButton(option, shown.text) }));
    const isDigit = (/** @type {{text: string}} */ { text }) => DIGITS.includes(text);
    this._digits.replaceChildren(...buttons.filter(isDigit).map(({ button }) => button));
    this._signs.replaceChildren(...buttons.filter((one) => !isDigit(one)).map(({ button }) => button));
    if (isDigit(options[0])) this._digits.after(this._signs);
    else this._digits.before(this._signs);
    this._none.setAttribute('aria-pressed', String(shown.text === ''));
    this._reset.hidden = !shown.chosen;
  }

  /** @param {{text: string, share: number | undefined}} option @param {string} current */
  _optionButton({ text, share }, current) {
    const button = document.createElement('button');
    button.type = 'button';
    button.setAttribute('aria-pressed', String(text === current));
    const digit = document.createElement('b');
    digit.textContent = looksOf(text);
    button.append(digit);
    if (nameOf(text) !== text) button.setAttribute('aria-label', nameOf(text));
    if (share !== undefined) {
      const figure = document.createElement('span');
      figure.textContent = percentFigure(share);
      button.append(figure);
    }
    button.addEventListener('click', () => this._choose(text));
    return button;
  }

  /** @param {HTMLElement} button */
  _place(button) {
    const [digit, menu, card] = [button, this._menu, this._card].map((one) => one.getBoundingClientRect());
    const { left, top } = placeBeside(digit, menu, innerWidth, innerHeight, card);
    this._menu.style.left = `${left}px`;
    this._menu.style.top = `${top}px`;
  }
}

/**
 * Where a menu stands by its digit: below where there is room, else above, else to the left. Below and above it keeps
 * to the card that the digit is on, if that is wide enough: beside the card is the ink.
 * @param {{left: number, top: number, width: number, height: number}} digit
 * @param {{width: number, height: number}} menu
 * @param {number} width @param {number} height of the window, CSS pixels
 * @param {{left: number, width: number}} card
 */
export function placeBeside(digit, menu, width, height, card) {
  const inside = (/** @type {number} */ at, /** @type {number} */ size, /** @type {number} */ room) =>
    Math.max(MARGIN, Math.min(at, room - size - MARGIN));
  const onCard = (/** @type {number} */ at) =>
    menu.width > card.width ? at : Math.max(card.left, Math.min(at, card.left + card.width - menu.width));
  const middle = inside(onCard(digit.left + (digit.width - menu.width) / 2), menu.width, width);
  const below = digit.top + digit.height + MARGIN;
  if (below + menu.height + MARGIN <= height) return { left: middle, top: below };
  const above = digit.top - menu.height - MARGIN;
  if (above >= MARGIN) return { left: middle, top: above };
  return { left: inside(digit.left - menu.width - MARGIN, menu.width, width), top: inside(digit.top, menu.height, height) };
}

/**
 * What a part may be, the likeliest first, its own kind before the others; shares only where the model has given some.
 * A minus can only be where nothing is shown before it.
 * @param {ShownPart} shown
 * @returns {{text: string, share: number | undefined}[]}
 */
export function optionsFor({ part, text: current, leads }) {
  const digits = DIGITS.map((text, digit) => ({ text, share: part.probabilities[digit] }));
  digits.sort((a, b) => (b.share ?? 0) - (a.share ?? 0));
  const minus = leads || current === MINUS ? [MINUS] : [];
  const isSign = part.verdict === 'sign' || part.verdict === 'mark';
  const ranked = isSign ? [part.text, ...part.alternatives.map(({ text }) => text)] : [];
  const rank = (/** @type {string} */ text) => (ranked.includes(text) ? ranked.indexOf(text) : ranked.length);
  const signs = [...DECIMAL_SIGNS, ...minus].sort((a, b) => rank(a) - rank(b)).map((text) => ({ text, share: undefined }));
  return isSign ? [...signs, ...digits] : [...digits, ...signs];
}

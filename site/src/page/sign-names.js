// @ts-check

/** @type {Readonly<Record<string, string>>} */
const NAMES = Object.freeze({ '.': 'decimal point', ',': 'decimal comma', '-': 'minus' });

/**
 * Words for a text that is a sign by itself, which screen readers pass over; any other text as it is.
 * @param {string} text
 */
export function nameOf(text) {
  return NAMES[text] ?? text;
}

/**
 * A text as it is to look: with a minus, which a hyphen only stands for.
 * @param {string} text
 */
export function looksOf(text) {
  return text.replaceAll('-', '\u2212');
}

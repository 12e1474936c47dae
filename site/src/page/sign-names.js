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

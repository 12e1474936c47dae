// @ts-check
import { percentWords } from './percent.js';
/** @typedef {import('../protocol.js').Reading} Reading */

/** A reading is told to screen readers once it has stood this long, in milliseconds. */
export const ANNOUNCE_AFTER_MS = 900;

/**
 * A reading in one spoken sentence or two.
 * @param {Reading} reading
 * @param {{text: string, chosen: boolean}} [shown] what is shown of it after people's choices
 */
export function spoken({ verdict, text, message, confidence, alternatives }, shown) {
  if (shown?.chosen) return shown.text ? `${inOneLine(shown.text)}. With your choice.` : 'Nothing is left of the number.';
  if (verdict !== 'number') return message;
  const others = alternatives.map((other) => `${inOneLine(other.text)}, ${percentWords(other.confidence)}`);
  const first = `${inOneLine(text)}. ${message}, ${percentWords(confidence)}.`;
  return others.length > 0 ? `${first} Or ${others.join('; or ')}.` : first;
}

/** @param {string} text */
function inOneLine(text) {
  return text.replaceAll('\n', '; ');
}

/** Tells a live region the last of a burst of sentences. */
export class Announcer {
  /** @param {HTMLElement} region */
  constructor(region) {
    this._region = region;
    this._timer = 0;
  }

  /** @param {string} sentence */
  announce(sentence) {
    clearTimeout(this._timer);
    this._timer = window.setTimeout(() => {
      this._region.textContent = sentence;
    }, ANNOUNCE_AFTER_MS);
  }
}

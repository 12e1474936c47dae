// @ts-check
import { element } from './element.js';

const COPIED = 'Copied';
const NOTHING = 'Nothing yet';
/** How long the button says what it did, in milliseconds. */
const SAID_MS = 1600;

/** Puts the number on the clipboard: by its button, and by the keys for copying where nothing is selected. */
export class Copy {
  /** @param {(words: string) => void} announce */
  constructor(announce) {
    this._announce = announce;
    this._button = element('copy', HTMLButtonElement);
    this._words = element('copy-words', HTMLElement);
    this._byHand = element('copy-by-hand', HTMLElement);
    this._source = element('copy-source', HTMLTextAreaElement);
    this._name = this._words.textContent ?? '';
    this._timer = 0;
    this._text = '';
    this._button.addEventListener('click', () => this._copy());
    document.addEventListener('copy', (event) => this._fill(event));
  }

  /** @param {string} text what there is to copy, '' for nothing */
  offer(text) {
    if (text === this._text) return;
    this._text = text;
    this._button.setAttribute('aria-disabled', String(text === ''));
    this._say(this._name);
  }

  async _copy() {
    if (!this._text) {
      this._say(NOTHING, SAID_MS);
      return;
    }
    try {
      await navigator.clipboard.writeText(this._text);
      this._say(COPIED, SAID_MS);
    } catch {
      // Refused, or a page that is not secure has no clipboard: the keys for copying still work.
      this._offerByHand();
    }
  }

  /** @param {ClipboardEvent} event */
  _fill(event) {
    if (!this._text || !event.clipboardData || hasSelection()) return;
    event.clipboardData.setData('text/plain', this._text);
    event.preventDefault();
    this._say(COPIED, SAID_MS);
  }

  _offerByHand() {
    this._source.value = this._text;
    this._source.rows = this._text.split('\n').length;
    // It has the focus again once the field is closed, also where browsers do not give it to what is pressed.
    this._button.focus();
    this._byHand.showPopover();
    this._source.focus();
    this._source.select();
  }

  /** @param {string} words @param {number} [ms] after which the button has its name again */
  _say(words, ms) {
    clearTimeout(this._timer);
    if (this._words.textContent !== words) this._words.textContent = words;
    if (ms) this._announce(words);
    if (ms) this._timer = window.setTimeout(() => this._say(this._name), ms);
  }
}

/** Whether the person has selected something else to copy, on the page or in a field. */
function hasSelection() {
  const field = document.activeElement;
  if (field instanceof HTMLTextAreaElement) return field.selectionStart !== field.selectionEnd;
  return getSelection()?.isCollapsed === false;
}

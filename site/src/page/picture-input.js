// @ts-check
import { InklingError } from '../protocol.js';
import { element } from './element.js';
import { openPicture } from './picture-file.js';

const LOOKING = 'Looking at the picture';
/** The page's class while a file is held over it. */
const OVER = 'is-dropped-on';

/** Takes pictures from the button, from what is dropped anywhere on the page and from the clipboard. */
export class PictureInput {
  /**
   * @param {(picture: HTMLCanvasElement) => Promise<string>} take
   *   puts a picture on the paper; tells in words why it did not, nothing where it did
   * @param {(words: string) => void} announce says to those who do not see the page what it shows
   */
  constructor(take, announce) {
    this._take = take;
    this._announce = announce;
    this._input = element('picture', HTMLInputElement);
    this._words = element('picture-words', HTMLElement);
    this._newest = 0;
    element('picture-open', HTMLButtonElement).addEventListener('click', () => this._input.click());
    this._input.addEventListener('change', () => {
      this._open(this._input.files);
      // The same file again is no change otherwise.
      this._input.value = '';
    });
    this._listenForDrops();
    document.addEventListener('paste', (event) => {
      if (this._open(event.clipboardData?.files)) event.preventDefault();
    });
    // Words stand until somebody goes on.
    for (const going of ['pointerdown', 'keydown']) {
      document.addEventListener(going, () => {
        if (!this._words.hidden && this._words.textContent !== LOOKING) this._say('');
      });
    }
  }

  _listenForDrops() {
    const over = (/** @type {boolean} */ is) => document.documentElement.classList.toggle(OVER, is);
    const holdsFile = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes('Files') ?? false;
    document.addEventListener('dragover', (event) => {
      if (!holdsFile(event)) return;
      event.preventDefault();
      over(true);
    });
    document.addEventListener('dragleave', ({ relatedTarget }) => {
      if (!relatedTarget) over(false);
    });
    document.addEventListener('drop', (event) => {
      over(false);
      if (!holdsFile(event)) return;
      event.preventDefault();
      this._open(event.dataTransfer?.files);
    });
  }

  /** @param {FileList | null | undefined} files @returns {boolean} whether there is one */
  _open(files) {
    const all = [...(files ?? [])];
    const file = all.find(({ type }) => type.startsWith('image/')) ?? all[0];
    if (!file) return false;
    // The paper is what it is about.
    document.querySelector('dialog')?.close();
    this._show(file);
    return true;
  }

  /** @param {File} file */
  async _show(file) {
    this._newest += 1;
    const own = this._newest;
    this._say(LOOKING);
    let words = '';
    try {
      const picture = await openPicture(file);
      if (own === this._newest) words = await this._take(picture);
    } catch (error) {
      words = wordsOf(error);
    }
    if (own === this._newest) this._say(words);
  }

  /** @param {string} words */
  _say(words) {
    this._words.textContent = words;
    this._words.hidden = words === '';
    if (words) this._announce(words);
  }
}

/** @param {unknown} error */
function wordsOf(error) {
  if (error instanceof InklingError) return `${error.message} ${error.hint}`.trim();
  return error instanceof Error ? error.message : String(error);
}

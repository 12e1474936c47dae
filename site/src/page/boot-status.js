// @ts-check
import { element } from './element.js';
/** @typedef {import('../protocol.js').Failure} Failure */
/** @typedef {import('../protocol.js').EngineState} EngineState */

/** How long the page says that it is ready, in milliseconds. */
const READY_SHOWN_MS = 2600;

/** Says what is loading, that it is ready, or what failed. */
export class BootStatus {
  /** @param {() => void} retry */
  constructor(retry) {
    this._words = element('boot-words', HTMLElement);
    this._progress = element('boot-progress', HTMLProgressElement);
    this._alert = element('alert', HTMLElement);
    this._failure = element('failure', HTMLElement);
    this._hint = element('failure-hint', HTMLElement);
    element('retry', HTMLButtonElement).addEventListener('click', retry);
  }

  /** @param {EngineState} state */
  show(state) {
    if (state.phase === 'loading') this._loading(state.step, state.done, state.total);
    else if (state.phase === 'ready') this.ready();
    else this.failed(state.error);
  }

  ready() {
    if (document.documentElement.dataset.state === 'ready') return;
    this._enter('ready', 'Ready');
    setTimeout(() => {
      if (document.documentElement.dataset.state === 'ready') this._words.textContent = '';
    }, READY_SHOWN_MS);
  }

  /** @param {Failure} error */
  failed(error) {
    this._failure.textContent = error.message;
    this._hint.textContent = error.hint;
    this._enter('error', 'Stopped');
  }

  /** @param {string} step @param {number} done @param {number} total bytes, 0 if not known */
  _loading(step, done, total) {
    const share = total > 0 ? Math.min(done / total, 1) : null;
    this._enter('loading', share === null ? step : `${step} · ${Math.floor(share * 100)}%`);
    if (share === null) this._progress.removeAttribute('value');
    else this._progress.value = share;
  }

  /** @param {'loading' | 'ready' | 'error'} state @param {string} words */
  _enter(state, words) {
    const { dataset } = document.documentElement;
    // What guard.js said of a damaged page stays.
    if ('damaged' in dataset) return;
    dataset.state = state;
    this._words.textContent = words;
    this._progress.hidden = state !== 'loading';
    this._alert.hidden = state !== 'error';
  }
}

// @ts-check
import { whenPatienceEnds } from '../engine/patience.js';
import { cacheName } from '../sw/messages.js';
import { trustedUrl } from '../trusted-url.js';
import { element } from './element.js';
/** @typedef {import('../sw/messages.js').Kept} Kept */
/** @typedef {import('../sw/messages.js').NotKept} NotKept */
/** @typedef {import('../sw/messages.js').ToServiceWorker} ToServiceWorker */
/** @typedef {'' | 'keeping' | 'ready' | 'failed'} OfflineState */

const ANSWER_TIMEOUT_MS = 120_000;
const UPDATE_CHECK_MS = 3_600_000;
const STILL_WORKS = 'The page still works online.';
const NOT_IN_THIS_BROWSER = 'The page works, but this browser cannot keep it for offline use.';
const NOT_FROM_HERE = 'The page works, but browsers keep pages for offline use only from a secure address (https).';
/** How browsers say that they, or the people who set them up, want no service worker. */
const REFUSALS = Object.freeze(['SecurityError', 'NotAllowedError', 'NotSupportedError']);

/** Keeps this build for use without a network, says truthfully whether it is kept, and offers updates. */
export class Offline {
  constructor() {
    this._line = element('offline', HTMLElement);
    this._words = element('offline-words', HTMLElement);
    this._update = element('update', HTMLElement);
    this._build = document.documentElement.dataset.build ?? '';
    this._problem = '';
    /** @type {ServiceWorkerRegistration | null} */
    this._registration = null;
    this._begun = false;
    this._refreshing = false;
    this._stale = false;
    /** Whether the kept files are to be read and compared: once, and when something went wrong. */
    this._thorough = true;
    this._works = false;
    this._updateAsked = 0;
    // A page opened from disk needs no copy.
    this._needed = location.protocol !== 'file:';
    if (!this._needed || !navigator.serviceWorker) return;
    element('update-now', HTMLButtonElement).addEventListener('click', () => this._takeOver());
    this._holdFiles();
    navigator.serviceWorker.addEventListener('message', ({ data }) => this._hear(data));
    navigator.serviceWorker.addEventListener('controllerchange', () => this.refresh());
    const lookAgain = () => {
      if (this._begun && document.visibilityState === 'visible') this.refresh();
    };
    document.addEventListener('visibilitychange', lookAgain);
    for (const change of ['online', 'offline']) window.addEventListener(change, lookAgain);
  }

  /** The page has read ink or is ready to: its build is sound, older ones may go. */
  works() {
    if (this._works) return;
    this._works = true;
    this.refresh();
  }

  /** The page failed: the kept files may be the reason. */
  doubt() {
    this._thorough = true;
    this.refresh();
  }

  /** Registers, asks what is kept, and shows it; called when the page has nothing more urgent to do. */
  async refresh() {
    if (!this._needed) return;
    if (!navigator.serviceWorker) {
      this._show('failed', isSecureContext ? NOT_IN_THIS_BROWSER : NOT_FROM_HERE);
      return;
    }
    this._begun = true;
    this._stale = true;
    if (this._refreshing) return;
    this._refreshing = true;
    while (this._stale) {
      this._stale = false;
      await this._refreshOnce();
    }
    this._refreshing = false;
  }

  async _refreshOnce() {
    try {
      const registration = await register();
      if (!registration) {
        this._show('failed', NOT_IN_THIS_BROWSER);
        return;
      }
      this._follow(registration);
      await this._ask(registration);
    } catch (error) {
      this._fail(error instanceof Error ? error.message : String(error));
    }
  }

  /** While any page of the build is open its files are not removed. */
  _holdFiles() {
    const name = cacheName(new URL('./', location.href).href, this._build);
    navigator.locks.request(name, { mode: 'shared' }, () => new Promise(() => {})).catch(() => {});
  }

  /** @param {ServiceWorkerRegistration} registration */
  _follow(registration) {
    if (this._registration === registration) {
      if (performance.now() - this._updateAsked > UPDATE_CHECK_MS) {
        this._updateAsked = performance.now();
        // Without a network there is no update to be had.
        registration.update().catch(() => {});
      }
      return;
    }
    this._registration = registration;
    this._updateAsked = performance.now();
    registration.addEventListener('updatefound', () => this._watch(registration.installing));
    this._watch(registration.installing);
  }

  /** @param {ServiceWorker | null} worker */
  _watch(worker) {
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'redundant' && !this._registration?.active) this._fail(this._problem);
      else if (worker.state === 'installed' || worker.state === 'activated') this.refresh();
    });
  }

  /** @param {ServiceWorkerRegistration} registration */
  async _ask(registration) {
    const worker = registration.active;
    if (!worker) {
      this._update.hidden = true;
      if (registration.installing) this._show('keeping', 'Keeping a copy for offline use');
      return;
    }
    let kept = await ask(worker, this._thorough ? 'check' : 'glance');
    this._thorough = false;
    const other = kept.build !== this._build;
    // A page that came past the service worker may be newer than it.
    const outdated = other && navigator.serviceWorker.controller !== null;
    this._update.hidden = !outdated && !registration.waiting;
    if (other) {
      this._show('', '');
      return;
    }
    if (kept.missing > 0) {
      this._show('keeping', 'Restoring the offline copy');
      kept = await ask(worker, 'repair');
    }
    if (kept.missing > 0) {
      this._fail(kept.problem);
      return;
    }
    this._show('ready', 'Ready to work offline');
    if (this._works) tell(worker, 'works');
  }

  /** @param {NotKept} message */
  _hear(message) {
    if (message.type !== 'not-kept' || message.build !== this._build) return;
    this._problem = message.problem;
    if (this._line.dataset.state === 'failed') this._fail(message.problem);
  }

  _takeOver() {
    const waiting = this._registration?.waiting;
    if (!waiting) {
      location.reload();
      return;
    }
    waiting.addEventListener('statechange', () => {
      // Redundant: a still newer build took its place.
      if (waiting.state === 'activated' || waiting.state === 'redundant') location.reload();
    });
    tell(waiting, 'take-over');
  }

  /** @param {string} problem */
  _fail(problem) {
    const reason = problem && `: ${problem.replace(/\.$/, '')}`;
    this._show('failed', `Offline copy could not be kept${reason}. ${STILL_WORKS}`);
  }

  /** @param {OfflineState} state @param {string} words */
  _show(state, words) {
    this._line.dataset.state = state;
    if (this._words.textContent !== words) this._words.textContent = words;
  }
}

/**
 * Nothing where the browser refuses; some that block service workers answer with nothing, too.
 * @returns {Promise<ServiceWorkerRegistration | undefined>}
 */
async function register() {
  try {
    return await navigator.serviceWorker.register(trustedUrl('sw.js'), { updateViaCache: 'none' });
  } catch (error) {
    if (error instanceof DOMException && REFUSALS.includes(error.name)) return undefined;
    throw error;
  }
}

/** @param {ServiceWorker} worker @param {ToServiceWorker['type']} type @param {Transferable[]} [transfer] */
function tell(worker, type, transfer = []) {
  worker.postMessage(/** @type {ToServiceWorker} */ ({ type }), transfer);
}

/**
 * @param {ServiceWorker} worker @param {'glance' | 'check' | 'repair'} type
 * @returns {Promise<Kept>}
 */
function ask(worker, type) {
  return new Promise((resolve, reject) => {
    const { port1, port2 } = new MessageChannel();
    const stopWaiting = whenPatienceEnds(ANSWER_TIMEOUT_MS, () => {
      reject(new Error(`expected an answer of the service worker within ${ANSWER_TIMEOUT_MS / 1000} s, got none`));
    });
    port1.onmessage = ({ data }) => {
      stopWaiting();
      port1.close();
      resolve(data);
    };
    tell(worker, type, [port2]);
  });
}

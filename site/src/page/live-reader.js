// @ts-check
/** @typedef {import('../protocol.js').InkSnapshot} InkSnapshot */
/** @typedef {import('../protocol.js').Reading} Reading */
/** @typedef {import('../protocol.js').Failure} Failure */

/** While a stroke is being written, readings are asked for at most this often, in milliseconds. */
export const LIVE_INTERVAL_MS = 60;

/**
 * @template {InkSnapshot} Ink
 * @typedef {object} LiveOptions
 * @property {(request: Ink) => Promise<Reading & {revision: number}>} read
 * @property {() => Ink} ink the ink as it is now
 * @property {() => number} revision of the ink as it is now
 * @property {(reading: Reading & {revision: number}, ink: Ink) => boolean} tooSoon whether a reading is kept back until
 *   the ink settles
 * @property {(reading: Reading & {revision: number}, ink: Ink) => void} paint called with ever newer readings and their ink
 * @property {(error: Failure) => void} fail
 * @property {() => number} now milliseconds
 * @property {(task: () => void, delay: number) => void} later runs a task after a delay in milliseconds
 */

/**
 * Keeps the reading in step with the ink: one request at a time while writing, the latest ink always read in the end.
 * @template {InkSnapshot} Ink
 */
export class LiveReader {
  /** @param {LiveOptions<Ink>} options */
  constructor(options) {
    this._options = options;
    this._waiting = false;
    this._scheduled = false;
    this._ticket = 0;
    this._asked = -1;
    this._known = -1;
    this._askedAt = -Infinity;
    /** @type {{reading: Reading & {revision: number}, request: Ink} | null} */
    this._keptBack = null;
  }

  /** The ink changed while a stroke is being written. */
  changed() {
    if (this._waiting || this._scheduled) return;
    const wait = this._askedAt + LIVE_INTERVAL_MS - this._options.now();
    if (wait <= 0) return this.settle();
    this._scheduled = true;
    this._options.later(() => {
      this._scheduled = false;
      if (!this._waiting) this.settle();
    }, wait);
  }

  /** The ink is as it shall be read, at once: a stroke ended, Undo or Clear. */
  settle() {
    const revision = this._options.revision();
    if (this._keptBack?.reading.revision === revision) this._show(this._keptBack.reading, this._keptBack.request);
    if (revision !== this._asked) this._ask();
  }

  /** Asks for what was neither answered nor is under way, as when the engine became ready. */
  resume() {
    const revision = this._options.revision();
    const underWay = this._waiting && this._asked === revision;
    if (!underWay && revision !== this._known) this._ask();
  }

  _ask() {
    const request = this._options.ink();
    this._ticket += 1;
    const ticket = this._ticket;
    this._waiting = true;
    this._asked = request.revision;
    this._askedAt = this._options.now();
    this._options.read(request).then(
      (reading) => {
        if (reading.revision > this._known) {
          this._known = reading.revision;
          this._show(reading, request);
        }
        this._answered(ticket);
      },
      (error) => {
        if (error.code !== 'superseded') this._options.fail(error);
        this._answered(ticket);
      },
    );
  }

  /** @param {Reading & {revision: number}} reading @param {Ink} request */
  _show(reading, request) {
    const tooSoon = this._options.tooSoon(reading, request);
    this._keptBack = tooSoon ? { reading, request } : null;
    if (!tooSoon) this._options.paint(reading, request);
  }

  /** @param {number} ticket */
  _answered(ticket) {
    if (ticket !== this._ticket) return;
    this._waiting = false;
    if (this._options.revision() !== this._asked) this.changed();
  }
}

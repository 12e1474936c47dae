// @ts-check
// Answers readings, the newest first, and practises where nobody asks.

import { InklingError, hasTrapped, lastLine, toFailure } from '../protocol.js';
import { practiceInk } from './practice.js';

/** @typedef {import('../protocol.js').FromPython} FromPython */
/** @typedef {import('../protocol.js').ToPython} ToPython */
/** @typedef {import('./boot.js').PageReader} PageReader */
/** @typedef {import('./network.js').Outputs} Outputs */
/** @typedef {Extract<ToPython, { type: 'read' }>} ReadRequest */
/** @typedef {Extract<ToPython, { type: 'look' }>} LookRequest */

const READ_HINT = 'Your ink is kept; go on writing, or reload the page.';
const LOOK_HINT = 'Your ink is kept; try another picture.';

/** A line, in canvas pixels: read once, unseen, so that the first real reading finds all code compiled. */
const WARM_UP = { xy: new Float64Array([0, 0, 60, 4]), starts: new Int32Array([0]), traced: 0 };

/**
 * Engines compile WebAssembly quickly first, and for speed what has run for a while: this many readings of a made-up
 * number, between people's own, put the first strokes past that.
 */
export const PRACTICE_READINGS = 12;

export class Readings {
  /**
   * @param {(message: FromPython) => void} say
   * @param {(images: Float32Array) => Promise<Outputs>} runNetwork
   * @param {(error: unknown) => void} onFatal told what left Python of no use
   */
  constructor(say, runNetwork, onFatal) {
    this._say = say;
    this._runNetwork = runNetwork;
    this._onFatal = onFatal;
    /** @type {PageReader | null} */
    this._python = null;
    /** @type {ReadRequest | null} */
    this._newest = null;
    /** @type {LookRequest | null} the newest picture, not yet looked at */
    this._unseen = null;
    /** What is being read. @type {object | null} */
    this._current = null;
    // A request begins when all messages that already wait here have been heard, for one may be a newer request.
    this._turn = new MessageChannel();
    this._turn.port1.onmessage = () => this._answerNewest();
  }

  /** @param {ReadRequest} request */
  ask(request) {
    if (this._newest) this._gaveWay(this._newest);
    this._newest = request;
    if (this._python) this._turn.port2.postMessage(null);
  }

  /** @param {LookRequest} request of which only the newest counts */
  look(request) {
    this._unseen = request;
    if (this._python) this._turn.port2.postMessage(null);
  }

  /** @param {PageReader} python */
  _lookAtNewest(python) {
    if (!this._unseen) return;
    const { id, picture } = this._unseen;
    this._unseen = null;
    try {
      this._say({ type: 'seen', id, ok: JSON.parse(python.look(picture)) });
    } catch (error) {
      if (isFatal(error)) {
        this._onFatal(error);
        return;
      }
      this._say({ type: 'seen', id, error: toFailure(error, 'picture-failed', 'The picture could not be looked at', LOOK_HINT) });
    }
  }

  /** @param {PageReader} python not yet read with; left alone where ink waits already */
  async warmUp(python) {
    if (!this._newest) await this._read(python, WARM_UP, () => true);
  }

  /** @param {PageReader} python */
  async begin(python) {
    this._python = python;
    await this._answerNewest();
    await this._practise(python).catch((error) => {
      // Whatever else is wrong, the next reading finds it and says so.
      console.warn(`Inkling stops practising: ${lastLine(error)}`);
      // said at once: the next reading would only hear that Python is dead
      if (hasTrapped(error)) this._onFatal(error);
    });
  }

  async _answerNewest() {
    if (this._python) this._lookAtNewest(this._python);
    const request = this._newest;
    if (!request || !this._python) return;
    this._newest = null;
    this._current = request;
    try {
      const text = await this._read(this._python, request, () => this._current === request && !this._newest);
      if (text === null) this._gaveWay(request);
      else this._say({ type: 'reply', id: request.id, ok: JSON.parse(text) });
    } catch (error) {
      if (isFatal(error)) {
        this._onFatal(error);
        return;
      }
      const failure = toFailure(error, 'reading-failed', 'The ink could not be read', READ_HINT);
      this._say({ type: 'reply', id: request.id, error: failure });
    } finally {
      if (this._current === request) this._current = null;
    }
  }

  /** @param {PageReader} python */
  async _practise(python) {
    for (let done = 0; done < PRACTICE_READINGS; ) {
      await new Promise((resolve) => { setTimeout(resolve); });
      if (this._current || this._newest) continue;
      const ink = { ...practiceInk(done), traced: 0 };
      this._current = ink;
      try {
        await this._read(python, ink, () => this._current === ink && !this._newest);
      } finally {
        if (this._current === ink) this._current = null;
      }
      done += 1;
    }
  }

  /**
   * @param {PageReader} python @param {{ xy: Float64Array, starts: Int32Array, traced: number }} ink
   * @param {() => boolean} isWanted asked after each wait for the network
   * @returns {Promise<string | null>} JSON text of a Reading, null when it is not wanted any more
   */
  async _read(python, { xy, starts, traced }, isWanted) {
    let said = python.begin(xy, starts, traced);
    while (typeof said !== 'string') {
      const outputs = await this._runNetwork(said);
      if (!isWanted()) return null;
      said = python.goOn(outputs);
    }
    return said;
  }

  /** @param {ReadRequest} request */
  _gaveWay({ id }) {
    const { failure } = new InklingError('superseded', 'The ink gave way to newer ink.', '');
    this._say({ type: 'reply', id, error: failure });
  }
}

/**
 * Whether Python is of no use any more: out of memory, or not stopped by an exception of its own but by the engine.
 * @param {unknown} error
 */
function isFatal(error) {
  if (!(error instanceof Error) || error.name !== 'PythonError') return true;
  return /MemoryError$/.test(/** @type {Error & { type?: string }} */ (error).type ?? '');
}

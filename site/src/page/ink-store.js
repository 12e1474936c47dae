// @ts-check
import { History } from './history.js';
/** @typedef {import('./history.js').Step} Step */

/**
 * One stroke: point i is (x[i], y[i]) in CSS pixels of the writing area, y down, at t[i] milliseconds; `traced` where it
 * comes from a picture instead of a pen.
 * @typedef {{x: number[], y: number[], t: number[], traced?: boolean}} Stroke
 */

/** Beyond any screen, and far from where the view that shows all ink would lose its last digits; as in Python. */
const FARTHEST = 1e6;

/** The strokes on the page: the truth from which canvas and readings are derived. */
export class InkStore {
  /** @param {History} [history] of all that is done on the page */
  constructor(history = new History()) {
    this._history = history;
    /** @type {Stroke[]} */
    this.strokes = [];
    /** Grows by at least one with every change of the ink. */
    this.revision = 0;
    /** @type {Stroke | null} */
    this.active = null;
    /** @type {WeakMap<Stroke, Step>} the step that wrote each stroke */
    this._steps = new WeakMap();
  }

  get isEmpty() {
    return this.strokes.length === 0;
  }

  /** Starts a stroke; its points follow by `extend`. */
  begin() {
    this.end();
    this.active = { x: [], y: [], t: [] };
  }

  /**
   * Adds a point to the stroke begun. Repeated positions and positions that are no number or beyond any screen are
   * left out.
   * @param {number} x @param {number} y @param {number} t
   * @returns {boolean} whether the ink changed
   */
  extend(x, y, t) {
    const stroke = this.active;
    if (!stroke || !(Math.abs(x) <= FARTHEST && Math.abs(y) <= FARTHEST)) return false;
    const last = stroke.x.length - 1;
    if (last >= 0 && stroke.x[last] === x && stroke.y[last] === y) return false;
    if (last < 0) this.strokes.push(stroke);
    stroke.x.push(x);
    stroke.y.push(y);
    stroke.t.push(t);
    this.revision += 1;
    return true;
  }

  /** Ends the stroke begun, which becomes one step of undo. */
  end() {
    const stroke = this.active;
    this.active = null;
    if (!stroke || stroke.x.length === 0) return;
    this._history.push(this._stepOf(stroke));
  }

  /** @param {...Stroke} strokes one, or several that came together */
  _stepOf(...strokes) {
    const step = {
      undo: () => this._set(this.strokes.filter((other) => !strokes.includes(other))),
      redo: () => this._set([...this.strokes, ...strokes]),
    };
    for (const stroke of strokes) this._steps.set(stroke, step);
    return step;
  }

  /** @param {Stroke[]} strokes */
  _set(strokes) {
    this.strokes = strokes;
    this.revision += 1;
  }

  /**
   * Puts strokes before all others, as if they had been written first; a stroke may be under way.
   * @param {readonly Stroke[]} earlier
   * @param {ReadonlyMap<Stroke, readonly Step[]>} [followed] what else was done after each
   */
  restore(earlier, followed) {
    if (earlier.length === 0) return;
    this._set([...earlier, ...this.strokes]);
    this._history.putFirst(runs(earlier).flatMap((strokes) => [
      this._stepOf(...strokes),
      ...strokes.flatMap((stroke) => followed?.get(stroke) ?? []),
    ]));
  }

  /** Takes the stroke begun away again, as when it turns out to be a palm. */
  discard() {
    const stroke = this.active;
    this.active = null;
    if (!stroke || stroke.x.length === 0) return;
    this._set(this.strokes.filter((other) => other !== stroke));
  }

  /** Takes all ink away, as one step of undo. */
  clear() {
    this.end();
    if (this.isEmpty) return;
    this._replace(this.strokes, []);
  }

  /**
   * Takes strokes away as one step of undo, which does not bring back the last of them: it scratched the others out.
   * @param {readonly Stroke[]} gone
   */
  scratch(gone) {
    this.end();
    const zigzag = gone.at(-1);
    const scribbled = zigzag && this._steps.get(zigzag);
    if (scribbled) this._history.drop(scribbled);
    const before = this.strokes.filter((stroke) => stroke !== zigzag);
    this._replace(before, before.filter((stroke) => !gone.includes(stroke)));
  }

  /**
   * Puts other strokes in the place of all ink, as one step of undo.
   * @param {readonly Stroke[]} strokes
   */
  exchange(strokes) {
    this.end();
    this._replace(this.strokes, [...strokes]);
  }

  /**
   * @param {readonly Stroke[]} before what undo brings back @param {Stroke[]} after
   */
  _replace(before, after) {
    const gone = new Set(before.filter((stroke) => !after.includes(stroke)));
    const come = after.filter((stroke) => !before.includes(stroke));
    const known = new Set([...before, ...come]);
    this._set(after);
    this._history.push({
      // Strokes of an earlier page may have come since, before all others.
      undo: () => this._set([...this.strokes.filter((stroke) => !known.has(stroke)), ...before]),
      redo: () => this._set([...this.strokes.filter((stroke) => !gone.has(stroke)), ...come]),
    });
  }

  /** Takes back what was done last, be it with ink or not; nothing happens when there is nothing. */
  undo() {
    this.end();
    this._history.undo();
  }

  /** Does again what was taken back last; nothing happens when there is nothing. */
  redo() {
    this.end();
    this._history.redo();
  }

  /**
   * The ink as the engine takes it, and the strokes that a reading of it speaks of by their indices.
   * @returns {{revision: number, xy: Float64Array, starts: Int32Array, traced: number, strokes: readonly Stroke[]}}
   *   xy: x0, y0, x1, ...; starts: first point of each stroke; traced: how many come from a picture
   */
  flatten() {
    const total = this.strokes.reduce((sum, stroke) => sum + stroke.x.length, 0);
    const xy = new Float64Array(2 * total);
    const starts = new Int32Array(this.strokes.length);
    let point = 0;
    this.strokes.forEach((stroke, index) => {
      starts[index] = point;
      for (let i = 0; i < stroke.x.length; i += 1, point += 1) {
        xy[2 * point] = stroke.x[i];
        xy[2 * point + 1] = stroke.y[i];
      }
    });
    const traced = this.strokes.filter((stroke) => stroke.traced).length;
    return { revision: this.revision, xy, starts, traced, strokes: [...this.strokes] };
  }
}

/**
 * What was one step each: strokes of a pen by themselves, those of a picture together.
 * @param {readonly Stroke[]} strokes
 * @returns {Stroke[][]}
 */
function runs(strokes) {
  /** @type {Stroke[][]} */
  const result = [];
  for (const stroke of strokes) {
    const last = result.at(-1);
    if (last && stroke.traced && last[0].traced) last.push(stroke);
    else result.push([stroke]);
  }
  return result;
}

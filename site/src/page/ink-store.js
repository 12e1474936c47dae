// @ts-check

/**
 * One stroke: point i is (x[i], y[i]) in CSS pixels of the writing area, y down, at t[i] milliseconds.
 * @typedef {{x: number[], y: number[], t: number[]}} Stroke
 */

/** Beyond any screen, and far from where the view that shows all ink would lose its last digits; as in Python. */
const FARTHEST = 1e6;

/** The strokes on the page: the truth from which canvas and readings are derived. */
export class InkStore {
  constructor() {
    /** @type {Stroke[]} */
    this.strokes = [];
    /** Grows by at least one with every change of the ink. */
    this.revision = 0;
    /** @type {Stroke | null} */
    this.active = null;
    /** @type {{stroke: Stroke | null, take: () => void}[]} the stroke that a step takes back, if it is one */
    this._undos = [];
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
    this._undos.push(this._undoOf(stroke));
  }

  /** @param {Stroke} stroke */
  _undoOf(stroke) {
    const take = () => {
      this.strokes = this.strokes.filter((other) => other !== stroke);
    };
    return { stroke, take };
  }

  /**
   * Puts strokes before all others, as if they had been written first; a stroke may be under way.
   * @param {readonly Stroke[]} earlier
   */
  restore(earlier) {
    if (earlier.length === 0) return;
    this.strokes = [...earlier, ...this.strokes];
    this._undos.unshift(...earlier.map((stroke) => this._undoOf(stroke)));
    this.revision += 1;
  }

  /** Takes the stroke begun away again, as when it turns out to be a palm. */
  discard() {
    const stroke = this.active;
    this.active = null;
    if (!stroke || stroke.x.length === 0) return;
    this.strokes = this.strokes.filter((other) => other !== stroke);
    this.revision += 1;
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
    this._undos = this._undos.filter(({ stroke }) => stroke !== zigzag);
    const before = this.strokes.filter((stroke) => stroke !== zigzag);
    this._replace(before, before.filter((stroke) => !gone.includes(stroke)));
  }

  /**
   * @param {Stroke[]} before what undo brings back @param {Stroke[]} after
   */
  _replace(before, after) {
    const take = () => {
      this.strokes = before;
    };
    this._undos.push({ stroke: null, take });
    this.strokes = after;
    this.revision += 1;
  }

  /** Takes the last stroke or Clear back; nothing happens when there is none. */
  undo() {
    this.end();
    const undo = this._undos.pop();
    if (!undo) return;
    undo.take();
    this.revision += 1;
  }

  /**
   * The ink as the engine takes it, and the strokes that a reading of it speaks of by their indices.
   * @returns {{revision: number, xy: Float64Array, starts: Int32Array, strokes: readonly Stroke[]}} xy: x0, y0, x1, ...;
   *   starts: first point of each stroke
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
    return { revision: this.revision, xy, starts, strokes: [...this.strokes] };
  }
}

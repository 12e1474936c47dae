// @ts-check
/** @typedef {import('./ink-store.js').Stroke} Stroke */

/** What people said that parts of their ink are, whatever was read there; it belongs to the strokes themselves. */
export class Choices {
  constructor() {
    /** @type {WeakMap<Stroke, number>} */
    this._ids = new WeakMap();
    this._nextId = 0;
    /** @type {Map<string, string>} */
    this._texts = new Map();
  }

  /**
   * Names for parts of the ink. A name stays the same as long as a part has the very same strokes; where parts share
   * all of theirs, as joined digits do, also as long as they are as many.
   * @param {readonly (readonly Stroke[])[]} parts the strokes of each part, in reading order
   * @returns {string[]}
   */
  keys(parts) {
    const sets = parts.map((strokes) => strokes.map((stroke) => this._id(stroke)).sort((a, b) => a - b).join(' '));
    /** @type {Map<string, number>} */
    const totals = new Map();
    for (const set of sets) totals.set(set, (totals.get(set) ?? 0) + 1);
    /** @type {Map<string, number>} */
    const seen = new Map();
    return sets.map((set) => {
      const place = (seen.get(set) ?? 0) + 1;
      seen.set(set, place);
      return `${set}: ${place} of ${totals.get(set)}`;
    });
  }

  /** @param {string} key @param {string} text what the part is, '' for nothing of a number */
  choose(key, text) {
    this._texts.set(key, text);
  }

  /** @param {string} key */
  forget(key) {
    this._texts.delete(key);
  }

  /**
   * What was chosen for a part, undefined where nothing was.
   * @param {string} key
   */
  get(key) {
    return this._texts.get(key);
  }

  /** @param {Stroke} stroke */
  _id(stroke) {
    const known = this._ids.get(stroke);
    if (known !== undefined) return known;
    this._nextId += 1;
    this._ids.set(stroke, this._nextId);
    return this._nextId;
  }
}

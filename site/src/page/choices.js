// @ts-check
/**
 * @typedef {import('./ink-store.js').Stroke} Stroke
 *
 * What was chosen for one part: `strokes` by their places in the ink, `which` of the parts that share them.
 * @typedef {{strokes: number[], which: string, text: string}} SavedChoice
 */

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
    const sets = parts.map((strokes) => this._set(strokes));
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

  /**
   * Every choice whose strokes are all there.
   * @param {readonly Stroke[]} strokes the ink
   * @returns {SavedChoice[]}
   */
  saved(strokes) {
    const places = new Map(strokes.map((stroke, place) => [this._id(stroke), place]));
    return [...this._texts].flatMap(([key, text]) => {
      const [set, which] = key.split(': ');
      const found = set.split(' ').map((id) => places.get(Number(id)) ?? -1);
      return found.includes(-1) ? [] : [{ strokes: found, which, text }];
    });
  }

  /**
   * @param {readonly Stroke[]} strokes the ink @param {readonly SavedChoice[]} saved
   */
  restore(strokes, saved) {
    for (const { strokes: places, which, text } of saved) {
      this._texts.set(`${this._set(places.map((place) => strokes[place]))}: ${which}`, text);
    }
  }

  /** @param {readonly Stroke[]} strokes */
  _set(strokes) {
    return strokes.map((stroke) => this._id(stroke)).sort((a, b) => a - b).join(' ');
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

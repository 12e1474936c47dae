// @ts-check
/**
 * @typedef {import('./ink-store.js').Stroke} Stroke
 *
 * `after` is the last stroke that was there when it was chosen.
 * @typedef {{text: string, after?: Stroke | undefined}} Choice
 *
 * What was chosen for one part: `strokes` by their places in the ink, `which` of the parts that share them or WHOLE,
 * `after` the place of the last stroke that was there.
 * @typedef {{strokes: number[], which: string, text: string, after?: number}} SavedChoice
 */

/** Which part of its strokes a choice is for that is for all of them, whatever their parts are. */
const WHOLE = 'whole';

/** What people said that parts of their ink are, whatever was read there; it belongs to the strokes themselves. */
export class Choices {
  constructor() {
    /** @type {WeakMap<Stroke, number>} */
    this._ids = new WeakMap();
    this._nextId = 0;
    /** @type {Map<string, Choice>} in the order in which they were made */
    this._choices = new Map();
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

  /**
   * A name for strokes together, whatever the parts are that they are read as.
   * @param {readonly Stroke[]} strokes
   */
  wholeKey(strokes) {
    return `${this._set(new Set(strokes))}: ${WHOLE}`;
  }

  /**
   * The choices for strokes together.
   * @returns {{key: string, text: string, has: (stroke: Stroke) => boolean, size: number}[]} the latest last
   */
  wholes() {
    return [...this._choices].flatMap(([key, { text }]) => {
      const [set, which] = key.split(': ');
      if (which !== WHOLE) return [];
      const ids = new Set(set.split(' ').map(Number));
      return [{ key, text, has: (/** @type {Stroke} */ stroke) => ids.has(this._id(stroke)), size: ids.size }];
    });
  }

  /**
   * Makes choices, or forgets them where there is none given.
   * @param {ReadonlyMap<string, Choice | undefined>} changes by key
   * @returns {Map<string, Choice | undefined>} what was there: swapped again, all is as before
   */
  swap(changes) {
    /** @type {Map<string, Choice | undefined>} */
    const before = new Map();
    for (const [key, choice] of changes) {
      before.set(key, this._choices.get(key));
      this._choices.delete(key);
      if (choice) this._choices.set(key, choice);
    }
    return before;
  }

  /**
   * What was chosen for a part, undefined where nothing was.
   * @param {string} key
   */
  get(key) {
    return this._choices.get(key)?.text;
  }

  /**
   * Every choice whose strokes are all there.
   * @param {readonly Stroke[]} strokes the ink
   * @returns {SavedChoice[]}
   */
  saved(strokes) {
    const places = new Map(strokes.map((stroke, place) => [this._id(stroke), place]));
    return [...this._choices].flatMap(([key, { text, after }]) => {
      const [set, which] = key.split(': ');
      const found = set.split(' ').map((id) => places.get(Number(id)) ?? -1);
      if (found.includes(-1)) return [];
      const place = after && places.get(this._id(after));
      return [{ strokes: found, which, text, after: Math.max(place ?? 0, ...found) }];
    });
  }

  /**
   * @param {readonly Stroke[]} strokes the ink @param {readonly SavedChoice[]} saved
   * @returns {{key: string, after: Stroke}[]} what was brought back, in the order in which it was chosen
   */
  restore(strokes, saved) {
    return saved.map(({ strokes: places, which, text, after: last }) => {
      const key = `${this._set(places.map((place) => strokes[place]))}: ${which}`;
      const after = strokes[last ?? Math.max(...places)];
      this._choices.set(key, { text, after });
      return { key, after };
    });
  }

  /** @param {Iterable<Stroke>} strokes */
  _set(strokes) {
    return Array.from(strokes, (stroke) => this._id(stroke)).sort((a, b) => a - b).join(' ');
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

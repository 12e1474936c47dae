// @ts-check
import { InkDatabase } from './ink-database.js';
/** @typedef {import('./choices.js').SavedChoice} SavedChoice */
/** @typedef {import('./ink-database.js').Drawing} Drawing */
/** @typedef {import('./ink-store.js').Stroke} Stroke */
/** @typedef {{strokes: readonly Stroke[], choices: readonly SavedChoice[]}} Kept */

/** While a stroke is being written it is kept at most this often, in milliseconds. */
const SAVE_INTERVAL_MS = 250;
/** How long what a page left is there for a way back to it. */
const KEPT_MS = 7 * 24 * 3_600_000;
/** How long the page before a reload may take to end; a duplicate of a tab waits for that long. */
const ENDING_MS = 500;
/** How long a page that crashed may still count as open: its end is written down first, which takes seconds. */
const CRASHING_MS = 10_000;

/**
 * Keeps the page's ink on this machine as it is drawn: it comes back with a reload, with back and forward, and where the
 * last page crashed. As with what is typed into forms, a new visit starts empty, and each tab has its own. Where storage
 * is refused nothing is kept, and nothing else changes.
 */
export class KeptInk {
  /** @param {() => Kept} now the drawing as it is */
  constructor(now) {
    this._now = now;
    // Other apps may share the origin; on some browsers all files of a disk do.
    this._name = `inkling:${new URL('./', location.href).pathname}:ink`;
    this._id = '';
    /** @type {InkDatabase | null} */
    this._database = null;
    /** @type {Map<Stroke, {number: number, points: number}>} */
    this._stored = new Map();
    this._nextNumber = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this._timer = undefined;
    this._cleared = false;
    this._used = false;
    this._opening = false;
  }

  /**
   * Brings back what was kept, and keeps the drawing from then on.
   * @param {(kept: Kept) => void} restore called with the drawing, if there is one
   */
  async start(restore) {
    try {
      const database = await this._open();
      const drawings = await database.drawings();
      const own = isReturn() ? ownId() : '';
      const found = own ? drawings.find(({ id }) => id === own) : undefined;
      const strokes = found ? await database.strokes(found) : [];
      if (found && !this._cleared) restore({ strokes, choices: found.choices });
      this._id = own && await hold(this._lock(own)) ? own : await this._newId();
      if (found?.id === this._id) this._know(found, strokes);
      this._keeps(database);
      this._listen();
      this._write(false);
      if (!own) this._takeOver(database, drawings, restore);
      const now = Date.now();
      await database.remove(drawings.filter((one) => one !== found && now - one.changed > KEPT_MS));
    } catch {
      // Storage is refused or broken.
    }
  }

  /** Keeps the drawing as it is now. */
  save() {
    this._used = true;
    this._write(false);
  }

  /** Keeps the drawing soon: a stroke is being written. */
  saveSoon() {
    this._used = true;
    this._timer ??= setTimeout(() => this.save(), SAVE_INTERVAL_MS);
  }

  /** @param {boolean} left */
  _write(left) {
    clearTimeout(this._timer);
    this._timer = undefined;
    const { strokes, choices } = this._now();
    if (!this._database) {
      this._cleared ||= strokes.length === 0;
      if (this._id && !left) this._openAgain();
      return;
    }
    /** @type {Map<number, Stroke>} */
    const changed = new Map();
    const before = this._stored;
    this._stored = new Map();
    for (const stroke of strokes) {
      const number = before.get(stroke)?.number ?? this._nextNumber++;
      const points = stroke.x.length;
      if (before.get(stroke)?.points !== points) changed.set(number, stroke);
      this._stored.set(stroke, { number, points });
    }
    const gone = [...before].filter(([stroke]) => !this._stored.has(stroke)).map(([, { number }]) => number);
    const numbers = [...this._stored.values()].map(({ number }) => number);
    const drawing = { id: this._id, strokes: numbers, choices, changed: Date.now(), left };
    try {
      this._database.write(drawing, changed, gone).catch(() => this._lost());
    } catch {
      this._lost();
    }
  }

  /** @param {InkDatabase | null} database */
  _keeps(database) {
    this._database = database;
    document.documentElement.classList.toggle('keeps-ink', database !== null);
  }

  _open() {
    return InkDatabase.open(this._name, () => this._lost());
  }

  /** The database was taken away or refuses: with the next stroke all is written anew. */
  _lost() {
    this._keeps(null);
    this._stored = new Map();
  }

  async _openAgain() {
    if (this._opening) return;
    this._opening = true;
    try {
      this._keeps(await this._open());
      this.save();
    } catch {
      // There is still none.
    }
    this._opening = false;
  }

  /** @param {Drawing} drawing @param {readonly Stroke[]} strokes */
  _know(drawing, strokes) {
    strokes.forEach((stroke, index) => {
      this._stored.set(stroke, { number: drawing.strokes[index], points: stroke.x.length });
    });
    this._nextNumber = Math.max(-1, ...drawing.strokes) + 1;
  }

  _listen() {
    window.addEventListener('pagehide', () => this._write(true));
    window.addEventListener('pageshow', ({ persisted }) => {
      if (persisted) this.save();
    });
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden' && this._timer !== undefined) this.save();
    });
  }

  /** @param {string} id */
  _lock(id) {
    return `${this._name}:${id}`;
  }

  async _newId() {
    const id = `${Date.now()}-${Math.random()}`;
    await hold(this._lock(id));
    history.replaceState({ ink: id }, '');
    return id;
  }

  /**
   * Brings back the last drawing of a page that neither is open nor was left, unless this one is written on before.
   * @param {InkDatabase} database @param {readonly Drawing[]} drawings @param {(kept: Kept) => void} restore
   */
  _takeOver(database, drawings, restore) {
    const notLeft = drawings.filter(({ id, left }) => !left && id !== this._id);
    for (const { id } of notLeft.sort((a, b) => b.changed - a.changed)) {
      // No page that is open gives its lock away.
      navigator.locks?.request(this._lock(id), { signal: AbortSignal.timeout(CRASHING_MS) }, async () => {
        const found = (await database.drawings()).find((one) => one.id === id);
        const strokes = found && !found.left ? await database.strokes(found) : [];
        if (!found || strokes.length === 0 || this._used) return;
        this._used = true;
        restore({ strokes, choices: found.choices });
        await database.write({ ...found, left: true }, new Map(), []);
      }).catch(() => {
        // It is open still, or storage is broken.
      });
    }
  }
}

/** Whether this is no new visit: a reload, or a way back or forward. */
function isReturn() {
  const [navigation] = performance.getEntriesByType('navigation');
  return navigation instanceof PerformanceNavigationTiming && ['reload', 'back_forward'].includes(navigation.type);
}

/** The drawing's name belongs to the entry in the tab's history, which outlives reloads and crashes. */
function ownId() {
  const id = history.state?.ink;
  return typeof id === 'string' ? id : '';
}

/**
 * Tells other tabs that a drawing's page is open, for as long as it is.
 * @param {string} name @returns {Promise<boolean>} whether no other page had it; true where nobody can tell
 */
function hold(name) {
  return new Promise((resolve) => {
    if (!navigator.locks) {
      resolve(true);
      return;
    }
    navigator.locks.request(name, { signal: AbortSignal.timeout(ENDING_MS) }, () => {
      resolve(true);
      return new Promise(() => {});
    }).catch(() => resolve(false));
  });
}

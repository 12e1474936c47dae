// @ts-check
// Drawings in this browser's own database on this machine. Strokes lie by themselves, so that keeping one more costs
// what that one costs.
/** @typedef {import('./ink-store.js').Stroke} Stroke */
/** @typedef {import('./choices.js').SavedChoice} SavedChoice */

/**
 * One drawing: `strokes` are the numbers under which its strokes lie, in their order; `changed` is when, in
 * milliseconds since 1970; `left` is whether its page was left, rather than ended by a crash.
 * @typedef {{id: string, strokes: number[], choices: readonly SavedChoice[], changed: number, left: boolean}} Drawing
 */

/** Raised with every change that another build would misread: builds side by side must not misunderstand each other. */
const VERSION = 1;
const DRAWINGS = 'drawings';
const STROKES = 'strokes';

export class InkDatabase {
  /** @param {IDBDatabase} database */
  constructor(database) {
    this._database = database;
  }

  /**
   * @param {string} name @param {() => void} onClosed called when the browser takes the database away
   * @returns {Promise<InkDatabase>} rejects where storage is refused
   */
  static async open(name, onClosed) {
    const request = indexedDB.open(name, VERSION);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(DRAWINGS, { keyPath: 'id' });
      request.result.createObjectStore(STROKES);
    };
    const database = await answer(request);
    // A newer build must not wait for this one.
    database.onversionchange = () => {
      database.close();
      onClosed();
    };
    database.onclose = onClosed;
    return new InkDatabase(database);
  }

  /** @returns {Promise<Drawing[]>} */
  drawings() {
    return answer(this._database.transaction(DRAWINGS).objectStore(DRAWINGS).getAll());
  }

  /** @param {Drawing} drawing @returns {Promise<Stroke[]>} */
  async strokes({ id, strokes }) {
    const store = this._database.transaction(STROKES).objectStore(STROKES);
    const kept = await Promise.all(strokes.map((number) => answer(store.get([id, number]))));
    return kept.map(({ x, y, t, traced = false }) => ({ x: Array.from(x), y: Array.from(y), t: Array.from(t), traced }));
  }

  /**
   * Has begun when it returns, and goes on although the page ends.
   * @param {Drawing} drawing one without strokes is removed
   * @param {ReadonlyMap<number, Stroke>} changed strokes by their numbers @param {readonly number[]} gone
   * @returns {Promise<void>}
   */
  write(drawing, changed, gone) {
    return this._change((drawings, strokes) => {
      for (const [number, { x, y, t, traced = false }] of changed) {
        const kept = { x: Float64Array.from(x), y: Float64Array.from(y), t: Float64Array.from(t), traced };
        strokes.put(kept, [drawing.id, number]);
      }
      for (const number of gone) strokes.delete([drawing.id, number]);
      if (drawing.strokes.length > 0) drawings.put(drawing);
      else erase(drawing, drawings, strokes);
    });
  }

  /** @param {readonly Drawing[]} old @returns {Promise<void>} */
  remove(old) {
    return this._change((drawings, strokes) => {
      for (const drawing of old) erase(drawing, drawings, strokes);
    });
  }

  /** @param {(drawings: IDBObjectStore, strokes: IDBObjectStore) => void} change @returns {Promise<void>} */
  _change(change) {
    return new Promise((resolve, reject) => {
      const transaction = this._database.transaction([DRAWINGS, STROKES], 'readwrite');
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
      change(transaction.objectStore(DRAWINGS), transaction.objectStore(STROKES));
      transaction.commit();
    });
  }
}

/** @param {Drawing} drawing @param {IDBObjectStore} drawings @param {IDBObjectStore} strokes */
function erase({ id }, drawings, strokes) {
  drawings.delete(id);
  strokes.delete(IDBKeyRange.bound([id], [id, Infinity]));
}

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
function answer(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

// @ts-check
/** @typedef {{pointerId: number, pointerType: string, isPrimary: boolean, button: number, timeStamp: number}} PointerLike */
/** @typedef {'begin' | 'replace' | 'ignore'} Admission */

/** After the pen was last seen, touches are taken for the writing hand for this many milliseconds. */
export const PEN_GRACE_MS = 1500;

/** Decides which pointer may write: one at a time, the pen before touches, the main button only. */
export class PointerGate {
  constructor() {
    /** @type {number | null} */
    this._writing = null;
    this._writingType = '';
    this._penSeen = -Infinity;
  }

  /**
   * What a pointer that went down may do: begin a stroke, replace the one being written, or nothing.
   * @param {PointerLike} event
   * @returns {Admission}
   */
  down(event) {
    this.notice(event);
    if (!event.isPrimary || event.button !== 0) return 'ignore';
    const handOfPen = event.pointerType === 'touch' && event.timeStamp - this._penSeen < PEN_GRACE_MS;
    if (handOfPen) return 'ignore';
    const busy = this._writing !== null;
    const penOverPalm = event.pointerType === 'pen' && this._writingType === 'touch';
    // A primary pointer of the same type can only go down after the one before went up unseen; pen and mouse have one cursor.
    const missedUp = event.pointerType === this._writingType || (event.pointerType !== 'touch' && this._writingType !== 'touch');
    if (busy && !penOverPalm && !missedUp) return 'ignore';
    this._writing = event.pointerId;
    this._writingType = event.pointerType;
    return busy && penOverPalm ? 'replace' : 'begin';
  }

  /**
   * Remembers that a pen is near, even where it only hovers.
   * @param {PointerLike} event
   */
  notice(event) {
    if (event.pointerType === 'pen') this._penSeen = event.timeStamp;
  }

  /** @param {PointerLike} event */
  isWriting(event) {
    return this._writing === event.pointerId;
  }

  up() {
    this._writing = null;
    this._writingType = '';
  }
}

// @ts-check

/** Tells beside the first number that its digits can be tapped, and never again once that was done or the number is gone. */
export class Hint {
  /** @param {HTMLElement} line */
  constructor(line) {
    this._line = line;
    this._numberShown = false;
  }

  /** @param {import('../protocol.js').Reading['verdict']} verdict that is shown */
  follow(verdict) {
    if (verdict === 'number') this._numberShown = true;
    if (verdict === 'empty' && this._numberShown) this.done();
  }

  /** It is known now. */
  done() {
    this._line.remove();
  }
}

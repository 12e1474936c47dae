// @ts-check

/** One thing a person did: how it is taken back, and done again. @typedef {{undo: () => void, redo: () => void}} Step */

/** What people did, in order, whether with ink or with choices: Undo takes the last of it back, Redo does it again. */
export class History {
  constructor() {
    /** @type {Step[]} */
    this._done = [];
    /** @type {Step[]} the one taken back last is the last */
    this._undone = [];
    /** Called after every change. */
    this.onChange = () => {};
  }

  get canUndo() {
    return this._done.length > 0;
  }

  get canRedo() {
    return this._undone.length > 0;
  }

  /**
   * Adds what was just done; what had been taken back is given up for it.
   * @param {Step} step
   */
  push(step) {
    this._done.push(step);
    this._undone = [];
    this.onChange();
  }

  /**
   * Puts what was done on an earlier page before all else.
   * @param {readonly Step[]} steps
   */
  putFirst(steps) {
    this._done.unshift(...steps);
    this.onChange();
  }

  /**
   * Leaves out a step that became part of another.
   * @param {Step} step
   */
  drop(step) {
    this._done = this._done.filter((other) => other !== step);
  }

  undo() {
    const step = this._done.pop();
    if (!step) return;
    this._undone.push(step);
    step.undo();
    this.onChange();
  }

  redo() {
    const step = this._undone.pop();
    if (!step) return;
    this._done.push(step);
    step.redo();
    this.onChange();
  }
}

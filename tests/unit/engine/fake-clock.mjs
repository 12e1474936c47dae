// A clock that the test moves: real ones would run out while the machine stands still, and in the tests that follow.

/**
 * @typedef {object} Timer
 * @property {number} at when it is due
 * @property {number} delay that was asked for
 * @property {string} from the line of code that asked
 * @property {() => void} task
 */

export const clock = {
  now: 0,
  lastId: 0,
  /** @type {Map<number, Timer>} */
  timers: new Map(),
  /** @param {number} milliseconds that pass, with every timer in its time, overdue ones first */
  tick(milliseconds) {
    const end = this.now + milliseconds;
    for (;;) {
      const [next] = [...this.timers].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at);
      if (!next) break;
      const [id, { at, task }] = next;
      this.timers.delete(id);
      this.now = Math.max(this.now, at);
      task();
    }
    this.now = end;
  },
  /** @param {number} milliseconds that pass without a timer: what was due comes late, with the next tick */
  sleep(milliseconds) {
    this.now += milliseconds;
  },
};

globalThis.setTimeout = (task, delay) => {
  clock.lastId += 1;
  const [, , from] = new Error('where from').stack.split('\n');
  clock.timers.set(clock.lastId, { at: clock.now + delay, delay, from, task });
  return clock.lastId;
};
globalThis.clearTimeout = (id) => clock.timers.delete(id);
performance.now = () => clock.now;

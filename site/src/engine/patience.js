// @ts-check

/** Short enough that a sleep costs little patience, long enough for a worker that wakes to be heard. */
const STEP_MS = 250;
/** A step that took longer than this was interrupted: the machine slept, or the page was frozen or busy. */
const INTERRUPTED_MS = 2 * STEP_MS;

/**
 * Runs a task after a time in which the page could have heard what it waits for. On waking from sleep an overdue timer
 * can come before the message that was there first: so the time passes in short steps, an interrupted one counts no
 * more than any other, and is not the last.
 * @param {number} milliseconds @param {() => void} task
 * @returns {() => void} cancels it
 */
export function whenPatienceEnds(milliseconds, task) {
  let left = milliseconds;
  // Given once: where a browser slows the timers of a hidden page, every step is long.
  let grace = STEP_MS;
  /** @type {ReturnType<typeof setTimeout>} */
  let timer;
  const step = () => {
    const length = Math.min(left, STEP_MS);
    const begun = performance.now();
    timer = setTimeout(() => {
      left -= length;
      if (left <= 0 && performance.now() - begun > INTERRUPTED_MS) {
        left = grace;
        grace = 0;
      }
      if (left > 0) step();
      else task();
    }, length);
  };
  step();
  return () => clearTimeout(timer);
}

// @ts-check
/** A page in a hidden tab is never painted; this many milliseconds are waited for it. */
const HIDDEN_WAIT_MS = 250;

/**
 * Runs a task once what is now in the page has been painted.
 * @param {() => void} task
 */
export function afterPaint(task) {
  let done = false;
  const once = () => {
    if (done) return;
    done = true;
    task();
  };
  // A message sent while a frame is being prepared arrives after that frame is painted.
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      once();
    };
    port2.postMessage(null);
  });
  if (document.visibilityState === 'hidden') setTimeout(once, HIDDEN_WAIT_MS);
}

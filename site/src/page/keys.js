// @ts-check
const APPLE = /Mac|iPhone|iPad/;

/**
 * Ctrl+Z or Command+Z takes back, with Shift or as Ctrl+Y does again, Escape clears; the browser's own keys copy.
 * @param {{undo: HTMLButtonElement, redo: HTMLButtonElement, clear: HTMLButtonElement, copy: HTMLButtonElement}} buttons
 */
export function bindKeys({ undo, redo, clear, copy }) {
  const onApple = APPLE.test(navigator.platform);
  if (onApple) {
    nameKey(undo, 'Meta+Z', '⌘ Z');
    nameKey(redo, 'Meta+Shift+Z', '⇧ ⌘ Z');
    nameKey(copy, 'Meta+C', '⌘ C');
  }
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || document.querySelector('dialog[open], :popover-open')) return;
    const step = historyKey(event, onApple);
    if (step) {
      event.preventDefault();
      (step === 'undo' ? undo : redo).click();
    } else if (event.key === 'Escape' && !event.repeat && isAtThePaper([undo, redo, clear])) {
      clear.click();
    }
  });
}

/**
 * @param {{key: string, ctrlKey: boolean, metaKey: boolean, shiftKey: boolean, altKey: boolean}} event
 * @param {boolean} onApple
 * @returns {'undo' | 'redo' | ''}
 */
export function historyKey({ key, ctrlKey, metaKey, shiftKey, altKey }, onApple) {
  if (altKey || !(onApple ? metaKey : ctrlKey)) return '';
  if (key.toLowerCase() === 'z') return shiftKey ? 'redo' : 'undo';
  return key.toLowerCase() === 'y' && !shiftKey && !onApple ? 'redo' : '';
}

/**
 * Whether Escape is meant for the ink. After it has closed a menu or dialog the focus is on what opened that, and one
 * Escape more must not clear.
 * @param {readonly Element[]} tools
 */
function isAtThePaper(tools) {
  const focused = document.activeElement;
  return !focused || focused === document.body || tools.includes(focused);
}

/** @param {HTMLButtonElement} button @param {string} keys @param {string} words */
function nameKey(button, keys, words) {
  button.setAttribute('aria-keyshortcuts', keys);
  const hint = button.querySelector('kbd');
  if (hint) hint.textContent = words;
}

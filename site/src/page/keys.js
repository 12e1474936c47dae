// @ts-check
const APPLE = /Mac|iPhone|iPad/;

/**
 * Ctrl+Z or Command+Z takes back, Escape clears; the browser's own keys copy.
 * @param {{undo: HTMLButtonElement, clear: HTMLButtonElement, copy: HTMLButtonElement}} buttons
 */
export function bindKeys({ undo, clear, copy }) {
  const onApple = APPLE.test(navigator.platform);
  if (onApple) {
    nameKey(undo, 'Meta+Z', '⌘ Z');
    nameKey(copy, 'Meta+C', '⌘ C');
  }
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || document.querySelector('dialog[open], :popover-open')) return;
    const command = onApple ? event.metaKey : event.ctrlKey;
    if (command && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'z') {
      event.preventDefault();
      undo.click();
    } else if (event.key === 'Escape' && !event.repeat) {
      clear.click();
    }
  });
}

/** @param {HTMLButtonElement} button @param {string} keys @param {string} words */
function nameKey(button, keys, words) {
  button.setAttribute('aria-keyshortcuts', keys);
  const hint = button.querySelector('kbd');
  if (hint) hint.textContent = words;
}

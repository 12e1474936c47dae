// @ts-check
const APPLE = /Mac|iPhone|iPad/;

/**
 * Ctrl+Z or Command+Z takes back, Escape clears.
 * @param {{undo: HTMLButtonElement, clear: HTMLButtonElement}} buttons which the keys press
 */
export function bindKeys({ undo, clear }) {
  const onApple = APPLE.test(navigator.platform);
  undo.setAttribute('aria-keyshortcuts', onApple ? 'Meta+Z' : 'Control+Z');
  const hint = undo.querySelector('kbd');
  if (hint && onApple) hint.textContent = '⌘ Z';
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || document.querySelector('dialog[open]')) return;
    const command = onApple ? event.metaKey : event.ctrlKey;
    if (command && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'z') {
      event.preventDefault();
      undo.click();
    } else if (event.key === 'Escape' && !event.repeat) {
      clear.click();
    }
  });
}

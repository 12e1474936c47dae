// @ts-check
import { PointerGate } from './pointer-gate.js';

/**
 * @typedef {object} Capture
 * @property {() => void} begin a stroke begins
 * @property {(points: readonly PointerEvent[]) => void} extend it goes on
 * @property {() => void} end it ends
 * @property {() => void} discard it was no writing, such as a palm laid down before the pen
 */

/** Bit of MouseEvent.buttons. */
const MAIN_BUTTON = 1;

/**
 * Turns the pointer events of an element into strokes.
 * @param {HTMLElement} element @param {Capture} capture
 */
export function capturePointer(element, capture) {
  const gate = new PointerGate();

  /** @param {PointerEvent} event */
  const finish = (event) => {
    if (!gate.isWriting(event)) return;
    gate.up();
    capture.end();
  };

  element.addEventListener('pointerdown', (event) => {
    const admission = gate.down(event);
    if (admission === 'ignore') return;
    if (admission === 'replace') capture.discard();
    event.preventDefault();
    hold(element, event.pointerId);
    capture.begin();
    capture.extend([event]);
  });
  element.addEventListener('pointermove', (event) => {
    gate.notice(event);
    if (!gate.isWriting(event)) return;
    if (wentUpUnseen(event)) return finish(event);
    capture.extend(allPoints(event));
  });
  element.addEventListener('pointerup', (event) => {
    if (gate.isWriting(event)) capture.extend([event]);
    finish(event);
  });
  element.addEventListener('pointercancel', finish);
  element.addEventListener('lostpointercapture', finish);
  keepBrowserAway(element);
}

/**
 * Whether a pointer that moves is not down any more; a pen on the paper may hold its barrel's button besides.
 * @param {PointerEvent} event
 */
function wentUpUnseen({ pointerType, buttons }) {
  if (pointerType === 'mouse') return !(buttons & MAIN_BUTTON);
  return pointerType === 'pen' && buttons === 0;
}

/**
 * Keeps events coming when the pointer leaves the element; a pointer already gone cannot be held.
 * @param {HTMLElement} element @param {number} pointerId
 */
function hold(element, pointerId) {
  try {
    element.setPointerCapture(pointerId);
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'NotFoundError')) throw error;
  }
}

/**
 * Every point the device gave, also those between two frames; some engines leave the list empty.
 * @param {PointerEvent} event
 */
function allPoints(event) {
  const points = event.getCoalescedEvents?.() ?? [];
  return points.length > 0 ? points : [event];
}

/**
 * Stops selection, menus and scrolling from taking the pointer away.
 * @param {HTMLElement} element
 */
function keepBrowserAway(element) {
  // Where Scribble is on, iPadOS swallows quick taps of the Pencil unless touch events are refused.
  for (const type of ['touchstart', 'touchmove']) {
    element.addEventListener(type, (event) => event.preventDefault(), { passive: false });
  }
  for (const type of ['contextmenu', 'selectstart', 'dragstart']) {
    element.addEventListener(type, (event) => event.preventDefault());
  }
}

// @ts-check
// Says so where the page's own script or style is missing or damaged. It stands inside the page (the build puts it
// there), so that it is there whenever the page is.

import { whenPatienceEnds } from './engine/patience.js';

const STALL_MS = 30_000;
/** Set by the last rule of style.css. */
const WHOLE = '--style-is-whole';
/** What main.js says when it runs. */
const STARTED = 'inkling:started';
const FROM_DISK = location.protocol === 'file:';
const HINT = FROM_DISK ? 'Check that the whole folder was copied, then retry.' : 'Check the connection, then retry.';

/** @typedef {HTMLScriptElement | HTMLLinkElement} Part */

// Workers take long to come to life: their scripts are on the way before the page's own can ask for them.
if (!FROM_DISK) {
  for (const href of INKLING_WORKERS) {
    document.head.append(Object.assign(document.createElement('link'), { rel: 'preload', as: 'fetch', crossOrigin: 'anonymous', href }));
  }
}

let running = false;
document.addEventListener(STARTED, () => { running = true; }, { once: true });

addEventListener('error', (event) => {
  const { target } = event;
  if (isPart(target)) say(target, 'it could not be loaded');
  else if (event instanceof ErrorEvent && !running) {
    const script = parts().find((part) => address(part) === event.filename);
    if (script) say(script, `it stopped with: ${event.message}`);
  }
}, true);

const stopWaiting = whenPatienceEnds(STALL_MS, () => {
  const script = parts().find((part) => part instanceof HTMLScriptElement);
  if (script && !running) say(script, `it did not come within ${STALL_MS / 1000} s`);
});

addEventListener('load', async () => {
  stopWaiting();
  for (const part of parts()) {
    if (!isWhole(part)) say(part, 'what came is not whole');
    else if (!FROM_DISK && !await isSound(part)) say(part, 'what came has another SHA-256');
  }
});

/** @returns {Part[]} */
function parts() {
  return [...document.querySelectorAll('[data-sha256]')].filter(isPart);
}

/** @param {unknown} target @returns {target is Part} */
function isPart(target) {
  return (target instanceof HTMLScriptElement || target instanceof HTMLLinkElement) && 'sha256' in target.dataset;
}

/** @param {Part} part */
function address(part) {
  return part instanceof HTMLScriptElement ? part.src : part.href;
}

/** @param {Part} part */
function isWhole(part) {
  return part instanceof HTMLScriptElement
    ? running
    : getComputedStyle(document.documentElement).getPropertyValue(WHOLE) !== '';
}

/** Browsers compare no hashes for a page that is also to be opened from disk. @param {Part} part */
async function isSound(part) {
  try {
    const bytes = await (await fetch(address(part), { cache: 'force-cache' })).arrayBuffer();
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    return part.dataset.sha256 === Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
  } catch {
    return true; // nothing can be said: no secure connection, or none any more
  }
}

/** @param {Part} part @param {string} got */
function say(part, got) {
  if (document.readyState === 'loading') {
    document.addEventListener('DOMContentLoaded', () => say(part, got), { once: true });
    return;
  }
  const root = document.documentElement;
  if (root.dataset.state === 'error') return;
  root.dataset.state = 'error';
  root.dataset.damaged = '';
  element('failure').textContent = `Expected the file ${address(part).replace(/.*\//, '')}, but ${got}.`;
  element('failure-hint').textContent = HINT;
  element('boot-words').textContent = 'Stopped';
  element('boot-progress').hidden = true;
  const alert = element('alert');
  alert.hidden = false;
  // Without style it would stand far below.
  if (part instanceof HTMLLinkElement) document.body.prepend(alert);
  element('retry').addEventListener('click', retry);
}

/** @param {string} id @returns {HTMLElement} */
function element(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`expected an element with the id ${id}, got none`);
  return found;
}

/** A browser's own reload would take the damaged file from its cache again. */
async function retry() {
  if (!FROM_DISK) await Promise.allSettled(parts().map((part) => fetch(address(part), { cache: 'reload' })));
  location.reload();
}

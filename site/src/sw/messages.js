// @ts-check
// What the page and its service worker say to each other, and the name by which both know a build's files.

/**
 * `glance` counts what is not there, `check` also what is damaged, `repair` fetches both; all are answered through the
 * port that comes along.
 * `works` says that the sender's build has read ink, so that older builds may go. `take-over` says that the
 * person agreed to the update.
 * @typedef {{ type: 'glance' | 'check' | 'repair' | 'works' | 'take-over' }} ToServiceWorker
 *
 * How many files of the worker's own build are missing or, if that was asked, damaged in its cache; `problem` says in words what kept
 * the first of them away, and is empty unless repair was tried and failed.
 * @typedef {{ build: string, missing: number, problem: string }} Kept
 *
 * Sent to every page of the app when a build could not be kept.
 * @typedef {{ type: 'not-kept', build: string, problem: string }} NotKept
 */

/**
 * Start of the names of all caches of the app at one place; other apps of the same origin have other names.
 * @param {string} scope address of the app's folder
 */
export function cachePrefix(scope) {
  return `inkling:${new URL(scope).pathname}:`;
}

/**
 * Also the name of the lock that pages of the build share while they are open, and so keep its files from removal.
 * @param {string} scope @param {string} build
 */
export function cacheName(scope, build) {
  return cachePrefix(scope) + build;
}

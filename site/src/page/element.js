// @ts-check
/**
 * The element of the page with an id.
 * @template {Element} T
 * @param {string} id @param {new () => T} type
 * @returns {T}
 */
export function element(id, type) {
  const found = document.getElementById(id);
  if (found instanceof type) return found;
  throw new Error(`expected #${id} to be a ${type.name}, got ${found ? found.constructor.name : 'nothing'}`);
}

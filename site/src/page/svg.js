// @ts-check
const NAMESPACE = 'http://www.w3.org/2000/svg';

/**
 * An element of an SVG picture.
 * @template {keyof SVGElementTagNameMap} K
 * @param {K} name @param {{[attribute: string]: string | number}} [attributes]
 * @returns {SVGElementTagNameMap[K]}
 */
export function svg(name, attributes = {}) {
  const made = document.createElementNS(NAMESPACE, name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, String(value));
  return made;
}

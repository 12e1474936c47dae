// @ts-check
/** @typedef {import('./choices.js').Choices} Choices */
/** @typedef {import('./shown-number.js').ShownPart} ShownPart */
/** @typedef {Omit<ShownPart, 'leads'>} Placed */

/**
 * Puts one part where several stand that people gave one text together. It does so as long as the strokes are parted
 * from all others, however they are parted among themselves.
 * @param {readonly Placed[]} parts @param {ReturnType<Choices['wholes']>} wholes the latest last
 * @returns {Placed[]}
 */
export function joinWholes(parts, wholes) {
  return wholes.reduceRight((/** @type {readonly Placed[]} */ all, whole) => joinOne(all, whole), parts).slice();
}

/** @param {readonly Placed[]} parts @param {ReturnType<Choices['wholes']>[number]} whole @returns {readonly Placed[]} */
function joinOne(parts, { key, text, has, size }) {
  const first = parts.findIndex(({ strokes }) => strokes.some(has));
  const last = parts.findLastIndex(({ strokes }) => strokes.some(has));
  const run = parts.slice(first, last + 1);
  const strokes = [...new Set(run.flatMap((one) => one.strokes))];
  if (first < 0 || strokes.length !== size || !strokes.every(has)) return parts;
  const line = Math.max(run.find((one) => one.line >= 0)?.line ?? 0, 0);
  const read = run.map((one) => one.read).join('');
  return [
    ...parts.slice(0, first),
    { part: partOfAll(run), key, strokes, read, line, certainty: '', text, chosen: true },
    ...parts.slice(last + 1),
  ];
}

/** @param {readonly Placed[]} run @returns {Placed['part']} of which nothing is known but where it is */
function partOfAll(run) {
  const boxes = run.map(({ part }) => part.box);
  const box = [0, 1, 2, 3].map((side) => (side < 2 ? Math.min : Math.max)(...boxes.map((one) => one[side])));
  const strokes = [...new Set(run.flatMap(({ part }) => part.strokes))].sort((a, b) => a - b);
  return { verdict: 'rejected', text: '', confidence: 0, certainty: '', box, strokes, probabilities: [], alternatives: [] };
}

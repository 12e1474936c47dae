// @ts-check
import { svg } from './svg.js';
/** @typedef {[samples: number, confidence: number, right: number]} Bin */

const SIDE = 200;
/** Room for the word of the axis and its figures side by side. */
const LEFT = 52;
const BELOW = 34;
const ABOVE = 8;
const RIGHT = 16;
/** The axes begin at a multiple of this, at LOWEST_MAX at most. */
const STEP = 0.05;
const LOWEST_MAX = 0.8;
const TICKS_MAX = 6;

/**
 * The reliability diagram: how often readings of about the same confidence were right, over that confidence.
 * @param {readonly Bin[]} bins confidence and share right 0..1
 * @returns {SVGSVGElement}
 */
export function reliabilityDiagram(bins) {
  const low = lowest(bins);
  const at = (/** @type {number} */ value) => LEFT + ((value - low) / (1 - low)) * SIDE;
  const up = (/** @type {number} */ value) => ABOVE + SIDE - ((value - low) / (1 - low)) * SIDE;
  const picture = svg('svg', {
    class: 'reliability',
    viewBox: `0 0 ${LEFT + SIDE + RIGHT} ${ABOVE + SIDE + BELOW}`,
    role: 'img',
    'aria-label': spokenBins(bins),
  });
  for (const tick of ticks(low)) {
    picture.append(
      svg('path', { class: 'grid', d: `M${at(tick)} ${up(low)}V${up(1)}M${at(low)} ${up(tick)}H${at(1)}` }),
      label(at(tick), up(low) + 14, `${Math.round(tick * 100)}%`, 'middle'),
      label(LEFT - 6, up(tick) + 4, `${Math.round(tick * 100)}%`, 'end'),
    );
  }
  picture.append(
    svg('path', { class: 'ideal', d: `M${at(low)} ${up(low)}L${at(1)} ${up(1)}` }),
    ...bins.map(([, confidence, right]) => svg('circle', { class: 'bin', cx: at(confidence), cy: up(Math.max(right, low)), r: 3.5 })),
    label(at((low + 1) / 2), ABOVE + SIDE + BELOW - 4, 'confidence', 'middle'),
  );
  const turned = label(0, 0, 'right', 'middle');
  turned.setAttribute('transform', `translate(9 ${up((low + 1) / 2)}) rotate(-90)`);
  picture.append(turned);
  return picture;
}

/**
 * Where the axes begin: a multiple of STEP that is not above any bin.
 * @param {readonly Bin[]} bins
 */
export function lowest(bins) {
  const least = Math.min(LOWEST_MAX, ...bins.map(([, confidence, right]) => Math.min(confidence, right)));
  return Math.max(0, Math.floor(least / STEP + 1e-9) * STEP);
}

/**
 * The diagram for those who cannot see it.
 * @param {readonly Bin[]} bins
 */
export function spokenBins(bins) {
  const points = bins.map(([, confidence, right]) => `${percent(confidence)} sure, ${percent(right)} right`);
  return `Reliability diagram, ${bins.length} groups of readings: ${points.join('; ')}.`;
}

/** @param {number} low */
function ticks(low) {
  const steps = Math.round((1 - low) / STEP);
  const every = Math.ceil(steps / TICKS_MAX);
  return Array.from({ length: Math.floor(steps / every) + 1 }, (_, i) => 1 - i * every * STEP);
}

/** @param {number} x @param {number} y @param {string} words @param {string} anchor */
function label(x, y, words, anchor) {
  const text = svg('text', { x, y, 'text-anchor': anchor });
  text.textContent = words;
  return text;
}

/** @param {number} share */
function percent(share) {
  return `${(share * 100).toFixed(1)}%`;
}

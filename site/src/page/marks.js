// @ts-check
import { svg } from './svg.js';
import { visibleBox } from './visible-box.js';
/** @typedef {import('./fit-view.js').View} View */
/** @typedef {import('./shown-number.js').ShownPart} ShownPart */

/** Between ink and the line under it, CSS pixels; the pen is about as wide. */
const GAP = 13;
/** The line leaves this much to its neighbours at each end. */
const INSET = 1;
const LENGTH_MIN = 24;
/** How far the middle of a line sags, for it is drawn by hand. */
const SAG = 2.5;
/** A guess has a wave: dots under a decimal point would look like more of them. */
const WAVE_HALF = 6;
const WAVE_HEIGHT = 5;
const EDGE = 6;
const DOUBLE_GAP = 5;
const LABEL_HEIGHT = 18;
const REFUSED_LABEL = 'not a digit';
const LEFT_OUT_LABEL = 'left out';

/** Underlines each part of the number on the ink, in the manner of how sure its reading is. */
export class Marks {
  /** @param {SVGSVGElement} picture */
  constructor(picture) {
    this._picture = picture;
    /** @type {{group: SVGGElement, line: SVGPathElement, label: SVGTextElement}[]} */
    this._pool = [];
  }

  /**
   * @param {readonly ShownPart[]} parts @param {View} view in which the ink is shown
   * @param {{width: number, height: number}} paper CSS pixels
   */
  show(parts, view, paper) {
    while (this._pool.length < parts.length) this._add();
    this._pool.forEach(({ group, line, label }, i) => {
      const shown = parts[i];
      group.toggleAttribute('hidden', !shown);
      if (!shown) return;
      const manner = mannerOf(shown);
      const labelled = manner === 'refused' && (parts.length > 1 || shown.chosen);
      const box = visibleBox(shown.part.box, shown.strokes, view, paper);
      const room = { width: paper.width, height: paper.height - (labelled ? LABEL_HEIGHT : 0) };
      const { path, x, y } = underline(box, view, room, manner);
      group.setAttribute('class', manner.replace(' ', '-'));
      line.setAttribute('d', path);
      label.setAttribute('x', String(x));
      label.setAttribute('y', String(y + LABEL_HEIGHT - 2));
      label.textContent = labelled ? (shown.chosen ? LEFT_OUT_LABEL : REFUSED_LABEL) : '';
    });
  }

  _add() {
    const group = svg('g');
    const line = svg('path');
    const label = svg('text', { 'text-anchor': 'middle' });
    group.append(line, label);
    this._picture.append(group);
    this._pool.push({ group, line, label });
  }
}

/**
 * How a part is underlined: 'sure', 'fairly sure', 'guessing', 'refused' or 'chosen'.
 * @param {ShownPart} shown
 */
export function mannerOf({ part, text, chosen, certainty }) {
  if (chosen) return text ? 'chosen' : 'refused';
  return part.verdict === 'rejected' ? 'refused' : certainty;
}

/**
 * @param {readonly number[]} box x0, y0, x1, y1 on the ink's own scale
 * @param {View} view @param {{width: number, height: number}} room that the line must lie in @param {string} manner
 */
export function underline([left, , right, bottom], { scale, dx, dy }, { width, height }, manner) {
  const double = manner === 'chosen';
  const half = Math.max((right - left) * scale - 2 * INSET, LENGTH_MIN) / 2;
  const x = Math.max(EDGE + half, Math.min(((left + right) / 2) * scale + dx, width - EDGE - half));
  const y = Math.min(bottom * scale + dy + GAP, height - EDGE - (double ? DOUBLE_GAP : 0));
  const line = manner === 'guessing' ? wave : stroke;
  const path = line(x - half, x + half, y) + (double ? line(x - half, x + half, y + DOUBLE_GAP) : '');
  return { path, x, y };
}

/** @param {number} from @param {number} to @param {number} y */
function stroke(from, to, y) {
  return `M${from.toFixed(1)} ${y.toFixed(1)}q${((to - from) / 2).toFixed(1)} ${SAG} ${(to - from).toFixed(1)} 0`;
}

/** @param {number} from @param {number} to @param {number} y */
function wave(from, to, y) {
  const count = Math.round((to - from) / WAVE_HALF);
  const half = (to - from) / count;
  const first = `M${from.toFixed(1)} ${y.toFixed(1)}q${(half / 2).toFixed(2)} ${-WAVE_HEIGHT} ${half.toFixed(2)} 0`;
  return first + `t${half.toFixed(2)} 0`.repeat(count - 1);
}

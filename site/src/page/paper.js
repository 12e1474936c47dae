// @ts-check
import { fitView, PLAIN_VIEW } from './fit-view.js';
import { finishedCurve, looseEnd } from './stroke-curve.js';
/** @typedef {import('./ink-store.js').Stroke} Stroke */

const PIXEL_RATIO_MAX = 4;
/** Safari refuses canvases of more pixels. */
const PIXELS_MAX = 16_777_216;
/** Fine enough for digits of 60 pixels, broad enough for those of 300. */
const PEN_SHARE_OF_SIDE = 0.018;
const PEN_WIDTH_MIN = 7;
const PEN_WIDTH_MAX = 10;

/** Shows ink: finished curves on one canvas, the loose end of the stroke being written on another above it. */
export class Paper {
  /** @param {HTMLCanvasElement} dry @param {HTMLCanvasElement} wet */
  constructor(dry, wet) {
    this._dry = dry;
    this._wet = wet;
    this._dryPen = context(dry);
    this._wetPen = context(wet);
    this._width = 0;
    this._height = 0;
    this._ratio = 1;
    this._view = PLAIN_VIEW;
    /** @type {{x: number, y: number, width: number, height: number} | null} */
    this._wetArea = null;
  }

  /**
   * Fits the canvases to their place on the page and the screen's resolution.
   * @param {readonly Stroke[]} strokes all ink, redrawn when anything changed
   */
  resize(strokes) {
    const { clientWidth: width, clientHeight: height } = this._dry;
    const finest = Math.sqrt(PIXELS_MAX / Math.max(width * height, 1));
    const ratio = Math.min(window.devicePixelRatio || 1, PIXEL_RATIO_MAX, finest);
    if (width === this._width && height === this._height && ratio === this._ratio) return;
    this._width = width;
    this._height = height;
    this._ratio = ratio;
    for (const canvas of [this._dry, this._wet]) {
      canvas.width = Math.floor(width * ratio);
      canvas.height = Math.floor(height * ratio);
    }
    this.redraw(strokes);
  }

  /**
   * Draws everything anew: after Undo, Clear, a new size or new colours.
   * @param {readonly Stroke[]} strokes
   */
  redraw(strokes) {
    this._view = fitView(strokes, this._width, this._height, PEN_WIDTH_MAX);
    const colour = getComputedStyle(this._dry).color;
    const width = Math.min(
      Math.max(Math.min(this._width, this._height) * PEN_SHARE_OF_SIDE, PEN_WIDTH_MIN),
      PEN_WIDTH_MAX,
    );
    for (const pen of [this._dryPen, this._wetPen]) {
      pen.setTransform(1, 0, 0, 1, 0, 0);
      pen.clearRect(0, 0, pen.canvas.width, pen.canvas.height);
      const { scale, dx, dy } = this._view;
      const ratio = this._ratio;
      pen.setTransform(ratio * scale, 0, 0, ratio * scale, ratio * dx, ratio * dy);
      pen.lineWidth = width;
      pen.lineCap = 'round';
      pen.lineJoin = 'round';
      pen.strokeStyle = colour;
      pen.fillStyle = colour;
    }
    this._wetArea = null;
    for (const stroke of strokes) this.drawFrom(stroke, 0, true);
  }

  /**
   * Draws what a stroke gained.
   * @param {Stroke} stroke one point or more @param {number} first index of the first new point
   * @param {boolean} ended whether the stroke has ended
   */
  drawFrom(stroke, first, ended) {
    const pen = this._dryPen;
    if (first === 0) dot(pen, stroke.x[0], stroke.y[0]);
    pen.beginPath();
    for (let i = Math.max(first, 1); i < stroke.x.length; i += 1) {
      const curve = finishedCurve(stroke, i);
      pen.moveTo(curve.fromX, curve.fromY);
      pen.quadraticCurveTo(curve.controlX, curve.controlY, curve.toX, curve.toY);
    }
    pen.stroke();
    this._dryWet();
    const end = looseEnd(stroke);
    if (ended) {
      line(pen, end);
    } else {
      line(this._wetPen, end);
      this._wetArea = around(end, pen.lineWidth);
    }
  }

  /** How ink is shown now. */
  get view() {
    return this._view;
  }

  /** Of the paper in CSS pixels. */
  get size() {
    return { width: this._width, height: this._height };
  }

  /**
   * The position on the ink's own scale of a place on the page.
   * @param {number} x @param {number} y CSS pixels from the paper's corner
   * @returns {[number, number]}
   */
  inkPosition(x, y) {
    const { scale, dx, dy } = this._view;
    return [(x - dx) / scale, (y - dy) / scale];
  }

  _dryWet() {
    const area = this._wetArea;
    if (area) this._wetPen.clearRect(area.x, area.y, area.width, area.height);
    this._wetArea = null;
  }
}

/** @param {HTMLCanvasElement} canvas */
function context(canvas) {
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error(`expected a 2d context of <canvas id="${canvas.id}">, got none`);
  return pen;
}

/** @param {CanvasRenderingContext2D} pen @param {number} x @param {number} y */
function dot(pen, x, y) {
  pen.beginPath();
  pen.arc(x, y, pen.lineWidth / 2, 0, 2 * Math.PI);
  pen.fill();
}

/** @param {CanvasRenderingContext2D} pen @param {ReturnType<typeof looseEnd>} end */
function line(pen, end) {
  pen.beginPath();
  pen.moveTo(end.fromX, end.fromY);
  pen.lineTo(end.toX, end.toY);
  pen.stroke();
}

/** @param {ReturnType<typeof looseEnd>} end @param {number} margin */
function around(end, margin) {
  const x = Math.min(end.fromX, end.toX) - margin;
  const y = Math.min(end.fromY, end.toY) - margin;
  return {
    x,
    y,
    width: Math.abs(end.toX - end.fromX) + 2 * margin,
    height: Math.abs(end.toY - end.fromY) + 2 * margin,
  };
}

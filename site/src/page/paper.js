// @ts-check
import { fitView, PLAIN_VIEW } from './fit-view.js';
import { finishedCurve, looseEnd } from './stroke-curve.js';
/** @typedef {import('./ink-store.js').Stroke} Stroke */
/** @typedef {import('./traced-ink.js').PlacedPicture} PlacedPicture */
/** @typedef {{left: number, top: number, right: number, bottom: number}} Area */

const PIXEL_RATIO_MAX = 4;
/** Safari refuses canvases of more pixels. */
const PIXELS_MAX = 16_777_216;
/** Fine enough for digits of 60 pixels, broad enough for those of 300. */
const PEN_SHARE_OF_SIDE = 0.018;
const PEN_WIDTH_MIN = 7;
const PEN_WIDTH_MAX = 10;
/** A picture is there to compare its ink with, which is drawn anew over it. */
const PICTURE_OPACITY = 0.22;
/** Curves of a stroke drawn anew with every move: a digit is one line without seams, a long scribble stays cheap. */
const WET_CURVES_MAX = 256;

/** Shows ink: what is written on one canvas, the stroke being written on another above it. */
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
    /** The stroke being written. @type {Stroke | null} */
    this._wetStroke = null;
    this._wetCurves = new Path2D();
    this._wetCount = 0;
    /** What the curves on the wet canvas reach over. @type {Area | null} */
    this._wetArea = null;
  }

  /**
   * Fits the canvases to their place on the page and the screen's resolution.
   * @param {readonly Stroke[]} strokes all ink, redrawn when anything changed
   * @param {PlacedPicture} [picture] under it
   */
  resize(strokes, picture) {
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
    this.redraw(strokes, picture);
  }

  /**
   * Draws everything anew: after Undo, Clear, a new size or new colours.
   * @param {readonly Stroke[]} strokes
   * @param {PlacedPicture} [picture] under them
   */
  redraw(strokes, picture) {
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
    this._wetStroke = null;
    this._forgetCurves();
    if (picture) this._drawPicture(picture);
    for (const stroke of strokes) this.drawFrom(stroke, 0, true);
  }

  /**
   * Draws what a stroke gained.
   * @param {Stroke} stroke one point or more @param {number} first index of the first new point
   * @param {boolean} ended whether the stroke has ended
   */
  drawFrom(stroke, first, ended) {
    this._clearWet();
    // the next stroke may begin before the one before is drawn to its end
    if (stroke !== this._wetStroke) this._dryCurves();
    this._wetStroke = stroke;
    for (let i = Math.max(first, 1); i < stroke.x.length; i += 1) {
      if (!ended && this._wetCount === WET_CURVES_MAX) this._dryCurves();
      this._extend(finishedCurve(stroke, i));
    }
    const end = looseEnd(stroke);
    const pen = ended ? this._dryPen : this._wetPen;
    if (hasExtent(stroke)) {
      const whole = new Path2D(this._wetCurves);
      if (this._wetCount === 0) whole.moveTo(end.fromX, end.fromY);
      whole.lineTo(end.toX, end.toY);
      pen.stroke(whole);
    } else {
      dot(pen, end.toX, end.toY);
    }
    if (ended) {
      this._wetStroke = null;
      this._forgetCurves();
    } else {
      this._wetArea = including(including(this._wetArea, end.fromX, end.fromY), end.toX, end.toY);
    }
  }

  /** @param {PlacedPicture} picture */
  _drawPicture({ image, place: { scale, left, top } }) {
    this._dryPen.globalAlpha = PICTURE_OPACITY;
    this._dryPen.drawImage(image, left, top, image.width * scale, image.height * scale);
    this._dryPen.globalAlpha = 1;
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

  /** @param {import('./stroke-curve.js').Curve} curve the next one of the stroke being written */
  _extend(curve) {
    if (this._wetCount === 0) this._wetCurves.moveTo(curve.fromX, curve.fromY);
    this._wetCurves.quadraticCurveTo(curve.controlX, curve.controlY, curve.toX, curve.toY);
    this._wetCount += 1;
    this._wetArea = including(this._wetArea, curve.fromX, curve.fromY);
    this._wetArea = including(this._wetArea, curve.controlX, curve.controlY);
  }

  /** The curves so far for good. */
  _dryCurves() {
    this._dryPen.stroke(this._wetCurves);
    this._forgetCurves();
  }

  _forgetCurves() {
    this._wetCurves = new Path2D();
    this._wetCount = 0;
    this._wetArea = null;
  }

  _clearWet() {
    const area = this._wetArea;
    const margin = this._wetPen.lineWidth;
    if (area) {
      this._wetPen.clearRect(
        area.left - margin,
        area.top - margin,
        area.right - area.left + 2 * margin,
        area.bottom - area.top + 2 * margin,
      );
    }
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

/** Whether a stroke is more than a dot. @param {Stroke} stroke one point or more */
function hasExtent({ x, y }) {
  return x.some((value, i) => value !== x[0] || y[i] !== y[0]);
}

/** @param {Area | null} area @param {number} x @param {number} y @returns {Area} */
function including(area, x, y) {
  if (!area) return { left: x, top: y, right: x, bottom: y };
  return {
    left: Math.min(area.left, x),
    top: Math.min(area.top, y),
    right: Math.max(area.right, x),
    bottom: Math.max(area.bottom, y),
  };
}

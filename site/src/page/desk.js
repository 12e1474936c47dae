// @ts-check
import { capturePointer } from './capture.js';
import { element } from './element.js';
import { InkStore } from './ink-store.js';
import { bindKeys } from './keys.js';
import { Marks } from './marks.js';
import { Paper } from './paper.js';

/**
 * @typedef {import('./shown-number.js').ShownPart} ShownPart
 *
 * @typedef {object} DeskListener
 * @property {() => void} writing a stroke gained points
 * @property {() => void} settled a stroke ended, or the ink changed otherwise
 */

/** Where one writes: paper, pointer, Clear and Undo around one ink store. */
export class Desk {
  /** @param {DeskListener} listener */
  constructor(listener) {
    this.ink = new InkStore();
    this._listener = listener;
    this._canvas = element('ink', HTMLCanvasElement);
    this._paper = new Paper(this._canvas, element('wet', HTMLCanvasElement));
    this._marks = new Marks(element('marks', SVGSVGElement));
    /** @type {readonly ShownPart[]} */
    this._parts = [];
    this._paper.resize(this.ink.strokes);
    this._corner = { left: 0, top: 0 };
    this._listen();
  }

  /**
   * Underlines the parts of the number on the ink, but for the one still being written.
   * @param {readonly ShownPart[]} parts
   */
  mark(parts) {
    this._parts = parts;
    const { active } = this.ink;
    const whole = active ? parts.filter(({ strokes }) => !strokes.includes(active)) : parts;
    this._marks.show(whole, this._paper.view, this._paper.size);
  }

  /**
   * Takes away what was scratched out, unless somebody writes: then the next reading says it again.
   * @param {readonly import('./ink-store.js').Stroke[]} gone
   */
  scratch(gone) {
    if (gone.length === 0 || this.ink.active) return;
    this.ink.scratch(gone);
    this._changed();
  }

  /**
   * Brings strokes back that were written on an earlier page.
   * @param {readonly import('./ink-store.js').Stroke[]} strokes
   */
  restore(strokes) {
    this.ink.restore(strokes);
    this._changed();
  }

  _listen() {
    capturePointer(this._canvas, {
      begin: () => {
        if (this.ink.active) this._end();
        this._corner = this._canvas.getBoundingClientRect();
        this.ink.begin();
      },
      extend: (points) => this._extend(points),
      end: () => this._end(),
      discard: () => {
        this.ink.discard();
        this._changed();
      },
    });
    const undo = element('undo', HTMLButtonElement);
    const clear = element('clear', HTMLButtonElement);
    undo.addEventListener('click', () => {
      this.ink.undo();
      this._changed();
    });
    clear.addEventListener('click', () => {
      this.ink.clear();
      this._changed();
    });
    bindKeys({ undo, clear, copy: element('copy', HTMLButtonElement) });
    this._watchSize();
  }

  _watchSize() {
    const resize = () => {
      this._corner = this._canvas.getBoundingClientRect();
      this._paper.resize(this.ink.strokes);
      this.mark(this._parts);
    };
    new ResizeObserver(resize).observe(this._canvas);
    // Zoom and a move to another screen change the pixel ratio without a change of size.
    window.addEventListener('resize', resize);
    for (const query of ['(prefers-color-scheme: dark)', '(forced-colors: active)']) {
      matchMedia(query).addEventListener('change', () => this._paper.redraw(this.ink.strokes));
    }
  }

  /** @param {readonly PointerEvent[]} points */
  _extend(points) {
    const stroke = this.ink.active;
    if (!stroke) return;
    const first = stroke.x.length;
    for (const point of points) {
      const [x, y] = this._paper.inkPosition(
        point.clientX - this._corner.left,
        point.clientY - this._corner.top,
      );
      this.ink.extend(x, y, point.timeStamp);
    }
    if (stroke.x.length === first) return;
    this._paper.drawFrom(stroke, first, false);
    this._tell();
    this._listener.writing();
  }

  _end() {
    const stroke = this.ink.active;
    this.ink.end();
    this._listener.settled();
    // Once pen-up has asked for a frame, Chromium holds messages back until that frame is out, the answer among them:
    // DeferRendererTasksAfterInput in
    // https://chromium.googlesource.com/chromium/src/+/main/third_party/blink/public/common/features.h
    setTimeout(() => {
      if (stroke && stroke.x.length > 0) this._paper.drawFrom(stroke, stroke.x.length, true);
      this.mark(this._parts);
    });
  }

  _changed() {
    this._paper.redraw(this.ink.strokes);
    this.mark(this._parts.filter(({ strokes }) => strokes.every((stroke) => this.ink.strokes.includes(stroke))));
    this._tell();
    this._listener.settled();
  }

  _tell() {
    this._canvas.dataset.revision = String(this.ink.revision);
    document.documentElement.classList.toggle('has-ink', !this.ink.isEmpty);
  }
}

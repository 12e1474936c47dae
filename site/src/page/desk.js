// @ts-check
import { capturePointer } from './capture.js';
import { element } from './element.js';
import { InkStore } from './ink-store.js';
import { bindKeys } from './keys.js';
import { Marks } from './marks.js';
import { Paper } from './paper.js';
import { TracedInk } from './traced-ink.js';

/**
 * @typedef {import('./history.js').History} History
 * @typedef {import('./shown-number.js').ShownPart} ShownPart
 *
 * @typedef {object} DeskListener
 * @property {() => void} writing a stroke gained points
 * @property {() => void} settled a stroke ended, or the ink changed otherwise
 */

/** Where one writes: paper, pointer, Undo, Redo and Clear around one ink store. */
export class Desk {
  /** @param {History} history of all that is done on the page @param {DeskListener} listener */
  constructor(history, listener) {
    this._history = history;
    this.ink = new InkStore(history);
    this._traced = new TracedInk();
    this._listener = listener;
    this._canvas = element('ink', HTMLCanvasElement);
    this._paper = new Paper(this._canvas, element('wet', HTMLCanvasElement));
    this._marks = new Marks(element('marks', SVGSVGElement));
    this._undo = element('undo', HTMLButtonElement);
    this._redo = element('redo', HTMLButtonElement);
    this._clear = element('clear', HTMLButtonElement);
    /** @type {readonly ShownPart[]} */
    this._parts = [];
    this._resizePaper();
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

  /** Of the paper in CSS pixels. */
  get paperSize() {
    return this._paper.size;
  }

  /**
   * Puts a picture and the ink traced from it in the place of all ink.
   * @param {readonly (readonly number[])[]} traced strokes as x0, y0, x1, y1, ...
   * @param {import('./traced-ink.js').PlacedPicture} picture
   */
  lay(traced, picture) {
    this.ink.exchange(this._traced.strokes(traced, picture));
    this._changed();
  }

  /**
   * Brings strokes back that were written on an earlier page.
   * @param {readonly import('./ink-store.js').Stroke[]} strokes
   * @param {ReadonlyMap<import('./ink-store.js').Stroke, import('./history.js').Step[]>} followed what else was done after each
   */
  restore(strokes, followed) {
    this.ink.restore(strokes, followed);
    this._changed();
  }

  _listen() {
    capturePointer(this._canvas, {
      begin: () => {
        if (this.ink.active) this._end();
        putFocusDown();
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
    this._undo.addEventListener('click', () => this._change(() => this.ink.undo()));
    this._redo.addEventListener('click', () => this._change(() => this.ink.redo()));
    this._clear.addEventListener('click', () => this._change(() => this.ink.clear()));
    this._history.onChange = () => this._offer();
    bindKeys({ undo: this._undo, redo: this._redo, clear: this._clear, copy: element('copy', HTMLButtonElement) });
    this._watchSize();
  }

  _watchSize() {
    const resize = () => {
      this._corner = this._canvas.getBoundingClientRect();
      this._resizePaper();
      this.mark(this._parts);
    };
    new ResizeObserver(resize).observe(this._canvas);
    // Zoom and a move to another screen change the pixel ratio without a change of size.
    window.addEventListener('resize', resize);
    for (const query of ['(prefers-color-scheme: dark)', '(forced-colors: active)']) {
      matchMedia(query).addEventListener('change', () => this._redraw());
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

  /** @param {() => void} change what may change the ink, or only what was chosen for it */
  _change(change) {
    const { revision, active } = this.ink;
    change();
    if (this.ink.revision !== revision || active) this._changed();
  }

  _resizePaper() {
    this._paper.resize(this.ink.strokes, this._traced.pictureOf(this.ink.strokes));
  }

  _redraw() {
    this._paper.redraw(this.ink.strokes, this._traced.pictureOf(this.ink.strokes));
  }

  _changed() {
    this._redraw();
    this.mark(this._parts.filter(({ strokes }) => strokes.every((stroke) => this.ink.strokes.includes(stroke))));
    this._tell();
    this._listener.settled();
  }

  _tell() {
    this._canvas.dataset.revision = String(this.ink.revision);
    document.documentElement.classList.toggle('has-ink', !this.ink.isEmpty);
    this._offer();
  }

  /** Shows which buttons would do something. */
  _offer() {
    setUsable(this._undo, this._history.canUndo || !this.ink.isEmpty);
    setUsable(this._redo, this._history.canRedo && !this.ink.active);
    setUsable(this._clear, !this.ink.isEmpty);
  }
}

/** Space and Enter would press the button that was pressed last, as Clear, whatever is written since. */
function putFocusDown() {
  const { activeElement } = document;
  if (activeElement instanceof HTMLElement) activeElement.blur();
}

/**
 * Unlike `disabled` this leaves a button the focus.
 * @param {HTMLButtonElement} button @param {boolean} usable
 */
function setUsable(button, usable) {
  const disabled = String(!usable);
  if (button.getAttribute('aria-disabled') !== disabled) button.setAttribute('aria-disabled', disabled);
}

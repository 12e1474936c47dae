// @ts-check
/**
 * @typedef {import('./ink-store.js').Stroke} Stroke
 *
 * A picture on the paper: its pixel (x, y) lies at (left + scale * x, top + scale * y) on the ink's own scale.
 * @typedef {{image: HTMLCanvasElement, place: {scale: number, left: number, top: number}}} PlacedPicture
 */

/** Makes strokes of what was traced from pictures, and knows which picture each is from. */
export class TracedInk {
  constructor() {
    /** @type {WeakMap<Stroke, PlacedPicture>} */
    this._pictures = new WeakMap();
  }

  /**
   * @param {readonly (readonly number[])[]} traced x0, y0, x1, y1, ... of each stroke @param {PlacedPicture} picture
   * @returns {Stroke[]}
   */
  strokes(traced, picture) {
    return traced.map((points) => {
      const x = points.filter((_, i) => i % 2 === 0);
      const stroke = { x, y: points.filter((_, i) => i % 2 === 1), t: x.map(() => 0), traced: true };
      this._pictures.set(stroke, picture);
      return stroke;
    });
  }

  /**
   * The picture that some of the strokes are from; those of an earlier page have none.
   * @param {readonly Stroke[]} strokes @returns {PlacedPicture | undefined}
   */
  pictureOf(strokes) {
    const from = strokes.find((stroke) => this._pictures.has(stroke));
    return from && this._pictures.get(from);
  }
}

// @ts-check
const SIDE = 28;
const CHANNELS = 4;
const ALPHA = 3;
const WHITE = 255;

/** Shows the 28x28 image the model saw: its greys as white of that opacity, the dark behind is the page's. */
export class SeenImage {
  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    const pen = canvas.getContext('2d');
    if (!pen) throw new Error(`expected a 2d context of <canvas id="${canvas.id}">, got none`);
    this._pen = pen;
    this._pixels = pen.createImageData(SIDE, SIDE);
    this._pixels.data.fill(WHITE);
  }

  /** @param {readonly number[]} image 784 greys 0..255, row by row, or none */
  paint(image) {
    for (let i = 0; i < SIDE * SIDE; i += 1) this._pixels.data[CHANNELS * i + ALPHA] = image[i] ?? 0;
    this._pen.putImageData(this._pixels, 0, 0);
  }
}

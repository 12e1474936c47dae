// @ts-check

/** Python looks at a thousand pixels a side; twice as many leave it something to average. */
const LONGEST_SIDE = 2000;
/** Enough for what shows faintly under ink. */
const KEPT_SIDE = 800;
const PAPER = '#fff';

/**
 * A picture as a person chose it, upright and on white where it is transparent, of at most LONGEST_SIDE pixels a side.
 * @param {File} file
 * @returns {Promise<HTMLCanvasElement>} rejects, in words for people, what is no picture
 */
export async function openPicture(file) {
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (!bitmap) {
    throw new Error(`Expected a picture such as a PNG or a JPEG; “${file.name}” is none that this browser can open.`);
  }
  const canvas = copyOf(bitmap, LONGEST_SIDE);
  bitmap.close();
  return canvas;
}

/** @param {HTMLCanvasElement} picture @returns {HTMLCanvasElement} one small enough to be kept as long as the page */
export function keepsakeOf(picture) {
  return copyOf(picture, KEPT_SIDE);
}

/** @param {ImageBitmap | HTMLCanvasElement} picture @param {number} longest side at most, in pixels */
function copyOf(picture, longest) {
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const pen = penOf(canvas);
  pen.fillStyle = PAPER;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/** @param {HTMLCanvasElement} canvas @returns {Uint8Array} RGBA, row by row */
export function pixelsOf(canvas) {
  return new Uint8Array(penOf(canvas).getImageData(0, 0, canvas.width, canvas.height).data.buffer);
}

/** @param {HTMLCanvasElement} canvas */
function penOf(canvas) {
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  if (!pen) throw new Error('The picture could not be opened: expected a canvas to draw it on, got none.');
  return pen;
}

// @ts-check
// The worker: boots Python and the model from the files the page hands over, then answers readings in turn.

import { toFailure } from '../protocol.js';
import { boot } from './boot.js';
import { receive, refuse } from './files.js';

/** @typedef {import('../protocol.js').FromWorker} FromWorker */
/** @typedef {import('../protocol.js').Reading} Reading */
/** @typedef {import('../protocol.js').ToWorker} ToWorker */
/** @typedef {Extract<ToWorker, { type: 'read' }>} ReadRequest */

const READ_HINT = 'Your ink is kept; go on writing, or reload the page.';
const BOOT_HINT = 'Retry starts it again; if that does not help, reload the page.';

/** A horizontal line, in canvas pixels: read once, unseen, so that the first real reading finds all code compiled. */
const WARM_UP = { xy: new Float64Array([0, 0, 60, 4]), starts: new Int32Array([0]) };

/** @param {FromWorker} message */
const say = (message) => self.postMessage(message);

/** @type {((request: ReadRequest) => void) | null} */
let answer = null;
/** @type {ReadRequest | null} */
let early = null;

self.onmessage = (/** @type {MessageEvent<ToWorker>} */ { data }) => {
  if (data.type === 'asset') receive(data.name, data.entry, data.payload);
  else if (data.type === 'no-asset') refuse(data.name, data.error);
  else if (answer) answer(data);
  else early = data;
};

async function main() {
  const { read, kind } = await boot({
    onStep: (words) => say({ type: 'step', words }),
    need: (names) => say({ type: 'need', names }),
  });
  if (!early) await read(WARM_UP.xy, WARM_UP.starts);
  answer = async ({ id, xy, starts }) => {
    try {
      say({ type: 'reply', id, ok: JSON.parse(await read(xy, starts)) });
    } catch (error) {
      const failure = toFailure(error, 'reading-failed', 'The ink could not be read', READ_HINT);
      say({ type: 'reply', id, error: failure });
    }
  };
  say({ type: 'ready', boot: kind });
  if (early) answer(early);
}

main().catch((error) => say({ type: 'failed', error: toFailure(error, 'python-failed', 'Python could not be started', BOOT_HINT) }));

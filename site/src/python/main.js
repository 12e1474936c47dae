// @ts-check
// Python's worker: starts Python from the files it is handed, then answers readings in turn.

import { lastLine, toFailure } from '../protocol.js';
import { boot } from './boot.js';
import { giveFilesBack, receive, refuse } from './files.js';
import { answered, connect, nowRunning } from './network.js';

/** @typedef {import('../protocol.js').FromModelToPython} FromModelToPython */
/** @typedef {import('../protocol.js').FromPython} FromPython */
/** @typedef {import('../protocol.js').ToPython} ToPython */
/** @typedef {Extract<ToPython, { type: 'read' }>} ReadRequest */

const READ_HINT = 'Your ink is kept; go on writing, or reload the page.';
const BOOT_HINT = 'Retry starts it again; if that does not help, reload the page.';

/** A line, in canvas pixels: read once, unseen, so that the first real reading finds all code compiled. */
const WARM_UP = { xy: new Float64Array([0, 0, 60, 4]), starts: new Int32Array([0]) };

/** @param {FromPython} message */
const say = (message) => self.postMessage(message);

/** @type {((request: ReadRequest) => void) | null} */
let answer = null;
/** @type {ReadRequest | null} */
let early = null;

self.onmessage = (/** @type {MessageEvent<ToPython>} */ { data }) => {
  if (data.type === 'read') {
    if (answer) answer(data);
    else early = data;
  } else if (data.type === 'keep') {
    giveFilesBack().then((files) => say({ type: 'kept', files }));
  } else {
    data.port.onmessage = (/** @type {MessageEvent<FromModelToPython>} */ event) => hearModel(event.data);
    connect(data.port);
  }
};

/** @param {FromModelToPython} message */
function hearModel(message) {
  if (message.type === 'file') receive(message.name, message.bytes);
  else if (message.type === 'no-file') refuse(message.name, message.error);
  else if (message.type === 'running') nowRunning();
  else answered(message);
}

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
      if (isFatal(error)) {
        say({ type: 'broken', how: lastLine(error) });
        return;
      }
      const failure = toFailure(error, 'reading-failed', 'The ink could not be read', READ_HINT);
      say({ type: 'reply', id, error: failure });
    }
  };
  say({ type: 'ready', boot: kind });
  if (early) answer(early);
}

/**
 * Whether Python is of no use any more: out of memory, or not stopped by an exception of its own but by the engine.
 * @param {unknown} error
 */
function isFatal(error) {
  if (!(error instanceof Error) || error.name !== 'PythonError') return true;
  return /MemoryError$/.test(/** @type {Error & { type?: string }} */ (error).type ?? '');
}

main().catch((error) => {
  say({ type: 'failed', error: toFailure(error, 'python-failed', 'Python could not be started', BOOT_HINT) });
});

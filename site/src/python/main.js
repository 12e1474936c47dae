// @ts-check
// Python's worker: starts Python from the files it is handed, then answers readings; the newest comes first.

import { InklingError, lastLine, toFailure } from '../protocol.js';
import { boot } from './boot.js';
import { giveFilesBack, receive, refuse } from './files.js';
import { answered, connect, nowRunning, runNetwork } from './network.js';
import { practiceInk } from './practice.js';

/** @typedef {import('../protocol.js').FromModelToPython} FromModelToPython */
/** @typedef {import('../protocol.js').FromPython} FromPython */
/** @typedef {import('../protocol.js').ToPython} ToPython */
/** @typedef {import('./boot.js').PageReader} PageReader */
/** @typedef {Extract<ToPython, { type: 'read' }>} ReadRequest */

const READ_HINT = 'Your ink is kept; go on writing, or reload the page.';
const BOOT_HINT = 'Retry starts it again; if that does not help, reload the page.';

/** A line, in canvas pixels: read once, unseen, so that the first real reading finds all code compiled. */
const WARM_UP = { xy: new Float64Array([0, 0, 60, 4]), starts: new Int32Array([0]) };

/**
 * Engines compile WebAssembly quickly first, and for speed what has run for a while: this many readings of a made-up
 * number, between people's own, put the first strokes past that.
 */
const PRACTICE_READINGS = 12;

/** @param {FromPython} message */
const say = (message) => self.postMessage(message);

/** @type {PageReader | null} */
let reader = null;
/** @type {ReadRequest | null} */
let newest = null;

// A request begins when all messages that already wait here have been heard, for one may be a newer request.
const turn = new MessageChannel();
turn.port1.onmessage = answerNewest;

self.onmessage = (/** @type {MessageEvent<ToPython>} */ { data }) => {
  if (data.type === 'read') {
    if (newest) gaveWay(newest);
    newest = data;
    if (reader) turn.port2.postMessage(null);
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

/** What is being read. @type {object | null} */
let current = null;

async function answerNewest() {
  const request = newest;
  if (!request || !reader) return;
  newest = null;
  current = request;
  try {
    const text = await read(reader, request, () => current === request && !newest);
    if (text === null) gaveWay(request);
    else say({ type: 'reply', id: request.id, ok: JSON.parse(text) });
  } catch (error) {
    if (isFatal(error)) {
      say({ type: 'broken', how: lastLine(error) });
      return;
    }
    const failure = toFailure(error, 'reading-failed', 'The ink could not be read', READ_HINT);
    say({ type: 'reply', id: request.id, error: failure });
  } finally {
    if (current === request) current = null;
  }
}

/** @param {PageReader} python */
async function practise(python) {
  for (let done = 0; done < PRACTICE_READINGS; ) {
    await new Promise((resolve) => { setTimeout(resolve); });
    if (current || newest) continue;
    const ink = practiceInk(done);
    current = ink;
    await read(python, ink, () => current === ink && !newest);
    if (current === ink) current = null;
    done += 1;
  }
}

/**
 * @param {PageReader} python @param {{ xy: Float64Array, starts: Int32Array }} ink
 * @param {() => boolean} isWanted asked after each wait for the network
 * @returns {Promise<string | null>} JSON text of a Reading, null when it is not wanted any more
 */
async function read(python, { xy, starts }, isWanted) {
  let said = python.begin(xy, starts);
  while (typeof said !== 'string') {
    const outputs = await runNetwork(said);
    if (!isWanted()) return null;
    said = python.goOn(outputs);
  }
  return said;
}

/** @param {ReadRequest} request */
function gaveWay({ id }) {
  const { failure } = new InklingError('superseded', 'The ink gave way to newer ink.', '');
  say({ type: 'reply', id, error: failure });
}

async function main() {
  const { reader: started, kind } = await boot({
    onStep: (words) => say({ type: 'step', words }),
    need: (names) => say({ type: 'need', names }),
  });
  if (!newest) await read(started, WARM_UP, () => true);
  reader = started;
  say({ type: 'ready', boot: kind });
  await answerNewest();
  await practise(started);
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

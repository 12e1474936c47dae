// @ts-check
// The model's worker: unpacks and verifies the app's files for both workers, so that Python's has nothing else to
// do than start, and runs the network. Talks to the page, and through a port to Python's worker.

import { payloadBytes } from '../engine/payload.js';
import { ASSETS, hasTrapped, lastLine, NETWORK, PROGRAM, toFailure } from '../protocol.js';
import { createSession } from './session.js';

/** @typedef {import('../protocol.js').FromModel} FromModel */
/** @typedef {import('../protocol.js').FromModelToPython} FromModelToPython */
/** @typedef {import('../protocol.js').FromPythonToModel} FromPythonToModel */
/** @typedef {import('../protocol.js').Failure} Failure */
/** @typedef {import('../protocol.js').ToModel} ToModel */
/** @typedef {Extract<ToModel, { type: 'asset' }>} Asset */

const HINT = 'Retry loads it again; if that does not help, the copy of this app is damaged.';

/** @param {FromModel} message @param {Transferable[]} [transfer] */
const say = (message, transfer = []) => self.postMessage(message, transfer);

/** @type {PromiseWithResolvers<MessagePort>} */
const python = Promise.withResolvers();
/** @type {PromiseWithResolvers<Uint8Array<ArrayBuffer>>} */
const wasm = Promise.withResolvers();
/** @type {PromiseWithResolvers<Uint8Array<ArrayBuffer>>} */
const network = Promise.withResolvers();

/** Settled once Python has all that it waits for from here. */
const pythonServed = Promise.withResolvers();

// Making the session blocks this worker for longer than any file: Python's files go first.
const session = Promise.all([wasm.promise, network.promise, pythonServed.promise])
  .then(([runtime, bytes]) => createSession(runtime, bytes, !whole));
session.then(async () => tell(await python.promise, { type: 'running' })).catch((error) => {
  if (whole) fail(error);
  else say({ type: 'need-whole' });
});

self.onmessage = (/** @type {MessageEvent<ToModel>} */ { data }) => {
  if (data.type === 'port') {
    data.port.onmessage = (event) => run(data.port, event.data);
    python.resolve(data.port);
  } else if (data.type === 'no-asset') {
    withhold(data.name, data.error);
  } else if (data.type === 'keep') {
    giveFilesBack();
  } else {
    waiting.push(data);
    if (waiting.length === 1) queueMicrotask(unpackAll);
  }
};

/** What Python's start waits for comes first; all else in between would only delay it. @type {string[]} */
const ORDER = [...PROGRAM.small, ...PROGRAM.whole, ASSETS.snapshot, ASSETS.onnxWasm, ASSETS.wholeOnnxWasm, ASSETS.session, ASSETS.model];

/** Whether all of onnxruntime is here and makes the session, instead of the part that a session made is seen to use. */
let whole = false;

/** @type {Asset[]} */
const waiting = [];

/** One file after the other: side by side, all would be late. */
async function unpackAll() {
  for (;;) {
    waiting.sort((a, b) => ORDER.indexOf(a.name) - ORDER.indexOf(b.name));
    const [asset] = waiting;
    if (!asset) return;
    await unpack(asset).catch(fail);
    waiting.splice(waiting.indexOf(asset), 1);
  }
}

/** @param {Asset} asset */
async function unpack({ name, entry, payload }) {
  try {
    const bytes = await payloadBytes(name, entry, payload);
    if (name === ASSETS.wholeOnnxWasm) whole = true;
    if (name === ASSETS.onnxWasm || name === ASSETS.wholeOnnxWasm) wasm.resolve(bytes);
    else if (name === ASSETS.session || name === ASSETS.model) network.resolve(bytes);
    else tell(await python.promise, { type: 'file', name, bytes }, [bytes.buffer]);
    if (name === ASSETS.snapshot) pythonServed.resolve(undefined);
  } catch (error) {
    // Without the snapshot Python still starts, only slower.
    if (name !== ASSETS.snapshot) throw error;
    withhold(name, toFailure(error, 'asset-damaged', name, HINT));
  }
}

async function giveFilesBack() {
  const [program, session] = whole ? NETWORK.whole : NETWORK.small;
  const files = { [program]: await wasm.promise, [session]: await network.promise };
  say({ type: 'kept', files });
}

/** @param {string} name @param {Failure} error */
async function withhold(name, error) {
  if (name === ASSETS.snapshot) pythonServed.resolve(undefined);
  tell(await python.promise, { type: 'no-file', name, error });
}

/** @param {MessagePort} port @param {FromPythonToModel} request */
async function run(port, { id, images }) {
  try {
    const { digits, kind } = await (await session)(images);
    tell(port, { type: 'outputs', id, digits, kind }, [digits.buffer, kind.buffer]);
  } catch (error) {
    if (!whole && hasTrapped(error)) say({ type: 'need-whole' });
    else if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) say({ type: 'broken', how: lastLine(error) });
    else tell(port, { type: 'no-outputs', id, error: toFailure(error, 'model-failed', 'The model could not run', HINT) });
  }
}

/** @param {MessagePort} port @param {FromModelToPython} message @param {Transferable[]} [transfer] */
function tell(port, message, transfer = []) {
  port.postMessage(message, transfer);
}

/** @param {unknown} error */
function fail(error) {
  say({ type: 'failed', error: toFailure(error, 'model-failed', 'The model could not be started', HINT) });
}

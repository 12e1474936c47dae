// @ts-check
// The model's worker: unpacks and verifies the app's files for both workers, so that Python's has nothing else to
// do than start, and runs the network. Talks to the page, and through a port to Python's worker.

import { payloadBytes } from '../engine/payload.js';
import { ASSETS, PYTHON, toFailure } from '../protocol.js';
import { createSession } from './session.js';

/** @typedef {import('../protocol.js').FromModel} FromModel */
/** @typedef {import('../protocol.js').FromModelToPython} FromModelToPython */
/** @typedef {import('../protocol.js').FromPythonToModel} FromPythonToModel */
/** @typedef {import('../protocol.js').ToModel} ToModel */

const HINT = 'Retry loads it again; if that does not help, the copy of this app is damaged.';

/** @param {FromModel} message @param {Transferable[]} [transfer] */
const say = (message, transfer = []) => self.postMessage(message, transfer);

/** @type {PromiseWithResolvers<MessagePort>} */
const python = Promise.withResolvers();
const wasm = Promise.withResolvers();
const model = Promise.withResolvers();

const session = Promise.all([wasm.promise, model.promise])
  .then(([runtime, network]) => createSession(runtime, network));
session.catch(fail);

self.onmessage = ({ data }) => hear(data).catch(fail);

/** @param {ToModel} message */
async function hear(message) {
  if (message.type === 'port') {
    message.port.onmessage = (event) => run(message.port, event.data);
    python.resolve(message.port);
    return;
  }
  const { name } = message;
  if (message.type === 'no-asset') {
    tell(await python.promise, { type: 'no-file', name, error: message.error });
    return;
  }
  try {
    const bytes = await payloadBytes(name, message.entry, message.payload);
    if (name === ASSETS.onnxWasm) wasm.resolve(bytes);
    else if (name === ASSETS.model) model.resolve(bytes);
    else if (name === PYTHON) say({ type: 'python', bytes }, [bytes.buffer]);
    else tell(await python.promise, { type: 'file', name, bytes }, [bytes.buffer]);
  } catch (error) {
    // Without the snapshot Python still starts, only slower.
    if (name !== ASSETS.snapshot) throw error;
    tell(await python.promise, { type: 'no-file', name, error: toFailure(error, 'asset-damaged', name, HINT) });
  }
}

/** @param {MessagePort} port @param {FromPythonToModel} request */
async function run(port, { id, images, count }) {
  try {
    const { digits, kind } = await (await session)(images, count);
    tell(port, { type: 'outputs', id, digits, kind }, [digits.buffer, kind.buffer]);
  } catch (error) {
    tell(port, { type: 'no-outputs', id, error: toFailure(error, 'model-failed', 'The model could not run', HINT) });
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

// @ts-check
// The network, run by onnxruntime-web's WebAssembly build on one thread (static hosts cannot set the headers that
// threads need).

import * as ort from 'onnxruntime-web/wasm';
import { ASSETS, InklingError } from '../protocol.js';
import { resumeSession } from './resume.js';

/** @typedef {{ digits: Float32Array<ArrayBuffer>, kind: Float32Array<ArrayBuffer> }} Outputs */

const SIDE = 28;
/** Ink, and how far the pen moved right, left, down and up: PLANES of py/inkling/render.py. */
const PLANES = 5;
const PICTURE = PLANES * SIDE * SIDE;
const HINT = 'Retry loads it again; if that does not help, the copy of this app is damaged.';

/**
 * @param {Uint8Array<ArrayBuffer>} runtime onnxruntime's WebAssembly
 * @param {Uint8Array<ArrayBuffer>} network the model as ONNX, or the session made of it, see resume.js
 * @param {boolean} made whether it is the session
 * @returns {Promise<(images: Float32Array) => Promise<Outputs>>} images: n * 5 * 28 * 28 in 0..1
 * @throws {InklingError} model-failed
 */
export async function createSession(runtime, network, made) {
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.proxy = false;
  ort.env.wasm.wasmBinary = runtime;
  /** @type {ort.InferenceSession} */
  let session;
  try {
    const model = made ? new Uint8Array(resumeSession(network)) : network;
    session = await ort.InferenceSession.create(model, { executionProviders: ['wasm'] });
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const kind = made ? 'session' : 'model';
    throw new InklingError('model-failed', `Expected an ONNX ${kind} in ${ASSETS[kind]}, got: ${said}`, HINT);
  }
  const run = async (/** @type {Float32Array} */ images) => {
    const shape = [images.length / PICTURE, PLANES, SIDE, SIDE];
    const answer = await session.run({ images: new ort.Tensor('float32', images, shape) });
    return { digits: floats(answer, 'digits'), kind: floats(answer, 'kind') };
  };
  // The first run compiles what it passes through; better now than under the first stroke.
  await run(new Float32Array(PICTURE));
  return run;
}

/** @param {ort.InferenceSession.OnnxValueMapType} answer @param {string} name */
function floats(answer, name) {
  const output = answer[name];
  if (!(output?.data instanceof Float32Array)) {
    throw new InklingError('model-failed', `Expected float32 in the model's output ${name}, got ${output?.type}.`, HINT);
  }
  return new Float32Array(output.data);
}

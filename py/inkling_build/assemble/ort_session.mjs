// onnxruntime-web under Node.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Starts onnxruntime, which can be done once in a process, and makes a session.
 * @param {string} ortDir @param {string} wasm path of its program @param {Uint8Array} model ONNX
 */
export async function makeSession(ortDir, wasm, model) {
  const ort = await import(pathToFileURL(join(ortDir, 'ort.wasm.bundle.min.mjs')));
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.wasmBinary = new Uint8Array(readFileSync(wasm)).buffer;
  return { ort, session: await ort.InferenceSession.create(model, { executionProviders: ['wasm'] }) };
}

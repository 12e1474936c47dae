// @ts-check
// Python and the model, started side by side.

import createPyodideModule from 'pyodide/pyodide.asm.mjs';
import { loadPyodide } from 'pyodide';
import * as ort from 'onnxruntime-web/wasm';
import { InklingError, RUNTIME_ASSETS } from '../protocol.js';
import { BASE, file, fileBytes } from './files.js';
import { unpack } from './pack.js';

const MODEL_HINT = 'Retry loads it again; if that does not help, the copy of this app is damaged.';

/**
 * @param {(words: string) => void} onStep
 * @returns {Promise<(xy: Float64Array, starts: Int32Array) => Promise<string>>} reads ink: JSON text of a Reading
 */
export async function boot(onStep) {
  const session = startModel();
  session.catch(() => {});
  const python = await startPython(onStep);
  onStep('Starting the recogniser');
  const web = python.pyimport('inkling.web');
  const reader = web.PageReader(await session, ort.Tensor);
  web.destroy();
  return (xy, starts) => reader.read_ink(xy, starts);
}

/** @param {(words: string) => void} onStep */
async function startPython(onStep) {
  // Pyodide swallows what its own downloads throw, so a damaged file must be found before it asks.
  const packages = fileBytes(RUNTIME_ASSETS.packages);
  await Promise.all([file(RUNTIME_ASSETS.pythonWasm), file(RUNTIME_ASSETS.stdlib)]);
  onStep('Starting Python');
  return loadPyodide({
    createPyodideModule,
    indexURL: BASE,
    packageBaseUrl: BASE,
    stdLibURL: BASE + RUNTIME_ASSETS.stdlib,
    lockFileContents: { info: PYODIDE_LOCK_INFO, packages: {} },
    fsInit: async (FS, { sitePackages }) => unpack(await packages, FS, sitePackages),
  });
}

async function startModel() {
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.proxy = false;
  ort.env.wasm.wasmPaths = { wasm: BASE + RUNTIME_ASSETS.onnxWasm };
  await file(RUNTIME_ASSETS.onnxWasm);
  const model = await fileBytes(RUNTIME_ASSETS.model);
  try {
    return await ort.InferenceSession.create(model, { executionProviders: ['wasm'] });
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new InklingError('model-failed', `Expected an ONNX model in ${RUNTIME_ASSETS.model}, got: ${said}`, MODEL_HINT);
  }
}

// @ts-check
// Python and the model, started side by side.

import createPyodideModule from 'pyodide/pyodide.asm.mjs';
import { loadPyodide } from 'pyodide';
import * as ort from 'onnxruntime-web/wasm';
import { ASSETS, InklingError, ORDINARY_BOOT } from '../protocol.js';
import { BASE, NOTHING, fileBytes, fileReady, forgetFiles } from './files.js';
import { startPython } from './python.js';
import { parse } from './snapshot.js';

/** @typedef {(xy: Float64Array, starts: Int32Array) => Promise<string>} ReadInk ink to JSON text of a Reading */
/** @typedef {import('../protocol.js').BootKind} BootKind */

const MODEL_HINT = 'Retry loads it again; if that does not help, the copy of this app is damaged.';

/**
 * @param {{ onStep: (words: string) => void, need: (names: readonly string[]) => void }} page
 *   need: asks the page for files that it does not hand over by itself
 * @returns {Promise<{ read: ReadInk, kind: BootKind }>}
 */
export async function boot({ onStep, need }) {
  const session = startModel();
  session.catch(() => {}); // awaited below
  const { web, kind } = await startFromSnapshot(onStep).catch((error) => {
    console.warn(`Inkling starts Python the ordinary way: ${error.message}`);
    need(ORDINARY_BOOT);
    return startFromFiles(onStep);
  });
  onStep('Starting the recogniser');
  const reader = web.PageReader(await session, ort.Tensor);
  web.destroy();
  forgetFiles();
  return { read: (xy, starts) => reader.read_ink(xy, starts), kind };
}

/** @param {(words: string) => void} onStep @returns {Promise<{ web: any, kind: BootKind }>} */
async function startFromSnapshot(onStep) {
  // Pyodide swallows what its own downloads throw, so a damaged file must be found before it asks.
  const ready = fileReady(ASSETS.pythonWasm);
  const [libraries, snapshot] = await Promise.all([fileBytes(ASSETS.libraries), fileBytes(ASSETS.snapshot), ready]);
  onStep('Waking Python');
  const { python } = await startPython({
    loadPyodide,
    createPyodideModule,
    options: { ...options(), stdLibURL: BASE + NOTHING },
    packages: [libraries],
    snapshot,
  });
  const web = python.pyimport('inkling.web');
  const { selfCheck } = parse(snapshot).header;
  const got = web.wake();
  if (got !== selfCheck) throw new Error(`expected the restored Python to answer ${selfCheck}, got ${got}`);
  return { web, kind: 'snapshot' };
}

/** @param {(words: string) => void} onStep @returns {Promise<{ web: any, kind: BootKind }>} */
async function startFromFiles(onStep) {
  const [libraries, packages] = await Promise.all([
    fileBytes(ASSETS.libraries),
    fileBytes(ASSETS.packages),
    fileReady(ASSETS.pythonWasm),
    fileReady(ASSETS.stdlib),
  ]);
  onStep('Starting Python');
  const { python } = await startPython({
    loadPyodide,
    createPyodideModule,
    options: { ...options(), stdLibURL: BASE + ASSETS.stdlib },
    packages: [packages, libraries],
  });
  return { web: python.pyimport('inkling.web'), kind: 'files' };
}

function options() {
  return { indexURL: BASE, packageBaseUrl: BASE, lockFileContents: { info: PYODIDE_LOCK_INFO, packages: {} } };
}

async function startModel() {
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.proxy = false;
  ort.env.wasm.wasmPaths = { wasm: BASE + ASSETS.onnxWasm };
  await fileReady(ASSETS.onnxWasm);
  const model = await fileBytes(ASSETS.model);
  try {
    return await ort.InferenceSession.create(model, { executionProviders: ['wasm'] });
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new InklingError('model-failed', `Expected an ONNX model in ${ASSETS.model}, got: ${said}`, MODEL_HINT);
  }
}

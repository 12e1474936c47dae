// @ts-check
// Starts Python with the recogniser in it: from the snapshot, or from files where that fails.

import createPyodideModule from 'pyodide/pyodide.asm.mjs';
import { loadPyodide } from 'pyodide';
import { ASSETS, ORDINARY_BOOT } from '../protocol.js';
import { BASE, NOTHING, file } from './files.js';
import { networkRunning, runNetwork } from './network.js';
import { startPython } from './start.js';
import { parse } from './snapshot.js';

/** @typedef {(xy: Float64Array, starts: Int32Array) => Promise<string>} ReadInk ink to JSON text of a Reading */
/** @typedef {import('../protocol.js').BootKind} BootKind */

/**
 * @param {{ onStep: (words: string) => void, need: (names: readonly string[]) => void }} page
 *   need: asks the page for files that it does not hand over by itself
 * @returns {Promise<{ read: ReadInk, kind: BootKind }>}
 */
export async function boot({ onStep, need }) {
  const { web, kind } = await startFromSnapshot(onStep).catch((error) => {
    console.warn(`Inkling starts Python the ordinary way: ${error.message}`);
    need(ORDINARY_BOOT);
    return startFromFiles(onStep);
  });
  const reader = web.PageReader(runNetwork);
  web.destroy();
  onStep('Waking the model');
  await networkRunning;
  return { read: (xy, starts) => reader.read_ink(xy, starts), kind };
}

/** @param {(words: string) => void} onStep @returns {Promise<{ web: any, kind: BootKind }>} */
async function startFromSnapshot(onStep) {
  // Pyodide swallows what its own downloads throw, so a damaged file must be found before it asks.
  await file(ASSETS.pythonWasm);
  const snapshot = file(ASSETS.snapshot);
  onStep('Waking Python');
  const { python } = await startPython({
    loadPyodide,
    createPyodideModule,
    options: { ...options(), stdLibURL: BASE + NOTHING },
    packages: [file(ASSETS.libraries)],
    snapshot,
  });
  const web = python.pyimport('inkling.web');
  const { selfCheck } = parse(await snapshot).header;
  const got = web.wake();
  if (got !== selfCheck) throw new Error(`expected the restored Python to answer ${selfCheck}, got ${got}`);
  return { web, kind: 'snapshot' };
}

/** @param {(words: string) => void} onStep @returns {Promise<{ web: any, kind: BootKind }>} */
async function startFromFiles(onStep) {
  // Pyodide swallows what its own downloads throw, so a damaged file must be found before it asks.
  await Promise.all([file(ASSETS.pythonWasm), file(ASSETS.stdlib)]);
  onStep('Starting Python');
  const { python } = await startPython({
    loadPyodide,
    createPyodideModule,
    options: { ...options(), stdLibURL: BASE + ASSETS.stdlib },
    packages: [file(ASSETS.packages), file(ASSETS.libraries)],
  });
  return { web: python.pyimport('inkling.web'), kind: 'files' };
}

function options() {
  return { indexURL: BASE, packageBaseUrl: BASE, lockFileContents: { info: PYODIDE_LOCK_INFO, packages: {} } };
}

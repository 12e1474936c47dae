// @ts-check
// Starts Python with the recogniser in it: from the snapshot, or from files where that fails.

import createPyodideModule from 'pyodide/pyodide.asm.mjs';
import { loadPyodide } from 'pyodide';
import { ASSETS, ORDINARY_BOOT, PROGRAM } from '../protocol.js';
import { BASE, NOTHING, file, insistOnWhole, isWhole, libraries, program } from './files.js';
import { networkRunning } from './network.js';
import { startPython } from './start.js';
import { parse } from './snapshot.js';

/**
 * `PageReader` of py/inkling/web.py: gives JSON text of a Reading, or pictures that the network is to be asked about;
 * `look` gives that of a Seen.
 * @typedef {{
 *   look: (picture: import('../protocol.js').Picture) => string,
 *   begin: (xy: Float64Array, starts: Int32Array, traced: number) => string | Float32Array,
 *   goOn: (outputs: import('./network.js').Outputs) => string | Float32Array,
 * }} PageReader
 */
/** @typedef {import('../protocol.js').BootKind} BootKind */

/**
 * @param {{ onStep: (words: string) => void, need: (names: readonly string[]) => void }} page
 *   need: asks the page for files that it does not hand over by itself
 * @returns {Promise<{ reader: PageReader, kind: BootKind }>}
 */
export async function boot({ onStep, need }) {
  const { web, kind } = await startFromSnapshot(onStep).catch((error) => {
    console.warn(`Inkling starts Python the ordinary way: ${error.message}`);
    need(isWhole() ? ORDINARY_BOOT : [...PROGRAM.whole, ...ORDINARY_BOOT]);
    // the small program only knows how to go on from the snapshot
    insistOnWhole();
    return startFromFiles(onStep);
  });
  const reader = web.PageReader();
  web.destroy();
  onStep('Waking the model');
  await networkRunning;
  return {
    reader: {
      look: ({ pixels, width, paperWidth, paperHeight }) => reader.look(pixels, width, paperWidth, paperHeight),
      begin: (xy, starts, traced) => reader.begin(xy, starts, traced),
      goOn: ({ digits, kind: logits }) => reader.go_on(digits, logits),
    },
    kind,
  };
}

/** @param {(words: string) => void} onStep @returns {Promise<{ web: any, kind: BootKind }>} */
async function startFromSnapshot(onStep) {
  const snapshot = file(ASSETS.snapshot);
  onStep('Waking Python');
  // Much is done before the program is needed, so it is not waited for here.
  const starting = startPython({
    loadPyodide,
    createPyodideModule,
    options: { ...options(), stdLibURL: BASE + NOTHING },
    packages: [libraries()],
    snapshot,
  });
  // Pyodide swallows what its own downloads throw.
  const { python } = await Promise.race([starting, strayed(), program().then(() => starting)]);
  const web = python.pyimport('inkling.web');
  const { selfCheck } = parse(await snapshot).header;
  const got = web.wake();
  if (got !== selfCheck) throw new Error(`expected the restored Python to answer ${selfCheck}, got ${got}`);
  return { web, kind: 'snapshot' };
}

/** @param {(words: string) => void} onStep @returns {Promise<{ web: any, kind: BootKind }>} */
async function startFromFiles(onStep) {
  // Pyodide swallows what its own downloads throw, so a damaged file must be found before it asks.
  await Promise.all([program(), file(ASSETS.stdlib)]);
  onStep('Starting Python');
  const starting = startPython({
    loadPyodide,
    createPyodideModule,
    options: { ...options(), stdLibURL: BASE + ASSETS.stdlib },
    packages: [file(ASSETS.packages), libraries()],
  });
  const { python } = await Promise.race([starting, strayed()]);
  return { web: python.pyimport('inkling.web'), kind: 'files' };
}

/** Fails with what the start of a program throws where nobody waits for it, as Emscripten's does. @returns {Promise<never>} */
function strayed() {
  return new Promise((_, reject) => {
    self.addEventListener('unhandledrejection', (event) => reject(event.reason), { once: true });
  });
}

function options() {
  return { indexURL: BASE, packageBaseUrl: BASE, lockFileContents: { info: PYODIDE_LOCK_INFO, packages: {} } };
}

// The frozen Python under Node, started as the page starts it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startPython } from '../../../site/src/python/start.js';

export const read = (path) => new Uint8Array(readFileSync(path));

/** An empty zip: a Python restored from a snapshot has all its modules in memory. */
const NO_LIBRARY = new Uint8Array(22);
NO_LIBRARY.set([0x50, 0x4b, 5, 6]);

/**
 * @param {string} pyodideDir @param {string} frozenDir
 * @param {object} how as `startPython` takes it
 * @param {string} programDir where the program lies
 */
export async function boot(pyodideDir, frozenDir, how, programDir) {
  const stdlib = join(frozenDir, how.snapshot ? 'empty.zip' : 'stdlib.zip');
  if (how.snapshot) writeFileSync(stdlib, NO_LIBRARY);
  const load = await import(pathToFileURL(join(pyodideDir, 'pyodide.mjs')));
  const create = await import(pathToFileURL(join(pyodideDir, 'pyodide.asm.mjs')));
  return startPython({
    loadPyodide: load.loadPyodide,
    createPyodideModule: create.default,
    options: {
      indexURL: programDir,
      lockFileContents: readFileSync(join(pyodideDir, 'pyodide-lock.json'), 'utf8'),
      stdLibURL: stdlib,
      _makeSnapshot: !how.snapshot,
      env: { PYTHONHASHSEED: '0' },
    },
    ...how,
  });
}

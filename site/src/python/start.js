// @ts-check
// Starts Python, from files or from a snapshot of its memory. Runs unchanged in the worker and, at build time,
// under Node, where the snapshot is taken: both must lay out memory and function table alike.

import { unpack } from './pack.js';
import { restoreMemory } from './snapshot.js';
import { takeFunctions } from './table-functions.js';

/** @typedef {import('./snapshot.js').Module} Module */
/** @typedef {Uint8Array<ArrayBuffer>} Bytes */

const LIBRARY = '.so';

/**
 * @param {{
 *   loadPyodide: (options: any) => Promise<any>,
 *   createPyodideModule: (settings: any) => Promise<any>,
 *   options: object,
 *   packages: (Bytes | Promise<Bytes>)[],
 *   snapshot?: Bytes | Promise<Bytes>,
 *   onPristine?: (module: Module) => void,
 *   onStarted?: (module: Module) => void,
 *   onRestoring?: (module: Module) => void,
 * }} how
 *   options: for loadPyodide; packages: packs for site-packages; snapshot: memory to start from, else Python
 *   starts by running; onPristine: called when memory holds nothing but the program's own data; onStarted: when
 *   the program has set itself up but Python has not run; onRestoring: called before memory is overwritten
 * @returns {Promise<{ python: any, module: Module }>}
 */
export async function startPython({ loadPyodide, createPyodideModule, options, packages, snapshot, onPristine, onStarted, onRestoring }) {
  /** @type {any} */
  let module;
  /** @type {(reason: unknown) => void} */
  let giveUp;
  // What fsInit throws never leaves Pyodide, which then waits for ever.
  const failed = new Promise((_, reject) => { giveUp = reject; });
  const python = await Promise.race([failed, loadPyodide({
    ...options,
    createPyodideModule: async (/** @type {any} */ settings) => {
      module = settings;
      const { instantiateWasm } = settings;
      settings.instantiateWasm = (/** @type {any} */ imports, /** @type {any} */ done) => instantiateWasm(
        imports,
        (/** @type {WebAssembly.Instance} */ instance, /** @type {any} */ made) => {
          shareFunctions(instance.exports);
          takeFunctions(/** @type {WebAssembly.Table} */ (instance.exports.__indirect_function_table));
          return done(instance, made);
        },
      );
      if (onStarted) settings.onRuntimeInitialized = () => onStarted(module);
      const made = await createPyodideModule(settings);
      // Upstream cannot restore memory that dynamic libraries live in (https://github.com/pyodide/pyodide/issues/6418).
      const memory = await snapshot;
      if (memory) {
        made.API.restoreSnapshot = () => {
          onRestoring?.(made);
          return restoreMemory(made, memory);
        };
      }
      return made;
    },
    // Any bytes: they make Pyodide skip starting the interpreter and ask for restoreSnapshot instead.
    ...(snapshot ? { _loadSnapshot: new Uint8Array(16) } : {}),
    fsInit: async (/** @type {any} */ FS, /** @type {{ sitePackages: string }} */ { sitePackages }) => {
      try {
        onPristine?.(module);
        const packs = await Promise.all(packages);
        const paths = packs.flatMap((pack) => unpack(pack, FS, sitePackages));
        await loadLibraries(module, FS, paths.filter((path) => path.endsWith(LIBRARY)).sort());
      } catch (error) {
        giveUp(error);
      }
    },
  })]);
  return { python, module };
}

/**
 * WebKit's function table holds other objects than its exports for the same functions, against the standard; then
 * Emscripten would put them into the table again, and all addresses after it would differ from the snapshot's.
 * @param {WebAssembly.Exports} exports
 */
function shareFunctions(exports) {
  const table = /** @type {WebAssembly.Table} */ (exports.__indirect_function_table);
  // the standard names a function by its number
  const byNumber = new Map(Object.values(exports).flatMap((one) => (typeof one === 'function' ? [[one.name, one]] : [])));
  for (let at = 0; at < table.length; at += 1) {
    const held = table.get(at);
    const exported = held && byNumber.get(held.name);
    if (exported === held && exported) return;
    if (exported) table.set(at, exported);
  }
}

/**
 * Before Python runs, libraries go to addresses that depend on nothing but their order; and their compilation
 * does not block. When Python imports them later it finds them loaded.
 * @param {any} module @param {any} FS @param {string[]} paths
 */
async function loadLibraries(module, FS, paths) {
  reserveTrampolineSlot(module);
  for (const path of paths) {
    const flags = { loadAsync: true, nodelete: true };
    const symbols = await module.loadWebAssemblyModule(FS.readFile(path), flags, path, {});
    module.newDSO(path, undefined, symbols).global = false;
  }
}

/**
 * Where WebAssembly has garbage collection, Pyodide puts a trampoline into the function table before libraries
 * come; elsewhere (Node 20, iOS) the slot is left empty, so that all addresses after it agree.
 * @param {Module} module
 */
function reserveTrampolineSlot(module) {
  if (module.HEAP32[trampolineIndex(module)] === 0) module.wasmTable.grow(1);
}

/** @param {Module} module @returns {number} index into HEAP32 of this engine's trampoline in Python's state */
export function trampolineIndex(module) {
  return (module.__PyRuntime + module.HEAP32[module.__PyEM_EMSCRIPTEN_TRAMPOLINE_OFFSET / 4]) / 4;
}

// @ts-check
// A snapshot is Python's memory as it was, at build time, with numpy and inkling imported. It holds the parts
// that differ from what a freshly instantiated program already has, and what JavaScript must know to go with it.
// py/inkling_build/assemble/snapshot.mjs takes it; this is how it is put back.

import { parseRuns, putRuns } from '../memory-runs.js';
import { trampolineIndex } from './start.js';

/**
 * What is used here of the Emscripten module that Pyodide makes.
 * @typedef {{
 *   HEAPU8: Uint8Array, HEAP32: Int32Array, wasmTable: WebAssembly.Table, API: any, LDSO: any,
 *   growMemory: (size: number) => unknown, ___heap_base: number, ___stack_low: number, ___stack_high: number,
 *   __PyRuntime: number, __PyEM_EMSCRIPTEN_TRAMPOLINE_OFFSET: number,
 *   _calloc: (count: number, size: number) => number, _free: (pointer: number) => void,
 * }} Module
 *
 * `buildId` is Pyodide's own; `memory` bytes in all; `programEnd` is where data of program and libraries ends and
 * the heap begins; `table` is the function table's length; `handles` gives each library's handle in memory;
 * `keys` are Python's references to JavaScript, as Pyodide writes them down; `selfCheck` is what `inkling.web.wake`
 * must answer.
 * @typedef {{
 *   format: number, buildId: string, memory: number, programEnd: number, table: number,
 *   handles: [string, number][], keys: object, selfCheck: number,
 * }} Header
 */

/** Raised whenever header or layout change, so that old and new never meet. */
export const FORMAT = 1;

/**
 * @param {Uint8Array<ArrayBuffer>} snapshot
 * @returns {{ header: Header, runs: Uint32Array, data: Uint8Array }}
 */
export function parse(snapshot) {
  return parseRuns(snapshot, FORMAT);
}

/**
 * Turn a freshly made module, its interpreter not yet started, into the one the snapshot was taken of.
 * @param {Module} module
 * @param {Uint8Array<ArrayBuffer>} snapshot
 * @returns {object} Pyodide's keys
 * @throws {Error} if the module is not laid out like the one the snapshot was taken of
 */
export function restoreMemory(module, snapshot) {
  const parsed = parse(snapshot);
  const { header } = parsed;
  expect('build', header.buildId, module.API.config.BUILD_ID);
  expect('program end', header.programEnd, module.___heap_base);
  expect('function table of length', header.table, module.wasmTable.length);
  const trampoline = module.HEAP32[trampolineIndex(module)] ?? 0;
  module.HEAPU8.fill(0, header.programEnd);
  module.growMemory(header.memory);
  expect('memory size', header.memory, module.HEAPU8.length);
  putRuns(module.HEAPU8, parsed);
  module.HEAP32[trampolineIndex(module)] = trampoline;
  for (const [path, handle] of header.handles) {
    const library = module.LDSO.loadedLibsByName[path];
    if (!library) throw new Error(`expected the library ${path}, got ${Object.keys(module.LDSO.loadedLibsByName)}`);
    module.LDSO.loadedLibsByHandle[handle] = library;
  }
  return header.keys;
}

/** @param {string} what @param {unknown} expected @param {unknown} got */
function expect(what, expected, got) {
  if (expected !== got) throw new Error(`expected a ${what} ${expected} for the snapshot, got ${got}`);
}

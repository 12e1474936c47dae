// Boots the frozen Python under Node, imports all that a reading needs, and writes its memory as a snapshot
// (site/src/python/snapshot.js explains the format and puts it back). Then proves it: a second Python started
// from the snapshot must give the same pictures as the first.
// usage: node snapshot.mjs PYODIDE_DIR FROZEN_DIR
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FORMAT } from '../../../site/src/python/snapshot.js';
import { boot, read } from './frozen_python.mjs';
import { BLOCK, difference, same, standStill, wipe, write } from './memory_runs.mjs';

/** The C library reads a dynamic library's file to load it and holds it for ever, though nothing looks there again. */
function forgetFiles(memory, files) {
  const bytes = Buffer.from(memory.buffer);
  for (const file of files) {
    const at = bytes.indexOf(file);
    if (at < 0) throw new Error('expected the file of a dynamic library in memory, got none: is it still read there?');
    memory.fill(0, at, at + file.length);
  }
}

async function main([pyodideDir, frozenDir]) {
  standStill();
  const [modules, libraries] = ['packages.pack', 'libraries.pack'].map((name) => read(join(frozenDir, name)));
  const warm = readFileSync(new URL('warm.py', import.meta.url), 'utf8');

  let pristine;
  let started;
  const { python, module } = await boot(pyodideDir, frozenDir, {
    packages: [modules, libraries],
    onPristine: (fresh) => { pristine = fresh.HEAPU8.slice(); },
    onStarted: (fresh) => { started = fresh.HEAPU8.slice(); },
  }, frozenDir);
  const table = module.wasmTable.length;
  python.runPython(warm);
  const expected = python.runPython('warm()');
  if (module.wasmTable.length !== table) {
    throw new Error(`expected a function table of ${table} after imports, got ${module.wasmTable.length}`);
  }
  const selfCheck = python.pyimport('inkling.web').wake();
  python.runPython('settle()');
  wipe((size) => module._calloc(size, 1), module._free, module.HEAPU32[module._emscripten_get_sbrk_ptr() / 4]);
  const keys = module.API.serializeHiwireState();
  const memory = module.HEAPU8.slice();
  memory.fill(0, module.___stack_low, module.___stack_high);
  const loaded = Object.entries(module.LDSO.loadedLibsByHandle).filter(([handle]) => handle !== '0');
  forgetFiles(memory, loaded.map(([, library]) => python.FS.readFile(library.name)));
  const header = {
    format: FORMAT,
    buildId: module.API.config.BUILD_ID,
    memory: memory.length,
    programEnd: module.___heap_base,
    table,
    handles: loaded.map(([handle, library]) => [library.name, Number(handle)]),
    keys,
    selfCheck,
  };
  // Below programEnd a fresh module holds the program's data, unless starting up wrote there; above, zeros.
  const runs = difference(memory, (at) => (at < header.programEnd
    ? same(pristine, started, at) && same(memory, pristine, at)
    : memory.subarray(at, at + BLOCK).every((byte) => byte === 0)));
  const snapshot = write(header, runs, memory);

  const again = await boot(pyodideDir, frozenDir, { packages: [libraries], snapshot: new Uint8Array(snapshot) }, frozenDir);
  const got = again.python.runPython('warm()');
  if (got !== expected) throw new Error('a Python started from the snapshot made other pictures than the first');
  writeFileSync(join(frozenDir, 'snapshot.bin'), snapshot);
  console.log(`took a snapshot of Python's memory: ${runs.length} runs, ${(snapshot.length / 1e6).toFixed(1)} MB`);
}

main(process.argv.slice(2)).catch((error) => {
  console.error(`taking the snapshot failed: ${error.message}`);
  process.exitCode = 1;
});

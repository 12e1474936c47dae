// Boots the frozen Python under Node, imports all that a reading needs, and writes its memory as a snapshot
// (site/src/python/snapshot.js explains the format and puts it back). Then proves it: a second Python started
// from the snapshot must give the same pictures as the first.
// usage: node snapshot.mjs PYODIDE_DIR FROZEN_DIR
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { FORMAT } from '../../../site/src/python/snapshot.js';
import { startPython } from '../../../site/src/python/start.js';

const BLOCK = 64; // bytes compared at a time; smaller finds more unchanged data but makes more runs
const WIPE_FROM = 1 << 20; // largest and smallest piece of free heap that is looked for and zeroed
const WIPE_TO = 64;

const STDLIB_SNAPSHOT = new Uint8Array(22); // an empty zip: a restored Python has all its modules in memory
STDLIB_SNAPSHOT.set([0x50, 0x4b, 5, 6]);

const read = (path) => new Uint8Array(readFileSync(path));

async function boot(pyodideDir, frozenDir, how) {
  const load = await import(pathToFileURL(join(pyodideDir, 'pyodide.mjs')));
  const create = await import(pathToFileURL(join(pyodideDir, 'pyodide.asm.mjs')));
  return startPython({
    loadPyodide: load.loadPyodide,
    createPyodideModule: create.default,
    options: {
      indexURL: pyodideDir,
      stdLibURL: join(frozenDir, how.snapshot ? 'empty.zip' : 'stdlib.zip'),
      _makeSnapshot: !how.snapshot,
      env: { PYTHONHASHSEED: '0' },
    },
    ...how,
  });
}

/** Zero the heap's free pieces: they hold stale bytes that would have to be shipped. */
function wipe(module) {
  const top = () => module.HEAPU32[module._emscripten_get_sbrk_ptr() / 4];
  const end = top();
  const held = [];
  for (let size = WIPE_FROM; size >= WIPE_TO; size >>= 1) {
    let pointer = module._calloc(size, 1);
    while (pointer + size <= end) {
      held.push(pointer);
      pointer = module._calloc(size, 1);
    }
    module._free(pointer);
  }
  held.forEach((pointer) => module._free(pointer));
}

/** Runs of blocks, as [address, length] pairs, that a fresh module does not already have. */
function difference(memory, pristine, started, programEnd) {
  const runs = [];
  let last = null;
  for (let at = 0; at < memory.length; at += BLOCK) {
    const block = memory.subarray(at, at + BLOCK);
    // Below programEnd a fresh module holds the program's data, unless starting up wrote there; above, zeros.
    const there = at < programEnd
      ? same(pristine, started, at) && same(memory, pristine, at)
      : block.every((byte) => byte === 0);
    if (there) {
      last = null;
    } else if (last) {
      last[1] += BLOCK;
    } else {
      last = [at, BLOCK];
      runs.push(last);
    }
  }
  return runs;
}

function same(a, b, at) {
  for (let index = at; index < at + BLOCK; index += 1) if (a[index] !== b[index]) return false;
  return true;
}

function write(header, runs, memory) {
  const bare = Buffer.from(JSON.stringify(header));
  const text = Buffer.concat([bare, Buffer.alloc((4 - (bare.length % 4)) % 4, ' ')]);
  const out = Buffer.alloc(8 + text.length + 8 * runs.length + runs.reduce((sum, run) => sum + run[1], 0));
  out.writeUInt32LE(text.length, 0);
  out.writeUInt32LE(runs.length, 4);
  out.set(text, 8);
  let at = 8 + text.length;
  for (const run of runs) {
    out.writeUInt32LE(run[0], at);
    out.writeUInt32LE(run[1], at + 4);
    at += 8;
  }
  for (const [address, length] of runs) {
    out.set(memory.subarray(address, address + length), at);
    at += length;
  }
  return out;
}

/** Nothing in the snapshot may depend on when and where it was taken. */
function standStill() {
  const noon = Date.UTC(2026, 0, 1, 12);
  Date.now = () => noon;
  performance.now = () => 0;
  process.hrtime.bigint = () => 0n;
  crypto.getRandomValues = (array) => array.fill(0);
}

async function main([pyodideDir, frozenDir]) {
  standStill();
  writeFileSync(join(frozenDir, 'empty.zip'), STDLIB_SNAPSHOT);
  const [modules, libraries] = ['packages.pack', 'libraries.pack'].map((name) => read(join(frozenDir, name)));
  const warm = readFileSync(new URL('warm.py', import.meta.url), 'utf8');

  let pristine;
  let started;
  const { python, module } = await boot(pyodideDir, frozenDir, {
    packages: [modules, libraries],
    onPristine: (fresh) => { pristine = fresh.HEAPU8.slice(); },
    onStarted: (fresh) => { started = fresh.HEAPU8.slice(); },
  });
  const table = module.wasmTable.length;
  python.runPython(warm);
  const expected = python.runPython('warm()');
  if (module.wasmTable.length !== table) {
    throw new Error(`expected a function table of ${table} after imports, got ${module.wasmTable.length}`);
  }
  const selfCheck = python.pyimport('inkling.web').wake();
  python.runPython('settle()');
  wipe(module);
  const keys = module.API.serializeHiwireState();
  const memory = module.HEAPU8.slice();
  memory.fill(0, module.___stack_low, module.___stack_high);
  const header = {
    format: FORMAT,
    buildId: module.API.config.BUILD_ID,
    memory: memory.length,
    programEnd: module.___heap_base,
    table,
    handles: Object.entries(module.LDSO.loadedLibsByHandle)
      .filter(([handle]) => handle !== '0').map(([handle, library]) => [library.name, Number(handle)]),
    keys,
    selfCheck,
  };
  const runs = difference(memory, pristine, started, header.programEnd);
  const snapshot = write(header, runs, memory);

  const again = await boot(pyodideDir, frozenDir, { packages: [libraries], snapshot: new Uint8Array(snapshot) });
  const got = again.python.runPython('warm()');
  if (got !== expected) throw new Error('a Python started from the snapshot made other pictures than the first');
  writeFileSync(join(frozenDir, 'snapshot.bin'), snapshot);
  console.log(`took a snapshot of Python's memory: ${runs.length} runs, ${(snapshot.length / 1e6).toFixed(1)} MB`);
}

main(process.argv.slice(2)).catch((error) => {
  console.error(`taking the snapshot failed: ${error.message}`);
  process.exitCode = 1;
});

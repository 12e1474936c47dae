// Makes a small Python for the snapshot: every function of Pyodide's program and of numpy's libraries that neither
// restoring nor reading enters becomes a trap. Should a page enter one all the same, it starts the whole Python. Then
// proves it: the small one must say of all ink what the whole one says.
// usage: node trim_python.mjs PYODIDE_DIR FROZEN_DIR OUT_DIR SCRIPT...               (parent)
//        node trim_python.mjs PYODIDE_DIR FROZEN_DIR --run FOLDER MARKS? SCRIPT...   (child: Pyodide starts once a process)
// SCRIPT: what uses all that a page may, and says what came of it: Python's function of the script's name, or JavaScript's
// default export, which takes the Python
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join as joinPath } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parse } from '../../../site/src/python/snapshot.js';
import { boot, read } from './frozen_python.mjs';
import { standStill, write } from './memory_runs.mjs';
import { pack, unpack } from './pack_files.mjs';
import { TRAP, join, marking, split, withMemory } from './wasm_functions.mjs';

const MARKS_AT = 2 ** 30; // far above what Python ever allocates here
const MARKS = 2 ** 20;
const PAGE = 65536;
const SMALL = 400; // bytes; functions up to this size stay: they are most of what may differ, and little of the whole
const PROGRAM = 'pyodide.asm.wasm';
const LIBRARIES = 'libraries.pack';
const SNAPSHOT = 'snapshot.bin';
const SAID_MAX = 2 ** 26;

function trim(pyodideDir, frozenDir, outDir, scripts) {
  const whole = [
    [PROGRAM, readFileSync(joinPath(frozenDir, PROGRAM))],
    ...unpack(readFileSync(joinPath(frozenDir, LIBRARIES))),
  ].map(([name, bytes]) => [name, split(bytes)]);
  const folder = mkdtempSync(joinPath(tmpdir(), 'inkling-trim-'));
  const script = fileURLToPath(import.meta.url);
  const child = (marks = '') => execFileSync(
    process.execPath,
    [script, pyodideDir, frozenDir, '--run', folder, marks, ...scripts],
    { encoding: 'utf8', maxBuffer: SAID_MAX },
  );
  const put = (modules, snapshot) => {
    const [[, program], ...libraries] = modules.map(([name, parts]) => [name, join(parts)]);
    writeFileSync(joinPath(folder, PROGRAM), program);
    writeFileSync(joinPath(folder, LIBRARIES), pack(libraries));
    writeFileSync(joinPath(folder, SNAPSHOT), snapshot);
    return { program, libraries };
  };
  const snapshot = readFileSync(joinPath(frozenDir, SNAPSHOT));
  try {
    put(whole, snapshot);
    const expected = child();
    put(whole.map(marked()), inMoreMemory(snapshot));
    child('marks');
    const entered = readFileSync(joinPath(folder, 'marks'));
    let first = 0;
    let kept = 0;
    const trimmed = whole.map(([name, parts]) => {
      const bodies = parts.bodies.map((body, index) => {
        const stays = entered[first + index] === 1 || body.length <= SMALL;
        kept += stays;
        return stays ? body : TRAP;
      });
      first += bodies.length;
      return [name, { ...parts, bodies }];
    });
    const { program, libraries } = put(trimmed, snapshot);
    if (child() !== expected) throw new Error('the trimmed Python said other things of the same ink than the whole one');
    writeFileSync(joinPath(outDir, 'pyodide.small.wasm'), program);
    writeFileSync(joinPath(outDir, 'libraries.small.pack'), pack(libraries));
    console.log(`kept ${kept} of ${first} functions of Python and numpy, ${(program.length / 1e6).toFixed(1)} MB`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Gives every function a mark of its own, and the program room for them. */
function marked() {
  let next = MARKS_AT;
  return ([name, parts]) => {
    const bodies = parts.bodies.map((body) => marking(body, next++));
    if (next > MARKS_AT + MARKS) throw new Error(`expected at most ${MARKS} functions, got more`);
    const before = name === PROGRAM ? withMemory(parts.before, (MARKS_AT + MARKS) / PAGE) : parts.before;
    return [name, { ...parts, before, bodies }];
  };
}

/** The same snapshot, of a program that has as much memory as the marked one. */
function inMoreMemory(snapshot) {
  const { header, runs, data } = parse(new Uint8Array(snapshot));
  const pairs = Array.from({ length: runs.length / 2 }, (_, run) => [runs[2 * run], runs[2 * run + 1]]);
  const memory = new Uint8Array(header.memory);
  let from = 0;
  for (const [address, length] of pairs) {
    memory.set(data.subarray(from, from + length), address);
    from += length;
  }
  return write({ ...header, memory: MARKS_AT + MARKS }, pairs, memory);
}

async function run(pyodideDir, frozenDir, folder, marks, scripts) {
  standStill();
  const marksOf = (module) => module.HEAPU8.slice(MARKS_AT, MARKS_AT + MARKS);
  let early;
  const { python, module } = await boot(
    pyodideDir,
    frozenDir,
    {
      packages: [read(joinPath(folder, LIBRARIES))],
      snapshot: read(joinPath(folder, SNAPSHOT)),
      // restoring overwrites all memory, and the marks with it
      onRestoring: (restoring) => { early = marksOf(restoring); },
    },
    folder,
  );
  const said = [python.pyimport('inkling.web').wake()];
  for (const script of scripts) {
    if (script.endsWith('.py')) {
      python.runPython(readFileSync(script, 'utf8'));
      said.push(python.runPython(`${basename(script, '.py')}()`));
    } else {
      const { default: use } = await import(pathToFileURL(script));
      said.push(use(python));
    }
  }
  if (marks) writeFileSync(joinPath(folder, marks), marksOf(module).map((mark, index) => mark | early[index]));
  console.log(JSON.stringify(said));
}

const [pyodideDir, frozenDir, ...rest] = process.argv.slice(2);
try {
  if (rest[0] === '--run') {
    const [, folder, marks, ...scripts] = rest;
    await run(pyodideDir, frozenDir, folder, marks, scripts);
  } else {
    const [outDir, ...scripts] = rest;
    trim(pyodideDir, frozenDir, outDir, scripts);
  }
} catch (error) {
  console.error(`trimming Python failed: ${error.message}`);
  process.exitCode = 1;
}

// Python's program without the exports that nothing asks for: of each one Emscripten makes, at every start, an address in the
// function table. What the script or a library names is kept. The snapshot is taken of this program.
// usage: node strip_exports.mjs PROGRAM LIBRARIES_PACK SCRIPT OUT    SCRIPT: the worker's, without names it does not use
import { readFileSync, writeFileSync } from 'node:fs';
import { unpack } from './pack_files.mjs';
import { withExports } from './wasm_functions.mjs';

const FUNCTION = 0;
const MANY = 1000; // fewer would mean that script or program have changed

function strip(program, libraries, script) {
  const named = new Set(script.match(/[\w$]+/g));
  for (const [, library] of libraries) {
    for (const { name } of WebAssembly.Module.imports(new WebAssembly.Module(library))) named.add(name);
  }
  const unused = new Set();
  const stripped = withExports(program, (name, kind) => {
    if (kind === FUNCTION && !named.has(name)) unused.add(name);
    return !unused.has(name);
  });
  if (unused.size < MANY) throw new Error(`expected ${MANY} or more exports that nothing asks for, got ${unused.size}`);
  console.log(`left out ${unused.size} exports of Python's program`);
  return stripped;
}

const [program, pack, script, out] = process.argv.slice(2);
try {
  writeFileSync(out, strip(readFileSync(program), unpack(readFileSync(pack)), readFileSync(script, 'latin1')));
} catch (error) {
  console.error(`stripping Python's program failed: ${error.message}`);
  process.exitCode = 1;
}

// Starts onnxruntime under Node, makes the model's session and keeps onnxruntime's memory as it is then, with the calls that
// led there (site/src/model/resume.js explains and puts it back).
// usage: node keep_session.mjs ORT_DIR MODEL OUT
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SESSION_FORMAT, wrapNextProgram } from '../../../site/src/model/resume.js';
import { difference, same, standStill, wipe, write } from './memory_runs.mjs';
import { makeSession } from './ort_session.mjs';

const SCRIPT = 'ort.wasm.bundle.min.mjs';
const WASM = 'ort-wasm-simd-threaded.wasm';

/** The program's short names of what onnxruntime's script calls by long ones. */
function shortNames(script) {
  return Object.fromEntries(['_OrtInit', '_OrtCreateSession', '_malloc', '_free'].map((long) => {
    const found = [...script.matchAll(new RegExp(`\\.${long}=\\w+\\.([\\w$]+)`, 'g'))];
    if (found.length !== 1) throw new Error(`expected one ${long} in ${SCRIPT}, got ${found.length}`);
    return [long, found[0][1]];
  }));
}

async function main([ortDir, modelPath, out]) {
  standStill();
  const names = shortNames(readFileSync(join(ortDir, SCRIPT), 'utf8'));
  const model = new Uint8Array(readFileSync(modelPath));
  const functions = {};
  const calls = [];
  let before = null;
  let after = null;
  let depth = 0; // the program calls JavaScript, which calls the program
  wrapNextProgram((name, run, memory) => {
    functions[name] = run;
    const image = () => new Uint8Array(memory.buffer).slice();
    return (...args) => {
      if (name === names._OrtInit) before = image();
      depth += 1;
      try {
        const answer = run(...args);
        if (before && !after && depth === 1) calls.push([name, args, answer]);
        if (name === names._OrtCreateSession) after = keep(image, memory, args);
        return answer;
      } finally {
        depth -= 1;
      }
    };
  });

  function keep(image, memory, [modelAt, modelBytes]) {
    const zeroed = (size) => {
      const pointer = functions[names._malloc](size);
      new Uint8Array(memory.buffer, pointer, size).fill(0);
      return pointer;
    };
    const end = image().findLastIndex((byte) => byte !== 0);
    wipe(zeroed, functions[names._free], end);
    const kept = image();
    // the script still holds the ONNX file there, which the session needs no more
    return kept.fill(0, modelAt, modelAt + modelBytes);
  }

  await makeSession(ortDir, join(ortDir, WASM), model);
  if (!before || !after) throw new Error('onnxruntime was never started or never made the session');
  if (before.length !== after.length) {
    throw new Error(`expected onnxruntime's memory to stay at ${before.length} bytes, got ${after.length}`);
  }
  const runs = difference(after, (at) => same(before, after, at));
  const header = { format: SESSION_FORMAT, calls, modelBytes: model.length, memory: after.length };
  const kept = write(header, runs, after);
  writeFileSync(out, kept);
  console.log(`kept onnxruntime's memory with the session made: ${runs.length} runs, ${(kept.length / 1e6).toFixed(1)} MB`);
}

main(process.argv.slice(2)).catch((error) => {
  console.error(`keeping onnxruntime's session failed: ${error.message}`);
  process.exitCode = 1;
});

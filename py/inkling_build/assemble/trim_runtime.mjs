// Makes a small onnxruntime for one model whose session is made already: every function that running it never enters becomes
// a trap. Should a browser enter one all the same, the page falls back to the whole runtime. Then proves it: the small
// runtime with the kept session must give the outputs of the whole one that made its session.
// usage: node trim_runtime.mjs ORT_DIR MODEL SESSION OUT                  (parent)
//        node trim_runtime.mjs ORT_DIR MODEL SESSION --run WASM [MARKS]   (child: onnxruntime starts once a process)
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { fileURLToPath } from 'node:url';
import { resumeSession } from '../../../site/src/model/resume.js';
import { makeSession } from './ort_session.mjs';
import { TRAP, join, marking, split } from './wasm_functions.mjs';

const MARKS_AT = 2 ** 30; // far above what onnxruntime ever allocates here
const PAGE = 65536;
const SIDE = 28;
const PLANES = 5;
const BATCHES = [1, 2, 3, 5, 8, 13, 32, 64, 200]; // onnxruntime picks other code for other sizes
const SMALL = 40; // bytes; functions up to this size stay: they cost little and are most of what may differ

function trim(ortDir, model, session, out) {
  const whole = joinPath(ortDir, 'ort-wasm-simd-threaded.wasm');
  const parts = split(readFileSync(whole));
  const folder = mkdtempSync(joinPath(tmpdir(), 'inkling-trim-'));
  const wasm = joinPath(folder, 'run.wasm');
  const script = fileURLToPath(import.meta.url);
  const child = (...how) => execFileSync(process.execPath, [script, ortDir, model, ...how], { encoding: 'utf8' });
  try {
    const expected = child('', '--run', whole);
    const marks = joinPath(folder, 'marks');
    const bodies = parts.bodies.map((body, index) => marking(body, MARKS_AT + index));
    writeFileSync(wasm, join({ ...parts, bodies }));
    child(session, '--run', wasm, marks);
    const entered = readFileSync(marks);
    const kept = parts.bodies.map((body, index) => entered[index] === 1 || body.length <= SMALL);
    const trimmed = join({ ...parts, bodies: parts.bodies.map((body, index) => (kept[index] ? body : TRAP)) });
    writeFileSync(wasm, trimmed);
    if (child(session, '--run', wasm) !== expected) {
      throw new Error('the trimmed onnxruntime with the kept session gave other outputs than the whole one');
    }
    writeFileSync(out, trimmed);
    const count = kept.filter(Boolean).length;
    console.log(`kept ${count} of ${kept.length} functions of onnxruntime, ${(trimmed.length / 1e6).toFixed(1)} MB`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function run(ortDir, modelPath, kept, wasm, marks) {
  const memory = { current: null };
  if (marks) catchMemory(memory);
  const model = kept
    ? new Uint8Array(resumeSession(new Uint8Array(readFileSync(kept))))
    : new Uint8Array(readFileSync(modelPath));
  const { ort, session } = await makeSession(ortDir, wasm, model);
  const outputs = [];
  for (const count of BATCHES) {
    const images = Float32Array.from({ length: count * PLANES * SIDE * SIDE }, (_, index) => ((index * 7919) % 256) / 255);
    const answer = await session.run({ images: new ort.Tensor('float32', images, [count, PLANES, SIDE, SIDE]) });
    outputs.push([...answer.digits.data], [...answer.kind.data]);
  }
  if (marks) writeFileSync(marks, Buffer.from(memory.current.buffer).subarray(MARKS_AT, MARKS_AT + PAGE));
  console.log(JSON.stringify(outputs));
}

/** Remembers the memory of the program that is instantiated next, grown so that there is room for the marks. */
function catchMemory(found) {
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = (program, imports) => {
    const memory = Object.values(imports).flatMap(Object.values).find((value) => value instanceof WebAssembly.Memory);
    memory.grow((MARKS_AT + PAGE - memory.buffer.byteLength) / PAGE);
    found.current = memory;
    return instantiate(program, imports);
  };
}

const [ortDir, model, session, out, wasm, marks] = process.argv.slice(2);
try {
  if (out === '--run') await run(ortDir, model, session, wasm, marks);
  else trim(ortDir, model, session, out);
} catch (error) {
  console.error(`trimming onnxruntime failed: ${error.message}`);
  process.exitCode = 1;
}

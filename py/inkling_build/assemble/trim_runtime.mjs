// Makes a small onnxruntime for one model: every function that making a session and running it never enters
// becomes a trap. Should a browser enter one all the same, the page falls back to the whole runtime.
// usage: node trim_runtime.mjs ORT_DIR MODEL OUT            (parent)
//        node trim_runtime.mjs ORT_DIR MODEL --run WASM MARKS   (child: onnxruntime starts once a process)
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { TRAP, join, marking, split } from './wasm_functions.mjs';

const MARKS_AT = 2 ** 30; // far above what onnxruntime ever allocates here
const PAGE = 65536;
const SIDE = 28;
const BATCHES = [1, 2, 3, 5, 8, 13, 32, 64, 200]; // onnxruntime picks other code for other sizes
const SMALL = 40; // bytes; functions up to this size stay: they cost little and are most of what may differ

function trim(ortDir, model, out) {
  const parts = split(readFileSync(joinPath(ortDir, 'ort-wasm-simd-threaded.wasm')));
  const folder = mkdtempSync(joinPath(tmpdir(), 'inkling-trim-'));
  try {
    const run = (module, marks) => {
      const wasm = joinPath(folder, 'run.wasm');
      writeFileSync(wasm, module);
      const script = fileURLToPath(import.meta.url);
      return execFileSync(process.execPath, [script, ortDir, model, '--run', wasm, marks], { encoding: 'utf8' });
    };
    const marks = joinPath(folder, 'marks');
    const bodies = parts.bodies.map((body, index) => marking(body, MARKS_AT + index));
    const expected = run(join({ ...parts, bodies }), marks);
    const entered = readFileSync(marks);
    const kept = parts.bodies.map((body, index) => entered[index] === 1 || body.length <= SMALL);
    const trimmed = join({ ...parts, bodies: parts.bodies.map((body, index) => (kept[index] ? body : TRAP)) });
    const got = run(trimmed, '');
    if (got !== expected) throw new Error('the trimmed onnxruntime gave other outputs than the whole one');
    writeFileSync(out, trimmed);
    const count = kept.filter(Boolean).length;
    console.log(`kept ${count} of ${kept.length} functions of onnxruntime, ${(trimmed.length / 1e6).toFixed(1)} MB`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function run(ortDir, model, wasm, marks) {
  const memory = { current: null };
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = (module, imports) => {
    memory.current = Object.values(imports).flatMap(Object.values).find((value) => value instanceof WebAssembly.Memory);
    if (marks) memory.current.grow((MARKS_AT + PAGE - memory.current.buffer.byteLength) / PAGE);
    return instantiate(module, imports);
  };
  const ort = await import(pathToFileURL(joinPath(ortDir, 'ort.wasm.bundle.min.mjs')));
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.wasmBinary = new Uint8Array(readFileSync(wasm)).buffer;
  const bytes = new Uint8Array(readFileSync(model));
  const session = await ort.InferenceSession.create(bytes, { executionProviders: ['wasm'] });
  const outputs = [];
  for (const count of BATCHES) {
    const images = Float32Array.from({ length: count * SIDE * SIDE }, (_, index) => ((index * 7919) % 256) / 255);
    const answer = await session.run({ images: new ort.Tensor('float32', images, [count, 1, SIDE, SIDE]) });
    outputs.push([...answer.digits.data], [...answer.kind.data]);
  }
  await ort.InferenceSession.create(new Uint8Array([1, 2, 3])).catch((error) => outputs.push(error.message));
  await session.release();
  if (marks) writeFileSync(marks, Buffer.from(memory.current.buffer).subarray(MARKS_AT, MARKS_AT + PAGE));
  console.log(JSON.stringify(outputs));
}

const [ortDir, model, out, wasm, marks] = process.argv.slice(2);
try {
  if (out === '--run') await run(ortDir, model, wasm, marks);
  else trim(ortDir, model, out);
} catch (error) {
  console.error(`trimming onnxruntime failed: ${error.message}`);
  process.exitCode = 1;
}

// Answering for a program that was run before, against a program that is played by the test.
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { write } from '../../../py/inkling_build/assemble/memory_runs.mjs';
import { SESSION_FORMAT, resumeSession } from '../../../site/src/model/resume.js';

const PAGE = 65536;
const { instantiate } = WebAssembly;
afterEach(() => { WebAssembly.instantiate = instantiate; });

function keptWith(changes = {}) {
  const memory = new Uint8Array(256).fill(9);
  const header = {
    format: SESSION_FORMAT, modelBytes: 12, memory: PAGE,
    calls: [['init', [1, 2], 0], ['malloc', [12], 640], ['create', [640, 12], 77]], ...changes,
  };
  return new Uint8Array(new Uint8Array(write(header, [[64, 64], [192, 64]], memory)));
}

/** Starts a program with a page of memory; returns what its script would see and the calls that reached it. */
async function startProgram() {
  const ran = [];
  const memory = new WebAssembly.Memory({ initial: 1 });
  const it = (name) => (...args) => { ran.push([name, ...args]); return 1; };
  const exports = { setUp: it('setUp'), init: it('init'), malloc: it('malloc'), create: it('create'), run: it('run') };
  WebAssembly.instantiate = async () => ({ module: {}, instance: { exports } });
  const start = async () => (await WebAssembly.instantiate(new Uint8Array(), { a: { memory } })).instance.exports;
  return { ran, memory: new Uint8Array(memory.buffer), start };
}

test('the calls that were kept are answered, all others reach the program, and memory is put back at the last', async () => {
  const { ran, memory, start } = await startProgram();
  assert.equal(resumeSession(keptWith()), 12);
  const program = await start();
  assert.equal(program.setUp(5), 1);
  assert.deepEqual([program.init(1, 2), program.malloc(12)], [0, 640]);
  assert.equal(memory[64], 0);
  assert.equal(program.create(640, 12), 77);
  assert.deepEqual([63, 64, 127, 128, 192, 255, 256].map((at) => memory[at]), [0, 9, 9, 0, 9, 9, 0]);
  assert.equal(program.malloc(3), 1);
  assert.equal(program.run(), 1);
  assert.deepEqual(ran, [['setUp', 5], ['malloc', 3], ['run']]);
});

test('another call, other arguments or too little memory are refused', async () => {
  const { memory, start } = await startProgram();
  resumeSession(keptWith());
  const program = await start();
  program.init(1, 2);
  assert.throws(() => program.run(), /expected the call malloc\(12\) of onnxruntime, got run\(\)/);
  assert.throws(() => program.malloc(13), /expected the call malloc\(12\) of onnxruntime, got malloc\(13\)/);
  assert.ok(memory.every((byte) => byte === 0));

  const { start: startAgain } = await startProgram();
  resumeSession(keptWith({ memory: 2 * PAGE }));
  const small = await startAgain();
  small.init(1, 2);
  small.malloc(12);
  assert.throws(() => small.create(640, 12), /expected 131072 bytes of memory, got 65536/);
});

test('only the next program is answered for, and only a session of this format is taken', async () => {
  const { ran, start } = await startProgram();
  resumeSession(keptWith());
  await start();
  (await start()).init(1, 2);
  assert.deepEqual(ran, [['init', 1, 2]]);
  assert.throws(() => resumeSession(keptWith({ format: SESSION_FORMAT + 1 })), /expected a snapshot of format 1, got 2/);
});

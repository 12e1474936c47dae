// @ts-check
// Starting onnxruntime and making the session takes longer than a hundred readings. So the build does it and keeps
// onnxruntime's memory as it is then; here it is put back. onnxruntime's own script runs as ever; only what it asks of its
// program, from the first call that starts it to the one that makes the session, is answered as it was answered at build
// time. py/inkling_build/assemble/keep_session.mjs keeps it, and tries it out.

import { parseRuns, putRuns } from '../memory-runs.js';

/**
 * One call of an exported function: its name, arguments and answer.
 * @typedef {[name: string, args: unknown[], answer: unknown]} Call
 *
 * `calls` are those that need not be made again, the last of which makes the session; `modelBytes` is the size of the ONNX
 * file that was given then; `memory` bytes in all.
 * @typedef {{ format: number, calls: Call[], modelBytes: number, memory: number }} Header
 *
 * @typedef {(...args: unknown[]) => unknown} Run
 * @typedef {(name: string, run: Run, memory: WebAssembly.Memory) => Run} Wrap
 */

/** Raised whenever header or layout change, so that old and new never meet. */
export const SESSION_FORMAT = 1;

/**
 * Puts `wrap` around each function of the next WebAssembly program that is instantiated with a memory among its imports.
 * @param {Wrap} wrap
 */
export function wrapNextProgram(wrap) {
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = /** @type {any} */ (async (/** @type {BufferSource} */ program, /** @type {any} */ imports) => {
    WebAssembly.instantiate = instantiate;
    const { module, instance } = await instantiate(program, imports);
    const memory = Object.values(imports).flatMap(Object.values).find((value) => value instanceof WebAssembly.Memory);
    if (!memory) throw new Error('expected a memory among the imports of onnxruntime, got none');
    const exports = Object.fromEntries(Object.entries(instance.exports).map(([name, it]) => (
      [name, typeof it === 'function' ? wrap(name, /** @type {Run} */ (it), memory) : it]
    )));
    return { module, instance: { exports } };
  });
}

/**
 * Makes the onnxruntime that is started next, and the session that it is asked for, those that the build kept.
 * @param {Uint8Array<ArrayBuffer>} kept
 * @returns {number} bytes of a model that may be given in place of the real one: its contents are in `kept`
 */
export function resumeSession(kept) {
  const parsed = parseRuns(kept, SESSION_FORMAT);
  const { calls, modelBytes, memory: size } = /** @type {Header} */ (parsed.header);
  let next = 0;
  wrapNextProgram((name, run, memory) => (...args) => {
    const call = calls[next];
    if (!call || (next === 0 && name !== call[0])) return run(...args);
    const [expected, given, answer] = call;
    if (name !== expected || JSON.stringify(args) !== JSON.stringify(given)) {
      throw new Error(`expected the call ${expected}(${given}) of onnxruntime, got ${name}(${args})`);
    }
    next += 1;
    if (next === calls.length) {
      if (memory.buffer.byteLength < size) throw new Error(`expected ${size} bytes of memory, got ${memory.buffer.byteLength}`);
      putRuns(new Uint8Array(memory.buffer), parsed);
    }
    return answer;
  });
  return modelBytes;
}

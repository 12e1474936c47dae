// @ts-check
// What the page, Python's worker and the model's worker say to each other. Every request has an id; every reply
// carries it back. A newer reading asked for makes Python give up an older one, and say so: 'superseded'.

/**
 * @typedef {'asset-missing' | 'asset-damaged' | 'asset-stalled' | 'no-webassembly' | 'model-failed' |
 *   'python-failed' | 'worker-failed' | 'reading-failed' | 'picture-failed' | 'timeout' | 'superseded'} FailureCode
 *
 * What went wrong, in sentences for people: `message` names the file or step, what was expected and what
 * came; `hint` says what can be done.
 * @typedef {{ code: FailureCode, message: string, hint: string }} Failure
 *
 * Points as x0, y0, x1, y1, ... in CSS pixels of the canvas; `starts` is each stroke's first point; `traced` is how many
 * of the strokes come from a picture.
 * @typedef {{ revision: number, xy: Float64Array, starts: Int32Array, traced: number }} InkSnapshot
 *
 * Pixels as RGBA, and the size of the paper that its ink is to be placed on, in CSS pixels.
 * @typedef {{ pixels: Uint8Array, width: number, paperWidth: number, paperHeight: number }} Picture
 *
 * What was found in it: strokes as x0, y0, x1, y1, ..., and where the picture lies on the paper; `message` says why there
 * is nothing, and is empty otherwise.
 * @typedef {{
 *   strokes: number[][], place: { scale: number, left: number, top: number } | null, message: string,
 * }} Seen
 *
 * Mirror `to_dict` of py/inkling/digit_reading.py and of py/inkling/reading.py, where every field is explained.
 * @typedef {{
 *   verdict: 'digit' | 'sign' | 'mark' | 'rejected', text: string, confidence: number, certainty: string,
 *   box: number[], strokes: number[], probabilities: number[],
 *   alternatives: { text: string, confidence: number }[],
 * }} Part
 * @typedef {{
 *   verdict: 'empty' | 'number' | 'rejected', text: string, confidence: number, certainty: string,
 *   message: string, reason: string, probabilities: number[],
 *   alternatives: { text: string, confidence: number }[], digits: Part[], scratched: number[],
 *   image: number[],
 * }} Reading
 *
 * One shipped file, as the build recorded it: `sha256` and `bytes` are of the gzip payload; `chunks` is in
 * how many script files the same bytes come for pages opened from disk.
 * @typedef {{ url: string, bytes: number, sha256: string, chunks: string[] }} AssetEntry
 * @typedef {{ [name: string]: AssetEntry }} Manifest
 *
 * Gzip bytes: as they are, or as text of scripts (see engine/base32768.js). A Uint8Array is the file itself, as a worker
 * before unpacked and verified it.
 * @typedef {ArrayBuffer | string[] | Uint8Array<ArrayBuffer>} Payload
 *
 * How Python came up: from a snapshot of its memory, or by running from its files.
 * @typedef {'snapshot' | 'files'} BootKind
 *
 * Files as a worker unpacked them, by name. Asked for once all runs, so that the workers after it need neither fetch nor
 * unpack them again.
 * @typedef {{ type: 'keep' }} Keep
 * @typedef {{ type: 'kept', files: { [name: string]: Uint8Array<ArrayBuffer> } }} Kept
 *
 * Said by a worker that is of no use any more, as when it ran out of memory.
 * @typedef {{ type: 'broken', how: string }} Broken
 *
 * Both workers get one end of a channel, so that files and pictures need not pass through the page.
 * @typedef {{ type: 'port', port: MessagePort }} Port
 *
 * @typedef {Port | Keep | { type: 'asset', name: string, entry: AssetEntry, payload: Payload }
 *   | { type: 'no-asset', name: string, error: Failure }} ToModel
 * @typedef {{ type: 'need-whole' } | Kept | Broken | { type: 'failed', error: Failure }} FromModel
 *
 * @typedef {{ type: 'file', name: string, bytes: Uint8Array<ArrayBuffer> }
 *   | { type: 'no-file', name: string, error: Failure }
 *   | { type: 'running' }
 *   | { type: 'outputs', id: number, digits: Float32Array, kind: Float32Array }
 *   | { type: 'no-outputs', id: number, error: Failure }} FromModelToPython
 * @typedef {{ id: number, images: Float32Array }} FromPythonToModel
 *
 * @typedef {Port | Keep
 *   | { type: 'read', id: number, xy: Float64Array, starts: Int32Array, traced: number }
 *   | { type: 'look', id: number, picture: Picture }} ToPython
 * @typedef {{ type: 'step', words: string }
 *   | { type: 'need-whole' }
 *   | { type: 'need', names: readonly string[] }
 *   | { type: 'ready', boot: BootKind }
 *   | Kept | Broken
 *   | { type: 'failed', error: Failure }
 *   | { type: 'reply', id: number, ok: Reading }
 *   | { type: 'seen', id: number, ok: Seen }
 *   | { type: 'seen', id: number, error: Failure }
 *   | { type: 'reply', id: number, error: Failure }} FromPython
 *
 * Which programs run: Python and onnxruntime as far as reading was seen to use them, or the whole ones.
 * @typedef {'small' | 'whole'} RuntimeKind
 *
 * @typedef {{ phase: 'loading', step: string, done: number, total: number }
 *   | { phase: 'ready', boot: BootKind, runtime: RuntimeKind }
 *   | { phase: 'failed', error: Failure }} EngineState
 */

/** An error that carries a Failure through promises. */
export class InklingError extends Error {
  /** @param {FailureCode} code @param {string} message @param {string} hint */
  constructor(code, message, hint) {
    super(message);
    this.name = 'InklingError';
    this.code = code;
    this.hint = hint;
  }

  /** @returns {Failure} */
  get failure() {
    return { code: this.code, message: this.message, hint: this.hint };
  }
}

/**
 * Pyodide's messages are whole tracebacks; the last line says what happened.
 * @param {unknown} error anything thrown
 */
export function lastLine(error) {
  const said = error instanceof Error ? error.message.trim() : String(error);
  return said.slice(said.lastIndexOf('\n') + 1);
}

/**
 * @param {unknown} error anything thrown
 * @param {FailureCode} code used unless the error already is an InklingError
 * @param {string} step what was being done, as the start of a sentence
 * @param {string} hint
 * @returns {Failure}
 */
export function toFailure(error, code, step, hint) {
  if (error instanceof InklingError) return error.failure;
  return { code, message: `${step}: ${lastLine(error)}`, hint };
}

/** The workers' scripts. */
export const MODEL = 'model.js';
export const PYTHON = 'python.js';

/** What the workers may need, by name; with the scripts, the build makes exactly these. */
export const ASSETS = Object.freeze({
  pythonWasm: 'pyodide.small.wasm',
  libraries: 'libraries.small.pack',
  wholePythonWasm: 'pyodide.asm.wasm',
  wholeLibraries: 'libraries.pack',
  snapshot: 'snapshot.bin',
  onnxWasm: 'onnxruntime.small.wasm',
  session: 'session.bin',
  wholeOnnxWasm: 'onnxruntime.wasm',
  model: 'inkling.onnx',
  stdlib: 'stdlib.zip',
  packages: 'packages.pack',
});

/**
 * `onnxWasm` holds only what running this model was seen to use, and `session` its memory with the session made; all of
 * onnxruntime and the model are needed where these turn out to lack something.
 */
export const NETWORK = Object.freeze({
  small: /** @type {const} */ ([ASSETS.onnxWasm, ASSETS.session]),
  whole: /** @type {const} */ ([ASSETS.wholeOnnxWasm, ASSETS.model]),
});

/** Python's program and numpy's libraries: what restoring the snapshot and reading was seen to use of them, or all. */
export const PROGRAM = Object.freeze({
  small: /** @type {const} */ ([ASSETS.pythonWasm, ASSETS.libraries]),
  whole: /** @type {const} */ ([ASSETS.wholePythonWasm, ASSETS.wholeLibraries]),
});

/** Needed only where Python cannot start from the snapshot, beside the whole program. */
export const ORDINARY_BOOT = Object.freeze([ASSETS.stdlib, ASSETS.packages]);

/** How engines word a trap: "unreachable", "unreachable executed", "Unreachable code should not be executed". */
const TRAPPED = /unreachable/i;

/**
 * Whether a small program came to a function that was left out: those trap.
 * @param {unknown} error
 */
export function hasTrapped(error) {
  return error instanceof Error && TRAPPED.test(error.message);
}

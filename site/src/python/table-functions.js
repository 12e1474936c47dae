// @ts-check
// Emscripten offers every JavaScript function to the program's table as it is, and only when the engine has thrown
// turns it into one of WebAssembly, by compiling a program for it alone. Hundreds of times at every start.

/** Codes of WebAssembly's types for the letters of Emscripten's signatures; "v" is no result. */
const TYPES = /** @type {Record<string, number>} */ ({ i: 0x7f, p: 0x7f, j: 0x7e, f: 0x7d, d: 0x7c, e: 0x6f });
const NO_RESULT = 'v';
/** Lengths from here on take two bytes; no signature comes near. */
const LONG = 0x80;

/**
 * Makes a table take JavaScript functions that have a signature, with one program for all of a signature.
 * @param {WebAssembly.Table} table
 */
export function takeFunctions(table) {
  const converted = converter();
  table.set = (index, value) => WebAssembly.Table.prototype.set.call(table, index, converted(value));
}

/** @returns {(value: any) => any} what the table takes: other values are left to it */
function converter() {
  /** @type {Map<string, WebAssembly.Module | undefined>} */
  const programs = new Map();
  return (value) => {
    // the standard names a function of WebAssembly by its number
    if (typeof value !== 'function' || typeof value.sig !== 'string' || /^\d+$/.test(value.name)) return value;
    if (!programs.has(value.sig)) programs.set(value.sig, passingOn(value.sig));
    const program = programs.get(value.sig);
    return program ? new WebAssembly.Instance(program, { e: { f: value } }).exports.f : value;
  };
}

/**
 * A program that exports the function it imports.
 * @param {string} signature the result's letter, then the arguments'
 * @returns {WebAssembly.Module | undefined} undefined for letters not known here
 */
function passingOn(signature) {
  const [result, ...args] = [...signature];
  const results = result === NO_RESULT ? [] : [result];
  const types = [...args, ...results].map((letter) => TYPES[letter]);
  if (types.includes(/** @type {any} */ (undefined))) return undefined;
  const type = [0x60, args.length, ...types.slice(0, args.length), results.length, ...types.slice(args.length)];
  const typeSection = [0x01, type.length + 1, 0x01, ...type];
  if (typeSection[1] >= LONG) return undefined;
  const importSection = [0x02, 0x07, 0x01, 0x01, 0x65, 0x01, 0x66, 0x00, 0x00];
  const exportSection = [0x07, 0x05, 0x01, 0x01, 0x66, 0x00, 0x00];
  const header = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
  return new WebAssembly.Module(Uint8Array.of(...header, ...typeSection, ...importSection, ...exportSection));
}

// Rewrites the bodies of a WebAssembly module's functions, how much memory it begins with, and what it exports.
// Binary format: https://webassembly.github.io/spec/core/binary/modules.html

const HEADER_BYTES = 8;
const MEMORY_SECTION = 5;
const EXPORT_SECTION = 7;
const CODE_SECTION = 10;
const I32_CONST = 0x41;
const I32_STORE8 = 0x3a;
const UNREACHABLE = 0x00;
const END = 0x0b;

/**
 * @param {Uint8Array} module
 * @returns {{ before: Uint8Array, bodies: Uint8Array[], after: Uint8Array }} bodies without their sizes, and all
 *   that stands before and after the code section
 */
export function split(module) {
  let at = HEADER_BYTES;
  while (at < module.length) {
    const id = module[at];
    const [size, start] = readUnsigned(module, at + 1);
    if (id === CODE_SECTION) {
      return {
        before: module.subarray(0, at),
        bodies: readBodies(module, start),
        after: module.subarray(start + size),
      };
    }
    at = start + size;
  }
  throw new Error('expected a WebAssembly module with a code section, got none');
}

/** @param {ReturnType<typeof split>} parts @returns {Uint8Array} */
export function join({ before, bodies, after }) {
  const code = [writeUnsigned(bodies.length), ...bodies.flatMap((body) => [writeUnsigned(body.length), body])];
  const size = code.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([before, [CODE_SECTION], writeUnsigned(size), ...code, after].map((part) => Buffer.from(part)));
}

/**
 * What stands before the code, of a module with one memory of its own that begins with so many pages.
 * @param {Uint8Array} before @param {number} pages
 */
export function withMemory(before, pages) {
  return withSection(before, MEMORY_SECTION, 'a memory', (section) => {
    const [, rest] = readUnsigned(section, 2);
    return Buffer.from([...section.subarray(0, 2), ...writeUnsigned(pages), ...section.subarray(rest)]);
  });
}

/**
 * The module with some of its exports.
 * @param {Uint8Array} module @param {(name: string, kind: number) => boolean} keeps
 */
export function withExports(module, keeps) {
  return withSection(module, EXPORT_SECTION, 'exports', (section) => {
    const kept = [];
    let [count, at] = readUnsigned(section, 0);
    for (; count > 0; count -= 1) {
      const [length, name] = readUnsigned(section, at);
      const [, end] = readUnsigned(section, name + length + 1);
      if (keeps(Buffer.from(section.subarray(name, name + length)).toString(), section[name + length])) kept.push(section.subarray(at, end));
      at = end;
    }
    return Buffer.concat([Buffer.from(writeUnsigned(kept.length)), ...kept]);
  });
}

function withSection(module, id, what, change) {
  let at = HEADER_BYTES;
  while (at < module.length) {
    const [size, start] = readUnsigned(module, at + 1);
    if (module[at] === id) {
      const changed = change(module.subarray(start, start + size));
      const head = Buffer.from([id, ...writeUnsigned(changed.length)]);
      return Buffer.concat([module.subarray(0, at), head, changed, module.subarray(start + size)]);
    }
    at = start + size;
  }
  throw new Error(`expected a WebAssembly module with ${what}, got one without`);
}

/** A body that traps whatever the function's type. */
export const TRAP = Uint8Array.of(0, UNREACHABLE, END);

/**
 * The same body, first storing 1 at an address.
 * @param {Uint8Array} body @param {number} address
 */
export function marking(body, address) {
  const code = afterLocals(body);
  const mark = [I32_CONST, ...writeSigned(address), I32_CONST, 1, I32_STORE8, 0, 0];
  return Buffer.concat([body.subarray(0, code), Buffer.from(mark), body.subarray(code)]);
}

function readBodies(module, start) {
  const bodies = [];
  let [count, at] = readUnsigned(module, start);
  for (; count > 0; count -= 1) {
    const [size, body] = readUnsigned(module, at);
    bodies.push(module.subarray(body, body + size));
    at = body + size;
  }
  return bodies;
}

/** Index of the first instruction: locals are declared in groups of a count and a type. */
function afterLocals(body) {
  let [groups, at] = readUnsigned(body, 0);
  for (; groups > 0; groups -= 1) {
    [, at] = readUnsigned(body, at);
    at += 1;
  }
  return at;
}

function readUnsigned(bytes, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7, at += 1) {
    value += (bytes[at] & 0x7f) * 2 ** shift;
    if (bytes[at] < 0x80) return [value, at + 1];
  }
}

function writeUnsigned(value) {
  const bytes = [];
  for (; value >= 0x80; value = Math.floor(value / 0x80)) bytes.push((value % 0x80) | 0x80);
  return [...bytes, value];
}

/** Only for values of 0 or more: one bit of the last byte must stay 0, or it would read as negative. */
function writeSigned(value) {
  const bytes = [];
  for (; value >= 0x40; value = Math.floor(value / 0x80)) bytes.push((value % 0x80) | 0x80);
  return [...bytes, value];
}

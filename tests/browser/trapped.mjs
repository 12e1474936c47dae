// Makes traps of all functions of a pack's libraries that are longer than those that only set them up.
// usage: node trapped.mjs PACK
import { readFileSync, writeFileSync } from 'node:fs';
import { pack, unpack } from '../../py/inkling_build/assemble/pack_files.mjs';
import { TRAP, join, split } from '../../py/inkling_build/assemble/wasm_functions.mjs';

const LONG = 400;

const [path] = process.argv.slice(2);
writeFileSync(path, pack(unpack(readFileSync(path)).map(([name, bytes]) => {
  const parts = split(bytes);
  return [name, join({ ...parts, bodies: parts.bodies.map((body) => (body.length > LONG ? TRAP : body)) })];
})));

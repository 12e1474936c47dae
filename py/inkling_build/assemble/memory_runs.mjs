// Writes a program's memory as site/src/memory-runs.js reads it.

export const BLOCK = 64; // bytes compared at a time; smaller finds more unchanged data but makes more runs

/**
 * Runs of blocks, as [address, length] pairs, that a fresh program does not already have.
 * @param {Uint8Array} memory
 * @param {(at: number) => boolean} isThere whether a fresh program has the block at an address
 */
export function difference(memory, isThere) {
  const runs = [];
  let last = null;
  for (let at = 0; at < memory.length; at += BLOCK) {
    if (isThere(at)) {
      last = null;
    } else if (last) {
      last[1] += BLOCK;
    } else {
      last = [at, BLOCK];
      runs.push(last);
    }
  }
  return runs;
}

/** Whether two memories have the same block at an address. */
export function same(a, b, at) {
  for (let index = at; index < at + BLOCK; index += 1) if (a[index] !== b[index]) return false;
  return true;
}

/** @param {object} header @param {[number, number][]} runs @param {Uint8Array} memory @returns {Buffer} */
export function write(header, runs, memory) {
  const bare = Buffer.from(JSON.stringify(header));
  const text = Buffer.concat([bare, Buffer.alloc((4 - (bare.length % 4)) % 4, ' ')]);
  const out = Buffer.alloc(8 + text.length + 8 * runs.length + runs.reduce((sum, run) => sum + run[1], 0));
  out.writeUInt32LE(text.length, 0);
  out.writeUInt32LE(runs.length, 4);
  out.set(text, 8);
  let at = 8 + text.length;
  for (const run of runs) {
    out.writeUInt32LE(run[0], at);
    out.writeUInt32LE(run[1], at + 4);
    at += 8;
  }
  for (const [address, length] of runs) {
    out.set(memory.subarray(address, address + length), at);
    at += length;
  }
  return out;
}

const WIPE_FROM = 1 << 20; // largest and smallest piece of free heap that is looked for and zeroed
const WIPE_TO = 64;

/**
 * Zero the heap's free pieces: they hold stale bytes that would have to be shipped.
 * @param {(size: number) => number} zeroed gives memory, all zeros
 * @param {(pointer: number) => void} free
 * @param {number} end of the heap so far
 */
export function wipe(zeroed, free, end) {
  const held = [];
  for (let size = WIPE_FROM; size >= WIPE_TO; size >>= 1) {
    let pointer = zeroed(size);
    while (pointer + size <= end) {
      held.push(pointer);
      pointer = zeroed(size);
    }
    free(pointer);
  }
  held.forEach(free);
}

/** Nothing that is kept may depend on when and where it was made. */
export function standStill() {
  const noon = Date.UTC(2026, 0, 1, 12);
  Date.now = () => noon;
  performance.now = () => 0;
  process.hrtime.bigint = () => 0n;
  crypto.getRandomValues = (array) => array.fill(0);
  // what Python calls itself; in a browser it is called so
  process.argv[1] = './this.program';
}

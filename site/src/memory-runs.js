// @ts-check
// A program's memory as the build kept it: what differs from the memory of a freshly started program, as runs of bytes, and
// a header with what JavaScript must know to go with it. py/inkling_build/assemble/memory_runs.mjs writes it.

/**
 * Layout: uint32 length of the header, uint32 count of runs, header as JSON padded to 4 bytes, then for each run
 * uint32 address and uint32 length, then the runs' bytes.
 * @param {Uint8Array<ArrayBuffer>} kept
 * @param {number} format what the header must say
 * @returns {{ header: any, runs: Uint32Array, data: Uint8Array }}
 * @throws {Error} if it is of another format
 */
export function parseRuns(kept, format) {
  const [headerLength = 0, runCount = 0] = new Uint32Array(kept.buffer, 0, 2);
  const runsAt = 8 + headerLength;
  const header = JSON.parse(new TextDecoder().decode(kept.subarray(8, runsAt)));
  if (header.format !== format) throw new Error(`expected a snapshot of format ${format}, got ${header.format}`);
  return {
    header,
    runs: new Uint32Array(kept.buffer, runsAt, 2 * runCount),
    data: kept.subarray(runsAt + 8 * runCount),
  };
}

/**
 * @param {Uint8Array<ArrayBufferLike>} memory where the runs go
 * @param {{ runs: Uint32Array, data: Uint8Array }} parsed
 */
export function putRuns(memory, { runs, data }) {
  for (let run = 0, from = 0; run < runs.length; run += 2) {
    const length = runs[run + 1] ?? 0;
    memory.set(data.subarray(from, from + length), runs[run]);
    from += length;
  }
}

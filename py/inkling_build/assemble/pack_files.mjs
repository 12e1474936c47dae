// Packs as freeze.py writes them and site/src/python/pack.js reads them.

const LENGTH_BYTES = 4;

/** @param {Buffer} packed @returns {[string, Buffer][]} path and bytes of each file */
export function unpack(packed) {
  const length = packed.readUInt32LE(0);
  let at = LENGTH_BYTES + length;
  return JSON.parse(packed.toString('utf8', LENGTH_BYTES, at)).map(([path, size]) => {
    at += size;
    return [path, packed.subarray(at - size, at)];
  });
}

/** @param {[string, Uint8Array][]} files @returns {Buffer} */
export function pack(files) {
  const index = Buffer.from(JSON.stringify(files.map(([path, bytes]) => [path, bytes.length])));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32LE(index.length);
  return Buffer.concat([length, index, ...files.map(([, bytes]) => bytes)]);
}

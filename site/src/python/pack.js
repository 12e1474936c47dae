// @ts-check
// Reads packages.pack: length of the index (uint32, little endian), the index as JSON [[path, size], ...], then
// the files' bytes one after another. py/inkling_build/assemble/freeze.py writes it.

/**
 * @param {Uint8Array<ArrayBuffer>} pack
 * @param {{ mkdirTree: (path: string) => void, writeFile: (path: string, data: Uint8Array, options: { canOwn: boolean }) => void }} FS
 * @param {string} root folder the paths are relative to
 * @returns {string[]} the absolute paths written
 */
export function unpack(pack, FS, root) {
  const length = new DataView(pack.buffer).getUint32(0, true);
  /** @type {[string, number][]} */
  const index = JSON.parse(new TextDecoder().decode(pack.subarray(4, 4 + length)));
  const folders = new Set();
  let at = 4 + length;
  const written = [];
  for (const [path, size] of index) {
    const target = `${root}/${path}`;
    const folder = target.slice(0, target.lastIndexOf('/'));
    if (!folders.has(folder)) {
      folders.add(folder);
      FS.mkdirTree(folder);
    }
    FS.writeFile(target, pack.subarray(at, at + size), { canOwn: true });
    at += size;
    written.push(target);
  }
  return written;
}

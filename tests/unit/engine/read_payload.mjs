// Reads one payload as the page does and prints the SHA-256 of what is inside, or what is wrong on stderr.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInThisContext } from 'node:vm';
import { payloadBytes } from '../../../site/src/engine/payload.js';

const { folder, name, entry, way } = JSON.parse(readFileSync(0, 'utf8'));

function fromScripts() {
  const parts = [];
  globalThis.inklingChunk = (_key, text) => parts.push(text);
  for (const chunk of entry.chunks) {
    // The byte order mark tells browsers the encoding; it is not part of the script.
    runInThisContext(readFileSync(join(folder, chunk), 'utf16le').replace('\uFEFF', ''));
  }
  return parts;
}

function fromHttp() {
  const bytes = readFileSync(join(folder, entry.url));
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
}

try {
  const bytes = await payloadBytes(name, entry, way === 'file' ? fromScripts() : fromHttp());
  process.stdout.write(createHash('sha256').update(bytes).digest('hex'));
} catch (error) {
  process.stderr.write(error.message);
}

// @ts-check
// From a payload, however it travelled, to bytes that are exactly what the build made.

import { decodeBase32768 } from './base32768.js';
import { InklingError } from '../protocol.js';

/** @typedef {import('../protocol.js').AssetEntry} AssetEntry */
/** @typedef {import('../protocol.js').Payload} Payload */

const SHOWN_HASH_DIGITS = 12;
export const RELOAD_HINT = 'Retry loads it again; if that does not help, the copy of this app is damaged.';

/**
 * The file inside a payload, its gzip bytes verified unless a worker did so before.
 * @param {string} name @param {AssetEntry} entry @param {Payload} payload
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 * @throws {InklingError} asset-damaged when size or SHA-256 differ from the build's
 */
export async function payloadBytes(name, entry, payload) {
  if (payload instanceof Uint8Array) return payload;
  const packed = payload instanceof ArrayBuffer ? new Uint8Array(payload) : decodeBase32768(payload, entry.bytes);
  if (packed.length !== entry.bytes) throw damaged(name, `${entry.bytes} bytes`, `${packed.length} bytes`);
  // Both at once: each has to wait for other threads. Nothing of it is used before the hash is known.
  const unpacking = unpack(packed);
  unpacking.catch(() => {});
  // Plain http from another machine is no secure context and has no hashing; size is all there is to check.
  if (globalThis.crypto?.subtle) {
    const hash = hex(await crypto.subtle.digest('SHA-256', packed));
    if (hash !== entry.sha256) {
      throw damaged(name, `SHA-256 ${entry.sha256.slice(0, SHOWN_HASH_DIGITS)}…`, `${hash.slice(0, SHOWN_HASH_DIGITS)}…`);
    }
  }
  try {
    return await unpacking;
  } catch (error) {
    throw damaged(name, 'gzip', error instanceof Error ? error.message : String(error));
  }
}

/** @param {Uint8Array<ArrayBuffer>} packed gzip @returns {Promise<Uint8Array<ArrayBuffer>>} what is inside */
async function unpack(packed) {
  // not from a Blob: WebKit cannot read those in pages opened from disk
  const stream = new ReadableStream({
    start: (source) => {
      source.enqueue(packed);
      source.close();
    },
  }).pipeThrough(new DecompressionStream('gzip'));
  // a fifth faster than through a Response
  const reader = stream.getReader();
  const parts = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    length += value.length;
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** @param {string} name @param {string} expected @param {string} got */
function damaged(name, expected, got) {
  return new InklingError('asset-damaged', `The file ${name} is damaged: expected ${expected}, got ${got}.`, RELOAD_HINT);
}

/** @param {ArrayBuffer} buffer */
function hex(buffer) {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

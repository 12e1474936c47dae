// @ts-check
// The network as Python sees it: a function that asks the model's worker.

import { InklingError } from '../protocol.js';

/** @typedef {import('../protocol.js').FromModelToPython} FromModelToPython */
/** @typedef {{ digits: Float32Array, kind: Float32Array }} Outputs */

/** @type {PromiseWithResolvers<MessagePort>} */
const connected = Promise.withResolvers();
/** @type {PromiseWithResolvers<void>} */
const running = Promise.withResolvers();
/** @type {Map<number, PromiseWithResolvers<Outputs>>} */
const asked = new Map();
let nextId = 0;

/** @param {MessagePort} port */
export function connect(port) {
  connected.resolve(port);
}

export function nowRunning() {
  running.resolve();
}

/** Resolves once the network can be asked without a wait. */
export const networkRunning = running.promise;

/**
 * @param {Float32Array} images n * 5 * 28 * 28 in 0..1
 * @returns {Promise<Outputs>} logits, n * 10 and n * 3
 */
export async function runNetwork(images) {
  const port = await connected.promise;
  nextId += 1;
  /** @type {PromiseWithResolvers<Outputs>} */
  const answer = Promise.withResolvers();
  asked.set(nextId, answer);
  port.postMessage({ id: nextId, images }, [images.buffer]);
  return answer.promise;
}

/** @param {Extract<FromModelToPython, { id: number }>} reply */
export function answered(reply) {
  const answer = asked.get(reply.id);
  asked.delete(reply.id);
  if (reply.type === 'outputs') answer?.resolve({ digits: reply.digits, kind: reply.kind });
  else answer?.reject(new InklingError(reply.error.code, reply.error.message, reply.error.hint));
}

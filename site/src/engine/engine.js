// @ts-check
// The page's side of the recogniser: starts the worker, feeds it the app's files, asks for readings.

import { ASSETS, InklingError, ORDINARY_BOOT, WORKER, toFailure } from '../protocol.js';
import { loadAsset } from './assets.js';
import { MANIFEST } from './manifest.js';
import { unpacked, verified } from './payload.js';

/** @typedef {import('../protocol.js').EngineState} EngineState */
/** @typedef {import('../protocol.js').Failure} Failure */
/** @typedef {import('../protocol.js').FromWorker} FromWorker */
/** @typedef {import('../protocol.js').InkSnapshot} InkSnapshot */
/** @typedef {import('../protocol.js').Payload} Payload */
/** @typedef {import('../protocol.js').Reading} Reading */
/** @typedef {import('../protocol.js').ToWorker} ToWorker */
/** @typedef {{ ink: InkSnapshot, resolve: (r: Reading & { revision: number }) => void, reject: (e: InklingError) => void }} Request */

const READING_TIMEOUT_MS = 2_000;
const RESTARTS_MAX = 3;
/** @type {readonly string[]} */
const LATER = ORDINARY_BOOT;
const FIRST_ASSETS = Object.values(ASSETS).filter((name) => !LATER.includes(name));
const RESTART_HINT = 'Your ink is kept. Retry starts the recogniser again.';

/**
 * @param {{ onState: (state: EngineState) => void }} options told of every change of state
 * @returns {{ start: () => void, retry: () => void, read: (ink: InkSnapshot) => Promise<Reading & { revision: number }> }}
 */
export function createEngine({ onState }) {
  /** @type {Worker | null} */
  let worker = null;
  let cancel = new AbortController();
  /** @type {(names: readonly string[]) => void} */
  let bring = () => {};
  let phase = /** @type {EngineState['phase']} */ ('loading');
  let restarts = 0;
  let nextId = 0;
  /** @type {{ id: number, request: Request, timer: ReturnType<typeof setTimeout> | undefined } | null} */
  let asked = null;
  /** @type {Request | null} */
  let waiting = null;
  let step = 'Loading';
  let done = 0;
  let total = 0;

  /** @param {string} name */
  function entryOf(name) {
    const entry = MANIFEST[name];
    if (!entry) throw new Error(`expected the asset ${name} in the build's manifest, got ${Object.keys(MANIFEST)}`);
    return entry;
  }

  function loading() {
    if (phase === 'loading') onState({ phase, step, done, total });
  }

  /** @param {Failure} error */
  function fail(error) {
    stop();
    phase = 'failed';
    onState({ phase, error });
  }

  function stop() {
    cancel.abort();
    worker?.terminate();
    worker = null;
    // A request that was being answered waits for the next worker, unless newer ink already does.
    if (asked) {
      clearTimeout(asked.timer);
      if (waiting) supersede(asked.request);
      else waiting = asked.request;
      asked = null;
    }
  }

  /** @param {boolean} fresh */
  function boot(fresh) {
    stop();
    cancel = new AbortController();
    phase = 'loading';
    step = 'Loading Python and the model';
    done = 0;
    total = 0;
    loading();
    if (typeof WebAssembly !== 'object') {
      fail({
        code: 'no-webassembly',
        message: 'Expected a browser with WebAssembly, but it is missing or switched off here.',
        hint: 'Open this page in a current browser, or allow WebAssembly for it (some strict modes turn it off).',
      });
      return;
    }
    const { signal } = cancel;
    run(signal, fresh).catch((error) => { if (!signal.aborted) notStarted(error); });
  }

  /** @param {unknown} error */
  function notStarted(error) {
    fail(toFailure(error, 'worker-failed', 'The recogniser could not be started', RESTART_HINT));
  }

  /** @param {AbortSignal} signal @param {boolean} fresh */
  async function run(signal, fresh) {
    /** @param {string} name */
    const load = (name) => {
      total += entryOf(name).bytes;
      return loadAsset(name, entryOf(name), {
        fresh,
        signal,
        onBytes: (count) => {
          if (signal.aborted) return;
          done += count;
          loading();
        },
      });
    };
    /** @param {string} name @param {Promise<Payload>} payload */
    const hand = async (name, payload) => {
      try {
        const loaded = await payload;
        if (signal.aborted) return;
        say({ type: 'asset', name, entry: entryOf(name), payload: loaded }, loaded instanceof ArrayBuffer ? [loaded] : []);
      } catch (error) {
        if (signal.aborted) return;
        // Without the snapshot Python still starts, only slower.
        if (name !== ASSETS.snapshot) throw error;
        say({ type: 'no-asset', name, error: toFailure(error, 'asset-missing', name, '') });
      }
    };
    const code = load(WORKER);
    const assets = FIRST_ASSETS.map((name) => /** @type {const} */ ([name, load(name)]));
    for (const [, payload] of assets) payload.catch(() => {}); // `hand` hears of it, later
    const source = unpacked(await verified(WORKER, entryOf(WORKER), await code), 'text/javascript');
    // A worker from a blob inherits the page's Content-Security-Policy, one from the network does not.
    const url = URL.createObjectURL(await source.blob());
    if (signal.aborted) return;
    const started = new Worker(url, { name: 'inkling' });
    worker = started;
    bring = (names) => {
      const more = names.map((name) => hand(name, load(name)));
      Promise.all(more).catch((error) => { if (!signal.aborted) notStarted(error); });
    };
    started.onmessage = (event) => { if (worker === started) hear(event.data); };
    started.onerror = (event) => { if (worker === started) died(event.message || 'it stopped without a word'); };
    started.onmessageerror = () => { if (worker === started) died('a message could not be read'); };
    if (waiting) ask();
    await Promise.all(assets.map(([name, payload]) => hand(name, payload)));
  }

  /** @param {ToWorker} message @param {Transferable[]} [transfer] */
  function say(message, transfer = []) {
    worker?.postMessage(message, transfer);
  }

  /** @param {FromWorker} message */
  function hear(message) {
    switch (message.type) {
      case 'step':
        step = message.words;
        loading();
        break;
      case 'need':
        bring(message.names);
        break;
      case 'ready':
        phase = 'ready';
        onState({ phase, boot: message.boot });
        watch();
        break;
      case 'failed':
        fail(message.error);
        break;
      case 'reply':
        answered(message);
        break;
    }
  }

  /** @param {Extract<FromWorker, { type: 'reply' }>} reply */
  function answered(reply) {
    if (!asked || asked.id !== reply.id) return;
    const { request, timer } = asked;
    clearTimeout(timer);
    asked = null;
    if ('ok' in reply) {
      restarts = 0;
      request.resolve({ ...reply.ok, revision: request.ink.revision });
    } else {
      request.reject(new InklingError(reply.error.code, reply.error.message, reply.error.hint));
    }
    if (waiting) ask();
  }

  function ask() {
    if (!worker || asked || !waiting) return;
    const request = waiting;
    waiting = null;
    nextId += 1;
    asked = { id: nextId, request, timer: undefined };
    say({ type: 'read', id: nextId, xy: request.ink.xy, starts: request.ink.starts });
    if (phase === 'ready') watch();
  }

  /** The clock for the reading under way; while Python still starts, no reading is late. */
  function watch() {
    if (!asked) return;
    clearTimeout(asked.timer);
    asked.timer = setTimeout(() => died(`no answer for ${READING_TIMEOUT_MS / 1000} s`), READING_TIMEOUT_MS);
  }

  /** @param {string} how */
  function died(how) {
    restarts += 1;
    if (phase === 'ready' && restarts < RESTARTS_MAX) {
      boot(false);
      return;
    }
    fail({ code: 'worker-failed', message: `The recogniser's worker failed: expected an answer, got: ${how}.`, hint: RESTART_HINT });
  }

  return {
    start: () => boot(false),
    retry: () => {
      restarts = 0;
      boot(true);
    },
    read: (ink) => new Promise((resolve, reject) => {
      if (waiting) supersede(waiting);
      waiting = { ink, resolve, reject };
      ask();
    }),
  };
}

/** @param {Request} request */
function supersede(request) {
  request.reject(new InklingError('superseded', `Ink ${request.ink.revision} gave way to newer ink.`, ''));
}

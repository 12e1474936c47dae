// @ts-check
// The page's side of the recogniser: starts the workers, feeds them the app's files, asks for readings.

import { ASSETS, InklingError, MODEL, NETWORK, PROGRAM, PYTHON, toFailure } from '../protocol.js';
import { loadAsset } from './assets.js';
import { MANIFEST } from './manifest.js';
import { whenPatienceEnds } from './patience.js';
import { payloadBytes } from './payload.js';
import { trustedUrl } from '../trusted-url.js';

/** @typedef {import('../protocol.js').EngineState} EngineState */
/** @typedef {import('../protocol.js').Failure} Failure */
/** @typedef {import('../protocol.js').FromModel} FromModel */
/** @typedef {import('../protocol.js').FromPython} FromPython */
/** @typedef {import('../protocol.js').InkSnapshot} InkSnapshot */
/** @typedef {import('../protocol.js').Picture} Picture */
/** @typedef {import('../protocol.js').Reading} Reading */
/** @typedef {import('../protocol.js').Seen} Seen */
/** @typedef {import('../protocol.js').ToModel} ToModel */
/** @typedef {import('../protocol.js').ToPython} ToPython */
/** @typedef {{ ink: InkSnapshot, resolve: (r: Reading & { revision: number }) => void, reject: (e: InklingError) => void }} Request */
/** @typedef {{ picture: Picture, resolve: (seen: Seen) => void, reject: (e: InklingError) => void }} Look */

const PROGRESS_MS = 100;
const READING_TIMEOUT_MS = 2_000;
/** The first reading of a new worker compiles what it passes through. */
const FIRST_READING_TIMEOUT_MS = 6_000;
/** A large picture takes a second, and as long to be read from its pixels; ten where the machine is slow. */
const LOOK_TIMEOUT_MS = 30_000;
const START_TIMEOUT_MS = 60_000;
const RESTARTS_MAX = 3;
/** How long the page is left alone after a start before files are set aside for the next one. */
const KEEP_AFTER_MS = 2_000;
const LOOK_HINT = 'Your ink is kept. A smaller picture, with little but the number on it, is looked at sooner.';
const RESTART_HINT = 'Your ink is kept. Retry starts the recogniser again.';

/**
 * @param {{ onState: (state: EngineState) => void }} options told of every change of state
 * @returns {{
 *   start: () => Promise<void>, retry: () => Promise<void>,
 *   read: (ink: InkSnapshot) => Promise<Reading & { revision: number }>,
 *   look: (picture: Picture) => Promise<Seen>,
 * }} start and retry: once the recogniser is ready, or an InklingError with the reason why it is not
 */
export function createEngine({ onState }) {
  /** @type {Worker | null} */
  let model = null;
  /** @type {Worker | null} */
  let python = null;
  let cancel = new AbortController();
  /** @type {(names: readonly string[]) => void} */
  let bringLater = () => {};
  let phase = /** @type {EngineState['phase']} */ ('loading');
  /** @type {Failure | null} why it does not run */
  let failure = null;
  let runtime = /** @type {import('../protocol.js').RuntimeKind} */ ('small');
  let restarts = 0;
  /** What the next workers need not fetch again: their scripts' addresses, and files as these unpacked them. */
  /** @type {Map<string, string>} */
  const scripts = new Map();
  /** @type {Map<string, Uint8Array<ArrayBuffer>>} */
  const kept = new Map();
  let isReady = () => {};
  /** @type {(reason: InklingError) => void} */
  let isNot = () => {};
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let keepTimer;
  let proven = false; // whether this worker has answered before
  let stopWatchingStart = () => {};
  /** @type {(() => void) | null} while an answer is waited for */
  let stopWatchingAnswer = null;
  let lastId = 0;
  /** @type {Request | null} the newest, until it is answered */
  let request = null;
  let lastLook = 0;
  /** @type {Look | null} the newest, until it is answered */
  let look = null;
  let step = 'Loading';
  let done = 0;
  let total = 0;

  /** @param {string} name */
  function entryOf(name) {
    const entry = MANIFEST[name];
    if (!entry) throw new Error(`expected the asset ${name} in the build's manifest, got ${Object.keys(MANIFEST)}`);
    return entry;
  }

  let told = -Infinity;

  /** @param {boolean} always */
  function loading(always) {
    if (phase === 'loading') watchStart();
    const now = performance.now();
    // Start-up is bound by the processor: painting every packet's progress would slow it.
    if (phase !== 'loading' || !(always || now - told >= PROGRESS_MS)) return;
    told = now;
    onState({ phase, step, done, total });
  }

  /** Pyodide can wait for ever, and a worker killed for want of memory says nothing. */
  function watchStart() {
    stopWatchingStart();
    stopWatchingStart = whenPatienceEnds(START_TIMEOUT_MS, () => fail({
      code: 'timeout',
      message: `Starting stopped at “${step}”: expected the next step, got nothing for ${START_TIMEOUT_MS / 1000} s.`,
      hint: RESTART_HINT,
    }));
  }

  /** @param {Failure} error */
  function fail(error) {
    stop();
    // One of them may be the reason.
    for (const url of scripts.values()) URL.revokeObjectURL(url);
    scripts.clear();
    kept.clear();
    phase = 'failed';
    failure = error;
    giveUpLooking(error);
    isNot(new InklingError(error.code, error.message, error.hint));
    onState({ phase, error });
  }

  function stop() {
    cancel.abort();
    stopWatchingStart();
    clearTimeout(keepTimer);
    model?.terminate();
    python?.terminate();
    model = null;
    python = null;
    stopWatch();
  }

  /** @param {boolean} fresh */
  function boot(fresh) {
    stop();
    cancel = new AbortController();
    phase = 'loading';
    failure = null;
    step = 'Loading Python and the model';
    done = 0;
    total = 0;
    loading(true);
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
    /** @param {string} name @returns {Promise<import('../protocol.js').Payload>} */
    const load = async (name) => {
      const file = kept.get(name);
      if (file) return file;
      total += entryOf(name).bytes;
      return loadAsset(name, entryOf(name), {
        fresh,
        signal,
        onBytes: (count) => {
          if (signal.aborted) return;
          done += count;
          loading(false);
        },
      });
    };
    const channel = new MessageChannel();
    /** @param {string} name of a worker's script */
    const bringScript = async (name) => {
      if (scripts.has(name)) return;
      const code = await payloadBytes(name, entryOf(name), await load(name));
      if (!signal.aborted) keepScript(name, code);
    };
    // Python's script takes longest to come to life: it must not wait for the other.
    const pythonStarted = bringScript(PYTHON).then(() => { if (!signal.aborted) startPython(channel.port2); });
    const modelStarted = bringScript(MODEL).then(() => { if (!signal.aborted) startModel(channel.port1); });
    /** @param {string} name */
    const bring = async (name) => {
      const payload = await load(name);
      await modelStarted;
      const transfer = payload instanceof ArrayBuffer ? [payload] : [];
      if (!signal.aborted) tellModel({ type: 'asset', name, entry: entryOf(name), payload }, transfer);
    };
    bringLater = (names) => {
      Promise.all(names.map(bring)).catch((error) => { if (!signal.aborted) notStarted(error); });
    };
    await Promise.all([
      pythonStarted,
      modelStarted,
      ...PROGRAM[runtime].map(bring),
      ...NETWORK[runtime].map(bring),
      // Without the snapshot Python still starts, only slower; whether it came sound is found where it is unpacked.
      bring(ASSETS.snapshot).catch(async (error) => {
        const failure = toFailure(error, 'asset-missing', ASSETS.snapshot, '');
        await modelStarted;
        if (!signal.aborted) tellModel({ type: 'no-asset', name: ASSETS.snapshot, error: failure });
      }),
    ]);
  }

  /** @param {MessagePort} port */
  function startModel(port) {
    const started = startWorker(MODEL);
    model = started;
    started.onmessage = (/** @type {MessageEvent<FromModel>} */ { data }) => {
      if (model !== started) return;
      if (data.type === 'failed') fail(data.error);
      else if (data.type === 'need-whole') needWhole();
      else if (data.type === 'kept') keep(data.files);
      else died(data.how);
    };
    tellModel({ type: 'port', port }, [port]);
  }

  /** @param {MessagePort} port */
  function startPython(port) {
    const started = startWorker(PYTHON);
    proven = false;
    python = started;
    started.onmessage = (event) => { if (python === started) hear(event.data); };
    tellPython({ type: 'port', port }, [port]);
    askToLook();
    ask();
  }

  /** @param {string} name @param {Uint8Array<ArrayBuffer>} code */
  function keepScript(name, code) {
    scripts.set(name, URL.createObjectURL(new Blob([code], { type: 'text/javascript' })));
  }

  /** @param {{ [name: string]: Uint8Array<ArrayBuffer> }} files */
  function keep(files) {
    for (const [name, file] of Object.entries(files)) kept.set(name, file);
  }

  /** @param {string} name of a script kept */
  function startWorker(name) {
    // A worker from a blob inherits the page's Content-Security-Policy, one from the network does not.
    const started = new Worker(trustedUrl(scripts.get(name) ?? ''), { name });
    const current = () => started === model || started === python;
    started.onerror = (event) => { if (current()) died(event.message || 'it stopped without a word'); };
    started.onmessageerror = () => { if (current()) died('a message could not be read'); };
    return started;
  }

  /** @param {ToModel} message @param {Transferable[]} [transfer] */
  function tellModel(message, transfer = []) {
    model?.postMessage(message, transfer);
  }

  /** @param {ToPython} message @param {Transferable[]} [transfer] */
  function tellPython(message, transfer = []) {
    python?.postMessage(message, transfer);
  }

  /** @param {FromPython} message */
  function hear(message) {
    switch (message.type) {
      case 'step':
        step = message.words;
        loading(true);
        break;
      case 'need-whole':
        needWhole();
        break;
      case 'need':
        bringLater(message.names);
        break;
      case 'ready':
        stopWatchingStart();
        phase = 'ready';
        isReady();
        onState({ phase, boot: message.boot, runtime });
        watch();
        if (kept.size === 0) keepTimer = setTimeout(askToKeep, KEEP_AFTER_MS);
        break;
      case 'kept':
        keep(message.files);
        break;
      case 'broken':
        died(message.how);
        break;
      case 'failed':
        fail(message.error);
        break;
      case 'reply':
        answered(message);
        break;
      case 'seen':
        seen(message);
        break;
    }
  }

  /** @param {Extract<FromPython, { type: 'seen' }>} reply */
  function seen(reply) {
    if (!look || reply.id !== lastLook) return;
    const { resolve, reject } = look;
    look = null;
    stopWatch();
    watch();
    if ('ok' in reply) resolve(reply.ok);
    else reject(new InklingError(reply.error.code, reply.error.message, reply.error.hint));
  }

  /** @param {Extract<FromPython, { type: 'reply' }>} reply */
  function answered(reply) {
    proven = true;
    if (!request || reply.id !== lastId) {
      // an older request, given up: the worker lives
      stopWatch();
      watch();
      return;
    }
    stopWatch();
    const { ink, resolve, reject } = request;
    request = null;
    watch();
    if ('ok' in reply) {
      restarts = 0;
      resolve({ ...reply.ok, revision: ink.revision });
    } else {
      reject(new InklingError(reply.error.code, reply.error.message, reply.error.hint));
    }
  }

  function ask() {
    if (!python || !request) return;
    lastId += 1;
    const { xy, starts, traced } = request.ink;
    tellPython({ type: 'read', id: lastId, xy, starts, traced });
    watch();
  }

  function askToLook() {
    if (!python || !look) return;
    lastLook += 1;
    tellPython({ type: 'look', id: lastLook, picture: look.picture });
    // Python does one thing after the other: a reading asked for before may take as long now.
    stopWatch();
    watch();
  }

  function askToKeep() {
    tellModel({ type: 'keep' });
    tellPython({ type: 'keep' });
  }

  /** @param {Failure} error */
  function giveUpLooking({ code, message, hint }) {
    look?.reject(new InklingError(code, message, hint));
    look = null;
  }

  /** The clock for an answer, whoever of many waits for it; while Python still starts, no reading is late. */
  function watch() {
    if (phase !== 'ready' || !(request || look) || stopWatchingAnswer) return;
    const readingPatience = proven ? READING_TIMEOUT_MS : FIRST_READING_TIMEOUT_MS;
    const patience = look || request?.ink.traced ? LOOK_TIMEOUT_MS : readingPatience;
    stopWatchingAnswer = whenPatienceEnds(patience, () => died(`no answer for ${patience / 1000} s`));
  }

  function stopWatch() {
    stopWatchingAnswer?.();
    stopWatchingAnswer = null;
  }

  /** A small program came to something it lacks: start again with the whole ones, for good. */
  function needWhole() {
    console.warn('Inkling starts the whole of Python and onnxruntime: what is loaded first lacks something that is needed here.');
    runtime = 'whole';
    boot(false);
  }

  /** @param {string} how */
  function died(how) {
    if (look && phase === 'ready') {
      // Most likely it is too much for this machine, and would be again.
      giveUpLooking({
        code: 'picture-failed',
        message: `Looking at the picture failed: expected an answer, got: ${how}.`,
        hint: LOOK_HINT,
      });
      boot(false);
      return;
    }
    restarts += 1;
    if (restarts < RESTARTS_MAX) {
      boot(false);
      return;
    }
    fail({ code: 'worker-failed', message: `The recogniser's worker failed: expected an answer, got: ${how}.`, hint: RESTART_HINT });
  }

  /** @param {boolean} fresh @returns {Promise<void>} */
  function begin(fresh) {
    restarts = 0;
    const ready = new Promise((resolve, reject) => {
      isReady = () => resolve(undefined);
      isNot = reject;
    });
    // Whoever asks for a start may leave the reason to onState.
    ready.catch(() => {});
    boot(fresh);
    return ready;
  }

  return {
    start: () => begin(false),
    retry: () => begin(true),
    read: (ink) => new Promise((resolve, reject) => {
      if (request) supersede(request);
      request = { ink, resolve, reject };
      ask();
    }),
    look: (picture) => new Promise((resolve, reject) => {
      giveUpLooking({ code: 'superseded', message: 'The picture gave way to a newer one.', hint: '' });
      look = { picture, resolve, reject };
      if (failure) giveUpLooking(failure);
      askToLook();
    }),
  };
}

/** @param {Request} request */
function supersede(request) {
  request.reject(new InklingError('superseded', `Ink ${request.ink.revision} gave way to newer ink.`, ''));
}

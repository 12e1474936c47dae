// The engine against workers and a server that are played by the test.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { beforeEach, mock, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { clock } from './fake-clock.mjs';

const NAMES = [
  'model.js', 'python.js', 'pyodide.small.wasm', 'libraries.small.pack', 'snapshot.bin', 'onnxruntime.small.wasm',
  'pyodide.asm.wasm', 'libraries.pack',
  'session.bin', 'stdlib.zip', 'packages.pack', 'onnxruntime.wasm', 'inkling.onnx',
];
const BREATH_MS = 250;
const NIGHT_MS = 8 * 3_600_000;
const files = new Map(NAMES.map((name) => [name, gzipSync(`content of ${name}`)]));

globalThis.INKLING_MANIFEST = Object.fromEntries([...files].map(([name, packed]) => [name, {
  url: `a/${name}`,
  bytes: packed.length,
  sha256: createHash('sha256').update(packed).digest('hex'),
  chunks: [],
}]));
globalThis.location = { protocol: 'http:' };

class FakeWorker {
  static all = [];
  sent = [];
  terminated = false;
  constructor(_url, { name }) {
    this.name = name;
    FakeWorker.all.push(this);
  }
  postMessage(message) {
    this.sent.push(message);
  }
  terminate() {
    this.terminated = true;
  }
  says(data) {
    this.onmessage({ data });
  }
  get reads() {
    return this.sent.filter((message) => message.type === 'read');
  }
}
globalThis.Worker = FakeWorker;

const { createEngine } = await import('../../../site/src/engine/engine.js');

/** @type {Map<string, (signal: AbortSignal) => Response>} */
let answers;
let fetched;
globalThis.fetch = async (url, { cache, signal }) => {
  const name = url.slice('a/'.length);
  fetched.push([name, cache]);
  return answers.get(name)(signal);
};

beforeEach(() => {
  clock.timers.clear();
  FakeWorker.all = [];
  fetched = [];
  answers = new Map([...files].map(([name, packed]) => [name, () => new Response(packed)]));
});

const newest = (name) => FakeWorker.all.findLast((worker) => worker.name === name);
const turn = () => new Promise((resolve) => { setImmediate(resolve); });

/** Milliseconds that this process worked; none pass while the machine lets it stand still. */
function worked() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function until(condition) {
  const deadline = worked() + 30_000; // hashing runs on other threads, which may have to wait
  while (worked() < deadline) {
    if (condition()) return;
    await turn();
  }
  assert.fail(`never came true: ${condition}`);
}

function ink(revision) {
  return { revision, xy: new Float64Array([revision, 0]), starts: new Int32Array([0]) };
}

async function started() {
  const states = [];
  const engine = createEngine({ onState: (state) => states.push(state) });
  engine.start();
  await pythonStarts();
  return { engine, states };
}

/** The model's worker has all files, and Python's runs. */
async function pythonStarts() {
  const runs = (name) => newest(name)?.terminated === false;
  await until(() => runs('model.js') && runs('python.js') && newest('model.js').sent.length === 6);
}

/** Until a file whose connection broke is about to be asked for again; then time passes. */
async function breath() {
  await until(() => [...clock.timers.values()].some(({ delay, from }) => delay === BREATH_MS && from.includes('/assets.js')));
  clock.tick(BREATH_MS);
}

const failures = (states) => states.filter((state) => state.phase === 'failed').map((state) => state.error);

test('hands every file of a start to the model worker, in words and bytes of progress', async () => {
  const { states } = await started();
  const [port, ...assets] = newest('model.js').sent;
  assert.equal(port.type, 'port');
  assert.deepEqual(
    new Set(assets.map((message) => message.name)),
    new Set(['pyodide.small.wasm', 'libraries.small.pack', 'snapshot.bin', 'onnxruntime.small.wasm', 'session.bin']),
  );
  for (const { name, payload } of assets) assert.deepEqual(Buffer.from(payload), files.get(name));
  assert.equal(states[0].phase, 'loading');
  assert.match(states[0].step, /\w+/);
  newest('python.js').says({ type: 'step', words: 'Waking Python' });
  const last = states.at(-1);
  assert.equal(last.step, 'Waking Python');
  assert.equal(last.done, last.total);
  newest('python.js').says({ type: 'ready', boot: 'snapshot' });
  assert.deepEqual(states.at(-1), { phase: 'ready', boot: 'snapshot', runtime: 'small' });
});

test('ink drawn before Python runs is asked once it does, and only the latest', async () => {
  const engine = createEngine({ onState: () => {} });
  engine.start();
  const first = engine.read(ink(1));
  const second = engine.read(ink(2));
  await assert.rejects(first, { code: 'superseded' });
  await pythonStarts();
  const [request] = newest('python.js').reads;
  assert.deepEqual([...request.xy], [2, 0]);
  newest('python.js').says({ type: 'reply', id: request.id, ok: { verdict: 'number', text: '4' } });
  assert.deepEqual(await second, { verdict: 'number', text: '4', revision: 2 });
});

test('newer ink is asked about at once, older replies are ignored', async () => {
  const { engine } = await started();
  const python = newest('python.js');
  python.says({ type: 'ready', boot: 'snapshot' });
  const one = engine.read(ink(1));
  const two = engine.read(ink(2));
  await assert.rejects(one, { code: 'superseded' });
  assert.deepEqual(python.reads.map(({ xy }) => xy[0]), [1, 2]);
  python.says({ type: 'reply', id: 999, ok: { text: 'wrong' } });
  python.says({ type: 'reply', id: python.reads[0].id, ok: { text: '1' } });
  python.says({ type: 'reply', id: python.reads[1].id, ok: { text: '2' } });
  assert.equal((await two).text, '2');
  const three = engine.read(ink(3));
  const error = { code: 'reading-failed', message: 'no', hint: 'go on' };
  python.says({ type: 'reply', id: python.reads[2].id, error });
  await assert.rejects(three, { code: 'reading-failed', message: 'no', hint: 'go on' });
});

for (const [what, answer, message] of [
  ['missing', () => new Response('', { status: 404, statusText: 'Not Found' }),
    'Expected the file session.bin, but the server answered 404 Not Found.'],
  ['a web page', () => new Response('<!doctype html>', { headers: { 'Content-Type': 'text/html; charset=utf-8' } }),
    'Expected the file session.bin, but the server answered with a web page in its place.'],
  ['too long', () => new Response(new Uint8Array(9999)),
    `The file session.bin is damaged: expected ${files.get('session.bin').length} bytes, got at least 9999.`],
  ['unreachable', () => { throw new TypeError('Failed to fetch'); },
    'Expected the file session.bin, but it could not be fetched (Failed to fetch).'],
]) {
  test(`a file that is ${what} is named, and Retry goes past the cache`, async () => {
    const states = [];
    const engine = createEngine({ onState: (state) => states.push(state) });
    answers.set('session.bin', answer);
    engine.start();
    const pending = engine.read(ink(1));
    if (what === 'unreachable') await breath();
    await until(() => failures(states).length === 1);
    assert.equal(failures(states)[0].message, message);
    assert.match(failures(states)[0].hint, /[Rr]etry/);
    assert.ok(FakeWorker.all.every((worker) => worker.terminated));
    answers.set('session.bin', () => new Response(files.get('session.bin')));
    fetched = [];
    engine.retry();
    await pythonStarts();
    assert.ok(fetched.every(([, cache]) => cache === 'reload'));
    const python = newest('python.js');
    python.says({ type: 'reply', id: python.reads[0].id, ok: { text: '7' } });
    assert.equal((await pending).text, '7');
  });
}

test('a file whose connection breaks once is asked for again, and its bytes count once', async () => {
  let times = 0;
  const half = files.get('session.bin').length >> 1;
  answers.set('session.bin', () => {
    times += 1;
    if (times === 2) return new Response(files.get('session.bin'));
    return new Response(new ReadableStream({
      start(controller) {
        controller.enqueue(new Uint8Array(files.get('session.bin')).slice(0, half));
      },
      pull(controller) {
        controller.error(new TypeError('network error'));
      },
    }, { highWaterMark: 0 }));
  });
  const states = [];
  createEngine({ onState: (state) => states.push(state) }).start();
  await breath();
  await pythonStarts();
  assert.equal(times, 2);
  assert.deepEqual(failures(states), []);
  const last = states.at(-1);
  assert.equal(last.done, last.total);
});

test("the model worker's own script is checked by the page", async () => {
  const states = [];
  const broken = Buffer.from(files.get('model.js'));
  broken[broken.length - 9] ^= 1;
  answers.set('model.js', () => new Response(broken));
  createEngine({ onState: (state) => states.push(state) }).start();
  await until(() => failures(states).length === 1);
  assert.match(failures(states)[0].message, /^The file model\.js is damaged: expected SHA-256 [0-9a-f]{12}…, got [0-9a-f]{12}…\.$/);
});

test('a missing snapshot is passed on, not an error; what Python then needs is brought', async () => {
  answers.set('snapshot.bin', () => new Response('', { status: 404 }));
  const { states } = await started();
  const note = newest('model.js').sent.find((message) => message.type === 'no-asset');
  assert.equal(note.name, 'snapshot.bin');
  assert.equal(note.error.code, 'asset-missing');
  newest('python.js').says({ type: 'need', names: ['stdlib.zip', 'packages.pack'] });
  await until(() => newest('model.js').sent.length === 8);
  assert.deepEqual(newest('model.js').sent.slice(-2).map(({ name }) => name).sort(), ['packages.pack', 'stdlib.zip']);
  assert.deepEqual(failures(states), []);
});

for (const worker of ['model.js', 'python.js']) {
  test(`where the trimmed program of ${worker} lacks something the whole ones are started, and the ink asked again`, async () => {
    const { engine, states } = await started();
    const reading = engine.read(ink(3));
    const before = [...FakeWorker.all];
    newest(worker).says({ type: 'need-whole' });
    assert.ok(before.every((one) => one.terminated));
    await pythonStarts();
    const names = newest('model.js').sent.map(({ name }) => name);
    assert.deepEqual(
      new Set(names.slice(1)),
      new Set(['pyodide.asm.wasm', 'libraries.pack', 'snapshot.bin', 'onnxruntime.wasm', 'inkling.onnx']),
    );
    const python = newest('python.js');
    python.says({ type: 'ready', boot: 'snapshot' });
    assert.deepEqual(states.at(-1), { phase: 'ready', boot: 'snapshot', runtime: 'whole' });
    python.says({ type: 'reply', id: python.reads[0].id, ok: { text: '3' } });
    assert.equal((await reading).text, '3');
  });
}

test('a reading without an answer restarts the workers and is asked again; the third time it is an error', async () => {
  const { engine, states } = await started();
  newest('python.js').says({ type: 'ready', boot: 'snapshot' });
  const reading = engine.read(ink(5));
  for (let restart = 0; restart < 2; restart += 1) {
    const hung = newest('python.js');
    clock.tick(5999);
    assert.equal(hung.terminated, false);
    clock.tick(2);
    assert.ok(hung.terminated);
    hung.says({ type: 'reply', id: hung.reads[0].id, ok: { text: 'too late' } });
    await pythonStarts();
    assert.deepEqual([...newest('python.js').reads[0].xy], [5, 0]);
    newest('python.js').says({ type: 'ready', boot: 'snapshot' });
  }
  clock.tick(6001);
  assert.equal(failures(states).length, 1);
  assert.equal(
    failures(states)[0].message,
    "The recogniser's worker failed: expected an answer, got: no answer for 6 s.",
  );
  engine.retry();
  await pythonStarts();
  const python = newest('python.js');
  python.says({ type: 'reply', id: python.reads[0].id, ok: { text: '5' } });
  assert.equal((await reading).text, '5');
});

test('a worker that has answered before is given two seconds', async () => {
  const { engine } = await started();
  const python = newest('python.js');
  python.says({ type: 'ready', boot: 'snapshot' });
  const first = engine.read(ink(1));
  python.says({ type: 'reply', id: python.reads[0].id, ok: { text: '1' } });
  await first;
  engine.read(ink(2)).catch(() => {});
  clock.tick(1999);
  assert.equal(python.terminated, false);
  clock.tick(2);
  assert.equal(python.terminated, true);
});

test('asking again gives a worker no more time, but a late reply to older ink does', async () => {
  const { engine } = await started();
  const python = newest('python.js');
  python.says({ type: 'ready', boot: 'snapshot' });
  engine.read(ink(1)).catch(() => {});
  clock.tick(5000);
  engine.read(ink(2)).catch(() => {});
  python.says({ type: 'reply', id: python.reads[0].id, error: { code: 'superseded', message: 'm', hint: '' } });
  clock.tick(1500);
  engine.read(ink(3)).catch(() => {});
  clock.tick(499);
  assert.equal(python.terminated, false);
  clock.tick(2);
  assert.equal(python.terminated, true);
});

test('a worker that slept with the machine is not late, and is heard on waking', async () => {
  const { engine } = await started();
  const python = newest('python.js');
  python.says({ type: 'ready', boot: 'snapshot' });
  const reading = engine.read(ink(1));
  clock.tick(5_900);
  clock.sleep(NIGHT_MS);
  clock.tick(0);
  assert.equal(python.terminated, false);
  python.says({ type: 'reply', id: python.reads[0].id, ok: { text: '1' } });
  assert.equal((await reading).text, '1');
  clock.tick(60_000);
  assert.equal(python.terminated, false);
});

test('a start that slept with the machine goes on', async () => {
  const { states } = await started();
  clock.tick(59_900);
  clock.sleep(NIGHT_MS);
  clock.tick(0);
  assert.deepEqual(failures(states), []);
  newest('python.js').says({ type: 'ready', boot: 'snapshot' });
  assert.equal(states.at(-1).phase, 'ready');
});

test('a file that stops coming is named, but sleep is not taken for that', async () => {
  answers.set('session.bin', (signal) => new Response(new ReadableStream({
    start(controller) {
      signal.addEventListener('abort', () => controller.error(signal.reason));
    },
  })));
  const states = [];
  createEngine({ onState: (state) => states.push(state) }).start();
  await until(() => newest('model.js')?.sent.length === 5);
  clock.tick(29_900);
  clock.sleep(NIGHT_MS);
  clock.tick(249);
  await turn();
  assert.deepEqual(failures(states), []);
  clock.tick(1);
  await until(() => failures(states).length === 1);
  assert.match(failures(states)[0].message, /session\.bin stopped coming: got 0 of \d+ bytes, then nothing for 30 s/);
});

test('no reading is late while Python starts, but starting must go on', async () => {
  const { engine, states } = await started();
  const python = newest('python.js');
  python.says({ type: 'step', words: 'Waking Python' });
  engine.read(ink(1)).catch(() => {});
  clock.tick(59_000);
  python.says({ type: 'step', words: 'Waking the model' });
  clock.tick(59_000);
  assert.equal(python.terminated, false);
  assert.deepEqual(failures(states), []);
  clock.tick(1_001);
  assert.equal(python.terminated, true);
  assert.equal(
    failures(states)[0].message,
    'Starting stopped at “Waking the model”: expected the next step, got nothing for 60 s.',
  );
});

test('once Python reads, a start cannot be late any more', async () => {
  const { states } = await started();
  newest('python.js').says({ type: 'ready', boot: 'snapshot' });
  clock.tick(600_000);
  assert.deepEqual(failures(states), []);
});

test("what a worker says of its own failure is shown, and so is its third crash", async () => {
  const { states } = await started();
  newest('python.js').says({ type: 'failed', error: { code: 'python-failed', message: 'm', hint: 'h' } });
  assert.deepEqual(failures(states), [{ code: 'python-failed', message: 'm', hint: 'h' }]);
  const other = await started();
  for (let crash = 0; crash < 3; crash += 1) {
    assert.deepEqual(failures(other.states), []);
    newest('model.js').onerror({ message: 'out of memory' });
    if (crash < 2) await pythonStarts();
  }
  assert.match(failures(other.states)[0].message, /expected an answer, got: out of memory\.$/);
});

test('what the workers give back is not fetched again', async () => {
  const { engine, states } = await started();
  for (const name of ['model.js', 'python.js']) assert.deepEqual(newest(name).sent.filter(({ type }) => type === 'keep'), []);
  newest('python.js').says({ type: 'ready', boot: 'snapshot' });
  clock.tick(2_000);
  for (const name of ['model.js', 'python.js']) assert.equal(newest(name).sent.at(-1).type, 'keep');
  const given = (...names) => Object.fromEntries(names.map((name) => [name, new TextEncoder().encode(name)]));
  newest('python.js').says({ type: 'kept', files: given('pyodide.small.wasm', 'libraries.small.pack', 'snapshot.bin') });
  newest('model.js').says({ type: 'kept', files: given('onnxruntime.small.wasm', 'session.bin') });

  fetched = [];
  const reading = engine.read(ink(1));
  newest('python.js').says({ type: 'broken', how: 'MemoryError' });
  await pythonStarts();
  assert.deepEqual(fetched, []);
  const assets = newest('model.js').sent.slice(1);
  assert.equal(assets.length, 5);
  for (const { name, payload } of assets) assert.equal(new TextDecoder().decode(payload), name);
  newest('python.js').says({ type: 'ready', boot: 'snapshot' });
  newest('python.js').says({ type: 'reply', id: newest('python.js').reads[0].id, ok: { text: '1' } });
  assert.equal((await reading).text, '1');

  newest('model.js').says({ type: 'failed', error: { code: 'model-failed', message: 'm', hint: 'h' } });
  assert.equal(failures(states).length, 1);
  engine.retry();
  await pythonStarts();
  assert.equal(fetched.length, 7);
});

test('a start is over when Python is ready, or with the reason why it is not', async () => {
  const engine = createEngine({ onState: () => {} });
  answers.set('session.bin', () => new Response('', { status: 404, statusText: 'Not Found' }));
  await assert.rejects(engine.start(), {
    code: 'asset-missing', message: 'Expected the file session.bin, but the server answered 404 Not Found.',
  });
  answers.set('session.bin', () => new Response(files.get('session.bin')));
  const again = engine.retry();
  await pythonStarts();
  newest('python.js').says({ type: 'ready', boot: 'snapshot' });
  await again;
});

test('a browser without WebAssembly gets a sentence and no download', () => {
  const { WebAssembly: kept } = globalThis;
  mock.method(globalThis, 'fetch', () => assert.fail('fetched'));
  try {
    delete globalThis.WebAssembly;
    const states = [];
    createEngine({ onState: (state) => states.push(state) }).start();
    assert.deepEqual(failures(states).map(({ code }) => code), ['no-webassembly']);
    assert.match(failures(states)[0].message, /^Expected a browser with WebAssembly/);
  } finally {
    globalThis.WebAssembly = kept;
    mock.restoreAll();
  }
});

const picture = (width) => ({ pixels: new Uint8Array(4 * width), width, paperWidth: 300, paperHeight: 200 });
const looks = (worker) => worker.sent.filter(({ type }) => type === 'look');
const NOTHING = { strokes: [], place: null, message: 'Nothing there.' };

test('a picture that came early is looked at by the Python that starts', async () => {
  const { engine } = await started();
  const seen = engine.look(picture(3));
  newest('python.js').says({ type: 'need-whole' });
  await until(() => newest('python.js').terminated === false && looks(newest('python.js')).length === 1);
  const [{ id, picture: { width } }] = looks(newest('python.js'));
  assert.equal(width, 3);
  newest('python.js').says({ type: 'ready', boot: 'snapshot' });
  newest('python.js').says({ type: 'seen', id, ok: NOTHING });
  assert.deepEqual(await seen, NOTHING);
});

test('a picture that Python dies over is not looked at again, and ink is read as ever', async () => {
  const { engine, states } = await started();
  newest('python.js').says({ type: 'ready', boot: 'snapshot' });
  for (let times = 0; times < 4; times += 1) {
    const seen = engine.look(picture(3));
    newest('python.js').says({ type: 'broken', how: 'MemoryError' });
    await assert.rejects(seen, {
      code: 'picture-failed',
      message: 'Looking at the picture failed: expected an answer, got: MemoryError.',
    });
    await pythonStarts();
    assert.deepEqual(looks(newest('python.js')), []);
    newest('python.js').says({ type: 'ready', boot: 'snapshot' });
  }
  assert.deepEqual(failures(states), []);
  const reading = engine.read(ink(1));
  newest('python.js').says({ type: 'reply', id: newest('python.js').reads[0].id, ok: { text: '1' } });
  assert.equal((await reading).text, '1');
});

test('where the recogniser failed a picture is given up at once, with the reason', async () => {
  const { engine } = await started();
  const waiting = engine.look(picture(1));
  newest('python.js').says({ type: 'failed', error: { code: 'python-failed', message: 'm', hint: 'h' } });
  await assert.rejects(waiting, { code: 'python-failed', message: 'm', hint: 'h' });
  await assert.rejects(engine.look(picture(2)), { code: 'python-failed', message: 'm', hint: 'h' });
  engine.retry();
  await pythonStarts();
  const seen = engine.look(picture(3));
  newest('python.js').says({ type: 'ready', boot: 'snapshot' });
  newest('python.js').says({ type: 'seen', id: looks(newest('python.js'))[0].id, ok: NOTHING });
  assert.deepEqual(await seen, NOTHING);
});

test('ink from a picture has as long to be read as a picture to be looked at', async () => {
  const { engine } = await started();
  const python = newest('python.js');
  python.says({ type: 'ready', boot: 'snapshot' });
  engine.read({ ...ink(1), traced: 1 }).catch(() => {});
  clock.tick(29_999);
  assert.equal(python.terminated, false);
  clock.tick(2);
  assert.equal(python.terminated, true);
});

test('a newer picture takes the place of an older one, whose late answer is ignored', async () => {
  const { engine } = await started();
  const python = newest('python.js');
  python.says({ type: 'ready', boot: 'snapshot' });
  const older = engine.look(picture(1));
  const newer = engine.look(picture(2));
  await assert.rejects(older, { code: 'superseded' });
  const [first, second] = looks(python);
  python.says({ type: 'seen', id: first.id, ok: { ...NOTHING, message: 'old' } });
  python.says({ type: 'seen', id: second.id, error: { code: 'picture-failed', message: 'm', hint: 'h' } });
  await assert.rejects(newer, { code: 'picture-failed', message: 'm', hint: 'h' });
});

test('while a picture is looked at no reading is late, but looking must end', async () => {
  const { engine } = await started();
  const python = newest('python.js');
  python.says({ type: 'ready', boot: 'snapshot' });
  engine.read(ink(1)).catch(() => {});
  engine.look(picture(1)).catch(() => {});
  clock.tick(29_999);
  assert.equal(python.terminated, false);
  clock.tick(2);
  assert.equal(python.terminated, true);
});

test('after a picture the clock of the reading runs anew', async () => {
  const { engine } = await started();
  const python = newest('python.js');
  python.says({ type: 'ready', boot: 'snapshot' });
  engine.read(ink(1)).catch(() => {});
  const seen = engine.look(picture(1));
  clock.tick(20_000);
  python.says({ type: 'seen', id: looks(python)[0].id, ok: NOTHING });
  await seen;
  clock.tick(5_999);
  assert.equal(python.terminated, false);
  clock.tick(2);
  assert.equal(python.terminated, true);
});

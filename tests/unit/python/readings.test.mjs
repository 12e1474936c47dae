// Python's worker between people's ink: Python and the network are played by the test.
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { PRACTICE_READINGS, Readings } from '../../../site/src/python/readings.js';

// Node.js would wait for messages for ever.
const { MessageChannel: RealChannel } = globalThis;
globalThis.MessageChannel = class extends RealChannel {
  constructor() {
    super();
    // once it listens, or listening would hold Node.js again
    queueMicrotask(() => this.port1.unref());
  }
};

/** Asks the network about all ink, and says the first x of it. */
class Python {
  /** First x of each ink begun. */
  begun = [];
  begin([x]) {
    this.begun.push(x);
    return new Float32Array([x]);
  }
  goOn([x]) {
    return JSON.stringify({ text: String(x) });
  }
}

/** A network that answers at once, but for pictures that the test holds. */
class Network {
  /** @type {Map<number, PromiseWithResolvers<number[]>>} by the first x asked about */
  asked = new Map();
  held = false;
  run = ([x]) => {
    let answer;
    const promise = new Promise((resolve, reject) => { answer = { resolve: () => resolve([x]), reject }; });
    this.asked.set(x, answer);
    if (!this.held) answer.resolve();
    return promise;
  };
}

const OURS = 5000;

function ink(id) {
  return { type: 'read', id, xy: new Float64Array([OURS + id, 0, 9, 9]), starts: new Int32Array([0]) };
}

function working() {
  const said = [];
  const network = new Network();
  const python = new Python();
  const fatal = [];
  const readings = new Readings((message) => said.push(message), network.run, (error) => fatal.push(error.message));
  return { said, network, python, readings, fatal };
}

const practised = (python) => python.begun.filter((x) => x < OURS);
const soon = () => new Promise((resolve) => { setTimeout(resolve, 20); });

async function until(condition) {
  for (let tries = 0; tries < 500; tries += 1) {
    if (condition()) return;
    await soon();
  }
  assert.fail(`never came true: ${condition}`);
}

test('practises when it begins, and says nothing of it', async () => {
  const { said, python, readings } = working();
  await readings.begin(python);
  assert.equal(practised(python).length, PRACTICE_READINGS);
  assert.deepEqual(said, []);
});

test('ink that waits is read first, and practice waits for it', async () => {
  const { said, network, python, readings } = working();
  network.held = true;
  readings.ask(ink(1));
  readings.ask(ink(2));
  const begun = readings.begin(python);
  await soon();
  assert.deepEqual(python.begun, [OURS + 2]);
  network.held = false;
  network.asked.get(OURS + 2).resolve();
  await begun;
  assert.deepEqual(said.map(({ id, ok, error }) => [id, ok?.text ?? error.code]), [[1, 'superseded'], [2, `${OURS + 2}`]]);
  assert.equal(practised(python).length, PRACTICE_READINGS);
});

test('ink that comes while it practises is not kept waiting for the practice', async () => {
  const { said, network, python, readings } = working();
  network.held = true;
  const begun = readings.begin(python);
  await until(() => network.asked.size === 1);
  const [practice] = network.asked.values();
  readings.ask(ink(1));
  await until(() => network.asked.size === 2);
  assert.equal(practised(python).length, 1);
  mock.method(python, 'goOn');
  // the network still has the practice's pictures before it, and answers in order
  practice.resolve();
  await soon();
  assert.equal(python.goOn.mock.callCount(), 0);
  network.held = false;
  network.asked.get(OURS + 1).resolve();
  await until(() => said.length === 1);
  assert.deepEqual(said, [{ type: 'reply', id: 1, ok: { text: `${OURS + 1}` } }]);
  await begun;
  assert.equal(practised(python).length, PRACTICE_READINGS);
});

for (const [where, breaks] of [
  ['Python', ({ python }) => mock.method(python, 'begin', () => { throw new Error('on purpose'); }, { times: 1 })],
  ['the network', ({ network }) => { network.run = () => Promise.reject(new Error('on purpose')); }],
]) {
  test(`practice ends where ${where} fails, and ink is read as ever`, async (t) => {
    const worker = working();
    const warned = t.mock.method(console, 'warn', () => {});
    const { run } = worker.network;
    breaks(worker);
    const said = [];
    const fail = (error) => assert.fail(error);
    const readings = new Readings((message) => said.push(message), (images) => worker.network.run(images), fail);
    await readings.begin(worker.python);
    assert.equal(warned.mock.callCount(), 1);
    assert.deepEqual(said, []);
    worker.network.run = run;
    readings.ask(ink(1));
    await until(() => said.length === 1);
    assert.equal(said[0].ok.text, `${OURS + 1}`);
  });
}

test('what stops Python itself is said at once, under ink', async () => {
  const { said, python, readings, fatal } = working();
  mock.method(python, 'begin', () => { throw new RangeError('Maximum call stack size exceeded'); }, { times: 1 });
  readings.ask(ink(1));
  await readings.begin(python);
  assert.deepEqual(fatal, ['Maximum call stack size exceeded']);
  assert.deepEqual(said, []);
});

test('a function that was left out is missed at once, in practice too', async (t) => {
  const { python, readings, fatal } = working();
  t.mock.method(console, 'warn', () => {});
  mock.method(python, 'begin', () => { throw new WebAssembly.RuntimeError('unreachable'); }, { times: 1 });
  await readings.begin(python);
  assert.deepEqual(fatal, ['unreachable']);
});

const look = (id) => ({ type: 'look', id, picture: { pixels: new Uint8Array(4), width: 1, paperWidth: 9, paperHeight: 9 } });

test('a picture is looked at as soon as Python runs, the newest alone, and before ink is read', async () => {
  const { said, python, readings } = working();
  python.look = ({ width }) => JSON.stringify({ width });
  readings.look(look(1));
  readings.look(look(2));
  readings.ask(ink(3));
  await readings.begin(python);
  assert.deepEqual(said.map(({ type, id }) => [type, id]), [['seen', 2], ['reply', 3]]);
  readings.look(look(4));
  readings.look(look(5));
  await until(() => said.length > 2);
  assert.deepEqual(said.slice(2), [{ type: 'seen', id: 5, ok: { width: 1 } }]);
});

test('a picture that Python stumbles over is said so, and ink is read as ever', async () => {
  const { said, python, readings, fatal } = working();
  const stumble = Object.assign(new Error('Traceback\nInkError: expected a picture, got a hole'), { name: 'PythonError' });
  python.look = () => { throw stumble; };
  await readings.begin(python);
  readings.look(look(1));
  await until(() => said.length === 1);
  assert.deepEqual(said, [{
    type: 'seen',
    id: 1,
    error: {
      code: 'picture-failed',
      message: 'The picture could not be looked at: InkError: expected a picture, got a hole',
      hint: 'Your ink is kept; try another picture.',
    },
  }]);
  readings.ask(ink(2));
  await until(() => said.length === 2);
  assert.equal(said[1].id, 2);
  assert.deepEqual(fatal, []);
});

test('what stops Python over a picture is said at once', async () => {
  const { said, python, readings, fatal } = working();
  python.look = () => { throw new WebAssembly.RuntimeError('unreachable'); };
  await readings.begin(python);
  readings.look(look(1));
  await until(() => fatal.length === 1);
  assert.deepEqual([said, fatal], [[], ['unreachable']]);
});

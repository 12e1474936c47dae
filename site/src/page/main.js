// @ts-check
import { createEngine } from '../engine/engine.js';
import { About } from './about.js';
import { afterPaint } from './after-paint.js';
import { Announcer, spoken } from './announcer.js';
import { Answer } from './answer.js';
import { BootStatus } from './boot-status.js';
import { Copy } from './copy.js';
import { Desk } from './desk.js';
import { element } from './element.js';
import { History } from './history.js';
import { KeptInk } from './kept-ink.js';
import { LiveReader } from './live-reader.js';
import { Offline } from './offline.js';
import { keepsakeOf, pixelsOf } from './picture-file.js';
import { PictureInput } from './picture-input.js';
import { refusesUnfinished } from './refusal.js';
/** @typedef {import('../protocol.js').EngineState} EngineState */

/** A page nobody writes on counts as started this many milliseconds after it is ready. */
const QUIET_MS = 3000;
const PAPER_CHANGED = 'The paper changed while the picture was looked at. Open it again to have it read.';

const announcer = new Announcer(element('announcement', HTMLElement));
const copy = new Copy((words) => announcer.announce(words));
const history = new History();
const answer = new Answer(history, (reading, shown) => {
  show(shown);
  announcer.announce(spoken(reading, shown));
  kept.save();
});
const boot = new BootStatus(() => engine.retry().then(started, notStarted));
const desk = new Desk(history, {
  writing: () => {
    live.changed();
    kept.saveSoon();
  },
  settled: () => {
    live.settle();
    // The reading first; see Desk._end.
    setTimeout(() => kept.save());
  },
});
const kept = new KeptInk(() => ({ strokes: desk.ink.strokes, choices: answer.choices.saved(desk.ink.strokes) }));

const live = new LiveReader({
  read: (request) => engine.read(request),
  ink: () => desk.ink.flatten(),
  revision: () => desk.ink.revision,
  tooSoon: (reading, ink) => refusesUnfinished(reading, ink.strokes, desk.ink.active),
  paint: (reading, ink) => {
    const shown = answer.paint(reading, ink.strokes);
    show(shown);
    boot.ready();
    if (reading.revision !== desk.ink.revision) return;
    desk.scratch(reading.scratched.map((index) => ink.strokes[index]));
    announcer.announce(spoken(reading, shown));
    if (reading.verdict !== 'empty') markFirstReading();
  },
  fail: (error) => boot.failed(error),
  now: () => performance.now(),
  later: (task, delay) => setTimeout(task, delay),
});

const engine = createEngine({ onState: follow });

new PictureInput(layPicture, (words) => announcer.announce(words));

const offline = new Offline();
new About();
document.dispatchEvent(new Event('inkling:started'));

afterPaint(() => {
  performance.mark('inkling:painted');
  engine.start().then(started, notStarted);
  kept.start(({ strokes, choices }) => {
    desk.restore(strokes, answer.restore(strokes, choices));
  });
});

/** @param {HTMLCanvasElement} image @returns {Promise<string>} why not, if not */
async function layPicture(image) {
  const { width: paperWidth, height: paperHeight } = desk.paperSize;
  const { revision } = desk.ink;
  const { strokes, place, message } = await engine.look({ pixels: pixelsOf(image), width: image.width, paperWidth, paperHeight });
  if (!place) return message;
  // Nobody's pen is taken from the paper for it.
  if (desk.ink.revision !== revision || desk.ink.active) return PAPER_CHANGED;
  const keepsake = keepsakeOf(image);
  const scale = (place.scale * image.width) / keepsake.width;
  desk.lay(strokes, { image: keepsake, place: { ...place, scale } });
  return '';
}

/** @param {import('./shown-number.js').ShownNumber} shown */
function show({ text, parts }) {
  desk.mark(parts);
  copy.offer(text);
}

/** @param {EngineState} state */
function follow(state) {
  boot.show(state);
  if (state.phase !== 'ready') return;
  document.documentElement.dataset.boot = state.boot;
  document.documentElement.dataset.runtime = state.runtime;
  live.resume();
}

function started() {
  performance.mark('inkling:ready');
  setTimeout(() => offline.works(), QUIET_MS);
}

function notStarted() {
  offline.doubt();
}

let firstReadingMarked = false;

function markFirstReading() {
  if (firstReadingMarked) return;
  firstReadingMarked = true;
  afterPaint(() => {
    performance.mark('inkling:first-reading');
    offline.works();
  });
}

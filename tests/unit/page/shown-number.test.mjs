// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spoken } from '../../../site/src/page/announcer.js';
import { partInView } from '../../../site/src/page/bars.js';
import { optionsFor, placeBeside } from '../../../site/src/page/choice-menu.js';
import { Choices } from '../../../site/src/page/choices.js';
import { mannerOf, underline } from '../../../site/src/page/marks.js';
import { placesInText, shownNumber } from '../../../site/src/page/shown-number.js';
import { choose } from './choose.mjs';

/** @typedef {import('../../../site/src/protocol.js').Part} Part */

const VERDICTS = /** @type {const} */ ({ '-': 'sign', '.': 'mark', ',': 'mark', '?': 'rejected' });

/**
 * Parts from left to right, one a character, '?' for refused ink, each of one stroke of its own.
 * @param {...string} lines
 * @returns {Part[]}
 */
function partsOf(...lines) {
  return lines.flatMap((line, row) => [...line].map((text, column) => ({ text, row, column }))).map(({ text, row, column }, i) => ({
    verdict: VERDICTS[/** @type {keyof typeof VERDICTS} */ (text)] ?? 'digit',
    text: text === '?' ? '' : text,
    confidence: 0.99,
    certainty: 'sure',
    box: [40 * column, 100 * row, 40 * column + 30, 100 * row + 60],
    strokes: [i],
    alternatives: [],
    probabilities: Array.from({ length: '-.,'.includes(text) ? 0 : 10 }, (_, digit) => (String(digit) === text ? 0.99 : 0.001)),
  }));
}

/**
 * @param {string} text @param {Part[]} digits
 * @returns {import('../../../site/src/protocol.js').Reading}
 */
function reading(text, digits) {
  return {
    verdict: text ? 'number' : 'rejected', text, confidence: 0.9, certainty: 'sure', message: 'Sure', reason: '',
    probabilities: [], alternatives: [], digits, scratched: [], image: [],
  };
}

/** @param {number} count */
function strokes(count) {
  return Array.from({ length: count }, () => ({ x: [0], y: [0], t: [0] }));
}

test('without choices the text is the one that was read', () => {
  const shown = shownNumber(reading('20\n26', partsOf('20', '26')), strokes(4), new Choices());
  assert.equal(shown.text, '20\n26');
  assert.equal(shown.chosen, false);
  assert.deepEqual(shown.parts.map(({ text, line }) => text + line), ['20', '00', '21', '61']);
});

test('a chosen digit takes the place of the one read and stays while others are written', () => {
  const choices = new Choices();
  const ink = strokes(3);
  const first = shownNumber(reading('21', partsOf('21')), ink.slice(0, 2), choices);
  choose(choices, first.parts[1].key, '7');
  assert.equal(shownNumber(reading('21', partsOf('21')), ink.slice(0, 2), choices).text, '27');
  const later = shownNumber(reading('213', partsOf('213')), ink, choices);
  assert.equal(later.text, '273');
  assert.deepEqual(later.parts.map(({ chosen }) => chosen), [false, true, false]);
});

test('a choice goes with its strokes', () => {
  const choices = new Choices();
  const [a, b, other] = strokes(3);
  const first = shownNumber(reading('21', partsOf('21')), [a, b], choices);
  choose(choices, first.parts[1].key, '7');
  assert.equal(shownNumber(reading('21', partsOf('21')), [a, other], choices).text, '21');
  const grown = partsOf('21');
  grown[1].strokes = [1, 2];
  assert.equal(shownNumber(reading('21', grown), [a, b, other], choices).text, '21');
});

test('what is left out leaves the number; nothing left is no number', () => {
  const choices = new Choices();
  const ink = strokes(3);
  const read = reading('1\n23', partsOf('1', '23'));
  const { parts } = shownNumber(read, ink, choices);
  choose(choices, parts[0].key, '');
  assert.equal(shownNumber(read, ink, choices).text, '23');
  choose(choices, parts[1].key, '');
  choose(choices, parts[2].key, '');
  const nothing = shownNumber(read, ink, choices);
  assert.deepEqual([nothing.text, nothing.verdict, nothing.chosen], ['', 'rejected', true]);
});

test('refused ink can be given a digit where it stands', () => {
  const choices = new Choices();
  const ink = strokes(3);
  const read = reading('26', partsOf('2?6'));
  const { parts } = shownNumber(read, ink, choices);
  assert.deepEqual(parts.map(({ text }) => text), ['2', '', '6']);
  choose(choices, parts[1].key, '0');
  assert.equal(shownNumber(read, ink, choices).text, '206');
  choose(choices, parts[1].key, '.');
  assert.equal(shownNumber(read, ink, choices).text, '2.6');
});

test('ink refused as a whole can be given a digit, which makes it a number', () => {
  const choices = new Choices();
  const ink = strokes(1);
  const read = reading('', partsOf('?'));
  choose(choices, shownNumber(read, ink, choices).parts[0].key, '4');
  const shown = shownNumber(read, ink, choices);
  assert.deepEqual([shown.text, shown.verdict], ['4', 'number']);
});

test('signs stand in the text; those of a line without digits do not', () => {
  assert.deepEqual(placesInText('-3,5', partsOf('-3,5')).map(({ read }) => read), ['-', '3', ',', '5']);
  assert.deepEqual(placesInText('12', partsOf('12', '-')), [
    { read: '1', line: 0 },
    { read: '2', line: 0 },
    { read: '', line: -1 },
  ]);
});

test('the number may say another digit than a part by itself', () => {
  assert.deepEqual(placesInText('27', partsOf('21')).map(({ read }) => read), ['2', '7']);
});

test('refused ink between two lines belongs to the nearer', () => {
  const parts = partsOf('1?', '2');
  assert.deepEqual(placesInText('1\n2', parts).map(({ line }) => line), [0, 0, 1]);
  parts[1].box = [40, 95, 70, 150];
  assert.deepEqual(placesInText('1\n2', parts).map(({ line }) => line), [0, 1, 1]);
});

test('a text that its parts cannot make up is shown without them', () => {
  const shown = shownNumber(reading('123', partsOf('12')), strokes(2), new Choices());
  assert.equal(shown.text, '123');
  assert.ok(shown.parts.every(({ line }) => line === -1));
  assert.deepEqual(shownNumber(reading('7', []), strokes(1), new Choices()).parts, []);
});

/** @param {Part} part @param {number} confidence @param {string} certainty */
function doubt(part, confidence, certainty) {
  part.confidence = confidence;
  part.certainty = certainty;
}

test('the bars are of the part picked, else of the least sure one not chosen', () => {
  const choices = new Choices();
  const read = reading('204', partsOf('204'));
  doubt(read.digits[1], 0.5, 'guessing');
  doubt(read.digits[2], 0.7, 'guessing');
  const ink = strokes(3);
  const shown = shownNumber(read, ink, choices);
  assert.equal(partInView(shown, '').inView?.text, '0');
  assert.equal(partInView(shown, shown.parts[0].key).inView?.text, '2');
  choose(choices, shown.parts[1].key, '6');
  assert.equal(partInView(shownNumber(read, ink, choices), '').inView?.text, '4');
  assert.equal(partInView(shownNumber(reading('', partsOf('?')), ink, new Choices()), '').inView?.text, '');
  assert.equal(partInView(shownNumber(reading('', []), [], choices), '').inView, undefined);
});

test('a sign that is in doubt or picked is in view, not a digit in its stead', () => {
  const read = reading('3.14', partsOf('3.14'));
  doubt(read.digits[1], 0.6, 'guessing');
  const shown = shownNumber(read, strokes(4), new Choices());
  assert.deepEqual(partInView(shown, ''), { inView: shown.parts[1], marked: true });
  const sure = shownNumber(reading('3.14', partsOf('3.14')), strokes(4), new Choices());
  assert.deepEqual(partInView(sure, sure.parts[1].key), { inView: sure.parts[1], marked: true });
});

test('where all is sure no part is marked, and the bars are of the least sure digit', () => {
  const read = reading('3.14', partsOf('3.14'));
  doubt(read.digits[1], 0.991, 'sure');
  doubt(read.digits[2], 0.992, 'sure');
  for (const at of [0, 3]) doubt(read.digits[at], 0.999, 'sure');
  const shown = shownNumber(read, strokes(4), new Choices());
  assert.deepEqual(partInView(shown, ''), { inView: shown.parts[2], marked: false });
});

test('of a number less sure than its parts the most doubtful are shown as sure as it is', () => {
  const read = { ...reading('1024', partsOf('1024')), certainty: 'fairly sure' };
  [0.998, 0.99, 0.994, 0.999].forEach((confidence, i) => doubt(read.digits[i], confidence, 'sure'));
  const certainties = () => shownNumber(read, strokes(4), new Choices()).parts.map(({ certainty }) => certainty);
  assert.deepEqual(certainties(), ['sure', 'fairly sure', 'fairly sure', 'sure']);
  doubt(read.digits[3], 0.9, 'fairly sure');
  assert.deepEqual(certainties(), ['sure', 'sure', 'sure', 'fairly sure']);
});

test('ink that is left out shows where the doubt is', () => {
  const read = { ...reading('26', partsOf('2?6')), certainty: 'fairly sure' };
  const { parts } = shownNumber(read, strokes(3), new Choices());
  assert.deepEqual([parts[0].certainty, parts[2].certainty], ['sure', 'sure']);
});

/** @param {import('../../../site/src/page/shown-number.js').ShownPart} part */
function offered(part) {
  return optionsFor(part).map(({ text }) => text).join('');
}

test('every part may be any digit or sign, its own kind first and the likeliest before others', () => {
  const [digit, refused, comma] = shownNumber(reading('7,', partsOf('7?,')), strokes(3), new Choices()).parts;
  assert.equal(optionsFor(digit)[0].text, '7');
  assert.equal(offered(digit), '7012345689.,-');
  refused.part.probabilities = [];
  assert.equal(offered(refused), '0123456789.,');
  comma.part.probabilities = [];
  assert.equal(offered(comma), ',.0123456789');
});

test('a minus is offered where nothing of its line is before it, and where it is one', () => {
  const choices = new Choices();
  const ink = strokes(5);
  const read = reading('-3\n-5', partsOf('-3', '?-5'));
  const { parts } = shownNumber(read, ink, choices);
  assert.deepEqual(parts.map((part) => offered(part).includes('-')), [true, false, true, true, false]);
  assert.equal(offered(parts[0]).slice(0, 3), '-.,');
  choose(choices, parts[2].key, '1');
  assert.deepEqual(shownNumber(read, ink, choices).parts.map((part) => offered(part).includes('-')), [true, false, true, true, false]);
  choose(choices, parts[0].key, '');
  assert.ok(offered(shownNumber(read, ink, choices).parts[1]).includes('-'));
});

test('each manner of reading has its own underline', () => {
  const choices = new Choices();
  const ink = strokes(4);
  const read = reading('012', partsOf('012?'));
  read.digits[1].certainty = 'guessing';
  const { parts } = shownNumber(read, ink, choices);
  choose(choices, parts[0].key, '6');
  choose(choices, parts[2].key, '');
  assert.deepEqual(shownNumber(read, ink, choices).parts.map(mannerOf), ['chosen', 'guessing', 'refused', 'refused']);
});

test('a line runs under its ink, as long as the ink is wide, but never off the paper', () => {
  const plain = { scale: 1, dx: 0, dy: 0 };
  const room = { width: 600, height: 500 };
  const { path, x, y } = underline([100, 20, 180, 90], plain, room, 'sure');
  assert.equal(x, 140);
  assert.ok(y > 90 && y < 110);
  assert.match(path, /^M101\.0 .*q39\.0 [\d.]+ 78\.0 0$/);
  assert.ok(underline([100, 20, 180, 499], plain, room, 'chosen').y < 495);
  assert.equal(underline([100, 20, 180, 90], { scale: 0.5, dx: 7, dy: 3 }, room, 'sure').x, 77);
  assert.ok(underline([595, 20, 600, 90], plain, room, 'sure').x < 585);
});

test('numbers of several lines and choices are spoken', () => {
  const read = reading('20\n26', partsOf('20', '26'));
  assert.equal(spoken(read), '20; 26. Sure, 90%.');
  assert.equal(spoken(read, { text: '20\n27', chosen: true }), '20; 27. With your choice.');
  assert.equal(spoken(read, { text: '', chosen: true }), 'Nothing is left of the number.');
});

test('the menu is below its digit where there is room, else above, else beside; always in the window', () => {
  const menu = { width: 280, height: 180 };
  const digit = { left: 200, top: 100, width: 40, height: 60 };
  const wide = { left: 0, width: 800 };
  const narrow = { left: 16, width: 270 };
  assert.deepEqual(placeBeside(digit, menu, 800, 600, wide), { left: 80, top: 168 });
  assert.deepEqual(placeBeside({ ...digit, top: 500 }, menu, 800, 600, wide), { left: 80, top: 312 });
  assert.deepEqual(placeBeside({ ...digit, left: 600 }, menu, 800, 300, wide), { left: 312, top: 100 });
  assert.deepEqual(placeBeside({ ...digit, left: 0 }, menu, 360, 600, narrow), { left: 8, top: 168 });
  assert.deepEqual(placeBeside({ ...digit, left: 320 }, menu, 360, 600, narrow), { left: 72, top: 168 });
});

test('the menu keeps to the card of its digit, beside which the ink is', () => {
  const menu = { width: 248, height: 130 };
  const card = { left: 474, width: 250 };
  const digit = { left: 490, top: 90, width: 20, height: 50 };
  assert.deepEqual(placeBeside(digit, menu, 740, 360, card), { left: 474, top: 148 });
  assert.deepEqual(placeBeside({ ...digit, left: 700 }, menu, 740, 360, card), { left: 476, top: 148 });
});

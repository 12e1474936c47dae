// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choicesFor } from '../../../site/src/page/alternative-choices.js';
import { Choices } from '../../../site/src/page/choices.js';
import { shownNumber } from '../../../site/src/page/shown-number.js';
import { choose } from './choose.mjs';

/** @typedef {import('../../../site/src/protocol.js').Part} Part */
/** @typedef {import('../../../site/src/protocol.js').Reading} Reading */
/** @typedef {import('../../../site/src/page/ink-store.js').Stroke} Stroke */

/** @type {Record<string, Part['verdict']>} */
const VERDICTS = { '-': 'sign', '.': 'mark', ',': 'mark', '?': 'rejected' };

/**
 * A reading in lines, one part a character, '?' for refused ink.
 * @param {string} said @param {number[][]} [ink] the strokes of each part, one of its own for each unless given
 * @returns {Reading}
 */
function read(said, ink) {
  const digits = [...said.replaceAll('\n', '')].map((text, i) => /** @type {Part} */ ({
    verdict: VERDICTS[text] ?? 'digit', text: text === '?' ? '' : text, confidence: 0.9, certainty: 'sure',
    box: [40 * i, 0, 40 * i + 30, 60], strokes: ink?.[i] ?? [i], alternatives: [], probabilities: [],
  }));
  return {
    verdict: 'number', text: said.replaceAll('?', ''), confidence: 0.6, certainty: 'guessing', message: 'Guessing', reason: '',
    probabilities: [], alternatives: [], digits, scratched: [], image: [],
  };
}

/** @param {number} count @returns {Stroke[]} */
function strokes(count) {
  return Array.from({ length: count }, () => ({ x: [0], y: [0], t: [0] }));
}

/**
 * Makes a reading say another text.
 * @param {Reading} reading @param {string} text @param {Stroke[]} ink
 */
function made(reading, text, ink) {
  const choices = new Choices();
  const texts = choicesFor(text, reading, ink, choices);
  for (const [key, one] of texts) choose(choices, key, one);
  const shown = shownNumber(reading, ink, choices);
  return { choices, texts, shown, parts: shown.parts.map((part) => part.text), chosen: shown.parts.map((part) => part.chosen) };
}

test('where there are as many parts, only those that differ are chosen', () => {
  const { shown, chosen } = made(read('4011'), '4071', strokes(4));
  assert.deepEqual([shown.text, chosen], ['4071', [false, false, true, false]]);
});

test('refused ink becomes what it is in the other text', () => {
  const { shown, chosen } = made(read('4?5'), '4.5', strokes(3));
  assert.deepEqual([shown.text, chosen], ['4.5', [false, true, false]]);
});

test('refused ink stays refused where the other text has nothing for it', () => {
  const { shown, parts } = made(read('4?5'), '47', strokes(3));
  assert.deepEqual([shown.text, parts], ['47', ['4', '', '7']]);
});

test('parts that are fewer in the other text are shown as one', () => {
  const { shown, parts } = made(read('2113'), '243', strokes(4));
  assert.deepEqual([shown.text, parts], ['243', ['2', '4', '3']]);
  assert.equal(shown.parts[1].strokes.length, 2);
  assert.deepEqual(shown.parts[1].part.box, [40, 0, 110, 60]);
});

test('one part may be several characters', () => {
  const { shown, parts } = made(read('240'), '2110', strokes(3));
  assert.deepEqual([shown.text, parts], ['2110', ['2', '11', '0']]);
});

test('refused ink takes the characters that are between its neighbours', () => {
  const { shown, parts } = made(read('4?5'), '4.75', strokes(3));
  assert.deepEqual([shown.text, parts], ['4.75', ['4', '.7', '5']]);
});

test('digits joined in one stroke are replaced together', () => {
  const { shown, parts } = made(read('21135', [[0], [1], [1, 2], [3], [4]]), '2185', strokes(5));
  assert.deepEqual([shown.text, parts], ['2185', ['2', '18', '5']]);
});

test('each line keeps its parts', () => {
  const { shown, parts } = made(read('407\n811'), '407\n84', strokes(6));
  assert.deepEqual([shown.text, parts], ['407\n84', ['4', '0', '7', '8', '4']]);
});

test('a text of other lines is shown in place of all', () => {
  const fewer = made(read('407\n8'), '4078', strokes(4));
  assert.deepEqual([fewer.shown.text, fewer.parts], ['4078', ['4078']]);
  const more = made(read('4078'), '407\n8', strokes(4));
  assert.deepEqual([more.shown.text, more.parts], ['407\n8', ['407\n8']]);
});

test('a stroke that reaches into another line makes it all one', () => {
  const { shown } = made(read('11\n1', [[0], [1], [1]]), '4\n1', strokes(2));
  assert.equal(shown.text, '4\n1');
});

test('without parts nothing can be chosen, and nothing is', () => {
  const reading = { ...read('7'), digits: [] };
  assert.equal(choicesFor('1', reading, strokes(1), new Choices()).size, 0);
});

test('trying it out leaves the choices as they were', () => {
  const choices = new Choices();
  const ink = strokes(3);
  choicesFor('49', read('4?5'), ink, choices);
  assert.deepEqual(choices.saved(ink), []);
});

test('what was chosen stays while other ink comes, however its own strokes are parted', () => {
  const ink = strokes(6);
  const { choices } = made(read('2113'), '243', ink);
  assert.equal(shownNumber(read('21137'), ink, choices).text, '2437');
  assert.equal(shownNumber(read('5\n2113', [[4], [0], [1], [2], [3]]), ink, choices).text, '5\n243');
  assert.equal(shownNumber(read('293', [[0], [1, 2], [3]]), ink, choices).text, '243');
});

test('what was chosen falls back to what is read once its ink changes', () => {
  const ink = strokes(6);
  const { choices } = made(read('2113'), '243', ink);
  const changed = shownNumber(read('2193', [[0], [1], [2, 4], [3]]), ink, choices);
  assert.deepEqual([changed.text, changed.chosen], ['2193', false]);
  const parted = shownNumber(read('2173', [[0], [1], [4], [2, 3]]), ink, choices);
  assert.deepEqual([parted.text, parted.chosen], ['2173', false]);
  const gone = shownNumber(read('213', [[0], [1], [3]]), ink, choices);
  assert.deepEqual([gone.text, gone.chosen], ['213', false]);
});

test('what was chosen is saved and comes back with its strokes', () => {
  const ink = strokes(4);
  const { choices } = made(read('2113'), '243', ink);
  const saved = structuredClone(choices.saved(ink));
  const again = strokes(4);
  const after = new Choices();
  after.restore(again, saved);
  assert.equal(shownNumber(read('2113'), again, after).text, '243');
});

test('what was chosen is taken back, or chosen otherwise, as one part', () => {
  const ink = strokes(4);
  const { choices, shown } = made(read('2113'), '243', ink);
  choose(choices, shown.parts[1].key, '9');
  assert.equal(shownNumber(read('2113'), ink, choices).text, '293');
  choose(choices, shown.parts[1].key, '');
  assert.equal(shownNumber(read('2113'), ink, choices).text, '23');
  choices.swap(new Map([[shown.parts[1].key, undefined]]));
  assert.equal(shownNumber(read('2113'), ink, choices).text, '2113');
});

// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  accuracyRows, calibrationSentence, numberRows, numberSentence, refusalRows, size, wrongRefusals,
} from '../../../site/src/page/card-figures.js';
import { lowest, spokenBins } from '../../../site/src/page/reliability.js';

/** @type {import('../../../site/src/page/card-figures.js').Card} */
const BARE = { bytes: 231901, parameters: 114877 };

/** @type {import('../../../site/src/page/card-figures.js').Card} */
const CARD = {
  ...BARE,
  report: {
    sets: {
      pendigits_test: { digits: 3498, accuracy: 0.99343, interval: [0.9902, 0.99561], refused: 0.01 },
      mnist_test: { digits: 10000, accuracy: 0.9951, interval: [0.99353, 0.99629], refused: 0.01 },
      of_tomorrow: { digits: 1, accuracy: 1, interval: [0, 1], refused: 0 },
    },
    calibration: { digits: 6898, ece: 0.0034, ece_interval: [0.0021, 0.0052], bins: [] },
    rejection: {
      digits_refused: 0.0123,
      scribbles: { samples: 2000, auroc: 0.999, refused: 0.9915 },
      letters: { samples: 4210, auroc: 0.99, refused: 0.913 },
    },
    numbers: {
      grades: [
        { name: 'joined', few: 0.773, many: 0.597 },
        { name: 'spaced', few: 0.957, many: 0.9174 },
        { name: 'of tomorrow', few: 1, many: 1 },
      ],
      real: 0.839,
      ece: 0.0166,
    },
  },
};

test('rows come in the order of the page, with figures for people, and only for sets it has words for', () => {
  assert.deepEqual(accuracyRows(CARD), [
    ['MNIST, scanned forms', '10,000', '99.51%', '99.35% to 99.63%'],
    ['Pendigits, pen tablet', '3,498', '99.34%', '99.02% to 99.56%'],
  ]);
  assert.deepEqual(refusalRows(CARD), [
    ['Letters, look-alikes left out', '4,210', '91.3%'],
    ['Scribbles', '2,000', '99.2%'],
  ]);
  assert.deepEqual(numberRows(CARD), [
    ['Spaced', '95.7%', '91.7%'],
    ['Joined in one stroke', '77.3%', '59.7%'],
  ]);
});

test('sentences carry their figures', () => {
  assert.equal(size(CARD), 'It has 114,877 weights and takes 232 kB.');
  assert.equal(wrongRefusals(CARD), 'Of real digits, 1.2% are refused by mistake.');
  assert.match(numberSentence(CARD), /^Of real numbers, .* 83\.9% .* 1\.66% /);
  assert.match(calibrationSentence(CARD), /^Over 6,898 digits .* 0\.34% .* 0\.21% to 0\.52%\)\.$/);
});

test('what was not measured is left out', () => {
  for (const card of [BARE, { ...BARE, report: {} }]) {
    assert.deepEqual(accuracyRows(card), []);
    assert.deepEqual(refusalRows(card), []);
    assert.deepEqual(numberRows(card), []);
    assert.equal(numberSentence(card), '');
    assert.equal(wrongRefusals(card), '');
    assert.equal(calibrationSentence(card), '');
  }
});

test('the axes of the reliability diagram begin below every point, at 80 % at most', () => {
  assert.equal(lowest([]), 0.8);
  assert.equal(lowest([[10, 0.9, 0.95]]), 0.8);
  assert.ok(Math.abs(lowest([[10, 0.62, 0.31]]) - 0.3) < 1e-12);
  assert.equal(lowest([[10, 0.62, 0]]), 0);
});

test('the diagram is told in figures', () => {
  assert.equal(
    spokenBins([[10, 0.621, 0.6], [10, 0.999, 1]]),
    'Reliability diagram, 2 groups of readings: 62.1% sure, 60.0% right; 99.9% sure, 100.0% right.',
  );
});

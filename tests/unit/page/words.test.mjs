// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spoken } from '../../../site/src/page/announcer.js';
import { percentFigure, percentWords } from '../../../site/src/page/percent.js';

test('percentages never claim certainty and are never rounded up', () => {
  assert.deepEqual([1, 0.991, 0.99, 0.9899, 0.876, 0.29, 0.01, 0.0099, 0].map(percentWords), [
    'over 99%',
    'over 99%',
    '99%',
    '98%',
    '87%',
    '29%',
    '1%',
    'under 1%',
    'under 1%',
  ]);
  assert.deepEqual([1, 0.5, 0].map(percentFigure), ['>99%', '50%', '<1%']);
});

/** @type {import('../../../site/src/protocol.js').Reading} */
const SURE = {
  verdict: 'number',
  text: '7',
  confidence: 0.999,
  certainty: 'sure',
  message: 'Sure',
  reason: '',
  probabilities: [],
  alternatives: [],
  image: [],
};

test('a reading is spoken with its certainty, others with theirs', () => {
  assert.equal(spoken(SURE), '7. Sure, over 99%.');
  const guess = { ...SURE, confidence: 0.5, message: 'Guessing' };
  const alternatives = [{ text: '1', confidence: 0.3 }, { text: '2', confidence: 0.001 }];
  assert.equal(spoken({ ...guess, alternatives }), '7. Guessing, 50%. Or 1, 30%; or 2, under 1%.');
});

test('a refusal is spoken in its own words', () => {
  assert.equal(spoken({ ...SURE, verdict: 'rejected', text: '', message: 'No digit.' }), 'No digit.');
});

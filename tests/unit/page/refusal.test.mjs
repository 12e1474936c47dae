// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusesUnfinished } from '../../../site/src/page/refusal.js';
/** @typedef {import('../../../site/src/protocol.js').Part} Part */

const [first, second] = [0, 1].map(() => ({ x: [], y: [], t: [] }));
const strokes = [first, second];

/** @param {Part['verdict']} verdict @param {number} stroke */
function part(verdict, stroke) {
  const text = verdict === 'digit' ? '7' : '';
  return { verdict, text, confidence: 0.9, certainty: '', box: [], strokes: [stroke], probabilities: [], alternatives: [] };
}

test('a stroke under way is not refused, neither with all ink nor as a part of it', () => {
  assert.ok(refusesUnfinished({ verdict: 'rejected', digits: [] }, strokes, second));
  assert.ok(refusesUnfinished({ verdict: 'number', digits: [part('digit', 0), part('rejected', 1)] }, strokes, second));
});

test('ink that is finished is refused, also while another stroke is under way', () => {
  assert.ok(!refusesUnfinished({ verdict: 'rejected', digits: [] }, strokes, null));
  assert.ok(!refusesUnfinished({ verdict: 'number', digits: [part('rejected', 0), part('digit', 1)] }, strokes, second));
});

test('numbers are shown as they are written', () => {
  assert.ok(!refusesUnfinished({ verdict: 'number', digits: [part('digit', 0), part('digit', 1)] }, strokes, second));
});

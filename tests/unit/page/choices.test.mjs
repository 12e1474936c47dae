// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Choices } from '../../../site/src/page/choices.js';
import { choose } from './choose.mjs';

function stroke() {
  return { x: [0], y: [0], t: [0] };
}

test('a part keeps its key while others come and go and whatever the order of its strokes', () => {
  const choices = new Choices();
  const [a, b, c] = [stroke(), stroke(), stroke()];
  const [before] = choices.keys([[a, b], [c]]);
  assert.equal(choices.keys([[c], [b, a]])[1], before);
  assert.equal(choices.keys([[a, b]])[0], before);
});

test('a part that gains or loses a stroke is another part', () => {
  const choices = new Choices();
  const [a, b] = [stroke(), stroke()];
  const [both] = choices.keys([[a, b]]);
  assert.notEqual(choices.keys([[a]])[0], both);
  assert.notEqual(choices.keys([[a, b, stroke()]])[0], both);
});

test('strokes written alike are still different strokes', () => {
  const choices = new Choices();
  const [first, second] = choices.keys([[stroke()], [stroke()]]);
  assert.notEqual(first, second);
});

test('digits joined in one stroke have keys of their own, which hold while they are as many', () => {
  const choices = new Choices();
  const joined = stroke();
  const [first, second] = choices.keys([[joined], [joined]]);
  assert.notEqual(first, second);
  assert.deepEqual(choices.keys([[stroke()], [joined], [joined]]).slice(1), [first, second]);
  const [single] = choices.keys([[joined]]);
  assert.ok(single !== first && single !== second);
});

test('a choice is kept until it is forgotten, also the choice of nothing', () => {
  const choices = new Choices();
  const [key] = choices.keys([[stroke()]]);
  assert.equal(choices.get(key), undefined);
  choose(choices, key, '');
  assert.equal(choices.get(key), '');
  choose(choices, key, '7');
  assert.equal(choices.get(key), '7');
  choices.swap(new Map([[key, undefined]]));
  assert.equal(choices.get(key), undefined);
});

test('choices are saved by the places of their strokes and hold for the same strokes written anew', () => {
  const before = new Choices();
  const [a, b, c] = [stroke(), stroke(), stroke()];
  const [, joined] = before.keys([[c, a], [b], [b]]).slice(1).reverse();
  const [both] = before.keys([[c, a]]);
  choose(before, both, '7');
  choose(before, joined, '');
  choose(before, before.keys([[stroke()]])[0], '1');

  const saved = structuredClone(before.saved([a, b, c]));
  assert.equal(saved.length, 2);
  const after = new Choices();
  const [d, e, f] = [stroke(), stroke(), stroke()];
  after.restore([d, e, f], saved);
  const [first, second, third] = after.keys([[d, f], [e], [e]]);
  assert.deepEqual([after.get(first), after.get(second), after.get(third)], ['7', '', undefined]);
});

test('choices swapped twice are as before', () => {
  const choices = new Choices();
  const ink = [stroke(), stroke()];
  const [first, second] = choices.keys([[ink[0]], [ink[1]]]);
  choose(choices, first, '1');
  const before = choices.swap(new Map([[first, { text: '7' }], [second, { text: '4' }]]));
  assert.deepEqual([choices.get(first), choices.get(second)], ['7', '4']);
  choices.swap(before);
  assert.deepEqual([choices.get(first), choices.get(second)], ['1', undefined]);
});

test('after which stroke a choice was made is saved, and where that is gone, after its own', () => {
  const choices = new Choices();
  const [a, b, c] = [stroke(), stroke(), stroke()];
  const [key] = choices.keys([[a]]);
  choices.swap(new Map([[key, { text: '7', after: c }]]));
  const places = (/** @type {any[]} */ ink) => choices.saved(ink).map(({ after }) => after);
  assert.deepEqual([places([a, b, c]), places([a, b]), places([b, a])], [[2], [0], [1]]);
  const later = new Choices();
  const again = [stroke(), stroke(), stroke()];
  assert.equal(later.restore(again, choices.saved([a, b, c]))[0].after, again[2]);
  assert.equal(later.restore(again, [{ strokes: [1], which: '1 of 1', text: '3' }])[0].after, again[1], 'kept by an older build');
});

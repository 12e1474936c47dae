// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PEN_GRACE_MS, PointerGate } from '../../../site/src/page/pointer-gate.js';

/** @param {Partial<import('../../../site/src/page/pointer-gate.js').PointerLike>} changes */
function pointer(changes) {
  return { pointerId: 1, pointerType: 'mouse', isPrimary: true, button: 0, timeStamp: 0, ...changes };
}

test('the main button of a primary pointer begins, others do not', () => {
  assert.equal(new PointerGate().down(pointer({})), 'begin');
  assert.equal(new PointerGate().down(pointer({ button: 2 })), 'ignore');
  assert.equal(new PointerGate().down(pointer({ isPrimary: false })), 'ignore');
});

test('only the pointer that began is writing, until it goes up', () => {
  const gate = new PointerGate();
  gate.down(pointer({ pointerId: 7 }));
  assert.equal(gate.isWriting(pointer({ pointerId: 7 })), true);
  assert.equal(gate.isWriting(pointer({ pointerId: 8 })), false);
  gate.up();
  assert.equal(gate.isWriting(pointer({ pointerId: 7 })), false);
});

test('a second finger is ignored, and so is a mouse while a finger writes', () => {
  const gate = new PointerGate();
  gate.down(pointer({ pointerType: 'touch', pointerId: 2 }));
  assert.equal(gate.down(pointer({ pointerType: 'touch', pointerId: 3, isPrimary: false })), 'ignore');
  assert.equal(gate.down(pointer({ pointerType: 'mouse', pointerId: 1 })), 'ignore');
  assert.equal(gate.isWriting(pointer({ pointerId: 2 })), true);
});

test('a pen replaces the palm that was down before it', () => {
  const gate = new PointerGate();
  gate.down(pointer({ pointerType: 'touch', pointerId: 2 }));
  assert.equal(gate.down(pointer({ pointerType: 'pen', pointerId: 5 })), 'replace');
  assert.equal(gate.isWriting(pointer({ pointerId: 2 })), false);
  assert.equal(gate.isWriting(pointer({ pointerId: 5 })), true);
});

test('touches are ignored while a pen writes or hovers, and for a while after', () => {
  const gate = new PointerGate();
  gate.notice(pointer({ pointerType: 'pen', pointerId: 5, timeStamp: 1000 }));
  const touch = { pointerType: 'touch', pointerId: 2 };
  assert.equal(gate.down(pointer({ ...touch, timeStamp: 1000 + PEN_GRACE_MS - 1 })), 'ignore');
  assert.equal(gate.down(pointer({ ...touch, timeStamp: 1000 + PEN_GRACE_MS })), 'begin');
});

test('a pointer whose going up was never seen does not block the next', () => {
  const gate = new PointerGate();
  gate.down(pointer({ pointerType: 'touch', pointerId: 2 }));
  assert.equal(gate.down(pointer({ pointerType: 'touch', pointerId: 9 })), 'begin');
  assert.equal(gate.isWriting(pointer({ pointerId: 9 })), true);
});

test('a pen whose going up was never seen does not block the mouse, nor the mouse the pen', () => {
  for (const [before, after] of [['pen', 'mouse'], ['mouse', 'pen']]) {
    const gate = new PointerGate();
    gate.down(pointer({ pointerType: before, pointerId: 5 }));
    assert.equal(gate.down(pointer({ pointerType: after, pointerId: 1 })), 'begin');
    assert.equal(gate.isWriting(pointer({ pointerId: 1 })), true);
  }
});

"""Lifting the pen asks for the reading before anything else: a frame asked for first would hold the answer back."""

from __future__ import annotations

from inkling_build.bench.page_driver import canvas_box, ink_revision, settled
from tests.browser.opening import Opened

_LIFT = """async ([x, y]) => {
  const canvas = document.querySelector('#ink');
  const noted = [];
  const changes = new MutationObserver(() => {});
  const mended = [];
  const note = (owner, name, word) => {
    const plain = owner[name];
    owner[name] = function (...given) {
      const what = word(...given);
      if (what) noted.push(what);
      return plain.apply(this, given);
    };
    mended.push(() => { owner[name] = plain; });
  };
  note(Worker.prototype, 'postMessage', ({ type }) => type === 'read' && 'ask');
  note(window, 'requestAnimationFrame', () => 'frame');
  const drawing = Object.getOwnPropertyDescriptors(CanvasRenderingContext2D.prototype);
  for (const [name, { value }] of Object.entries(drawing)) {
    if (typeof value === 'function') note(CanvasRenderingContext2D.prototype, name, () => 'draw');
  }
  const point = (type, at, buttons) => canvas.dispatchEvent(new PointerEvent(type, {
    pointerId: 1, pointerType: 'mouse', isPrimary: true, bubbles: true, cancelable: true,
    clientX: x, clientY: y + at, button: type === 'pointermove' ? -1 : 0, buttons,
  }));
  point('pointerdown', 0, 1);
  for (const at of [20, 40, 60]) point('pointermove', at, 1);
  noted.length = 0;
  changes.observe(document, { subtree: true, attributes: true, childList: true, characterData: true });
  point('pointerup', 60, 0);
  const first = [...noted, ...changes.takeRecords().map(({ attributeName, type }) => attributeName ?? type)];
  await new Promise((resolve) => { setTimeout(resolve); });
  changes.disconnect();
  mended.forEach((mend) => mend());
  return { first, then: noted.slice(first.length) };
}"""
"""The events come as the browser gives them, but in one task, so that no reading of the pen's way comes between."""


def test_pen_up_asks_for_the_reading_and_only_then_draws(blank: Opened) -> None:
    page = blank.page
    box = canvas_box(page)
    before = ink_revision(page)
    noted = page.evaluate(_LIFT, [box.left + box.width / 2, box.top + box.height / 3])
    assert noted["first"] == ["ask"]
    assert "draw" in noted["then"], "the stroke's end is drawn, and drawing would have been noted"
    assert settled(page, before).text == "1"

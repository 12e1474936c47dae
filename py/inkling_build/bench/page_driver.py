"""Writes on the page as a person does, with the browser's own mouse, and waits for what it reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from playwright.sync_api import Page

Strokes = Sequence[Sequence[tuple[float, float]]]
"""Strokes of (x, y) points, y downward."""

SETTLE_TIMEOUT_MS = 60_000
"""Far longer than the slowest boot seen on a loaded machine: reached only when the page hangs."""

_SETTLED_OR_FAILED = """(before) => {
  if (document.documentElement.dataset.state === 'error') {
    return document.querySelector('[role=alert]').innerText;
  }
  const ink = Number(document.querySelector('#ink').dataset.revision);
  const read = Number(document.querySelector('#reading').dataset.revision);
  return ink > before && ink === read && 'settled';
}"""

_ANSWER = """() => {
  const reading = document.querySelector('#reading');
  return {
    verdict: reading.dataset.verdict,
    text: reading.textContent,
    confidence: Number(reading.dataset.confidence),
    revision: Number(reading.dataset.revision),
  };
}"""


@dataclass(frozen=True)
class Box:
    """A rectangle in CSS pixels of the viewport."""

    left: float
    top: float
    width: float
    height: float

    def part(self, x: float, y: float, size: float) -> Box:
        """A square `size` times the shorter side, its centre at the shares x, y of this box."""
        side = size * min(self.width, self.height)
        return Box(self.left + x * self.width - side / 2, self.top + y * self.height - side / 2, side, side)


@dataclass(frozen=True)
class Answer:
    """What #reading says: verdict, text, confidence 0..1 and the revision of the ink that it answers."""

    verdict: str
    text: str
    confidence: float
    revision: int


def canvas_box(page: Page) -> Box:
    """Where #ink lies in the viewport, after scrolling it into view."""
    ink = page.locator("#ink")
    ink.scroll_into_view_if_needed()
    box = ink.bounding_box()
    if box is None:
        raise LookupError("expected #ink to be visible, got no box")
    return Box(box["x"], box["y"], box["width"], box["height"])


def fit(strokes: Strokes, box: Box) -> list[list[tuple[float, float]]]:
    """The strokes scaled into the middle of the box, aspect kept."""
    xs = [x for stroke in strokes for x, _ in stroke]
    ys = [y for stroke in strokes for _, y in stroke]
    scale = min(box.width / max(max(xs) - min(xs), 1), box.height / max(max(ys) - min(ys), 1))
    middle_x, middle_y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    left, top = box.left + box.width / 2, box.top + box.height / 2
    return [
        [(left + (x - middle_x) * scale, top + (y - middle_y) * scale) for x, y in stroke]
        for stroke in strokes
    ]


def draw_mouse(page: Page, strokes: Strokes) -> None:
    """Real mouse events along strokes in viewport pixels."""
    for stroke in strokes:
        page.mouse.move(*stroke[0])
        page.mouse.down()
        for point in stroke[1:]:
            page.mouse.move(*point)
        page.mouse.up()


def ink_revision(page: Page) -> int:
    """The data-revision of #ink."""
    return int(page.locator("#ink").get_attribute("data-revision") or 0)


def answer_now(page: Page) -> Answer:
    """What #reading says at this moment."""
    return Answer(**page.evaluate(_ANSWER))


def settled(page: Page, after: int = -1) -> Answer:
    """Waits until the ink is newer than revision `after` and read.

    Raises RuntimeError with the page's own words when it fails, playwright's TimeoutError when it hangs.
    """
    end = page.wait_for_function(_SETTLED_OR_FAILED, arg=after, timeout=SETTLE_TIMEOUT_MS).json_value()
    if end != "settled":
        raise RuntimeError(f"expected a reading, but the page says: {end}")
    return answer_now(page)


def write(page: Page, strokes: Strokes, box: Box) -> Answer:
    """Draws the strokes into the box of the viewport with the mouse and returns the settled reading."""
    before = ink_revision(page)
    draw_mouse(page, fit(strokes, box))
    return settled(page, before)


def clear(page: Page) -> Answer:
    """Presses Clear and returns the settled reading."""
    before = ink_revision(page)
    page.locator("#clear").click()
    return settled(page, before)

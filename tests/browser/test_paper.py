"""Ink looks the same while it is written, once it is written, and when it is drawn anew."""

from __future__ import annotations

import math
from typing import Any

import pytest
from playwright.sync_api import Page

from inkling_build.bench.page_driver import canvas_box, ink_revision, settled
from tests.browser.opening import Opened

SEEN = """async (side) => {
  await new Promise((done) => setTimeout(done));
  const canvases = ['#ink', '#wet'].map((id) => document.querySelector(id));
  const { width, height } = canvases[0];
  const both = new OffscreenCanvas(side, side).getContext('2d');
  const [left, top] = [width, height].map((size) => Math.round((side - size) / 2));
  for (const canvas of canvases) both.drawImage(canvas, left, top);
  return Array.from(both.getImageData(0, 0, side, side).data.filter((_, i) => i % 4 === 3));
}"""
"""Opacity, 0 to 255, of the pixels of a square in the paper's middle, what is being written included; once what pen-up
put off is done."""

SIDE = 120
"""Of that square."""

REACH = 50.0
"""Of the ink in it, in pixels."""

CURVES_DRAWN_ANEW = 256
"""Of a longer stroke the curves before are left as they are, and the ends of two parts lie on each other."""

OPAQUE = 255

FAINT = 16
"""Difference of opacity that is no seam yet."""


def spiral(page: Page, steps: int) -> list[tuple[float, float]]:
    box = canvas_box(page)
    x, y = box.left + box.width / 2, box.top + box.height / 2
    turns = [4.0 * math.pi * step / steps for step in range(1, steps + 1)]
    return [
        (x + REACH * turn / turns[-1] * math.cos(turn), y + REACH * turn / turns[-1] * math.sin(turn))
        for turn in turns
    ]


def write_without_lifting(page: Page, points: list[tuple[float, float]]) -> None:
    page.mouse.move(*points[0])
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*point)


def seen(page: Page) -> list[int]:
    found: Any = page.evaluate(SEEN, SIDE)
    return list(found)


def drawn_anew(page: Page) -> list[int]:
    """What is seen after the stroke was taken back and put again."""
    before = ink_revision(page)
    page.locator("#undo").click()
    assert max(seen(page)) == 0, "nothing of a stroke taken back is left to see"
    page.locator("#redo").click()
    settled(page, before)
    return seen(page)


def looks_the_same(page: Page, points: list[tuple[float, float]]) -> None:
    """Written, lifted from, and drawn anew."""
    write_without_lifting(page, points)
    writing = seen(page)
    page.mouse.up()
    settled(page, 0)
    assert max(writing) == OPAQUE
    assert seen(page) == writing
    assert drawn_anew(page) == writing


def test_a_stroke_looks_the_same_written_and_drawn_anew(blank: Opened) -> None:
    looks_the_same(blank.page, spiral(blank.page, CURVES_DRAWN_ANEW // 2))


def test_a_long_stroke_has_seams_that_nobody_sees(blank: Opened) -> None:
    page = blank.page
    write_without_lifting(page, spiral(page, CURVES_DRAWN_ANEW + 60))
    page.mouse.up()
    settled(page, 0)
    pairs = list(zip(seen(page), drawn_anew(page), strict=True))
    seam = [abs(one - other) for one, other in pairs if abs(one - other) > FAINT]
    assert 0 < len(seam) < 0.01 * sum(written > 0 for written, _ in pairs)
    assert max(seam) < OPAQUE // 2


@pytest.mark.parametrize("moves", [0, 3])
def test_a_tap_is_a_dot(blank: Opened, moves: int) -> None:
    looks_the_same(blank.page, spiral(blank.page, 40)[:1] * (moves + 1))

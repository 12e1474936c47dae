"""Time from lifting the pen to the painted reading."""

from __future__ import annotations

import time
from collections.abc import Sequence
from statistics import quantiles

from playwright.sync_api import Page, sync_playwright

from inkling_build.bench.browser import new_profile, visit
from inkling_build.bench.page_driver import canvas_box, clear, fit, ink_revision, settled
from inkling_build.bench.places import Place, places
from inkling_build.bench.table import table
from tests.strokes import every_sample

LEAST_STROKES = 100
POINT_INTERVAL_S = 0.008
"""A fast hand: common mice report this often."""

SIZE = 0.6
"""Share of the canvas that a digit covers."""

_WATCH = """() => {
  window.penUpToPaint = [];
  let lifted = null;
  const ink = document.querySelector('#ink');
  const reading = document.querySelector('#reading');
  const look = () => {
    if (lifted === null || ink.dataset.revision !== reading.dataset.revision) return;
    const since = lifted;
    lifted = null;
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => window.penUpToPaint.push(performance.now() - since);
      port2.postMessage(null);
    });
  };
  addEventListener('pointerup', (event) => {
    if (event.target !== ink) return;
    lifted = event.timeStamp;
    look();
  });
  new MutationObserver(look).observe(reading, { attributes: true });
}"""
"""The time is taken in the page, from the event's own time stamp until the frame with the reading is out."""

_MEASURED = "(count) => window.penUpToPaint.length === count"


def run() -> None:
    """Prints p50, p95 and the most over at least LEAST_STROKES strokes, over http and from disk."""
    rows = []
    with places() as measured, sync_playwright() as playwright:
        for place in measured:
            if not place.is_ours:
                continue
            with new_profile(playwright) as context:
                times = _measure(context.new_page(), place)
            cuts = quantiles(times, n=100, method="inclusive")
            rows.append(
                [place.name, str(len(times)), f"{cuts[49]:.1f}", f"{cuts[94]:.1f}", f"{max(times):.1f}"]
            )
    print("Milliseconds from lifting the pen to the painted reading")
    print(table(["", "strokes", "p50", "p95", "most"], rows))


def _measure(page: Page, place: Place) -> list[float]:
    visit(page, place)
    clear(page)
    page.evaluate(_WATCH)
    box = canvas_box(page).part(0.5, 0.5, SIZE)
    count = 0
    for digit in (one for one in every_sample() if one.is_digit):
        for stroke in fit(digit.strokes, box):
            before = ink_revision(page)
            _draw(page, stroke)
            settled(page, before)
            count += 1
            page.wait_for_function(_MEASURED, arg=count)
        clear(page)
        if count >= LEAST_STROKES:
            break
    return list(map(float, page.evaluate("() => window.penUpToPaint")))


def _draw(page: Page, stroke: Sequence[tuple[float, float]]) -> None:
    page.mouse.move(*stroke[0])
    page.mouse.down()
    for point in stroke[1:]:
        time.sleep(POINT_INTERVAL_S)
        page.mouse.move(*point)
    page.mouse.up()

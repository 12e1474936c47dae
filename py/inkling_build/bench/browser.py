"""Chromium for measuring: a new profile each time, kept on disk as people's profiles are."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator

from playwright.sync_api import BrowserContext, Page, Playwright

from inkling_build.bench.page_driver import SETTLE_TIMEOUT_MS, Box, draw_mouse, fit
from inkling_build.bench.places import Place
from inkling_build.browsers import chromium_arguments, find_chromium
from tests.strokes import sample

VIEWPORT = {"width": 1100, "height": 800}
FIRST_DIGIT = sample("1", "bar").quick
"""Few points: the drawing must be over before Python is ready, or it would be measured too."""

FIRST_SIZE = 0.5
"""Share of the canvas that the first digit covers."""

_KEPT_OFFLINE = "() => document.querySelector('#offline').dataset.state === 'ready'"

_MARK_TIME = """([name, timeout]) => new Promise((resolve, reject) => {
  const observer = new PerformanceObserver(() => {
    const [mark] = performance.getEntriesByName(name);
    if (mark) resolve(mark.startTime);
  });
  observer.observe({ type: 'mark', buffered: true });
  setTimeout(() => reject(new Error(`expected the mark ${name} within ${timeout} ms, got none`)), timeout);
})"""
"""No polling, no locator: for those Playwright runs 330 kB of its own script in the page that is measured, twice."""

_CANVAS = """() => {
  const { x, y, width, height } = document.querySelector('#ink').getBoundingClientRect();
  return [x, y, width, height];
}"""


@contextlib.contextmanager
def new_profile(playwright: Playwright) -> Iterator[BrowserContext]:
    """A browser that has never seen any page."""
    with tempfile.TemporaryDirectory(prefix="inkling-bench-", ignore_cleanup_errors=True) as profile:
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=find_chromium(),
            args=chromium_arguments(),
            viewport={"width": VIEWPORT["width"], "height": VIEWPORT["height"]},
        )
        try:
            yield context
        finally:
            context.close()


def finish_visit(page: Page, place: Place) -> None:
    """Waits for what a first visit still does after its reading: the service worker keeps the build."""
    if place.is_ours and place.server is not None:
        page.wait_for_function(_KEPT_OFFLINE, timeout=SETTLE_TIMEOUT_MS)


def visit(page: Page, place: Place) -> float:
    """Milliseconds from navigation to the painted first reading; on Inkling's page a digit is drawn at first paint."""
    page.goto(place.url, wait_until="commit")
    if place.is_ours:
        _mark_time(page, "inkling:painted")
        canvas = Box(*page.evaluate(_CANVAS))
        draw_mouse(page, fit(FIRST_DIGIT, canvas.part(0.5, 0.5, FIRST_SIZE)))
    return _mark_time(page, place.mark)


def _mark_time(page: Page, name: str) -> float:
    """Waits for the page's mark; milliseconds from navigation."""
    return float(page.evaluate(_MARK_TIME, [name, SETTLE_TIMEOUT_MS]))

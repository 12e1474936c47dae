"""Chromium for measuring: a new profile each time, kept on disk as people's profiles are."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator

from playwright.sync_api import BrowserContext, Page, Playwright

from inkling_build.bench.page_driver import SETTLE_TIMEOUT_MS, canvas_box, draw_mouse, fit
from inkling_build.bench.places import Place
from inkling_build.browsers import chromium_arguments, find_chromium
from tests.strokes import sample

VIEWPORT = {"width": 1100, "height": 800}
FIRST_DIGIT = sample("1", "bar").quick
"""Few points: the drawing must be over before Python is ready, or it would be measured too."""

FIRST_SIZE = 0.5
"""Share of the canvas that the first digit covers."""

_KEPT_OFFLINE = "() => document.querySelector('#offline').dataset.state === 'ready'"
_MARKED = "(name) => performance.getEntriesByName(name).length > 0"
_MARK_TIME = "(name) => performance.getEntriesByName(name)[0].startTime"


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
        page.wait_for_function(_MARKED, arg="inkling:painted")
        draw_mouse(page, fit(FIRST_DIGIT, canvas_box(page).part(0.5, 0.5, FIRST_SIZE)))
    page.wait_for_function(_MARKED, arg=place.mark, timeout=SETTLE_TIMEOUT_MS)
    return float(page.evaluate(_MARK_TIME, place.mark))

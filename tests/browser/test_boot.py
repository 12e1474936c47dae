"""From navigation to the first reading: ink is taken at once, the page says what it is waiting for."""

from __future__ import annotations

import threading

import pytest
from playwright.sync_api import Page

from inkling_build.bench.page_driver import answer_now, canvas_box, draw_mouse, fit, settled, write
from inkling_build.local_server import Answer
from tests.browser.conftest import Open
from tests.browser.opening import WAYS
from tests.strokes import sample

MARKS = ("inkling:painted", "inkling:ready", "inkling:first-reading")

WATCH_STATES = """() => {
  window.statesSeen = [];
  const note = () => {
    const state = document.documentElement?.dataset.state;
    if (state && window.statesSeen.at(-1) !== state) window.statesSeen.push(state);
  };
  new MutationObserver(note).observe(document, {subtree: true, childList: true, attributes: true});
}"""

WATCH_PROGRESS = """() => {
  window.progressSeen = [];
  new MutationObserver(() => {
    const words = document.querySelector('#boot-words')?.innerText.trim();
    if (words && window.progressSeen.at(-1) !== words) window.progressSeen.push(words);
  }).observe(document, {subtree: true, childList: true, characterData: true});
}"""


def _marks(page: Page) -> list[float]:
    return [
        page.evaluate("(name) => performance.getEntriesByName(name).map((mark) => mark.startTime)", name)[0]
        for name in MARKS
    ]


@pytest.mark.parametrize("way", WAYS)
def test_ink_drawn_while_python_boots_is_read_when_it_is_ready(open_site: Open, way: str) -> None:
    opened = open_site(way)
    opened.start()
    page = opened.page
    answer = write(page, sample("5", "two strokes").quick, canvas_box(page).part(0.5, 0.5, 0.6))
    down = page.evaluate("() => performance.getEntriesByType('event').length")
    painted, ready, first = _marks(page)
    assert (answer.verdict, answer.text) == ("number", "5"), down
    assert painted < ready <= first


def test_ink_drawn_before_the_first_asset_arrives_is_read_later(open_site: Open) -> None:
    """The server holds every asset back until the digit is finished: the page cannot have booted before."""
    drawn = threading.Event()
    opened = open_site()
    server = opened.site.server
    assert server is not None

    def hold(path: str, answer: Answer) -> Answer:
        if not path.endswith(("/", ".html", ".css", ".js", ".svg", ".png", ".ico", ".webmanifest")):
            drawn.wait()
        return answer

    server.alter = hold
    opened.start()
    page = opened.page
    try:
        strokes = sample("2", "plain").quick
        draw_mouse(page, fit(strokes, canvas_box(page).part(0.5, 0.5, 0.6)))
        held = page.evaluate("() => document.documentElement.dataset.state")
        unread = answer_now(page)
    finally:
        drawn.set()
    assert held == "loading"
    assert unread.text == ""
    assert settled(page, 0).text == "2"

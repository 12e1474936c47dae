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

WATCH = """
  window.statesSeen = [];
  window.wordsSeen = [];
  const note = (list, value) => value && list.at(-1) !== value && list.push(value);
  new MutationObserver(() => {
    const state = document.documentElement?.dataset.state;
    note(window.statesSeen, state);
    if (state === 'loading') note(window.wordsSeen, document.querySelector('#boot-words')?.textContent.trim());
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
"""


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
    painted, ready, first = _marks(page)
    assert (answer.verdict, answer.text) == ("number", "5")
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


@pytest.mark.parametrize("way", WAYS)
def test_the_page_goes_from_loading_to_ready_and_says_what_it_is_doing(open_site: Open, way: str) -> None:
    opened = open_site(way)
    opened.page.add_init_script(WATCH)
    opened.start()
    assert opened.end_of_loading() == "ready"
    assert opened.page.evaluate("() => window.statesSeen") == ["loading", "ready"]
    words = " ".join(opened.page.evaluate("() => window.wordsSeen"))
    assert "Python" in words
    assert "%" in words

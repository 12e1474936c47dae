"""Real WebKit reads digits drawn with its own mouse, over http, from disk and offline."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from inkling_build.browsers import WebKitPrograms
from inkling_build.local_server import LocalServer
from tests.browser.builds import cut
from tests.browser.driven import (
    misread,
    offline_words,
    open_page,
    picture_read,
    read_six,
    started_how,
    text_read,
)
from tests.browser.opening import PREFIX, WAYS, Site, site
from tests.browser.test_network import INSIDE
from tests.browser.webdriver import WebKit
from tests.strokes import every_sample
from tests.unit.pictures import painted, png
from tests.unit.test_number_reading import number

DIGITS = list({one.label: one for one in every_sample() if one.is_digit}.values())
"""One of each: this engine takes a second for each."""

ASKED = "performance.getEntriesByType('resource').map((entry) => entry.name)"


@pytest.fixture(params=WAYS)
def place(request: pytest.FixtureRequest, dist: Path) -> Iterator[Site]:
    with site(dist, request.param) as one:
        yield one


def test_webkit_reads_ten_digits_and_asks_nobody_else(webkit: WebKit, place: Site) -> None:
    open_page(webkit, place.url)
    assert misread(webkit, DIGITS) == {}
    assert started_how(webkit) == ["snapshot", "small"]
    assert [url for url in webkit.evaluate(ASKED) if not url.startswith((place.base, *INSIDE))] == []


def test_webkit_reads_a_picture(webkit: WebKit, dist: Path) -> None:
    picture = png(painted(number("2026"))[:, :, None])
    assert picture_read(webkit, (dist / "index.html").as_uri(), picture) == "2026"
    assert started_how(webkit) == ["snapshot", "small"]


def test_webkit_isolates_file_pages(webkit: WebKit, tmp_path: Path) -> None:
    """Otherwise the test from disk would prove little."""
    page, neighbour = tmp_path / "page.html", tmp_path / "neighbour.txt"
    page.write_text("<!DOCTYPE html><title>page</title>", encoding="utf-8")
    neighbour.write_text("text", encoding="utf-8")
    webkit.goto(page.as_uri())
    assert webkit.evaluate(f"fetch('{neighbour.as_uri()}').then(() => 'read', () => 'refused')") == "refused"


def test_after_one_visit_the_server_may_die(
    webkit_programs: WebKitPrograms, dist: Path, tmp_path: Path
) -> None:
    with LocalServer({PREFIX: dist}) as server, WebKit(webkit_programs, tmp_path) as webkit:
        url = server.origin + PREFIX
        assert read_six(webkit, url) == "6"
        assert offline_words(webkit) == "Ready to work offline"
        server.alter = lambda _, answer: cut(answer)
        server.requests.clear()
        open_page(webkit, url)
        assert text_read(webkit) == "6", "the ink is kept, and read again"
        assert offline_words(webkit) == "Ready to work offline"
        assert set(server.requests) <= {f"{PREFIX}sw.js"}

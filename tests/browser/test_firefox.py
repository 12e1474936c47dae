"""Real Firefox reads digits drawn with its own mouse, over http and from disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from inkling_build.browsers import find_firefox
from tests.browser.bidi import Firefox
from tests.browser.driven import misread, open_page, picture_read, started_how
from tests.browser.opening import WAYS, Site, site
from tests.browser.test_network import INSIDE
from tests.strokes import every_sample
from tests.unit.pictures import painted, png
from tests.unit.test_number_reading import number

DIGITS = [one for one in every_sample() if one.is_digit and one.hand == 0]


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    with Firefox(str(find_firefox()), tmp_path_factory.mktemp("firefox")) as browser:
        yield browser


@pytest.fixture(params=WAYS)
def place(request: pytest.FixtureRequest, dist: Path) -> Iterator[Site]:
    with site(dist, request.param) as one:
        yield one


def test_firefox_reads_every_style_and_asks_nobody_else(firefox: Firefox, place: Site) -> None:
    firefox.events.clear()
    open_page(firefox, place.url)
    assert misread(firefox, DIGITS) == {}
    assert started_how(firefox) == ["snapshot", "small"]
    asked = [what["request"]["url"] for kind, what in firefox.events if kind == "network.beforeRequestSent"]
    assert [url for url in asked if not url.startswith((place.base, *INSIDE))] == []
    logged = [what for kind, what in firefox.events if kind == "log.entryAdded"]
    assert [f"{one['level']}: {one['text']}" for one in logged if one["level"] in ("warn", "error")] == []


def test_firefox_reads_a_picture(firefox: Firefox, dist: Path) -> None:
    picture = png(painted(number("2026"))[:, :, None])
    assert picture_read(firefox, (dist / "index.html").as_uri(), picture) == "2026"
    assert started_how(firefox) == ["snapshot", "small"]


def test_firefox_isolates_file_pages_as_it_does_for_people(firefox: Firefox, tmp_path: Path) -> None:
    """Automation switches this protection off by default; without it the test from disk would prove little."""
    page, neighbour = tmp_path / "page.html", tmp_path / "neighbour.txt"
    page.write_text("<!DOCTYPE html><title>page</title>", encoding="utf-8")
    neighbour.write_text("text", encoding="utf-8")
    firefox.goto(page.as_uri())
    assert firefox.evaluate(f"fetch('{neighbour.as_uri()}').then(() => 'read', () => 'refused')") == "refused"

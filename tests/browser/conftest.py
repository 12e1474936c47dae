"""Fixtures: one Chromium for all tests, and one booted page for each way of opening the site."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from inkling_build import paths
from inkling_build.bench.page_driver import answer_now, clear
from inkling_build.browsers import (
    WEBKIT_PACKAGES,
    WebKitPrograms,
    chromium_arguments,
    find_chromium,
    find_webkit,
)
from tests.browser.opening import Opened, Site, opened, site
from tests.browser.played import play_recogniser
from tests.browser.webdriver import WebKit

CI = "CI"
"""Set on machines that run the tests unattended: there a browser that is missing is a failure."""

Open = Callable[..., Opened]


@pytest.fixture(scope="session")
def dist() -> Path:
    """The built site."""
    assert (paths.DIST / "index.html").is_file(), (
        f"expected a built site in {paths.DIST}: run python3 build.py"
    )
    return paths.DIST


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright's driver."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """A real Chromium without a window."""
    browser = playwright.chromium.launch(executable_path=find_chromium(), args=chromium_arguments())
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def webkit_programs() -> WebKitPrograms:
    """WebKitGTK; without it the test is skipped, but fails where tests run unattended."""
    programs = find_webkit()
    if programs is None:
        lacking = f"expected WebKitGTK with its driver and Xvfb, got none: {' and '.join(WEBKIT_PACKAGES)} bring them"
        (pytest.fail if os.environ.get(CI) else pytest.skip)(lacking)
    return programs


@pytest.fixture(scope="session")
def webkit(webkit_programs: WebKitPrograms, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebKit]:
    """A real WebKit."""
    with WebKit(webkit_programs, tmp_path_factory.mktemp("webkit")) as browser:
        yield browser


@pytest.fixture(scope="session", params=["sub-path", "file"])
def place(request: pytest.FixtureRequest, dist: Path) -> Iterator[Site]:
    """The site opened over http and from disk in turn; what only a path could change, `open_site`'s tests see."""
    with site(dist, request.param) as one:
        yield one


@pytest.fixture(scope="session")
def booted(chromium: Browser, place: Site) -> Iterator[Opened]:
    """A page of each way, booted once."""
    with opened(chromium, place) as page:
        page.start()
        page.wait_for_state("ready")
        yield page


@pytest.fixture
def blank(booted: Opened) -> Iterator[Opened]:
    """The booted page with an empty canvas; fails a test that makes the console complain."""
    if answer_now(booted.page).verdict != "empty":
        clear(booted.page)
    booted.complaints.clear()
    yield booted
    assert booted.complaints == []


@pytest.fixture
def open_site(chromium: Browser, dist: Path) -> Iterator[Open]:
    """Opens a fresh, not yet navigated page of the site in a way, with options of the context."""
    with ExitStack() as stack:

        def open_one(way: str = "http root", folder: Path = dist, **options: Any) -> Opened:
            place = stack.enter_context(site(folder, way))
            return stack.enter_context(opened(chromium, place, **options))

        yield open_one


@pytest.fixture(scope="module")
def played(chromium: Browser, dist: Path) -> Iterator[Opened]:
    """A page whose recogniser is played."""
    with site(dist, "http root") as place, opened(chromium, place) as page:
        play_recogniser(page.page)
        page.start()
        page.wait_for_state("ready")
        yield page


@pytest.fixture
def page(played: Opened) -> Page:
    """The page whose recogniser is played, with nothing on it."""
    played.page.evaluate("() => document.querySelector('#choices').hidePopover()")
    if answer_now(played.page).verdict != "empty":
        clear(played.page)
    return played.page

"""The three ways of opening the one dist/ folder, and what is watched while it is open."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from inkling_build.bench.page_driver import SETTLE_TIMEOUT_MS
from inkling_build.local_server import LocalServer

WAYS = ("http root", "sub-path", "file")
PREFIX = "/some-repo/"
"""GitHub Pages serves a project under its repository's name."""

DESKTOP = {"width": 1100, "height": 800}


@dataclass
class Site:
    """One way of opening a built site: its address, and the server unless it is opened from disk."""

    way: str
    url: str
    server: LocalServer | None

    @property
    def base(self) -> str:
        """What the address of everything that belongs to the site starts with."""
        return self.url.rsplit("/", 1)[0] + "/"


@contextlib.contextmanager
def site(dist: Path, way: str) -> Iterator[Site]:
    """The folder opened in one of WAYS; servers live as long as the context."""
    if way == "file":
        yield Site(way, (dist / "index.html").as_uri(), None)
        return
    prefix = PREFIX if way == "sub-path" else "/"
    with LocalServer({prefix: dist}) as server:
        yield Site(way, f"{server.origin}{prefix}", server)


@dataclass
class Opened:
    """A page of the site with everything it asked for and complained about since it was made."""

    site: Site
    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @property
    def context(self) -> BrowserContext:
        """The browser context of the page."""
        return self.page.context

    def start(self) -> None:
        """Navigates, and returns as soon as ink can be drawn, long before Python runs."""
        self.page.goto(self.site.url, wait_until="commit")
        self.page.wait_for_function("() => performance.getEntriesByName('inkling:painted').length === 1")

    def wait_for_state(self, state: str) -> None:
        """Waits until <html data-state> is `state`."""
        self.page.wait_for_function(
            "(state) => document.documentElement.dataset.state === state",
            arg=state,
            timeout=SETTLE_TIMEOUT_MS,
        )

    def end_of_loading(self) -> str:
        """Waits until the page stops loading and returns its state then: 'ready' or 'error'."""
        ended = "() => document.documentElement.dataset.state !== 'loading' && document.documentElement.dataset.state"
        return str(self.page.wait_for_function(ended, timeout=SETTLE_TIMEOUT_MS).json_value())

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.type}: {message.text}")


@contextlib.contextmanager
def opened(browser: Browser, place: Site, **options: Any) -> Iterator[Opened]:
    """A fresh profile's page of the site, watched but not yet navigated; options are the context's."""
    context = browser.new_context(**({"viewport": DESKTOP} | options))
    context.set_default_timeout(SETTLE_TIMEOUT_MS)
    try:
        watched = Opened(place, context.new_page())
        context.on("request", lambda request: watched.requests.append(request.url))
        context.on("console", watched._note_console)
        context.on("weberror", lambda error: watched.complaints.append(f"uncaught: {error.error}"))
        yield watched
    finally:
        context.close()

"""Waiting for what takes a promise to find out: Playwright's `wait_for_function` takes any promise for true."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from playwright.sync_api import Page

from inkling_build.bench.page_driver import SETTLE_TIMEOUT_MS

LOOK_AGAIN_MS = 50

Found = TypeVar("Found")


def wait_until(page: Page, look: Callable[[], Found], holds: Callable[[Found], bool]) -> None:
    """Looks again and again until what is found holds; the page goes on meanwhile."""
    deadline = time.monotonic() + SETTLE_TIMEOUT_MS / 1000
    while not holds(found := look()):
        assert time.monotonic() < deadline, f"waited in vain, last found {found!r}"
        page.wait_for_timeout(LOOK_AGAIN_MS)

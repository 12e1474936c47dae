"""Browsers for the tests and benchmarks, installed where there is none.

Chromium: Playwright's own, then a system Chrome or Chromium, then Playwright's installer, then apt-get.
Firefox: the system's, then apt-get; Playwright's own is a patched build and not what people have.
WebKit: WebKitGTK with its WebDriver and a screen to show it on, the system's, then apt-get; Linux alone has it.
"""

from __future__ import annotations

import functools
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from inkling_build import environment
from inkling_build.errors import BuildError
from inkling_build.process import exit_code, output, say

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
FIREFOX_NAMES = ("firefox-esr", "firefox")
CHROMIUM_PLACES = (
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
    Path("C:/Program Files/Google/Chrome/Application/chrome.exe"),
)
FIREFOX_PLACES = (
    Path("/Applications/Firefox.app/Contents/MacOS/firefox"),
    Path("C:/Program Files/Mozilla Firefox/firefox.exe"),
)

WEBKIT_PACKAGES = ("webkit2gtk-driver", "xvfb")

_ASK_PLAYWRIGHT = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""

Way = tuple[str, Callable[[], Path | None]]
"""How a browser may be had, in words, and what finds it."""


@dataclass(frozen=True, slots=True)
class WebKitPrograms:
    """WebKitGTK's driver, which knows its browser, and what makes a screen for it."""

    driver: Path
    screen: Path


@functools.cache
def find_chromium() -> Path:
    """A Chromium that Playwright can drive, installed if need be. Raises BuildError if none can be had."""
    system = functools.partial(find_program, CHROMIUM_NAMES, CHROMIUM_PLACES)
    return first_found(
        "Chromium",
        (
            ("Playwright's own", playwright_chromium),
            ("a system Chrome or Chromium", system),
            ("Playwright's installer", lambda: playwright_chromium() if _playwright_install() else None),
            ("apt-get install chromium", lambda: system() if apt_install("chromium") else None),
        ),
    )


def chromium_arguments() -> list[str]:
    """What Chromium must be started with: for root it has no sandbox."""
    return ["--no-sandbox"] if _is_root() else []


@functools.cache
def find_firefox() -> Path:
    """The system's Firefox, installed if need be. Raises BuildError if none can be had."""
    system = functools.partial(find_program, FIREFOX_NAMES, FIREFOX_PLACES)
    return first_found(
        "Firefox",
        (
            ("a system Firefox", system),
            ("apt-get install firefox-esr", lambda: system() if apt_install("firefox-esr") else None),
        ),
    )


@functools.cache
def find_webkit() -> WebKitPrograms | None:
    """The system's WebKitGTK, installed if need be; None where it cannot be had, as outside Linux."""
    found = _system_webkit()
    if found is None and all(apt_install(package) for package in WEBKIT_PACKAGES):
        found = _system_webkit()
    if found is None:
        say(f"WebKit: none here; on Debian and Ubuntu the packages {' and '.join(WEBKIT_PACKAGES)} bring one")
    else:
        say(f"WebKit: a system WebKitGTK, {found.driver}")
    return found


def _system_webkit() -> WebKitPrograms | None:
    driver, screen = (find_program((name,)) for name in ("WebKitWebDriver", "Xvfb"))
    return WebKitPrograms(driver, screen) if driver and screen else None


def first_found(browser: str, ways: tuple[Way, ...]) -> Path:
    """What the first way that works finds, saying which. Raises BuildError naming all ways if none does."""
    for words, find in ways:
        path = find()
        if path is not None:
            say(f"{browser}: {words}, {path}")
            return path
    tried = ", then ".join(words for words, _ in ways)
    raise BuildError(
        f"expected a {browser} for the tests, got none; tried {tried}. Install one and run this again"
    )


def find_program(names: tuple[str, ...], places: tuple[Path, ...] = ()) -> Path | None:
    """The first of some programs that is on the PATH or at one of the places."""
    for name in names:
        found = shutil.which(name)
        if found is not None:
            return Path(found)
    return next((place for place in places if place.is_file()), None)


def playwright_chromium() -> Path | None:
    """The browser that Playwright downloaded for its pinned version, if it did."""
    printed = output([str(_python()), "-c", _ASK_PLAYWRIGHT])
    path = Path(printed) if printed else None
    return path if path is not None and path.is_file() else None


def apt_install(package: str) -> bool:
    """Install a Debian package when this user may. Returns whether that was possible and worked."""
    if shutil.which("apt-get") is None or not _is_root():
        return False
    say(f"installing the package {package} with apt-get")
    environment_ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return (
        exit_code(["apt-get", "update", "--quiet"], env=environment_) == 0
        and exit_code(
            ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", package], env=environment_
        )
        == 0
    )


def _playwright_install() -> bool:
    say("installing Chromium with Playwright's installer")
    return exit_code([str(_python()), "-m", "playwright", "install", "chromium"]) == 0


def _is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0


def _python() -> Path:
    return environment.venv_python()

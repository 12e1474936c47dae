"""Where browsers come from, in which order, and what is said when there is none."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from inkling_build import browsers
from inkling_build.errors import BuildError


class Machine:
    """A machine whose browsers and installers are set by the test."""

    def __init__(self) -> None:
        self.own: Path | None = None
        self.system: Path | None = None
        self.playwright_installs: Path | None = None
        self.apt_installs: Path | None = None
        self.tried: list[str] = []

    def install_with_playwright(self) -> bool:
        self.tried.append("playwright install")
        self.own = self.playwright_installs
        return self.own is not None

    def install_with_apt(self, package: str) -> bool:
        self.tried.append(f"apt {package}")
        self.system = self.apt_installs
        return self.system is not None


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[Machine]:
    one = Machine()
    monkeypatch.setattr(browsers, "playwright_chromium", lambda: one.own)
    monkeypatch.setattr(browsers, "find_program", lambda _names, _places=(): one.system)
    monkeypatch.setattr(browsers, "_playwright_install", one.install_with_playwright)
    monkeypatch.setattr(browsers, "apt_install", one.install_with_apt)
    browsers.find_chromium.cache_clear()
    browsers.find_firefox.cache_clear()
    yield one
    browsers.find_chromium.cache_clear()
    browsers.find_firefox.cache_clear()


OWN, SYSTEM = Path("/own/chrome"), Path("/usr/bin/chromium")


def test_playwrights_own_comes_first(machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
    machine.own, machine.system = OWN, SYSTEM
    assert browsers.find_chromium() == OWN
    assert capsys.readouterr().out == f"Chromium: Playwright's own, {OWN}\n"


def test_then_the_systems(machine: Machine) -> None:
    machine.system = SYSTEM
    assert browsers.find_chromium() == SYSTEM
    assert machine.tried == []


def test_then_playwrights_installer(machine: Machine) -> None:
    machine.playwright_installs = OWN
    assert browsers.find_chromium() == OWN
    assert machine.tried == ["playwright install"]


def test_then_the_systems_package(machine: Machine) -> None:
    machine.apt_installs = SYSTEM
    assert browsers.find_chromium() == SYSTEM
    assert machine.tried == ["playwright install", "apt chromium"]


def test_no_chromium_is_an_error_that_lists_what_was_tried(machine: Machine) -> None:
    with pytest.raises(BuildError) as caught:
        browsers.find_chromium()
    assert str(caught.value) == (
        "expected a Chromium for the tests, got none; tried Playwright's own, then a system Chrome or Chromium,"
        " then Playwright's installer, then apt-get install chromium. Install one and run this again"
    )
    assert machine.tried == ["playwright install", "apt chromium"]


def test_no_firefox_is_an_error_and_never_a_skip(machine: Machine) -> None:
    with pytest.raises(
        BuildError, match="expected a Firefox for the tests, got none; tried a system Firefox, then"
    ):
        browsers.find_firefox()
    assert machine.tried == ["apt firefox-esr"]


def test_programs_are_found_by_name_in_order_then_by_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("second", "third"):
        (tmp_path / name).touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert browsers.find_program(("first", "second", "third")) == tmp_path / "second"
    place = tmp_path / "an app"
    assert browsers.find_program(("first",), (place,)) is None
    place.touch()
    assert browsers.find_program(("first",), (place,)) == place


def test_apt_is_left_alone_without_the_right_to_use_it(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[list[str]] = []

    def succeed(command: list[str], **_: object) -> int:
        ran.append(command)
        return 0

    monkeypatch.setattr(browsers, "exit_code", succeed)
    monkeypatch.setattr(browsers, "_is_root", lambda: False)
    assert not browsers.apt_install("chromium")
    assert ran == []
    monkeypatch.setattr(browsers, "_is_root", lambda: True)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    assert browsers.apt_install("chromium")
    assert [command[1] for command in ran] == ["update", "install"]


WEBKIT = browsers.WebKitPrograms(Path("/usr/bin/WebKitWebDriver"), Path("/usr/bin/Xvfb"))


@pytest.fixture
def no_webkit(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A machine whose installer brings WebKit with its second package; the packages installed so far."""
    installed: list[str] = []

    def find(names: tuple[str, ...]) -> Path | None:
        where = {path.name: path for path in (WEBKIT.driver, WEBKIT.screen)}
        return where[names[0]] if len(installed) == len(browsers.WEBKIT_PACKAGES) else None

    def install(package: str) -> bool:
        installed.append(package)
        return True

    monkeypatch.setattr(browsers, "find_program", find)
    monkeypatch.setattr(browsers, "apt_install", install)
    browsers.find_webkit.cache_clear()
    yield installed
    browsers.find_webkit.cache_clear()


def test_webkit_is_installed_where_that_can_be(no_webkit: list[str]) -> None:
    assert browsers.find_webkit() == WEBKIT
    assert no_webkit == list(browsers.WEBKIT_PACKAGES)


def test_a_machine_without_webkit_is_told_what_brings_one(
    no_webkit: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(browsers, "apt_install", lambda _package: False)
    assert browsers.find_webkit() is None
    assert capsys.readouterr().out == (
        "WebKit: none here; on Debian and Ubuntu the packages webkit2gtk-driver and xvfb bring one\n"
    )

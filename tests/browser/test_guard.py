"""A page whose own script or style is missing or damaged says which, and can be retried."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from inkling_build.local_server import Answer
from tests.browser.builds import other_build, read_six, server_of
from tests.browser.conftest import Open
from tests.browser.damage import DAMAGES, break_asset, repair
from tests.browser.opening import Opened

PARTS = ("app", "style")

STALL_MS = 31_000


def _sentence(opened: Opened, *any_of: str) -> str:
    """Opens the page, waits for the failure and returns its sentence, which must name the file of a part."""
    opened.page.goto(opened.site.url, wait_until="commit")
    opened.page.wait_for_selector("html")
    assert opened.end_of_loading() == "error"
    alert = opened.page.get_by_role("alert")
    assert alert.is_visible()
    sentence = alert.inner_text()
    assert any(f"Expected the file {part}." in sentence for part in any_of)
    assert opened.page.locator("#boot-words").inner_text() == "Stopped"
    return sentence


def _assert_retry_works(opened: Opened) -> None:
    opened.page.get_by_role("button", name="Try again").click()
    opened.wait_for_state("ready")
    assert opened.page.get_by_role("alert").is_hidden()
    assert read_six(opened.page) == "6"


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("part", PARTS)
def test_a_spoiled_part_of_the_page_is_named_and_can_be_retried(
    open_site: Open, part: str, damage: str
) -> None:
    opened = open_site("sub-path")
    break_asset(opened, damage, f"{part}.")
    _sentence(opened, part)
    repair(opened)
    _assert_retry_works(opened)


def test_a_script_that_does_not_come_is_named(open_site: Open) -> None:
    opened = open_site()
    released = threading.Event()

    def hold(path: str, answer: Answer) -> Answer:
        if "/app." in path:
            released.wait()
        return answer

    server_of(opened).alter = hold
    opened.page.clock.install()
    try:
        opened.page.goto(opened.site.url, wait_until="commit")
        opened.page.wait_for_function("() => document.readyState === 'interactive'")
        opened.page.clock.run_for(STALL_MS)
        assert opened.end_of_loading() == "error"
        assert "did not come within 30 s" in opened.page.get_by_role("alert").inner_text()
    finally:
        released.set()


def test_a_page_older_than_what_the_server_has_says_so(open_site: Open, dist: Path, tmp_path: Path) -> None:
    """As between two deployments: the old page out of a cache, its files gone."""
    newer = other_build(dist, tmp_path / "newer")
    opened = open_site("sub-path", newer)
    stale = (dist / "index.html").read_bytes()
    server_of(opened).alter = lambda path, answer: (
        Answer(answer.status, answer.content_type, stale) if path.endswith("/") else answer
    )
    assert "it could not be loaded" in _sentence(opened, *PARTS)
    repair(opened)
    _assert_retry_works(opened)


def _empty(file: Path) -> None:
    file.write_bytes(b"")


def _truncate(file: Path) -> None:
    data = file.read_bytes()
    file.write_bytes(data[: len(data) // 2])


@pytest.mark.parametrize("spoil", [Path.unlink, _empty, _truncate], ids=["deleted", "empty", "truncated"])
def test_a_spoiled_part_on_disk_is_named_and_can_be_retried(
    open_site: Open, dist: Path, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    folder = shutil.copytree(dist, tmp_path / "dist")
    for part in PARTS:
        file = next(folder.glob(f"{part}.*"))
        whole = file.read_bytes()
        spoil(file)
        opened = open_site("file", folder)
        sentence = _sentence(opened, part)
        assert "Check that the whole folder was copied" in sentence
        file.write_bytes(whole)
        _assert_retry_works(opened)

"""Whatever goes wrong becomes a sentence that names the file, what was expected and what came; ink is kept."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from inkling_build.bench.page_driver import (
    SETTLE_TIMEOUT_MS,
    canvas_box,
    draw_mouse,
    fit,
    ink_revision,
    settled,
)
from inkling_build.local_server import Answer
from tests.browser.builds import server_of
from tests.browser.conftest import Open
from tests.browser.damage import break_asset, flipped, repair
from tests.browser.opening import Opened
from tests.strokes import sample

FILES = (
    "model.js",
    "python.js",
    "pyodide.small.wasm",
    "libraries.small.pack",
    "onnxruntime.small.wasm",
    "session.bin",
)
"""What every reading needs, by the names that people are told."""

WHAT_CAME = {
    "missing": r"404",
    "a page instead": r"web page",
    "truncated": r"got \d+ bytes",
    "one bit flipped": r"expected SHA-256 [0-9a-f]+…, got [0-9a-f]+…",
    "empty": r"got 0 bytes",
    "cut off": r"but .+\.",
}

STALL_MS = 31_000

NO_WEBASSEMBLY = "delete globalThis.WebAssembly"


def _fail_with_ink(opened: Opened) -> str:
    """Draws a five while the page starts, waits for the failure, and returns its sentence."""
    opened.start()
    page = opened.page
    draw_mouse(page, fit(sample("5", "one stroke").quick, canvas_box(page).part(0.5, 0.5, 0.6)))
    assert opened.end_of_loading() == "error"
    alert = page.get_by_role("alert")
    assert alert.is_visible()
    return alert.inner_text()


def _assert_retry_reads_the_ink(opened: Opened) -> None:
    revision = ink_revision(opened.page)
    opened.page.get_by_role("button", name="Try again").click()
    assert opened.end_of_loading() == "ready"
    answer = settled(opened.page)
    assert (answer.text, answer.revision) == ("5", revision)
    assert opened.page.get_by_role("alert").is_hidden()


def _assert_names(sentence: str, file: str, damage: str) -> None:
    assert f" {file}" in sentence
    assert re.search(r"\bexpected\b", sentence, re.IGNORECASE)
    assert re.search(WHAT_CAME[damage], sentence)


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("damage", ["missing", "one bit flipped"])
def test_each_spoiled_file_is_named_and_can_be_retried(open_site: Open, file: str, damage: str) -> None:
    opened = open_site("sub-path")
    break_asset(opened, damage, file)
    _assert_names(_fail_with_ink(opened), file, damage)
    repair(opened)
    _assert_retry_reads_the_ink(opened)


@pytest.mark.parametrize("damage", ["a page instead", "truncated", "empty", "cut off"])
def test_each_kind_of_damage_is_said_and_can_be_retried(open_site: Open, damage: str) -> None:
    opened = open_site()
    break_asset(opened, damage, "onnxruntime.small.wasm")
    _assert_names(_fail_with_ink(opened), "onnxruntime.small.wasm", damage)
    repair(opened)
    _assert_retry_reads_the_ink(opened)


def test_a_file_swapped_for_another_is_named(open_site: Open, dist: Path) -> None:
    opened = open_site("sub-path")
    other = next(dist.glob("a/libraries.small.pack.*")).read_bytes()
    server_of(opened).alter = lambda path, answer: (
        Answer(answer.status, answer.content_type, other) if "pyodide.small.wasm" in path else answer
    )
    assert "The file pyodide.small.wasm is damaged: expected" in _fail_with_ink(opened)
    repair(opened)
    _assert_retry_reads_the_ink(opened)


def test_a_file_that_stops_coming_is_named(open_site: Open) -> None:
    opened = open_site()
    released = threading.Event()

    def hold(path: str, answer: Answer) -> Answer:
        if "session.bin" in path:
            released.wait()
        return answer

    server_of(opened).alter = hold
    page = opened.page
    page.clock.install()
    page.goto(opened.site.url)
    try:
        draw_mouse(page, fit(sample("5", "one stroke").quick, canvas_box(page).part(0.5, 0.5, 0.6)))
        # by then all else has come
        page.locator("#boot-words", has_text="Waking the model").wait_for(timeout=SETTLE_TIMEOUT_MS)
        # not fast_forward, which is like sleep: that does not count
        page.clock.run_for(STALL_MS)
        assert opened.end_of_loading() == "error"
        assert re.search(
            r"session\.bin stopped coming: got 0 of \d+ bytes", page.get_by_role("alert").inner_text()
        )
    finally:
        released.set()
    repair(opened)
    _assert_retry_reads_the_ink(opened)


def test_a_retry_without_repair_fails_with_the_same_sentence(open_site: Open) -> None:
    opened = open_site()
    break_asset(opened, "missing", "session.bin")
    first = _fail_with_ink(opened)
    opened.page.evaluate("() => { document.querySelector('#failure').textContent = '' }")
    opened.page.get_by_role("button", name="Try again").click()
    opened.page.wait_for_function("() => document.querySelector('#failure').textContent !== ''")
    assert opened.page.get_by_role("alert").inner_text() == first


def _delete(chunk: Path) -> None:
    chunk.unlink()


def _empty(chunk: Path) -> None:
    chunk.write_bytes(b"")


def _flip(chunk: Path) -> None:
    chunk.write_bytes(flipped(chunk.read_bytes()))


@pytest.mark.parametrize(
    ("spoil", "came"),
    [
        (_delete, r"could not be opened"),
        (_empty, r"got a script without it"),
        (_flip, r"expected SHA-256 [0-9a-f]+…, got [0-9a-f]+…"),
    ],
    ids=["deleted", "empty", "one bit flipped"],
)
def test_a_spoiled_file_on_disk_is_named_and_can_be_retried(
    open_site: Open, dist: Path, tmp_path: Path, spoil: Callable[[Path], None], came: str
) -> None:
    folder = tmp_path / "copy of dist"
    shutil.copytree(dist, folder)
    chunk = next(folder.glob("f/session.bin.*.0.js"))
    whole = chunk.read_bytes()
    spoil(chunk)
    opened = open_site("file", folder)
    sentence = _fail_with_ink(opened)
    assert " session.bin" in sentence
    assert re.search(r"\bexpected\b", sentence, re.IGNORECASE)
    assert re.search(came, sentence)
    chunk.write_bytes(whole)
    _assert_retry_reads_the_ink(opened)


@pytest.mark.parametrize("way", ["http root", "file"])
def test_a_browser_without_webassembly_is_told(open_site: Open, way: str) -> None:
    opened = open_site(way)
    opened.page.add_init_script(NO_WEBASSEMBLY)
    sentence = _fail_with_ink(opened)
    assert "Expected a browser with WebAssembly, but it is missing" in sentence
    assert ink_revision(opened.page) > 0

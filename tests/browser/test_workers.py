"""Python starts from its snapshot, without it where it must, and again after its worker has died."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

import pytest

from inkling_build.assemble.dist import TRIM_PYTHON
from inkling_build.bench.page_driver import canvas_box, clear, draw_mouse, fit, settled, write
from inkling_build.node import run_node
from inkling_build.vendor import vendor
from tests.browser.conftest import Open
from tests.browser.damage import break_asset, damaging
from tests.browser.opening import WAYS
from tests.browser.workers import (
    BREAKS,
    boots,
    break_python,
    kill_workers,
    make_breakable,
    swap_file,
    wait_until_kept,
    watch_workers,
)
from tests.strokes import sample

FIVE = sample("5", "two strokes").quick
SIX = sample("6", "plain").quick
SNAPSHOT = "snapshot.bin"
SESSION_OF_ANOTHER_FORMAT = b"\2\0\0\0\0\0\0\0{}"
"""Length of the header, no runs, the header: see site/src/memory-runs.js."""


@pytest.mark.parametrize("way", WAYS)
def test_python_starts_from_its_snapshot(open_site: Open, way: str) -> None:
    opened = open_site(way)
    watch_workers(opened.page)
    opened.start()
    assert boots(opened.page) == ["snapshot"]


@pytest.mark.parametrize("damage", ["missing", "one bit flipped", "truncated", "a page instead"])
def test_without_a_sound_snapshot_python_starts_from_files(open_site: Open, damage: str) -> None:
    opened = open_site()
    watch_workers(opened.page)
    break_asset(opened, damage, SNAPSHOT)
    opened.start()
    answer = write(opened.page, SIX, canvas_box(opened.page).part(0.5, 0.5, 0.6))
    assert answer.text == "6"
    assert boots(opened.page) == ["files"]


def test_without_a_snapshot_on_disk_python_starts_from_files(
    open_site: Open, dist: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "dist"
    shutil.copytree(dist, folder, ignore=shutil.ignore_patterns(f"{SNAPSHOT}.*"))
    opened = open_site("file", folder)
    watch_workers(opened.page)
    opened.start()
    answer = write(opened.page, SIX, canvas_box(opened.page).part(0.5, 0.5, 0.6))
    assert answer.text == "6"
    assert boots(opened.page) == ["files"]


@pytest.mark.parametrize("file", ["stdlib.zip", "packages.pack"])
def test_without_snapshot_and_files_the_file_is_named(open_site: Open, file: str) -> None:
    opened = open_site()
    server = opened.site.server
    assert server is not None
    snapshot, files = damaging("missing", SNAPSHOT), damaging("one bit flipped", file)
    server.alter = lambda path, answer: files(path, snapshot(path, answer))
    opened.start()
    opened.wait_for_state("error")
    assert f"The file {file} is damaged: expected SHA-256" in opened.page.get_by_role("alert").inner_text()


@pytest.mark.parametrize("way", WAYS)
def test_a_session_that_does_not_fit_gives_way_to_the_whole_runtime(open_site: Open, way: str) -> None:
    opened = open_site(way)
    swap_file(opened.page, "session.bin", SESSION_OF_ANOTHER_FORMAT)
    opened.start()
    answer = write(opened.page, SIX, canvas_box(opened.page).part(0.5, 0.5, 0.6))
    assert answer.text == "6"
    assert opened.page.locator("html").get_attribute("data-runtime") == "whole"


def test_a_python_that_lacks_what_reading_needs_gives_way_to_the_whole_one(
    open_site: Open, dist: Path, tmp_path: Path
) -> None:
    """The small Python is made of one that has read nothing but the line that the page warms up with."""
    for name in ("libraries.pack", "pyodide.asm.wasm", "snapshot.bin"):
        packed = next(dist.glob(f"a/{name}.*.bin")).read_bytes()
        (tmp_path / name).write_bytes(gzip.decompress(packed))
    line = Path(__file__).parent / "line.mjs"
    run_node([str(TRIM_PYTHON), str(vendor().pyodide), str(tmp_path), str(tmp_path), str(line)])
    opened = open_site()
    watch_workers(opened.page)
    for name in ("pyodide.small.wasm", "libraries.small.pack"):
        swap_file(opened.page, name, (tmp_path / name).read_bytes())
    opened.start()
    answer = write(opened.page, SIX, canvas_box(opened.page).part(0.5, 0.5, 0.6))
    assert answer.text == "6"
    assert opened.page.locator("html").get_attribute("data-runtime") == "whole"
    assert boots(opened.page)[-1] == "snapshot"
    assert opened.page.get_by_role("alert").is_hidden()


def test_libraries_that_cannot_even_draw_give_way_to_an_ordinary_start(
    open_site: Open, dist: Path, tmp_path: Path
) -> None:
    """Without a single function of numpy's nothing can be drawn when Python wakes."""
    packed = next(dist.glob("a/libraries.small.pack.*.bin")).read_bytes()
    pack = tmp_path / "pack"
    pack.write_bytes(gzip.decompress(packed))
    run_node([str(Path(__file__).parent / "trapped.mjs"), str(pack)])
    opened = open_site()
    watch_workers(opened.page)
    swap_file(opened.page, "libraries.small.pack", pack.read_bytes())
    opened.start()
    answer = write(opened.page, SIX, canvas_box(opened.page).part(0.5, 0.5, 0.6))
    assert answer.text == "6"
    assert boots(opened.page) == ["files"]


def test_dead_workers_are_replaced_and_the_waiting_ink_is_read(open_site: Open) -> None:
    opened = open_site()
    page = opened.page
    watch_workers(page)
    opened.start()
    box = canvas_box(page).part(0.5, 0.5, 0.6)
    assert write(page, SIX, box).text == "6"
    for deaths in (1, 2, 3):
        clear(page)
        kill_workers(page)
        assert write(page, SIX, box).text == "6"
        assert len(boots(page, 1 + deaths)) == 1 + deaths


@pytest.mark.parametrize("how", BREAKS)
@pytest.mark.parametrize("way", ["sub-path", "file"])
def test_a_broken_worker_is_replaced_from_the_snapshot_and_nothing_is_loaded_again(
    open_site: Open, way: str, how: str
) -> None:
    opened = open_site(way)
    page = opened.page
    watch_workers(page)
    make_breakable(page)
    opened.start()
    box = canvas_box(page)
    assert write(page, SIX, box.part(0.25, 0.5, 0.5)).text == "6"
    wait_until_kept(page)
    before = list(opened.requests)
    break_python(page, how)
    # read by the next worker, whether it waited for this one or not
    assert write(page, FIVE, box.part(0.7, 0.5, 0.5)).text == "65"
    assert boots(page, 2) == ["snapshot", "snapshot"]
    loaded = [url for url in opened.requests[len(before) :] if not url.startswith("blob:")]
    # what the offline copy asks for is its own affair
    assert [url for url in loaded if "/a/" in url or "/f/" in url] == []
    assert page.get_by_role("alert").is_hidden()


def test_workers_that_die_again_and_again_end_in_a_sentence_with_retry(open_site: Open) -> None:
    opened = open_site()
    page = opened.page
    watch_workers(page)
    opened.start()
    opened.wait_for_state("ready")
    page.evaluate(
        """() => {
          // each new worker is mute: it hears no question
          const watched = Worker;
          window.Worker = class extends watched {
            postMessage(message, ...rest) {
              if (message.type !== 'read') super.postMessage(message, ...rest);
            }
          };
          window.healthy = watched;
        }"""
    )
    kill_workers(page)
    draw_mouse(page, fit(SIX, canvas_box(page).part(0.5, 0.5, 0.6)))
    opened.wait_for_state("error")
    sentence = page.get_by_role("alert").inner_text()
    assert "worker failed: expected an answer, got: no answer for 6 s" in sentence
    page.evaluate("() => { window.Worker = window.healthy }")
    page.get_by_role("button", name="Try again").click()
    assert settled(page).text == "6"

"""Python in the browser gives what CPython gives: the same bits before the model, 1e-5 after it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Page

from inkling.ink import Ink
from inkling.model import load_policy
from inkling.native import OnnxRuntimeSession
from inkling.now import run_now
from inkling.reader import Reader
from inkling.segment_score import load_scorer
from inkling_build import paths
from inkling_build.local_server import LocalServer
from inkling_build.vendor import vendor
from tests.browser.core_cases import digests, flat_inks
from tests.browser.damage import damaging
from tests.browser.workers import boots, read_in_worker, watch_workers

PROBABILITY_TOLERANCE = 1e-5
PAGE = Path(__file__).with_name("python")


@pytest.fixture(scope="module", params=["snapshot", "files"])
def browser_readings(
    request: pytest.FixtureRequest, chromium: Browser, dist: Path
) -> Iterator[dict[str, Any]]:
    """What the built site's own worker replies to every case, however Python came up."""
    with LocalServer({"/": dist}) as server:
        if request.param == "files":
            server.alter = damaging("missing", "snapshot.bin")
        page = chromium.new_page()
        watch_workers(page)
        page.goto(server.origin)
        assert boots(page) == [request.param]
        yield read_in_worker(page, flat_inks())
        page.close()


@pytest.fixture(scope="module")
def native_readings() -> dict[str, dict[str, Any]]:
    """The same cases read by CPython with onnxruntime."""
    reader = Reader(OnnxRuntimeSession(), load_policy(), load_scorer())
    return {
        name: run_now(reader.read(Ink.from_flat(xy, starts))).to_dict()
        for name, (xy, starts) in flat_inks().items()
    }


def test_the_worker_answers_every_case(browser_readings: dict[str, Any]) -> None:
    assert {name: reply for name, reply in browser_readings.items() if "ok" not in reply} == {}


@pytest.mark.parametrize("field", ["verdict", "text", "reason", "certainty", "message", "image"])
def test_worker_and_cpython_agree_exactly(
    browser_readings: dict[str, Any], native_readings: dict[str, dict[str, Any]], field: str
) -> None:
    different = [
        name for name, mine in native_readings.items() if browser_readings[name]["ok"][field] != mine[field]
    ]
    assert different == []


def test_worker_and_cpython_agree_in_probability(
    browser_readings: dict[str, Any], native_readings: dict[str, dict[str, Any]]
) -> None:
    worst = {}
    for name, mine in native_readings.items():
        theirs = browser_readings[name]["ok"]
        values = [*mine["probabilities"], mine["confidence"]]
        others = [*theirs["probabilities"], theirs["confidence"]]
        assert len(values) == len(others), name
        worst[name] = float(np.abs(np.subtract(values, others)).max())
    assert {name: off for name, off in worst.items() if not off <= PROBABILITY_TOLERANCE} == {}


@pytest.fixture(scope="module")
def python_page(chromium: Browser) -> Iterator[Page]:
    """A page with the vendored Pyodide and numpy as their makers ship them."""
    runtime = vendor()
    mounts = {
        "/": PAGE,
        "/pyodide/": runtime.pyodide,
        f"/pyodide/{runtime.numpy_wheel.name}": runtime.numpy_wheel,
    }
    with LocalServer(mounts) as server:
        page = chromium.new_page()
        page.goto(server.origin)
        page.wait_for_function("() => 'startPython' in window")
        yield page
        page.close()


def _sources() -> dict[str, str]:
    """The project's Python that the cases need, text by path below an import root."""
    roots = {paths.PY: "inkling/**/*.py", paths.ROOT: "tests/strokes/*"}
    files = {file.relative_to(root): file for root, wanted in roots.items() for file in root.glob(wanted)}
    files |= {
        Path("tests", name): paths.ROOT / "tests" / name for name in ("__init__.py", "browser/core_cases.py")
    }
    files |= {Path("tests/browser/__init__.py"): paths.ROOT / "tests" / "browser" / "__init__.py"}
    return {
        path.as_posix(): file.read_text(encoding="utf-8") for path, file in files.items() if file.is_file()
    }


def test_pyodide_and_cpython_preprocess_alike_to_the_last_bit(python_page: Page) -> None:
    theirs = python_page.evaluate(
        "async (files) => (await startPython(files))('tests.browser.core_cases', 'digests')", _sources()
    )
    mine = digests()
    assert len(mine) > 200
    assert {name for name in mine if theirs.get(name) != mine[name]} == set()
    assert theirs.keys() == mine.keys()

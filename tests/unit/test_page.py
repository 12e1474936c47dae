"""The page's and the engine's modules that need no page, under Node.js's own test runner."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from inkling_build.node import find_node

FILES = sorted(Path(__file__).parent.glob("*/*.test.mjs"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name.removesuffix(".test.mjs"))
def test_page_module(file: Path) -> None:
    done = subprocess.run(
        [*find_node().node, "--test", "--test-reporter=tap", str(file)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "# pass 0" not in done.stdout.splitlines()


def test_the_modules_were_found() -> None:
    assert FILES

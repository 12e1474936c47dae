"""The budget of a first visit counts what the page asks for, and says what is too much."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest

from inkling_build.assemble.budget import check_budget, first_reading_bytes
from inkling_build.errors import BuildError

PAGE = b"<!doctype html>" * 100
NOISE = os.urandom(1000)
"""Cannot be made smaller, as gzip cannot."""


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    files = {
        "index.html": PAGE,
        "app.0123456789ab.js": b"",
        "sw.js": PAGE,
        "f/snapshot.bin.0123456789ab.0.js": NOISE,
        "a/snapshot.bin.0123456789ab.bin": NOISE,
        "a/onnxruntime.small.wasm.0123456789ab.bin": NOISE,
        "a/onnxruntime.wasm.0123456789ab.bin": NOISE,
        "a/libraries.small.pack.0123456789ab.bin": NOISE,
        "a/libraries.pack.0123456789ab.bin": NOISE,
        "a/stdlib.zip.0123456789ab.bin": NOISE,
    }
    for name, data in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    return tmp_path


def test_what_a_first_visit_asks_for_is_counted(dist: Path) -> None:
    assert first_reading_bytes(dist) == {
        "index.html": len(gzip.compress(PAGE)),
        "app.0123456789ab.js": len(gzip.compress(b"")),
        "snapshot.bin.0123456789ab.bin": 1000,
        "libraries.small.pack.0123456789ab.bin": 1000,
        "onnxruntime.small.wasm.0123456789ab.bin": 1000,
    }


def test_the_budget_is_kept_to_the_byte(dist: Path) -> None:
    total = sum(first_reading_bytes(dist).values())
    assert check_budget(dist, total) == total
    with pytest.raises(BuildError) as failure:
        check_budget(dist, total - 1)
    first, *files = str(failure.value).splitlines()
    assert first == f"expected at most {total - 1:,} bytes of gzip until the first reading, got {total:,}:"
    assert files[0].split() == ["1,000", "libraries.small.pack.0123456789ab.bin"]
    assert len(files) == len(first_reading_bytes(dist))

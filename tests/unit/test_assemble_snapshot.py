"""What the build keeps of memories, made twice from what ships."""

from __future__ import annotations

import hashlib
from pathlib import Path

from inkling_build.assemble.dist import KEEP_SESSION, MODEL, make_python
from inkling_build.node import run_node
from inkling_build.paths import ROOT
from inkling_build.vendor import vendor

MADE = (
    "stdlib.zip",
    "packages.pack",
    "libraries.pack",
    "libraries.small.pack",
    "pyodide.asm.wasm",
    "pyodide.small.wasm",
    "snapshot.bin",
    "session.bin",
)


def make(folder: Path) -> dict[str, str]:
    folder.mkdir()
    runtime = vendor()
    make_python(runtime, folder)
    run_node([str(KEEP_SESSION), str(runtime.ort), str(MODEL), str(folder / "session.bin")])
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in MADE}


def test_the_same_sources_give_the_same_bytes(tmp_path: Path) -> None:
    assert make(tmp_path / "first") == make(tmp_path / "second")
    snapshot = (tmp_path / "first" / "snapshot.bin").read_bytes()
    assert [place for place in (ROOT, tmp_path) if str(place).encode() in snapshot] == []

"""What a first visit may cost: the bytes until the first reading, over http from a host that compresses."""

from __future__ import annotations

import gzip
from pathlib import Path

from inkling_build.errors import BuildError

BUDGET_BYTES = 8_500_000
"""As gzip, until the first reading: less than two seconds on a line of 40 Mbit/s."""

GZIP_LEVEL = 9

_PAGE = ("index.html", "app.*.js", "style.*.css", "icons/inkling.svg")
_ONLY_WHERE_THE_FIRST_WAY_FAILS = (
    "onnxruntime.wasm",
    "inkling.onnx",
    "pyodide.asm.wasm",
    "libraries.pack",
    "stdlib.zip",
    "packages.pack",
)
"""What site/src/protocol.js calls the ordinary boot, the whole program and the whole network."""


def first_reading_bytes(dist: Path) -> dict[str, int]:
    """Bytes of gzip by file, of all that a first visit to a built site asks for until the first reading."""
    pages = [path for pattern in _PAGE for path in dist.glob(pattern)]
    # named after the file inside and its hash, and gzip already
    payloads = [
        path
        for path in sorted(dist.glob("a/*.bin"))
        if not path.name.startswith(tuple(f"{name}." for name in _ONLY_WHERE_THE_FIRST_WAY_FAILS))
    ]
    return {
        **{path.name: len(gzip.compress(path.read_bytes(), GZIP_LEVEL)) for path in pages},
        **{path.name: path.stat().st_size for path in payloads},
    }


def check_budget(dist: Path, budget: int = BUDGET_BYTES) -> int:
    """The sum of first_reading_bytes. Raises BuildError, naming every file, if it is more than `budget`."""
    files = first_reading_bytes(dist)
    total = sum(files.values())
    if total > budget:
        listed = "".join(
            f"\n  {size:>10,} {name}" for name, size in sorted(files.items(), key=lambda file: -file[1])
        )
        raise BuildError(
            f"expected at most {budget:,} bytes of gzip until the first reading, got {total:,}:{listed}"
        )
    return total

"""A progress bar in bytes: redrawn on a terminal, a line every tenth elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import BinaryIO, TextIO

CHUNK_BYTES = 256 * 1024
BAR_CELLS = 30
STEPS = 10
MEGABYTE = 1_000_000


def read_with_progress(stream: BinaryIO, total: int | None, label: str, out: TextIO | None = None) -> bytes:
    """All bytes of `stream`, shown on `out` (standard output) as they come; `total` where it is known."""
    screen = out or sys.stdout
    data = bytearray()
    shown = -1
    for chunk in _chunks(stream):
        data += chunk
        step = len(data) * STEPS // total if total else len(data) // MEGABYTE
        if screen.isatty():
            screen.write("\r" + describe(label, len(data), total))
        elif step != shown:
            shown = step
            screen.write(describe(label, len(data), total) + "\n")
        screen.flush()
    if screen.isatty() and data:
        screen.write("\n")
    return bytes(data)


def describe(label: str, done: int, total: int | None) -> str:
    """One state of the bar as text."""
    if not total:
        return f"{label} {done / MEGABYTE:.1f} MB"
    filled = min(BAR_CELLS, BAR_CELLS * done // total)
    bar = "#" * filled + "-" * (BAR_CELLS - filled)
    return f"{label} [{bar}] {done / MEGABYTE:.1f} of {total / MEGABYTE:.1f} MB"


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    while chunk := stream.read(CHUNK_BYTES):
        yield chunk

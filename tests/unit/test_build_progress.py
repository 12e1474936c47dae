"""The progress bar."""

from __future__ import annotations

import io

import pytest

from inkling_build.progress import CHUNK_BYTES, describe, read_with_progress


@pytest.mark.parametrize(
    ("done", "total", "text"),
    [
        (0, 3_000_000, "file [------------------------------] 0.0 of 3.0 MB"),
        (1_500_000, 3_000_000, "file [###############---------------] 1.5 of 3.0 MB"),
        (3_000_000, 3_000_000, "file [##############################] 3.0 of 3.0 MB"),
        (4_000_000, 3_000_000, "file [##############################] 4.0 of 3.0 MB"),
        (1_500_000, None, "file 1.5 MB"),
    ],
)
def test_states(done: int, total: int | None, text: str) -> None:
    assert describe("file", done, total) == text


def test_outside_a_terminal_there_is_a_line_for_each_tenth_at_most() -> None:
    data = bytes(100 * CHUNK_BYTES)
    out = io.StringIO()
    assert read_with_progress(io.BytesIO(data), len(data), "file", out) == data
    assert len(out.getvalue().splitlines()) == 11


class Terminal(io.StringIO):
    """Text that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_on_a_terminal_one_line_is_redrawn() -> None:
    out = Terminal()
    read_with_progress(io.BytesIO(bytes(2 * CHUNK_BYTES)), 2 * CHUNK_BYTES, "file", out)
    assert out.getvalue().count("\r") == 2
    assert out.getvalue().count("\n") == 1

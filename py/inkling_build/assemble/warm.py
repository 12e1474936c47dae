"""Runs inside Pyodide before its memory is kept: imports all that a reading needs and reads until nothing is new.

CPython specialises code while it runs, so a snapshot of a Python that has read starts faster than one that has
only imported.
"""

from __future__ import annotations

import gc
import importlib
import random
import sys
from typing import Any

ROUNDS = 42

SMALL_OBJECTS = range(32, 513, 16)
"""Sizes in bytes that CPython serves from pools of their own (Objects/obmalloc.c)."""

POOLED = 1 << 20
"""Bytes taken of each size: more than the pools ever have free."""


def warm() -> str:
    """Import, read made-up ink ROUNDS times; returns what was read, for comparing two Pythons."""
    if "numpy" not in sys.modules:
        # numpy imports ctypes only if it is there; it would add to the function table of this one Python
        sys.modules["ctypes"] = None  # type: ignore[assignment]
        importlib.import_module("numpy")
        del sys.modules["ctypes"]
    for name in ("inkling.web", "inkling.raster", "linecache", "traceback"):
        importlib.import_module(name)
    readings = [_read(index) for index in range(ROUNDS)]
    return repr(readings)


def settle() -> None:
    """Leave nothing behind that a snapshot should not carry or that differs from build to build."""
    random.seed(0)  # inkling.web.wake seeds anew
    gc.collect()
    _wipe_pools()


def _wipe_pools() -> None:
    """Overwrite free small objects with zeros: their stale bytes would have to be shipped."""
    for size in SMALL_OBJECTS:
        held = [bytes(size - sys.getsizeof(b"")) for _ in range(POOLED // size)]
        del held


def _read(index: int) -> dict[str, Any]:
    # not at the top: numpy must come in while ctypes is hidden
    import numpy as np  # noqa: PLC0415

    from inkling import Outputs, Reader, run_now  # noqa: PLC0415
    from inkling.web import POLICY, SCORER  # noqa: PLC0415

    class Fixed:
        """Answers with logits that depend on how much ink a picture has."""

        async def run(self, images: np.ndarray[Any, np.dtype[np.float32]]) -> Outputs:
            ink = images.sum(axis=(1, 2, 3))[:, np.newaxis]
            digits = -np.abs(np.arange(10, dtype=np.float32) * 20 - ink)
            kind = np.array([[6, 0, 0]], dtype=np.float32) - np.float32(0.02) * ink
            return Outputs(digits, kind.astype(np.float32))

    return run_now(Reader(Fixed(), POLICY, SCORER).read(_ink(index))).to_dict()


def _ink(index: int) -> Any:
    """A digit, a number with signs, two lines, digits that overlap or are joined, a crowd, dots: by turns."""
    import numpy as np  # noqa: PLC0415

    from inkling import Ink  # noqa: PLC0415

    def at(shape: Any, x: float, y: float) -> Any:
        return shape + np.array([x, y])

    t = np.arange(30 + index) / (29.0 + index)
    bow = np.stack([t * (1.0 - t) * 90.0, t * 80.0], axis=1)
    bar = np.stack([t * 30.0, t * 3.0], axis=1)
    dot = bow[:3] * 0.1
    kinds: list[list[Any]] = [
        [bow, at(bar, 0, 40)],
        [at(bar, -60, 40), bow, at(bow, 50, 4), at(dot, 95, 80), at(bow, 110, 0)],
        [bow, at(bow, 60, 0), at(bow, 0, 160), at(bow, 70, 165)],
        [bow, at(bow, 15, 0), at(bar, 10, 20), at(bow, 30, 2)],
        [np.concatenate([bow, at(bow[::-1], 60, 0), at(bow, 120, 0)])],
        [at(bow * 0.4, 7 * (k % 4), 5 * (k // 4)) for k in range(8)],
        [bow[:1], at(bow[:1], 40, 0)],
    ]
    return Ink.from_strokes(kinds[index % len(kinds)])

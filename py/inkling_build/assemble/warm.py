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

ROUNDS = 20

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

    from inkling import Ink, Outputs, Reader, run_now  # noqa: PLC0415
    from inkling.web import POLICY  # noqa: PLC0415

    class Fixed:
        """Answers every image with the same logits."""

        async def run(self, images: np.ndarray[Any, np.dtype[np.float32]]) -> Outputs:
            count = len(images)
            digits = np.tile(np.arange(10, dtype=np.float32), (count, 1))
            return Outputs(digits, np.tile(np.array([9, 0, 0], dtype=np.float32), (count, 1)))

    t = np.arange(40 + index) / (39.0 + index)
    stroke = np.stack([t * (1.0 - t) * 90.0 + index, t * 80.0], axis=1)
    return run_now(Reader(Fixed(), POLICY).read(Ink.from_strokes([stroke, stroke[:9] + 7.0]))).to_dict()

"""The session in a browser: onnxruntime-web, reached from Pyodide. The only module that touches JavaScript."""

from __future__ import annotations

import json
import random
import zlib
from typing import Any

import numpy as np
from js import Float32Array
from numpy.typing import NDArray

from inkling.ink import Ink
from inkling.model import load_policy
from inkling.reader import Reader
from inkling.render import ink_image
from inkling.segment_score import load_scorer
from inkling.session import DIGITS, KIND, KINDS, Outputs

POLICY = load_policy()
SCORER = load_scorer()
"""Both read on import, so that a Python started from a memory snapshot needs no files."""


def wake() -> int:
    """Make a Python that comes from a snapshot good to go; returns a checksum that shows it draws as it should.

    Random numbers start anew, for in the snapshot they are the same for everyone.
    """
    random.seed()
    stroke = [[0.0, 0.0], [31.0, 7.0], [12.0, 40.0], [30.0, 55.0], [3.0, 71.0]]
    return zlib.crc32(ink_image(Ink.from_strokes([stroke])).tobytes())


class OnnxRuntimeWebSession:
    """Runs the model in onnxruntime-web, which lives in another worker (site/src/model/session.js)."""

    def __init__(self, run: Any) -> None:
        """Wrap a JavaScript function: Float32Array of n images, n -> promise of Float32Arrays by output name."""
        self._run = run

    async def run(self, images: NDArray[np.float32]) -> Outputs:
        """Logits of images float32 [n, 1, 28, 28] in 0..1."""
        data = Float32Array.new(images.size)
        data.assign(np.ascontiguousarray(images).reshape(-1))
        answer = await self._run(data, len(images))
        return Outputs(
            _array(getattr(answer, DIGITS), np.float32).reshape(-1, 10),
            _array(getattr(answer, KIND), np.float32).reshape(-1, len(KINDS)),
        )


class PageReader:
    """What the worker calls: typed arrays in, JSON text out."""

    def __init__(self, run: Any) -> None:
        """Take what OnnxRuntimeWebSession takes."""
        self._reader = Reader(OnnxRuntimeWebSession(run), POLICY, SCORER)

    async def read_ink(self, xy: Any, starts: Any) -> str:
        """Reading as JSON text of a Float64Array x0, y0, x1, y1, ... and an Int32Array of stroke starts."""
        ink = Ink.from_flat(_array(xy, np.float64), _array(starts, np.int32))
        reading = await self._reader.read(ink)
        return json.dumps(reading.to_dict())


def _array(typed: Any, dtype: type[np.generic]) -> NDArray[Any]:
    values = np.empty(int(typed.length), dtype=dtype)
    typed.assign_to(values)
    return values

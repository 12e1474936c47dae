"""The session in a browser: onnxruntime-web, reached from Pyodide. The only module that touches JavaScript."""

from __future__ import annotations

import json
import random
import zlib
from collections.abc import Coroutine, Generator
from typing import Any

import numpy as np
from js import Float32Array
from numpy.typing import NDArray

from inkling.ink import Ink
from inkling.model import load_policy
from inkling.reader import Reader
from inkling.reading import Reading
from inkling.render import ink_planes
from inkling.segment_score import load_scorer
from inkling.session import KINDS, Outputs

POLICY = load_policy()
SCORER = load_scorer()
"""Both read on import, so that a Python started from a memory snapshot needs no files."""


def wake() -> int:
    """Make a Python that comes from a snapshot good to go; returns a checksum that shows it draws as it should.

    Random numbers start anew, for in the snapshot they are the same for everyone.
    """
    random.seed()
    stroke = [[0.0, 0.0], [31.0, 7.0], [12.0, 40.0], [30.0, 55.0], [3.0, 71.0]]
    return zlib.crc32(ink_planes(Ink.from_strokes([stroke])).tobytes())


class OnnxRuntimeWebSession:
    """The model in onnxruntime-web, which lives in another worker (site/src/model/session.js).

    A reading stops where it asks, and goes on when it is sent the answer: no event loop comes in between.
    """

    async def run(self, images: NDArray[np.float32]) -> Outputs:
        """Logits of planes float32 [n, 5, 28, 28] in 0..1."""
        return await _Question(images)


class _Question:
    def __init__(self, images: NDArray[np.float32]) -> None:
        self._images = images

    def __await__(self) -> Generator[NDArray[np.float32], Outputs, Outputs]:
        return (yield self._images)


class PageReader:
    """What the worker calls: typed arrays in, JSON text out, with the model's answers in between."""

    def __init__(self) -> None:
        self._reader = Reader(OnnxRuntimeWebSession(), POLICY, SCORER)
        self._under_way: Coroutine[Any, Any, Reading] | None = None

    def begin(self, xy: Any, starts: Any) -> Any:
        """Begin to read a Float64Array x0, y0, x1, y1, ... and an Int32Array of stroke starts.

        Returns the reading as JSON text, or pictures as a Float32Array: then `go_on` wants the model's answer to
        them. A reading under way is given up.
        """
        if self._under_way:
            self._under_way.close()
        ink = Ink.from_flat(_array(xy, np.float64), _array(starts, np.int32))
        self._under_way = self._reader.read(ink)
        return self._send(None)

    def go_on(self, digits: Any, kind: Any) -> Any:
        """Go on with the model's answer, Float32Arrays; returns what `begin` does."""
        return self._send(
            Outputs(
                _array(digits, np.float32).reshape(-1, 10), _array(kind, np.float32).reshape(-1, len(KINDS))
            )
        )

    def _send(self, answer: Outputs | None) -> Any:
        if not self._under_way:
            raise RuntimeError("expected a reading that asked the model, got none")
        try:
            images = self._under_way.send(answer)
        except StopIteration as done:
            self._under_way = None
            return json.dumps(done.value.to_dict())
        data = Float32Array.new(images.size)
        data.assign(np.ascontiguousarray(images).reshape(-1))
        return data


def _array(typed: Any, dtype: type[np.generic]) -> NDArray[Any]:
    values = np.empty(int(typed.length), dtype=dtype)
    typed.assign_to(values)
    return values

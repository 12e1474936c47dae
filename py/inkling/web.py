"""The session in a browser: onnxruntime-web, reached from Pyodide. The only module that touches JavaScript."""

from __future__ import annotations

import json
import random
import zlib
from collections import OrderedDict
from collections.abc import Coroutine, Generator
from dataclasses import asdict
from typing import Any

import numpy as np
from js import Float32Array
from numpy.typing import NDArray

from inkling.ink import Ink
from inkling.model import load_policy
from inkling.picture import Picture, find_ink
from inkling.reader import TOO_SMALL, Reader, is_too_much
from inkling.reading import Reading
from inkling.render import ink_planes
from inkling.segment_score import load_scorer
from inkling.session import KINDS, Outputs

NO_WRITING = "No writing was found in that picture. Dark ink on plain, light paper is found best."
TOO_MUCH = "There is too much in that picture to be a number. Cut out the part with the number."

REMEMBERED_PICTURES = 3
"""Pictures kept for readings by their pixels, a few megabytes each: Undo brings the one before back."""

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
        self._pictures: OrderedDict[bytes, Picture] = OrderedDict()

    def look(self, pixels: Any, width: int, paper_width: float, paper_height: float) -> str:
        """Find the ink of a picture and place it on a paper of that size, in CSS pixels.

        pixels: a Uint8Array of RGBA, row by row, each of `width` pixels. Returns JSON text: `strokes`, of x0, y0, x1,
        y1, ... on the paper; `place`, where the picture lies on it as in `inkling.picture.Place`; `message` for people
        where there is nothing to read, '' otherwise. The next readings may be of it.
        """
        picture = find_ink(_array(pixels, np.uint8).reshape(-1, width, 4))
        if is_too_much(picture) or picture.ink.extent < TOO_SMALL:
            message = TOO_MUCH if is_too_much(picture) else NO_WRITING
            return json.dumps({"strokes": [], "place": None, "message": message})
        placed, place = picture.placed(paper_width, paper_height)
        self._pictures[placed.ink.points.tobytes()] = placed
        while len(self._pictures) > REMEMBERED_PICTURES:
            self._pictures.popitem(last=False)
        strokes = [stroke.ravel().tolist() for stroke in placed.ink.strokes]
        return json.dumps({"strokes": strokes, "place": asdict(place), "message": ""})

    def begin(self, xy: Any, starts: Any, traced: int = 0) -> Any:
        """Begin to read a Float64Array x0, y0, x1, y1, ... and an Int32Array of stroke starts.

        traced: how many of the strokes, the first ones, come from a picture. Where it is one looked at lately, whole
        and with nothing added, it is read by its pixels.

        Returns the reading as JSON text, or pictures as a Float32Array: then `go_on` wants the model's answer to
        them. A reading under way is given up.
        """
        if self._under_way:
            self._under_way.close()
        ink = Ink.from_flat(_array(xy, np.float64), _array(starts, np.int32))
        picture = self._pictures.get(ink.points.tobytes()) if traced else None
        if picture:
            self._under_way = self._reader.read_traced(picture)
        else:
            self._under_way = self._reader.read(ink, traced=traced)
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

"""Pictures of the drawn test ink, for tests."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]

STEP = 0.3


def painted(strokes: Sequence[Sequence[Sequence[float]]], width: float = 6.0, margin: int = 20) -> Grey:
    """Dark lines on white with soft edges; the ink's box begins `margin` pixels from the top left."""
    points = np.concatenate([_dense(np.array(stroke, dtype=np.float64)) for stroke in strokes])
    points += margin - points.min(axis=0)
    wide, high = (np.ceil(points.max(axis=0)).astype(int) + margin).tolist()
    x, y = np.arange(wide) + 0.5, np.arange(high) + 0.5
    nearest = np.full((high, wide), np.inf)
    reach = width + 2.0
    for px, py in points:
        rows = slice(max(0, int(py - reach)), int(py + reach) + 1)
        columns = slice(max(0, int(px - reach)), int(px + reach) + 1)
        away = (y[rows, None] - py) ** 2 + (x[None, columns] - px) ** 2
        nearest[rows, columns] = np.minimum(nearest[rows, columns], away)
    paper = 1.0 - np.clip(width / 2.0 + 0.5 - np.sqrt(nearest), 0.0, 1.0)
    return np.asarray(np.rint(paper * 255.0), dtype=np.uint8)


def _dense(stroke: NDArray[np.float64]) -> NDArray[np.float64]:
    parts = [stroke[:1]]
    for start, end in pairwise(stroke):
        count = max(1, int(np.hypot(*(end - start)) / STEP))
        parts.append(start + (end - start) * (np.arange(1, count + 1) / count)[:, None])
    return np.concatenate(parts)


def png(pixels: Grey, kind: int = 0, depth: int = 8) -> bytes:
    """A PNG file of uint8 [h, w, channels], every row with one filter."""
    height, width, channels = pixels.shape
    lines = np.zeros((height + 1, width + 1, channels), dtype=np.int64)
    lines[1:, 1:] = pixels
    here, left, up, corner = lines[1:, 1:], lines[1:, :-1], lines[:-1, 1:], lines[:-1, :-1]
    # the neighbour nearest to left + up - corner; left, then up where equal
    near = np.abs(np.stack((left, up, corner)) - (left + up - corner)).argmin(axis=0)
    guess = (0 * here, left, up, (left + up) // 2, np.choose(near, (left, up, corner)))[kind]
    rows = np.concatenate((np.full((height, 1), kind), (here - guess).reshape(height, -1) % 256), axis=1)
    colour = {1: 0, 2: 4, 3: 2, 4: 6}[channels]
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(rows.astype(np.uint8).tobytes())), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )

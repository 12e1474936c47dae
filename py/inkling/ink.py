"""Ink: pen strokes as points in canvas coordinates, the truth every image is derived from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from inkling.errors import InkError

Points = NDArray[np.float64]
"""float64 [n, 2]: x, y; y grows downward."""

COORDINATE_LIMIT = 1e6
"""Largest |x| or |y| kept, in canvas pixels: beyond any screen, and far from where squares overflow."""


MAX_POINTS = 20_000
"""Points kept of any ink: a hundred times a long number's; bounds the time that a reading can take."""


@dataclass(frozen=True, slots=True, eq=False)
class Ink:
    """Strokes in drawing order, stored flat.

    points: float64 [n, 2], x and y in canvas pixels, y downward, all finite and within
        +-COORDINATE_LIMIT.
    starts: int64 [k], index into `points` of the first point of each stroke, strictly ascending from 0.
    """

    points: Points
    starts: NDArray[np.int64]

    @classmethod
    def from_flat(cls, xy: ArrayLike, starts: ArrayLike) -> Ink:
        """Ink from what the page sends.

        xy: [2n] numbers x0, y0, x1, y1, ... in canvas pixels. starts: [k] ascending integers.
        Points that are not finite are dropped, points beyond COORDINATE_LIMIT are moved to it, strokes
        left without points vanish, ink of more than MAX_POINTS points is thinned: a broken digitiser must not cost
        people what they wrote.
        Raises InkError if the lengths or the starts do not fit.
        """
        flat = np.asarray(xy, dtype=np.float64).reshape(-1)
        first = np.asarray(starts, dtype=np.int64).reshape(-1)
        if flat.size % 2:
            raise InkError(f"expected x, y pairs, got {flat.size} numbers")
        points = flat.reshape(-1, 2)
        if first.size == 0 and len(points):
            raise InkError(f"expected the start of each stroke, got none for {len(points)} points")
        if first.size and (first[0] != 0 or first[-1] >= len(points) or np.any(np.diff(first) <= 0)):
            raise InkError(
                f"expected stroke starts ascending from 0 to below {len(points)}, "
                f"got {first[:8].tolist()}{'...' if first.size > 8 else ''}"
            )
        finite = np.isfinite(points).all(axis=1)
        if not finite.all():
            stroke_of = np.searchsorted(first, np.arange(len(points)), side="right")[finite]
            points = points[finite]
            first = np.flatnonzero(np.diff(stroke_of, prepend=-1)).astype(np.int64)
        if len(points) > MAX_POINTS:
            points, first = _thinned(points, first)
        return cls(np.clip(points, -COORDINATE_LIMIT, COORDINATE_LIMIT), first)

    @classmethod
    def from_strokes(cls, strokes: Iterable[Sequence[Any] | Points]) -> Ink:
        """Ink from strokes of points [x, y] or [x, y, ...] (what follows x and y is ignored).

        Raises InkError if a stroke is not a sequence of points.
        """
        arrays = [_stroke(stroke, index) for index, stroke in enumerate(strokes)]
        arrays = [array for array in arrays if len(array)]
        if not arrays:
            return cls(np.empty((0, 2)), np.empty(0, dtype=np.int64))
        starts = np.cumsum([0] + [len(array) for array in arrays[:-1]])
        return cls.from_flat(np.concatenate(arrays), starts)

    @property
    def strokes(self) -> list[Points]:
        """The strokes one by one, each float64 [n, 2]."""
        bounds = (*self.starts.tolist(), len(self.points))
        return [self.points[first:after] for first, after in pairwise(bounds)]

    @property
    def extent(self) -> float:
        """Longer side of the bounding box in canvas pixels, 0 for no ink and for a single dot."""
        return float(np.ptp(self.points, axis=0).max()) if len(self.points) else 0.0


def _thinned(points: Points, starts: NDArray[np.int64]) -> tuple[Points, NDArray[np.int64]]:
    """At most about MAX_POINTS points: every so many of each stroke, with its first and last."""
    step = -(-len(points) // MAX_POINTS)
    ends = np.append(starts[1:], len(points)) - 1
    keep = np.zeros(len(points), dtype=bool)
    keep[::step] = keep[starts] = keep[ends] = True
    return points[keep], np.cumsum(keep)[starts] - 1


def _stroke(stroke: Sequence[Any] | Points, index: int) -> Points:
    try:
        array = np.asarray(stroke, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InkError(f"expected stroke {index} as points [x, y], got {_brief(stroke)}") from error
    if array.size == 0:
        return np.empty((0, 2))
    if array.ndim != 2 or array.shape[1] < 2:
        raise InkError(f"expected stroke {index} as points [x, y], got an array of shape {list(array.shape)}")
    return array[:, :2]


def _brief(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."

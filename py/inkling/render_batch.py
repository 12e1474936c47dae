"""Many pictures at once, each as `inkling.render.render` draws it, to the last bit.

`render` measures every sample against every pixel; here each sample only reaches the pixels that its dab can
touch, which is 25 instead of 784.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from inkling.ink import Ink, Points
from inkling.normalise import FRAME, STROKE_WIDTH, Trace, place
from inkling.render import EDGE, PLANES, numbers, shaded, with_number

_MARGIN = 3
"""Pixels around the frame so that dabs at its edge need no test."""

_SIDE = FRAME + 2 * _MARGIN

_STRIDE = np.array([1, _SIDE])
"""From a pixel with its margin to the next across and down."""

_NOWHERE = np.float64(np.inf).view(np.int64)
"""The distance to no sample at all."""

_REACH = 2
"""Pixels a dab reaches beyond its sample's own pixel: (STROKE_WIDTH + EDGE) / 2 is below 2.5."""

_DAB = np.arange(-_REACH, _REACH + 1)

_DAB_CENTRES = _DAB[:, np.newaxis] + 0.5
"""From a pixel's corner to the middles of those that a dab reaches along an axis."""

_DAB_PIXELS = (_DAB[:, np.newaxis] * _SIDE + _DAB)[:, :, np.newaxis]
"""From a pixel with its margin to all that a dab reaches."""

_AT_ONCE = 1024
"""Samples drawn at a time, a dozen pictures': more would not fit the processor's cache, nor scribbles the memory."""


def render_batch(traces: Sequence[Trace], width: float = STROKE_WIDTH) -> NDArray[np.uint8]:
    """Planes uint8 [n, PLANES, 28, 28] of n traces.

    Raises ValueError for a width that a dab of _REACH pixels does not hold.
    """
    if (width + EDGE) / 2.0 > _REACH + 0.5:
        raise ValueError(f"expected a width of at most {2 * _REACH + 1 - EDGE}, got {width}")
    count = len(traces)
    lengths = [len(trace) for trace in traces]
    if not sum(lengths):
        return np.zeros((count, PLANES, FRAME, FRAME), dtype=np.uint8)
    points = np.concatenate([trace.points for trace in traces])
    heading = np.concatenate([trace.heading for trace in traces])
    corner = np.repeat(np.arange(count) * _SIDE**2, lengths)
    number = numbers(len(points))
    nearest = np.full(count * _SIDE**2, _NOWHERE)
    for start in range(0, len(points), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        _dab(nearest, points[some], corner[some], number[some])
    frame = nearest.reshape(count, _SIDE, _SIDE)[:, _MARGIN:-_MARGIN, _MARGIN:-_MARGIN]
    return shaded(frame, heading, width)


def _dab(
    nearest: NDArray[np.int64], points: Points, corner: NDArray[np.int64], number: NDArray[np.int64]
) -> None:
    """Lowers `nearest` to the distances of m samples around them.

    nearest: int64 [n * _SIDE * _SIDE], as `with_number`. points: float64 [m, 2]; corner: int64 [m], the first pixel
    of each one's picture; number: int64 [m].
    """
    # samples this far outside the frame touch no pixel; clipping keeps them in the margin
    cell = np.minimum(np.maximum(np.floor(points), _REACH - _MARGIN), FRAME + _MARGIN - 1 - _REACH)
    away = (cell.T[:, np.newaxis] + _DAB_CENTRES) - points.T[:, np.newaxis]
    away *= away
    squared = away[1][:, np.newaxis] + away[0]
    pixel = corner + (cell.astype(np.int64) + _MARGIN) @ _STRIDE
    np.minimum.at(nearest, (pixel + _DAB_PIXELS).reshape(-1), with_number(squared, number).reshape(-1))


def ink_planes_of(inks: Sequence[Ink]) -> NDArray[np.uint8]:
    """Planes uint8 [n, PLANES, 28, 28] of n inks, each as one digit; the same as `inkling.render.ink_planes`."""
    return render_batch([place(ink) for ink in inks])

"""Many pictures at once, each as `inkling.render.render` draws it, to the last bit.

`render` measures every sample against every pixel; here each sample only reaches the pixels that its dab can
touch, which is 25 instead of 784.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from inkling.ink import Ink
from inkling.normalise import FRAME, STROKE_WIDTH, Trace, place
from inkling.render import EDGE, PLANES, numbers, shaded, with_number

_MARGIN = 3
"""Pixels around the frame so that dabs at its edge need no test."""

_SIDE = FRAME + 2 * _MARGIN

_NOWHERE = np.float64(np.inf).view(np.int64)
"""The distance to no sample at all."""

_REACH = 2
"""Pixels a dab reaches beyond its sample's own pixel: (STROKE_WIDTH + EDGE) / 2 is below 2.5."""


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
    nearest = np.full(count * _SIDE * _SIDE, _NOWHERE)
    points = np.concatenate([trace.points for trace in traces])
    heading = np.concatenate([trace.heading for trace in traces])
    picture = np.repeat(np.arange(count), lengths)
    # samples this far outside the frame touch no pixel; clipping keeps them in the margin
    cell = np.clip(np.floor(points), -_MARGIN + _REACH, FRAME + _MARGIN - 1 - _REACH).astype(np.int64)
    number = numbers(len(points))
    for shift in range(-_REACH, _REACH + 1):
        across = cell[:, 0] + shift + 0.5 - points[:, 0]
        across *= across
        for drop in range(-_REACH, _REACH + 1):
            down = cell[:, 1] + drop + 0.5 - points[:, 1]
            down *= down
            at = (picture * _SIDE + cell[:, 1] + drop + _MARGIN) * _SIDE + cell[:, 0] + shift + _MARGIN
            np.minimum.at(nearest, at, with_number(down + across, number))
    frame = nearest.reshape(count, _SIDE, _SIDE)[:, _MARGIN:-_MARGIN, _MARGIN:-_MARGIN]
    return np.ascontiguousarray(shaded(frame, heading, width).swapaxes(0, 1))


def ink_planes_of(inks: Sequence[Ink]) -> NDArray[np.uint8]:
    """Planes uint8 [n, PLANES, 28, 28] of n inks, each as one digit; the same as `inkling.render.ink_planes`."""
    return render_batch([place(ink) for ink in inks])

"""Many pictures at once, each as `inkling.render.render` draws it, to the last bit.

`render` measures every sample against every pixel; here each sample only reaches the pixels that its dab can
touch, which is 25 instead of 784.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from inkling.ink import Ink, Points
from inkling.normalise import FRAME, STROKE_WIDTH, place
from inkling.render import EDGE

_MARGIN = 3
"""Pixels around the frame so that dabs at its edge need no test."""

_SIDE = FRAME + 2 * _MARGIN

_REACH = 2
"""Pixels a dab reaches beyond its sample's own pixel: (STROKE_WIDTH + EDGE) / 2 is below 2.5."""


def render_batch(samples: Sequence[Points], width: float = STROKE_WIDTH) -> NDArray[np.uint8]:
    """Pictures uint8 [n, 28, 28] of n lists of samples float64 [m, 2] in frame pixels.

    Raises ValueError for a width that a dab of _REACH pixels does not hold.
    """
    if (width + EDGE) / 2.0 > _REACH + 0.5:
        raise ValueError(f"expected a width of at most {2 * _REACH + 1 - EDGE}, got {width}")
    count = len(samples)
    squared = np.full(count * _SIDE * _SIDE, np.inf)
    if count and sum(len(points) for points in samples):
        points = np.concatenate(list(samples))
        picture = np.repeat(np.arange(count), [len(points) for points in samples])
        # samples this far outside the frame touch no pixel; clipping keeps them in the margin
        cell = np.clip(np.floor(points), -_MARGIN + _REACH, FRAME + _MARGIN - 1 - _REACH).astype(np.int64)
        for shift in range(-_REACH, _REACH + 1):
            across = cell[:, 0] + shift + 0.5 - points[:, 0]
            across *= across
            for drop in range(-_REACH, _REACH + 1):
                down = cell[:, 1] + drop + 0.5 - points[:, 1]
                down *= down
                at = (picture * _SIDE + cell[:, 1] + drop + _MARGIN) * _SIDE + cell[:, 0] + shift + _MARGIN
                np.minimum.at(squared, at, down + across)
    frame = squared.reshape(count, _SIDE, _SIDE)[:, _MARGIN:-_MARGIN, _MARGIN:-_MARGIN]
    inside = (width / 2.0 + EDGE / 2.0 - np.sqrt(frame)) / EDGE
    return np.asarray(np.rint(np.clip(inside, 0.0, 1.0) * 255.0).astype(np.uint8))


def ink_images(inks: Sequence[Ink]) -> NDArray[np.uint8]:
    """Pictures uint8 [n, 28, 28] of n inks, each as one digit; the same as `inkling.render.ink_image`."""
    return render_batch([place(ink) for ink in inks])

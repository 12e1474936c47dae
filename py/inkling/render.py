"""Samples along strokes to the picture the model sees: where ink is, and where the pen was heading.

A pixel's brightness is how far its centre is inside the nearest round brush dab, with a soft edge: the
distance-field way of antialiasing (Green, "Improved Alpha-Tested Magnification for Vector Textures and
Special Effects", SIGGRAPH 2007), evaluated directly on 28x28. The pen's heading goes into planes of its own, as in
the directional feature maps of readers of Chinese handwriting (Bai, Huo, "A study on the use of 8-directional
features for online handwritten Chinese character recognition", ICDAR 2005): hands that draw alike shapes draw them
in different ways.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from inkling.ink import Ink, Points
from inkling.normalise import FRAME, STROKE_WIDTH, Trace, place

Image = NDArray[np.uint8]
"""uint8 [28, 28], 0 paper to 255 ink, MNIST's convention."""

Planes = NDArray[np.uint8]
"""uint8 [PLANES, 28, 28]: the Image, and how far the pen that left its ink moved right, left, down and up, 0 to 255
times the ink. All four are zero where nobody knows: for pictures without strokes."""

PLANES = 5

EDGE = 1.6
"""Width of the soft edge in frame pixels: on writers held out of the fit, softer than MNIST's own 1.2 reads with
a lower log loss, which no change of the width or of the smoothing brought."""

_CENTRES = np.arange(FRAME) + 0.5

_FORWARD, _BACKWARD = slice(1, None, 2), slice(2, None, 2)
"""Planes of pens moving right and down, and of pens moving left and up."""

_TO_PLANE = np.arange(PLANES)[:, np.newaxis] * FRAME**2
"""From a pixel of a picture's first plane to the same of each."""

_SURELY_BEYOND = 1.0 + 1e-6
"""Of a squared reach: farther pixels have no ink, whatever rounding does."""

NUMBER_BITS = (1 << 20) - 1
"""Last bits of a squared distance's mantissa that hold the number of the sample it is the distance to, so that the
least of them tells both; 2e-10 of the distance is lost."""


def render(trace: Trace, width: float = STROKE_WIDTH) -> Planes:
    """Planes of samples drawn with a round brush `width` frame pixels wide; all zero for no samples."""
    if not len(trace):
        return np.zeros((PLANES, FRAME, FRAME), dtype=np.uint8)
    across = _CENTRES - trace.points[:, :1]
    down = _CENTRES - trace.points[:, 1:]
    across *= across
    down *= down
    # [m, 28, 28] reduced over its first axis: whole rows at a time, the fastest order in wasm
    number = numbers(len(trace))[:, np.newaxis, np.newaxis]
    marked = with_number(down[:, :, np.newaxis] + across[:, np.newaxis, :], number)
    nearest = np.minimum.reduce(marked, axis=0, keepdims=True)
    return np.asarray(shaded(nearest, trace.heading, width)[0])


def numbers(count: int) -> NDArray[np.int64]:
    """The samples' numbers, int64 [count]; beyond what NUMBER_BITS hold all have the last."""
    return np.minimum(np.arange(count), NUMBER_BITS)


def with_number(squared: NDArray[np.float64], number: NDArray[np.int64]) -> NDArray[np.int64]:
    """The memory of squared distances turned to integers of the same order, the samples' numbers in their last bits."""
    marked = squared.view(np.int64)
    marked &= ~NUMBER_BITS
    marked |= number
    return marked


def shaded(marked: NDArray[np.int64], heading: Points, width: float) -> NDArray[np.uint8]:
    """Planes uint8 [n, PLANES, 28, 28] of pixels' least `with_number` [n, 28, 28].

    heading: float64 [m, 2] of the samples.
    """
    reach = width / 2.0 + EDGE / 2.0
    flat = marked.reshape(-1)
    # most of a picture is paper, which nothing need be computed for
    inked = np.flatnonzero(flat <= np.float64(reach * reach * _SURELY_BEYOND).view(np.int64))
    number = flat[inked]
    squared: NDArray[Any] = (number & ~NUMBER_BITS).view(np.float64)
    number &= NUMBER_BITS
    inside = (reach - np.sqrt(squared)) / EDGE
    values = np.empty((PLANES, inked.size))
    ink = np.multiply(np.minimum(np.maximum(inside, 0.0), 1.0), 255.0, out=values[0])
    np.multiply(heading.T[:, number], ink, out=values[_FORWARD])
    np.negative(values[_FORWARD], out=values[_BACKWARD])
    planes = np.zeros((len(marked), PLANES, FRAME, FRAME), dtype=np.uint8)
    first = inked + inked // FRAME**2 * ((PLANES - 1) * FRAME**2)
    planes.reshape(-1)[first + _TO_PLANE] = np.rint(np.maximum(values, 0.0))
    return planes


def ink_planes(ink: Ink) -> Planes:
    """What the model sees of all strokes as one digit: uint8 [PLANES, 28, 28], all zero for no ink."""
    return render(place(ink))


def undirected(images: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Planes uint8 [n, PLANES, 28, 28] of Images [n, 28, 28] drawn by nobody knows which pen."""
    planes = np.zeros((len(images), PLANES, FRAME, FRAME), dtype=np.uint8)
    planes[:, 0] = images
    return planes

"""Where a picture's ink is: brightness without the paper's shading, and the ink's threshold.

The paper is the grey-scale closing of the picture: what is left when all that is dark and narrow is filled up
(Serra, "Image Analysis and Mathematical Morphology", 1982), so slow shading and the edges of large shadows stay
out of the ink. The threshold lies halfway between paper and ink, found by turns (Ridler, Calvard, "Picture
thresholding using an iterative selection method", IEEE SMC 8, 1978), starting from the darkest ink so that a small
digit on a large sheet is found as well.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from inkling.errors import InkError
from inkling.raster import check_picture, grey

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

LONGEST = 1000
"""Longer side that pictures are looked at with, in pixels: larger ones are averaged down."""

MOST_PIXELS = 100_000_000
"""Pixels of the largest picture taken."""

BAND = 1_000_000
"""Pixels turned to grey at a time: bounds the memory."""

PAPER_SIDE = 60
"""Longer side of the picture of the paper alone, in pixels."""

FILLED = 3
"""Part of the longer side, one so manieth, that is filled up when the paper is looked for."""

LEAST_CONTRAST = 20.0
"""Least darkness of ink against its paper, of 255."""

NOISE = 6.0
"""Least darkness of ink, in standard deviations of the paper's grain."""

ROUNDS = 20
"""Most turns of the search for the threshold."""


def picture_grey(pixels: NDArray[np.generic]) -> tuple[Floats, int]:
    """Brightness float64 [h, w], 0..255, of a picture, and how many of its pixels to a side make one of these.

    pixels: uint8 [height, width] or [height, width, 4]. Raises InkError for other pictures and too large ones.
    """
    check_picture(pixels)
    height, width = pixels.shape[:2]
    if height * width > MOST_PIXELS:
        raise InkError(f"expected a picture of at most {MOST_PIXELS:,} pixels, got {width} x {height}")
    if not height * width:
        return np.empty((height, width)), 1
    step = -(-max(height, width) // LONGEST)
    rows = step * max(1, BAND // (step * width))
    bands = [averaged(grey(pixels[at : at + rows]), step) for at in range(0, height, rows)]
    return np.concatenate(bands), step


def averaged(values: NDArray[Any], step: int) -> Floats:
    """Means of squares of `step` pixels, fewer at the far edges."""
    if step == 1:
        return values.astype(np.float64)
    starts = [np.arange(0, size, step) for size in values.shape]
    sums = np.add.reduceat(np.add.reduceat(values, starts[0], axis=0), starts[1], axis=1)
    counts = [np.diff(np.append(s, size)) for s, size in zip(starts, values.shape, strict=True)]
    return np.asarray(sums / (counts[0][:, None] * counts[1]))


def darkness(level: Floats) -> Floats:
    """How dark each pixel of dark ink on light is against its paper, float64 [h, w], 0..255."""
    paper = _paper(level)
    return np.asarray(np.clip((paper - level) * (255.0 / np.maximum(paper, 1.0)), 0.0, 255.0))


def _paper(level: Floats) -> Floats:
    """Brightness of the paper below the ink."""
    step = -(-max(level.shape) // PAPER_SIDE)
    small = averaged(level, step)
    reach = max(small.shape) // FILLED // 2 + 1
    # mirrored downwards beyond the border, so that shading goes on there
    padded = _extended(_extended(small, reach).T, reach).T
    for _ in range(2):
        padded = _extreme(padded, reach, np.maximum).T
    for _ in range(2):
        padded = _extreme(padded, reach, np.minimum).T
    closed = padded[reach:-reach, reach:-reach]
    return np.maximum(zoomed(closed, level.shape, 1.0 / step), level)


def _extended(values: Floats, reach: int) -> Floats:
    """Rows before and after: the picture mirrored at the value of its edge."""
    rows = np.minimum(np.arange(1, reach + 1), len(values) - 1)
    return np.concatenate((2 * values[0] - values[rows[::-1]], values, 2 * values[-1] - values[-1 - rows]))


def _extreme(values: Floats, reach: int, pick: np.ufunc) -> Floats:
    """The largest or smallest of the values up to `reach` rows away."""
    result = values.copy()
    for shift in range(1, min(reach, len(values) - 1) + 1):
        result[shift:] = pick(result[shift:], values[:-shift])
        result[:-shift] = pick(result[:-shift], values[shift:])
    return result


def zoomed(values: Floats, shape: tuple[int, ...], scale: float) -> Floats:
    """Values float64 [h, w] interpolated at the middles of pixels of `shape`, `scale` old pixels a side."""
    for size in shape:
        at = np.clip((np.arange(size) + 0.5) * scale - 0.5, 0.0, len(values) - 1.0)
        below = np.minimum(at.astype(np.int64), max(len(values) - 2, 0))
        after = np.minimum(below + 1, len(values) - 1)
        values = (values[below] + (values[after] - values[below]) * (at - below)[:, None]).T
    return values


def ranked(values: Floats, share: float) -> Floats:
    """Along the first axis the value below which this share of them lie; the median with 0.5.

    numpy's own brings in modules that nothing else needs.
    """
    return np.asarray(np.sort(values, axis=0)[int(share * (len(values) - 1))])


def threshold(dark: Floats) -> float:
    """Darkness from which a pixel is ink; infinite where there is none."""
    rising = np.sort(dark, axis=None)
    middle = float(rising[rising.size // 2])
    spread = float(np.sort(np.abs(dark - middle), axis=None)[rising.size // 2])
    # 1.48 median deviations are one standard deviation of even grain
    least = max(LEAST_CONTRAST, middle + NOISE * 1.48 * spread) if middle < LEAST_CONTRAST else LEAST_CONTRAST
    if float(rising[-1]) < least:
        return float("inf")
    level = float(rising[-1]) / 2.0
    for _ in range(ROUNDS):
        cut = int(np.searchsorted(rising, level))
        paper = float(rising[:cut].mean()) if cut else 0.0
        after = (float(rising[cut:].mean()) + paper) / 2.0
        if abs(after - level) < 0.5:
            break
        level = after
    return max(level, least / 2.0)

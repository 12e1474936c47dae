"""Pictures to the picture the model sees: dark or bright ink on an even ground, anywhere, any size."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from inkling.errors import InkError
from inkling.normalise import BOX, CENTRE, FRAME
from inkling.render import Image

INK_LEVEL = 16
"""Least difference from the ground that counts as ink when looking for the box, of 255."""

_LUMA = np.array([299, 587, 114], dtype=np.int64)
"""Weights of R, G, B in thousandths (ITU-R BT.601)."""


def raster_image(pixels: ArrayLike) -> Image:
    """Picture the model sees of all ink in a picture as one digit.

    pixels: uint8 [h, w] grey or uint8 [h, w, 4] RGBA (laid over white where transparent). The ground is the
    median of the border; ink is what differs from it, bright or dark.
    Returns uint8 [28, 28], all zero where there is no ink, as in a picture of no pixels. Raises InkError for
    another shape or type.
    """
    array = np.asarray(pixels)
    check_picture(array)
    if not array.size:
        return np.zeros((FRAME, FRAME), dtype=np.uint8)
    return bright_image(_ink(grey(array)))


def bright_image(ink: NDArray[np.integer]) -> Image:
    """Picture the model sees of ink [h, w], 0 paper to 255 ink, as one digit; as `raster_image` returns it."""
    rows = np.flatnonzero((ink >= INK_LEVEL).any(axis=1))
    columns = np.flatnonzero((ink >= INK_LEVEL).any(axis=0))
    if not rows.size:
        return np.zeros((FRAME, FRAME), dtype=np.uint8)
    crop = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    scale = BOX / max(crop.shape)
    down, across = (_offset(crop.sum(axis=axis), scale) for axis in (1, 0))
    image = _resample(_resample(crop, scale, down).T, scale, across).T * (scale * scale)
    return np.asarray(np.rint(np.clip(image, 0.0, 255.0)), dtype=np.uint8)


def check_picture(pixels: NDArray[np.generic]) -> None:
    """Raises InkError unless it is a picture uint8 [h, w] or uint8 [h, w, 4]."""
    rgba = pixels.ndim == 3 and pixels.shape[2] == 4
    if pixels.dtype != np.uint8 or not (pixels.ndim == 2 or rgba):
        raise InkError(
            "expected a picture as uint8 [height, width] or [height, width, 4], "
            f"got {pixels.dtype} {list(pixels.shape)}"
        )


def grey(pixels: NDArray[np.generic]) -> NDArray[np.int64]:
    """Brightness int64 [h, w], 0..255, of a picture that `check_picture` lets pass."""
    values = pixels.astype(np.int64)
    if values.ndim == 2:
        return values
    luma = (values[:, :, :3] * _LUMA).sum(axis=2) // 1000
    alpha = values[:, :, 3]
    return np.asarray((luma * alpha + 255 * (255 - alpha)) // 255)


def _ink(bright: NDArray[np.int64]) -> NDArray[np.int64]:
    border = np.concatenate((bright[0], bright[-1], bright[:, 0], bright[:, -1]))
    ground = int(np.sort(border)[border.size // 2])
    if ground > 127:
        return np.clip(ground - bright, 0, 255) * 255 // max(ground, 1)
    return np.clip(bright - ground, 0, 255) * 255 // (255 - ground)


def _offset(mass: NDArray[np.integer], scale: float) -> int:
    """Whole frame pixels from the frame's edge to the crop's that put its centre of mass in the middle."""
    centre = float((mass * np.arange(mass.size)).sum()) / float(mass.sum()) + 0.5
    # whole pixels, as MNIST was made: a picture already in its convention passes through unblurred
    return int(np.ceil(CENTRE - 0.5 - centre * scale))


def _resample(values: NDArray[np.generic], scale: float, offset: int) -> NDArray[np.float64]:
    """Exact area resampling along the first axis: differences of the running sum at the new pixels' edges."""
    total = np.concatenate((np.zeros((1, values.shape[1])), np.cumsum(values.astype(np.float64), axis=0)))
    edges = np.clip((np.arange(FRAME + 1) - offset) / scale, 0.0, float(len(values)))
    below = np.minimum(edges.astype(np.int64), len(values) - 1)
    part = (edges - below)[:, np.newaxis]
    at = total[below] + (total[below + 1] - total[below]) * part
    return np.asarray(at[1:] - at[:-1])

"""A picture seen from afar: the lightest and darkest of each of its places, with and without what is narrow."""

from __future__ import annotations

import numpy as np

from inkling.picture_ink import Floats, Mask, averaged

PLACES = 100
"""Places along the longer side that are looked at."""

EDGE = 0.03
"""Least change of brightness from one place to the next that is an edge, as a share of it."""

WIDEST = 7
"""Places that a line of ink is wide at most."""


def places(bright: Floats) -> tuple[Floats, Floats, int]:
    """The lightest and the darkest of each place, float64 [rows, columns], and a place's side in pixels.

    Whole places only: a narrow one at the far edge may be nothing but a printed line.
    """
    fine = averaged(bright, 2)
    step = -(-max(fine.shape) // PLACES)
    down, across = (max(1, size // step) for size in fine.shape)
    parts = fine[: down * step, : across * step].reshape(down, -1, across, min(step, fine.shape[1]))
    return parts.max(axis=(1, 3)), parts.min(axis=(1, 3)), 2 * step


def without_narrow(values: Floats, *, dark: bool) -> Floats:
    """Without what is dark, or light, and narrower than WIDEST; what reaches the border goes on beyond it.

    The grey-scale closing, or opening, with a square (Serra, "Image Analysis and Mathematical Morphology", 1982).
    """
    values = np.pad(values, WIDEST, mode="edge")
    for pick in (np.maximum, np.minimum) if dark else (np.minimum, np.maximum):
        for _ in range(2):
            last = len(values) - WIDEST + 1
            values = pick.reduce([values[at : at + last] for at in range(WIDEST)]).T
    cut = WIDEST - 2 * (WIDEST // 2)
    return values[cut:-cut, cut:-cut]


def edges(values: Floats) -> Mask:
    """Both places that an edge lies between, bool [rows, columns]."""
    result = np.zeros(values.shape, dtype=np.bool_)
    log = np.log(np.maximum(values, 1.0))
    for turned, heights in ((result, log), (result.T, log.T)):
        steep = np.abs(np.diff(heights, axis=0)) >= EDGE
        turned[1:] |= steep
        turned[:-1] |= steep
    return result


def nearest_of(values: Floats, known: Mask) -> Floats:
    """Each value that is not known as the nearest of its row that is; as it is in rows with none."""
    columns = np.arange(known.shape[1])
    before = np.maximum.accumulate(np.where(known, columns, -1), axis=1)
    after = np.minimum.accumulate(np.where(known, columns, known.shape[1])[:, ::-1], axis=1)[:, ::-1]
    nearer = (before < 0) | ((after < known.shape[1]) & (after - columns < columns - before))
    at = np.where(nearer, after, before)
    none = (at < 0) | (at >= known.shape[1])
    return np.take_along_axis(values, np.where(none, columns, at), axis=1)

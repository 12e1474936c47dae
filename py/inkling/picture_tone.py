"""Whether a picture's ink is darker than its paper, and the picture with dark ink."""

from __future__ import annotations

import numpy as np

from inkling.picture_ink import FILLED, Floats
from inkling.picture_places import edges, nearest_of, places, without_narrow

LEAST_SIDE = 200
"""Longer side, in pixels, from which a picture is large enough to be seen from afar."""

CONTRAST = 0.2
"""Least difference between a place and what is narrow in it, as a share of the lighter, for it to be ink."""

LEAST_PLACES = 5
"""Least places with ink to decide by."""

CLEAR = 1.5
"""How much nearer the paper around must be to one side of the ink than to the other."""


def dark_on_light(bright: Floats) -> Floats:
    """The picture float64 [h, w], 0..255, or its negative where the ink is lighter than the paper."""
    dark = _by_paper_around(bright) if max(bright.shape) >= LEAST_SIDE else None
    return bright if (_by_skew(bright) if dark is None else dark) else 255.0 - bright


def _by_paper_around(bright: Floats) -> bool | None:
    """Whether the paper beside lines is as light as what they were drawn on; None where that does not tell.

    Neither a shadow's edge nor a desk deceives it, but lines must be narrow.
    """
    light, dark, _ = places(bright)
    above, below = without_narrow(light, dark=True), without_narrow(dark, dark=False)
    # of ink one of the two is even paper, of the edge of a shadow or a sheet neither
    inked = (above - below > CONTRAST * np.maximum(above, 1.0)) & ~(edges(above) & edges(below))
    if inked.sum() < LEAST_PLACES or inked.all():
        return None
    middle = (light + dark) / 2.0
    off_light = off_dark = 0.0
    for values, high, low, own in ((middle, above, below, inked), (middle.T, above.T, below.T, inked.T)):
        paper = nearest_of(values, ~own)
        off_light += float(np.abs(high - paper)[own].sum())
        off_dark += float(np.abs(low - paper)[own].sum())
    if max(off_light, off_dark) < CLEAR * min(off_light, off_dark):
        return None
    return off_light < off_dark


def _by_skew(bright: Floats) -> bool:
    """By the skew of the brightness about that of the border, slow shading taken out."""
    detail = bright - _mean(bright, max(3, max(bright.shape) // FILLED) | 1)
    border = np.sort(np.concatenate((detail[0], detail[-1], detail[:, 0], detail[:, -1])))
    off = detail - border[border.size // 2]
    return float((off * off * off).sum()) <= 0.0


def _mean(values: Floats, side: int) -> Floats:
    """Mean of the `side` pixels around each along both axes, fewer at the border."""
    for _ in range(2):
        total = np.concatenate((np.zeros((1, values.shape[1])), np.cumsum(values, axis=0)))
        at = np.arange(len(values))
        low, high = np.maximum(at - side // 2, 0), np.minimum(at + side // 2 + 1, len(values))
        values = ((total[high] - total[low]) / (high - low)[:, None]).T
    return values

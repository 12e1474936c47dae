"""Thinning: ink as wide as a pen to lines one pixel wide.

Guo, Hall, "Parallel thinning with two-subiteration algorithms" (Comm. ACM 32, 1989), algorithm A1, as a table over
the eight neighbours, and only on the pixels that are still ink.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inkling.picture_ink import Mask

RING = ((-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1))
"""The neighbours of a pixel, row and column, clockwise from above; bit k of a code is neighbour k."""

SAFE = 2048
"""Most rounds: more than half the widest ink."""


def thinned(mask: Mask) -> Mask:
    """The middle lines of ink bool [h, w]: connected as the ink was, ends kept."""
    height, width = mask.shape
    wide = width + 2
    ink = np.zeros((height + 2) * wide, dtype=np.uint8)
    ink.reshape(height + 2, wide)[1:-1, 1:-1] = mask
    shifts = [row * wide + column for row, column in RING]
    at = np.flatnonzero(ink)
    for _ in range(SAFE):
        before = at.size
        for table in _TABLES:
            code = np.zeros(at.size, dtype=np.uint8)
            for bit, shift in enumerate(shifts):
                code |= ink[at + shift] << np.uint8(bit)
            gone = table[code]
            ink[at[gone]] = 0
            at = at[~gone]
        if at.size == before:
            break
    return ink.reshape(height + 2, wide)[1:-1, 1:-1] > 0


def _removable(second: bool) -> NDArray[np.bool_]:
    """For each of the 256 neighbourhoods whether its pixel goes in the first or second half of a round."""
    n, ne, e, se, s, sw, w, nw = (np.arange(256) >> bit & 1 for bit in range(8))
    runs = ((1 - n) & (ne | e)) + ((1 - e) & (se | s)) + ((1 - s) & (sw | w)) + ((1 - w) & (nw | n))
    pairs = np.minimum((nw | n) + (ne | e) + (se | s) + (sw | w), (n | ne) + (e | se) + (s | sw) + (w | nw))
    side = (s | sw | (1 - nw)) & w if second else (n | ne | (1 - se)) & e
    return np.asarray((runs == 1) & (pairs >= 2) & (pairs <= 3) & (side == 0))


_TABLES = (_removable(second=False), _removable(second=True))

"""Connected ink: parts of a mask by runs of its rows, and dirt taken out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inkling.picture_ink import Mask

Indices = NDArray[np.int64]


def without_specks(mask: Mask, least: float) -> Mask:
    """The ink without parts of fewer than `least` pixels."""
    row, start, stop = _runs(mask)
    if not row.size:
        return mask
    part = _parts(row, start, stop)
    area = np.bincount(part, weights=stop - start, minlength=row.size)
    steps = np.zeros((len(mask), mask.shape[1] + 1), dtype=np.int8)
    gone = np.flatnonzero(area[part] < least)
    steps[row[gone], start[gone]] = 1
    steps[row[gone], stop[gone]] -= 1
    return np.asarray(mask & (np.cumsum(steps, axis=1)[:, :-1] == 0))


def numbered(mask: Mask) -> Indices:
    """For each pixel of ink the number of its part, from 1; 0 for paper."""
    row, start, stop = _runs(mask)
    steps = np.zeros((len(mask), mask.shape[1] + 1), dtype=np.int64)
    part = _parts(row, start, stop) + 1 if row.size else row
    steps[row, start] = part
    steps[row, stop] -= part
    return np.cumsum(steps, axis=1)[:, :-1]


def eroded(mask: Mask, by: int) -> Mask:
    """Where all pixels up to `by` rows and columns away are set; none beyond the border are."""
    for _ in range(2):
        total = np.cumsum(np.pad(mask, ((by + 1, by), (0, 0))), axis=0)
        mask = (total[2 * by + 1 :] - total[: -2 * by - 1] == 2 * by + 1).T
    return mask


def _runs(mask: Mask) -> tuple[Indices, Indices, Indices]:
    """Row, first column and the column after the last of each run of ink, in reading order."""
    padded = np.zeros((len(mask), mask.shape[1] + 2), dtype=np.int8)
    padded[:, 1:-1] = mask
    change = np.diff(padded, axis=1)
    row, start = np.nonzero(change > 0)
    return row, start, np.nonzero(change < 0)[1]


def _parts(row: Indices, start: Indices, stop: Indices) -> Indices:
    """For each run the first run of its part; runs touch by a corner, too.

    All links at once, again and again with shortcuts (Shiloach, Vishkin, J. Algorithms 3, 1982).
    """
    wide = int(stop.max()) + 2
    # the runs of the next row that touch: those that end at or after the start and start at or before the end
    low = np.searchsorted(row * wide + stop, (row + 1) * wide + start, side="left")
    high = np.searchsorted(row * wide + start, (row + 1) * wide + stop, side="right")
    count = np.maximum(high - low, 0)
    upper = np.repeat(np.arange(row.size), count)
    lower = np.arange(upper.size) - np.repeat(np.cumsum(count) - count, count) + np.repeat(low, count)
    part = np.arange(row.size)
    while True:
        first = np.minimum(part[upper], part[lower])
        linked = part.copy()
        np.minimum.at(linked, part[upper], first)
        np.minimum.at(linked, part[lower], first)
        linked = linked[linked]
        if np.array_equal(linked, part):
            return part
        part = linked

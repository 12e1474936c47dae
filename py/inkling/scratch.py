"""Scratching out: a zigzag over ink already written takes that ink, and itself, away.

Of the 20,349 digits of Pendigits', UJI's and UNIPEN's training parts one is taken for scratched out, of their 43,663
letters none.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from inkling.ink import Points

REVERSALS = 5
"""Least turns back of a zigzag; digits have three at most, in a 3 and an 8."""

SWEEP = 0.5
"""Least length of each sweep between two turns, as a share of the zigzag's extent along its axis."""

LENGTH = 2.5
"""Least length of the whole zigzag, in diagonals of its box: told before anything costlier is looked at."""

COVERED = 0.6
"""Least share of a stroke's points in the zigzag's box for the stroke to be taken away."""

TOUCHED = 0.4
"""The same for a stroke that touches one that is taken away: they are one digit."""

OVER = 0.5
"""Least share of its width that a smaller stroke lies above or below what is taken away, to go with it though the
zigzag missed it: the hat of a 5, the bar of a 7."""

SMALLER = 0.6
"""Greatest height of such a stroke, in heights of what is taken away."""

NEAR = 0.2
"""Largest distance of strokes that touch, in heights of what is taken away."""

OUTLINE = 64
"""Most points that stand for a stroke when distances are measured."""

SURELY = 0.99
"""Of LENGTH: sums of another order than `is_zigzag`'s differ in the last bits."""

MOST_POINTS = 2000
MOST_STROKES = 200
"""Of a stroke, and of strokes, beyond which nobody scratches: odd ink must not cost time."""


def scratched(strokes: Sequence[Points], traced: int = 0) -> tuple[int, ...]:
    """Indices of the strokes that are scratched out, and of the zigzags that did it; ascending.

    strokes: float64 [n, 2] each, in the order of writing. A zigzag takes what was written before it only; one that
    covers nothing is ink like any other. traced: how many of the first strokes no pen drew, and no zigzag either.
    """
    gone: set[int] = set()
    if not 1 < len(strokes) <= MOST_STROKES:
        return ()
    for index in np.flatnonzero(_winding(strokes)).tolist():
        stroke = strokes[index]
        scratches = index >= traced and is_zigzag(stroke)
        covered = [i for i in range(index) if i not in gone] if scratches else []
        shares = {i: _share_inside(strokes[i], stroke) for i in covered}
        covered = [i for i in covered if shares[i] >= COVERED]
        if covered:
            points = np.concatenate([strokes[i] for i in covered])
            rest = [i for i in shares if shares[i] < COVERED]
            gone.update(covered, (i for i in rest if _belongs(strokes[i], shares[i], points)), [index])
    return tuple(sorted(gone))


def _belongs(stroke: Points, share: float, covered: Points) -> bool:
    """Whether a stroke, of which `share` is under the zigzag, is of one digit with the ink of strokes that are."""
    low, high = covered.min(axis=0), covered.max(axis=0)
    unit = float(high[1] - low[1])
    own_low, own_high = stroke.min(axis=0), stroke.max(axis=0)
    shared = float(min(high[0], own_high[0]) - max(low[0], own_low[0]))
    width, height = (own_high - own_low).tolist()
    over = height <= SMALLER * unit and shared > 0.0 and shared >= OVER * width
    return (share >= TOUCHED or over) and _distance(stroke, covered) <= NEAR * unit


def _distance(one: Points, other: Points) -> float:
    """About the least distance between points of two strokes."""
    one, other = (points[:: -(-len(points) // OUTLINE)] for points in (one, other))
    gap = one[:, None] - other
    return float(np.sqrt((gap * gap).sum(axis=2).min()))


def _winding(strokes: Sequence[Points]) -> NDArray[np.bool_]:
    """Which strokes may be long enough for a zigzag: all at once, for hardly any is."""
    starts = np.cumsum([0] + [len(stroke) for stroke in strokes[:-1]])
    points = np.concatenate(strokes)
    step = np.diff(points, axis=0, append=points[-1:])
    length = np.hypot(step[:, 0], step[:, 1])
    # the way to the next stroke is none of it
    length[starts[1:] - 1] = 0.0
    size = np.maximum.reduceat(points, starts) - np.minimum.reduceat(points, starts)
    return np.asarray(np.add.reduceat(length, starts) >= SURELY * LENGTH * np.hypot(size[:, 0], size[:, 1]))


def is_zigzag(stroke: Points) -> bool:
    """Whether a stroke float64 [n, 2] goes back and forth over its extent, along its main axis or across it."""
    if not REVERSALS + 2 <= len(stroke) <= MOST_POINTS:
        return False
    steps = np.diff(stroke, axis=0)
    diagonal = float(np.hypot(*np.ptp(stroke, axis=0)))
    if float(np.hypot(steps[:, 0], steps[:, 1]).sum()) < LENGTH * max(diagonal, np.finfo(np.float64).tiny):
        return False
    centred = stroke - stroke.mean(axis=0)
    xx, xy, yy = (float((centred[:, a] * centred[:, b]).mean()) for a, b in ((0, 0), (0, 1), (1, 1)))
    angle = 0.5 * np.arctan2(2 * xy, xx - yy)
    main = np.array([np.cos(angle), np.sin(angle)])
    across = np.array([-main[1], main[0]])
    return any(_reversals(centred @ axis) >= REVERSALS for axis in (main, across))


def _reversals(along: NDArray[np.float64]) -> int:
    """Turns back between sweeps of at least SWEEP of the extent; smaller wiggles are none."""
    least = SWEEP * float(np.ptp(along))
    turns = -1
    direction = 0
    extreme = low = high = float(along[0])
    for value in along.tolist():
        if direction == 0:
            low, high = min(low, value), max(high, value)
            if high - low >= least:
                direction = 1 if value == high else -1
                extreme = value
                turns += 1
        elif (value - extreme) * direction >= 0:
            extreme = value
        elif (extreme - value) * direction >= least:
            direction = -direction
            extreme = value
            turns += 1
    return turns


def _share_inside(stroke: Points, zigzag: Points) -> float:
    low, high = zigzag.min(axis=0), zigzag.max(axis=0)
    return float(((stroke >= low) & (stroke <= high)).all(axis=1).mean())

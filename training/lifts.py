"""Digits as few hands write them: the pen lifted at corners, ones with flags of every slope, zeros barred level.

The hands that a fit has seen lift the pen in one way and draw flags in another; somebody else does both. Ones whose
flag is level are the scarcest: among the writers to fit there are about ten, and a short flag on an upright stem is all
that parts them from sevens. Units and determinism as in `training.jitter`.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from inkling.ink import Points
from training.jitter import Strokes, across, cross_seven, foot_one
from training.resample import distances, points_at

WINDOW = 0.08
"""Length of ink on either side of a place by which its turn is measured, in ink sizes."""

STEP = 0.02
"""Distance between the places looked at."""

CORNER = np.deg2rad(50.0)
"""Least turn of a corner."""

LIFTED = 0.85
"""Share of corners at which the pen is lifted."""

ELSEWHERE = 0.3
"""Share of long strokes without corners that are parted somewhere in their middle."""

LONG = 0.8
"""Length of a stroke from which it counts as long, in ink sizes."""

REVERSED = 0.5
"""Share of the parts drawn the other way."""

LATE_SHARE, LATEST = 0.3, 0.15
"""Share of parts the pen comes to late, and the most of their points that are lost so."""

BARRED = 0.5
"""Share of zeros with a level bar."""

BAR_WIDTH, BAR_RISE = (0.8, 2.2), (-0.35, 0.15)
"""Least and most width of that bar and its rise to the right, in the zero's width and height, downward."""

NARROW = 0.2
"""Width over height up to which a one is a bare stem."""

FLAG_SHARE, APART_SHARE, FOOT_SHARE = 0.7, 0.4, 0.3
"""Shares of bare stems that get a flag, of flags drawn with a lifted pen, of ones that get a foot."""

LEVEL_SHARE = 0.5
"""Share of the flags that are about level; the others fall, as most people's do."""

LEVEL_FALL, LEVEL_LENGTH = np.deg2rad((-10.0, 25.0)), (0.1, 0.32)
"""Least and most fall to the left, and length in stems, of level flags: sevens' bars are longer."""

STEEP_FALL, STEEP_LENGTH = np.deg2rad((25.0, 70.0)), (0.15, 0.8)
"""The same of those that fall."""

UPRIGHT = np.deg2rad(12.0)
"""Most slant to the right of a stem with a level flag: further over it would be a seven."""

CROSSED = 0.3
"""Share of sevens of one stroke that get a bar across."""


def rarer(strokes: Strokes, label: str, rng: np.random.Generator) -> Strokes:
    """The digit in a rarer way of writing it, or as it was where none fits; label: '0'..'9'."""
    single = len(strokes) == 1
    if label == "0":
        return barred(strokes, rng) if single and rng.random() < BARRED else strokes
    if label == "1":
        stem = single and float(np.ptp(strokes[0][:, 0])) < NARROW * float(np.ptp(strokes[0][:, 1]))
        if not stem:
            strokes = lifted(strokes, rng) if single and rng.random() < 0.5 else strokes
        elif rng.random() < FLAG_SHARE:
            strokes = flagged(strokes[0], rng)
        return foot_one(strokes, rng) if rng.random() < FOOT_SHARE else strokes
    if label == "7" and single and rng.random() < CROSSED:
        strokes = cross_seven(strokes, rng)
    return lifted(strokes, rng)


def corners(stroke: Points) -> list[float]:
    """How far along the stroke its sharpest turns are, in ink sizes."""
    along = distances(stroke)
    if along[-1] < 4.0 * WINDOW:
        return []
    places = np.arange(WINDOW, along[-1] - WINDOW, STEP)
    before, here, after = (points_at(stroke, along, places + way) for way in (-WINDOW, 0.0, WINDOW))
    turns = _turns(here - before, after - here)
    near = int(WINDOW / STEP)
    return [
        float(place)
        for at, place in enumerate(places)
        if turns[at] > CORNER and turns[at] == turns[max(0, at - near) : at + near + 1].max()
    ]


def _turns(before: Points, after: Points) -> NDArray[np.float64]:
    cross = before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0]
    return np.asarray(np.abs(np.arctan2(cross, (before * after).sum(axis=1))))


def lifted(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """Strokes parted at most of their corners, the parts drawn either way."""
    result: Strokes = []
    for stroke in strokes:
        places = [place for place in corners(stroke) if rng.random() < LIFTED]
        length = float(distances(stroke)[-1])
        if not places and length > LONG and rng.random() < ELSEWHERE:
            places = [float(rng.uniform(0.2, 0.8)) * length]
        result += [_redrawn(part, rng) for part in parted(stroke, places)] if places else [stroke]
    return result


def _redrawn(part: Points, rng: np.random.Generator) -> Points:
    late = int(rng.uniform(0.0, LATEST) * len(part)) if rng.random() < LATE_SHARE else 0
    return part[late:][::-1] if rng.random() < REVERSED else part[late:]


def parted(stroke: Points, places: list[float]) -> Strokes:
    """The stroke's parts between those places along it."""
    along = distances(stroke)
    edges = [0.0, *places, float(along[-1])]
    result = []
    for first, last in pairwise(edges):
        inner = stroke[(along > first) & (along < last)]
        ends = points_at(stroke, along, np.array([first, last]))
        result.append(np.concatenate((ends[:1], inner, ends[1:])))
    return result


def barred(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """A bar added across the middle, about level, as some write zero."""
    slope = np.array([rng.uniform(*BAR_WIDTH), rng.uniform(*BAR_RISE)])
    return [*strokes, across(strokes, slope, rng)]


def flagged(stem: Points, rng: np.random.Generator) -> Strokes:
    """A flag to the left of the stem's top, of any slope that leaves it a one."""
    if stem[0, 1] > stem[-1, 1]:
        stem = stem[::-1]
    top, foot = stem[0], stem[-1]
    length = float(np.hypot(*(foot - top)))
    slant = float(np.arctan2(top[0] - foot[0], foot[1] - top[1]))
    level = rng.random() < LEVEL_SHARE and slant <= UPRIGHT
    fall = float(rng.uniform(*(LEVEL_FALL if level else STEEP_FALL)))
    reach = float(rng.uniform(*(LEVEL_LENGTH if level else STEEP_LENGTH))) * length
    tip = top + reach * np.array([-np.cos(fall), np.sin(fall)])
    bend = (tip + top) / 2.0 + rng.normal(0.0, 0.05, 2) * reach
    if rng.random() >= APART_SHARE:
        return [np.concatenate((np.stack((tip, bend)), stem))]
    moved = np.stack((top, bend, tip)) + rng.normal(0.0, 0.03, 2) * length
    return [stem, moved[::-1] if rng.random() < 0.5 else moved]

"""Random changes to ink that leave its meaning: other hands, other pens, other devices.

Every function takes and returns strokes as a list of float64 [n, 2] in units where the ink's longer side is
about 1, and draws from the generator it is given, so that a seed decides the result.
"""

from __future__ import annotations

import numpy as np

from inkling.ink import Points

Strokes = list[Points]

ROTATION = np.deg2rad(8.0)
"""Standard deviation of the rotation; people's slant varies more than their writing line."""

SHEAR = 0.18
"""Standard deviation of the horizontal shear: slanted hands."""

LOG_ASPECT = 0.16
"""Standard deviation of the logarithm of width over height."""

WARP = 0.035
"""Standard deviation of the smooth warp, in ink sizes."""

WARP_KNOTS = 4
"""Knots of the smooth warp along each axis."""

STROKE_SHIFT = 0.025
"""Standard deviation of how far a whole stroke lands from where it was meant."""

STROKE_LOG_SIZE = 0.05
"""Standard deviation of the logarithm of one stroke's size against the others'."""

TRIM = 0.07
"""Most of a stroke's points lost at either end: late pen-down, early pen-up."""

COARSE_GRID = (10.0, 60.0)
"""Steps across the ink of a coarse device."""

FEW_POINTS = (5, 14)
"""Points left of a stroke by a device that reports rarely."""

TREMOR = 0.012
"""Standard deviation of a shaky pen, in ink sizes."""

HOOK = 0.07
"""Length of the flick where the pen lands or leaves, in ink sizes."""


SLASH_WIDTH, SLASH_HEIGHT = (0.15, 1.5), (0.4, 1.5)
"""Least and most width and height of a zero's slash, in the zero's own."""

SLASH_SHIFT = 0.06
"""Standard deviation of how far a slash's or bar's middle lies from the zero's, in its width and height."""

BACKSLASH_SHARE = 0.2
"""Share of slashes that fall to the right."""

UNLIFTED_SHARE = 0.15
"""Share of slashes drawn without lifting the pen."""

FOOT_WIDTH = (0.2, 0.6)
"""Least and most width of the bar under a one, in its heights."""

FOOT_SHIFT, FOOT_DROP = 0.1, 0.04
"""Standard deviations of how far beside and below the foot that bar lies, in heights."""

TURNED_SHARE = 0.15
"""Share of ink that some strokes of run the other way: other schools, left hands."""


def unit(strokes: Strokes) -> Strokes:
    """Moved and scaled to the unit square's corner, aspect kept; a single dot stays a dot."""
    points = np.concatenate(strokes)
    low = points.min(axis=0)
    size = float((points.max(axis=0) - low).max())
    return [(stroke - low) / (size if size > 0.0 else 1.0) for stroke in strokes]


def jitter(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """A random mix of all changes below. Returns at least one stroke with at least one point."""
    result = unit(strokes)
    if rng.random() < 0.5:
        result = [trim(stroke, rng) for stroke in result]
    if rng.random() < 0.15:
        result = hook(result, rng)
    if len(result) > 1:
        result = shift_strokes(result, rng)
    if rng.random() < 0.8:
        result = warp(result, rng)
    result = unit(affine(result, rng))
    kind = rng.random()
    if kind < 0.12:
        result = staircase(result, float(np.exp(rng.uniform(*np.log(COARSE_GRID)))))
    elif kind < 0.22:
        result = [thin_out(stroke, int(rng.integers(*FEW_POINTS))) for stroke in result]
    elif kind < 0.32:
        result = shake(result, rng)
    if rng.random() < TURNED_SHARE:
        result = [stroke[::-1] if rng.random() < 0.5 else stroke for stroke in result]
    return result


def affine(strokes: Strokes, rng: np.random.Generator, strength: float = 1.0) -> Strokes:
    """Rotated, slanted and stretched about the origin."""
    angle = rng.normal(0.0, ROTATION * strength)
    shear = rng.normal(0.0, SHEAR * strength)
    stretch = np.exp(rng.normal(0.0, LOG_ASPECT * strength) / 2.0)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    matrix = turn @ np.array([[1.0, shear], [0.0, 1.0]]) @ np.diag([stretch, 1.0 / stretch])
    return [stroke @ matrix.T for stroke in strokes]


def warp(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """Bent smoothly: each coordinate moved by a random smooth function of both."""
    knots = rng.normal(0.0, WARP, (2, WARP_KNOTS, WARP_KNOTS))
    size = max(float(np.concatenate(strokes).max()), np.finfo(np.float64).tiny)
    return [stroke + _bilinear(knots, stroke / size) for stroke in strokes]


def _bilinear(knots: Points, at: Points) -> Points:
    """knots: [2, k, k]; at: [n, 2] in 0..1. Smoothstep between knots keeps strokes free of corners."""
    place = np.clip(at, 0.0, 1.0) * (knots.shape[1] - 1)
    cell = np.minimum(place.astype(np.int64), knots.shape[1] - 2)
    part = place - cell
    part = part * part * (3.0 - 2.0 * part)
    x, y = cell[:, 0], cell[:, 1]
    u, v = part[:, 0], part[:, 1]
    top = knots[:, y, x] * (1.0 - u) + knots[:, y, x + 1] * u
    bottom = knots[:, y + 1, x] * (1.0 - u) + knots[:, y + 1, x + 1] * u
    return np.asarray((top * (1.0 - v) + bottom * v).T)


def shift_strokes(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """Each stroke placed and sized a little apart from the others."""
    return [
        (stroke - stroke.mean(axis=0)) * np.exp(rng.normal(0.0, STROKE_LOG_SIZE))
        + stroke.mean(axis=0)
        + rng.normal(0.0, STROKE_SHIFT, 2)
        for stroke in strokes
    ]


def trim(stroke: Points, rng: np.random.Generator) -> Points:
    """Some points lost at both ends."""
    first = int(rng.uniform(0.0, TRIM) * len(stroke))
    last = int(rng.uniform(0.0, TRIM) * len(stroke))
    return stroke[first : len(stroke) - last]


def hook(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """A short flick added where one stroke starts or ends."""
    chosen = int(rng.integers(len(strokes)))
    angle = rng.uniform(0.0, 2.0 * np.pi)
    flick = np.array([np.cos(angle), np.sin(angle)]) * rng.uniform(0.3, 1.0) * HOOK
    stroke = strokes[chosen]
    if rng.random() < 0.5:
        longer = np.concatenate((stroke[:1] + flick, stroke))
    else:
        longer = np.concatenate((stroke, stroke[-1:] + flick))
    return [longer if index == chosen else other for index, other in enumerate(strokes)]


def staircase(strokes: Strokes, steps: float) -> Strokes:
    """Rounded to a grid of so many steps across the ink."""
    return [np.rint(stroke * steps) / steps for stroke in strokes]


def thin_out(stroke: Points, count: int) -> Points:
    """At most `count` points, evenly spaced along the stroke's index, both ends kept."""
    if len(stroke) <= count:
        return stroke
    return stroke[np.rint(np.linspace(0, len(stroke) - 1, count)).astype(np.int64)]


def shake(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """Every point moved by a little on its own."""
    amount = TREMOR * rng.uniform(0.3, 1.0)
    return [stroke + rng.normal(0.0, amount, stroke.shape) for stroke in strokes]


def slash_zero(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """A stroke added across, short or long, mostly from lower left to upper right, as some write zero."""
    slope = np.array([rng.uniform(*SLASH_WIDTH), -rng.uniform(*SLASH_HEIGHT)])
    if rng.random() < BACKSLASH_SHARE:
        slope[0] = -slope[0]
    slash = across(strokes, slope, rng)
    if rng.random() < 0.5:
        slash = slash[::-1]
    if rng.random() < UNLIFTED_SHARE:
        return [*strokes[:-1], np.concatenate((strokes[-1], slash))]
    return [*strokes, slash]


def across(strokes: Strokes, slope: Points, rng: np.random.Generator) -> Points:
    """A line through about the middle of the ink; slope: float64 [2], its width and height in those of the ink."""
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    half = (high - low) / 2.0 * slope
    middle = (low + high) / 2.0 + (high - low) * rng.normal(0.0, SLASH_SHIFT, 2)
    return np.stack((middle - half, middle + half))


def cross_seven(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """A short bar added across the middle of the stem, as some write seven."""
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    height = rng.uniform(0.42, 0.62)
    row = low[1] + (high[1] - low[1]) * height
    below = points[points[:, 1] >= row]
    if not len(below):
        return strokes
    stem = float(below[np.argmin(below[:, 1]), 0])
    half = (high[0] - low[0]) * rng.uniform(0.2, 0.4)
    tilt = rng.normal(0.0, 0.15) * half
    return [*strokes, np.array([[stem - half, row + tilt], [stem + half, row - tilt]])]


def foot_one(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """A bar added at the foot, often not quite under it, as some write one."""
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    height = float(high[1] - low[1])
    foot = float(points[np.argmax(points[:, 1]), 0]) + rng.normal(0.0, FOOT_SHIFT) * height
    half = rng.uniform(*FOOT_WIDTH) / 2.0 * height
    row = float(high[1]) + rng.normal(0.0, FOOT_DROP) * height
    tilt = rng.normal(0.0, 0.15) * half
    return [*strokes, np.array([[foot - half, row + tilt], [foot + half, row - tilt]])]

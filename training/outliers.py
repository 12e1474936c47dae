"""Ink made up here that is not one digit: scribbles, dots, parts of digits, several digits.

Units and determinism as in `training.jitter`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from inkling.ink import Points
from training.jitter import Strokes, affine, jitter, unit

SMALLEST_PART, LARGEST_PART = 0.25, 0.6
"""Share of a digit's ink that a part of a digit keeps."""

SLIMMEST_PART = 0.4
"""Least width over height, or height over width, of a part of a digit: a slimmer one is a one."""

TIGHTEST_GAP, WIDEST_GAP = -0.15, 0.5
"""Space between neighbouring digits in digit heights; below zero their boxes overlap."""

COUNT_ODDS = (0.72, 0.2, 0.08)
"""Odds of two, three and four digits in ink of several digits."""


def scribble(rng: np.random.Generator) -> Strokes:
    """One of many kinds of ink people make while trying a pen."""
    kinds = (_tangle, _dense_zigzag, _spiral, _hatch, _dots, _blob, _many_strokes)
    return kinds[int(rng.integers(len(kinds)))](rng)


def _tangle(rng: np.random.Generator) -> Strokes:
    # the running sum of a running sum: a pen with inertia
    count = int(rng.integers(100, 260))
    turn = np.cumsum(rng.normal(0.0, rng.uniform(0.25, 0.7), count)) + rng.uniform(0, 2 * np.pi)
    speed = rng.uniform(0.5, 1.5, count)
    path = np.cumsum(np.stack((np.cos(turn), np.sin(turn)), axis=1) * speed[:, None], axis=0)
    pull = np.linspace(0.0, 1.0, count)[:, None]
    return [path - pull * (path[-1] - path[0]) * rng.uniform(0.3, 1.0)]


def _dense_zigzag(rng: np.random.Generator) -> Strokes:
    teeth = int(rng.integers(5, 16))
    x = np.linspace(0.0, rng.uniform(0.5, 1.5), teeth * 2) + rng.normal(0.0, 0.02, teeth * 2)
    y = np.tile([0.0, 1.0], teeth) * rng.uniform(0.6, 1.0, teeth * 2)
    return affine([np.stack((x, y), axis=1)], rng, strength=6.0)


def _spiral(rng: np.random.Generator) -> Strokes:
    angle = np.linspace(0.0, rng.uniform(2.4, 7.0) * 2 * np.pi, 160)
    radius = np.linspace(rng.uniform(0.05, 0.4), 1.0, 160) ** rng.uniform(0.6, 1.4)
    wobble = 1.0 + rng.normal(0.0, 0.02, 160)
    return affine([np.stack((np.cos(angle), np.sin(angle)), axis=1) * (radius * wobble)[:, None]], rng)


def _hatch(rng: np.random.Generator) -> Strokes:
    down, across = int(rng.integers(2, 6)), int(rng.integers(2, 6))
    lines = [np.array([[x, 0.0], [x, 1.0]]) for x in np.linspace(0.1, 0.9, down)]
    lines += [np.array([[0.0, y], [1.0, y]]) for y in np.linspace(0.1, 0.9, across)]
    lines = [line + rng.normal(0.0, 0.04, line.shape) for line in lines]
    return affine(lines, rng, strength=3.0)


def _dots(rng: np.random.Generator) -> Strokes:
    places = rng.uniform(0.0, 1.0, (int(rng.integers(2, 9)), 2))
    return [place + rng.normal(0.0, 0.02, (3, 2)) for place in places]


def _blob(rng: np.random.Generator) -> Strokes:
    count = int(rng.integers(80, 240))
    inside = rng.normal(0.0, 1.0, (count, 2)) * np.array([1.0, rng.uniform(0.4, 1.0)])
    return affine([inside / np.maximum(1.0, np.hypot(*inside.T))[:, None]], rng)


def _many_strokes(rng: np.random.Generator) -> Strokes:
    count = int(rng.integers(4, 10))
    ends = rng.uniform(0.0, 1.0, (count, 3, 2))
    along = np.linspace(0.0, 1.0, 12)[:, None]
    # quadratic Bezier curves
    return [(1 - along) ** 2 * a + 2 * along * (1 - along) * b + along**2 * c for a, b, c in ends]


def part_of(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """The first or last part of a digit's ink, cut anywhere along it; a scribble if that is a mere line."""
    lengths = np.array([len(stroke) for stroke in strokes])
    keep = max(2, int(lengths.sum() * rng.uniform(SMALLEST_PART, LARGEST_PART)))
    backward = rng.random() < 0.5
    result: Strokes = []
    for stroke in reversed(strokes) if backward else strokes:
        result.append(stroke[-keep:] if backward else stroke[:keep])
        keep -= len(stroke)
        if keep <= 0:
            break
    sides = np.ptp(np.concatenate(result), axis=0)
    return result if sides.min() >= SLIMMEST_PART * sides.max() else scribble(rng)


def crossed_out(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """A digit with a zigzag or several lines drawn over it."""
    digit = unit(strokes)
    if rng.random() < 0.5:
        over = unit(_dense_zigzag(rng))
        return [*digit, *(stroke * rng.uniform(0.8, 1.3) - rng.uniform(0.0, 0.2) for stroke in over)]
    lines = [rng.uniform(-0.1, 1.1, (2, 2)) for _ in range(int(rng.integers(3, 7)))]
    return [*digit, *lines]


def several(digits: Sequence[Strokes], rng: np.random.Generator) -> Strokes:
    """Digits side by side, as a number is written: sizes, lines and gaps vary, up to touching.

    The writing is then jittered as a whole. Raises ValueError for fewer than two digits.
    """
    if len(digits) < 2:
        raise ValueError(f"expected at least two digits, got {len(digits)}")
    gap = rng.uniform(TIGHTEST_GAP, WIDEST_GAP)
    result: Strokes = []
    right = 0.0
    for index, strokes in enumerate(digits):
        digit = [_grown(stroke, rng) for stroke in _tall(jitter(strokes, rng))]
        points = np.concatenate(digit)
        left = right + gap + rng.normal(0.0, 0.04) - points[:, 0].min() if index else -points[:, 0].min()
        # a narrow digit must not slip inside its neighbour: that would be one shape, not two digits
        width = float(np.ptp(points[:, 0]))
        left = max(left, right - 0.3 * width - points[:, 0].min())
        offset = np.array([left, rng.normal(0.0, 0.06)])
        result += [stroke + offset for stroke in digit]
        right = left + float(points[:, 0].max())
    return affine(result, rng, strength=0.6)


def _tall(strokes: Strokes) -> Strokes:
    """Scaled to height 1, but never wider than 1.2."""
    points = np.concatenate(strokes)
    low = points.min(axis=0)
    wide, high = points.max(axis=0) - low
    return [(stroke - low) / max(high, wide / 1.2, np.finfo(np.float64).tiny) for stroke in strokes]


def _grown(stroke: Points, rng: np.random.Generator) -> Points:
    return np.asarray(stroke * np.exp(rng.normal(0.0, 0.02)))


def how_many(rng: np.random.Generator) -> int:
    """Number of digits of a piece of several digits."""
    return 2 + int(rng.choice(len(COUNT_ODDS), p=COUNT_ODDS))

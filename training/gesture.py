"""Digits as other hands gesture them: parts of a stroke longer or shorter, turned, bent, with tails, hooks, gaps.

What `training.jitter` does to the plane (slant, stretch, warp) leaves a loop where it is in the digit; hands differ in
the movement itself. A stroke is taken here as what the pen does, headings along even steps; the headings and the
lengths of the steps change smoothly, and the stroke is put together again.

Units and determinism as in `training.jitter`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inkling.ink import Points
from training.jitter import Strokes, unit
from training.resample import distances, points_at

STEP = 0.02
"""Length of the even steps, in ink sizes."""

LENGTH_KNOTS = (2, 6)
"""Least and one more than the most knots of the change of lengths along a stroke."""

LOG_LENGTH = 0.25
"""Standard deviation of the logarithm of how much longer a part gets."""

TURN = np.deg2rad(8.0)
"""Standard deviation of what a stroke turns more at one place than it did."""

TURN_WIDTH = 0.15
"""Share of the stroke along which that turn happens."""

BEND = np.deg2rad(11.0)
"""Standard deviation of the heading's change in the middle of a bent part; none at its ends."""

TAIL_SHARE = 0.3
"""Share of strokes with an end drawn on or broken off."""

LONGEST_TAIL = 0.3
"""In ink sizes."""

TAIL_TURN = 0.05
"""Standard deviation of what a tail turns in each step, in radians, beside what the stroke's end turns."""

LARGEST_LOSS = 0.12
"""Share of a stroke's steps that are broken off at most."""

CLOSED = 0.25
"""Distance of a stroke's ends, in ink sizes, up to which it stays as closed as it was: an open zero is a six."""

OPEN_SHARE = 0.25
"""Share of closed strokes left with a gap all the same: the pen came too late or went too early."""

WIDEST_GAP = 0.08
"""Of such a gap, in shares of the stroke: a wider one would be another digit's."""

HOOK_SHARES = (0.25, 0.15)
"""Share of digits that the pen comes to in a line, and that it leaves in one, as in joined writing."""

HOOK_HEADINGS = (0.0, np.deg2rad(-20.0))
"""Means of the headings in which it comes and goes: from the left, and on to the right and a little up."""

HOOK_SPREAD = np.deg2rad(25.0)
"""Standard deviation of those headings."""

HOOK_LENGTH = (0.06, 0.25)
"""In ink sizes."""

HOOK_ROUND = (2, 7)
"""Least and one more than the most steps along which the pen turns from the hook into the digit, or out of it."""

SHARPEST_HOOK = np.deg2rad(135.0)
"""A pen that would have to turn more makes a loop there instead, and no hook."""

PLAIN = frozenset("17")
"""Digits without hooks: with one, either may be the other, or a two."""

END_STEPS = 4
"""Steps at a stroke's end that say how it goes on."""


def gesture(strokes: Strokes, label: str, rng: np.random.Generator) -> Strokes:
    """Every stroke longer than a few steps in another movement, its middle where it was; label: '0'..'9'."""
    moved = [_moved(stroke, rng) for stroke in unit(strokes)]
    if label not in PLAIN:
        comes, goes = rng.random(2) < HOOK_SHARES
        if comes:
            # a beginning is an end seen from behind
            back = HOOK_HEADINGS[0] + np.pi
            moved[0] = with_hook(moved[0][::-1], back, rng)[::-1]
        if goes:
            moved[-1] = with_hook(moved[-1], HOOK_HEADINGS[1], rng)
    return moved


def _moved(stroke: Points, rng: np.random.Generator) -> Points:
    steps = even_steps(stroke)
    if len(steps) <= END_STEPS:
        return stroke
    heading, length = np.unwrap(np.arctan2(steps[:, 1], steps[:, 0])), np.hypot(*steps.T)
    length = length * np.exp(lengths(len(steps), rng))
    heading = heading + turn(len(steps), rng) + bend(len(steps), rng)
    gap = steps.sum(axis=0)
    closed = bool(np.hypot(*gap) < CLOSED)
    if not closed and rng.random() < TAIL_SHARE:
        # a beginning is an end seen from behind
        if rng.random() < 0.5:
            heading, length = tail(heading, length, rng)
        else:
            back, length = tail(heading[::-1], length[::-1], rng)
            heading, length = back[::-1], length[::-1]
    moved = np.stack((np.cos(heading), np.sin(heading)), axis=1) * length[:, None]
    if closed:
        moved += (gap - moved.sum(axis=0)) / len(moved)
        if rng.random() < OPEN_SHARE:
            moved = with_gap(moved, rng)
    path = np.concatenate((np.zeros((1, 2)), np.cumsum(moved, axis=0)))
    return np.asarray(path - path.mean(axis=0) + stroke.mean(axis=0))


def even_steps(stroke: Points) -> Points:
    """From one point to the next, about STEP apart along the stroke: float64 [steps, 2], none for a dot."""
    along = distances(stroke)
    count = int(along[-1] / STEP)
    steps = np.diff(points_at(stroke, along, np.linspace(0.0, along[-1], count + 1)), axis=0)
    # where the pen goes back on its own line a step can come out empty: it has no heading
    return np.asarray(steps[np.hypot(*steps.T) > 0.0])


def lengths(count: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Logarithm of how much longer each step gets: float64 [count], smooth."""
    knots = rng.normal(0.0, LOG_LENGTH, int(rng.integers(*LENGTH_KNOTS)))
    return np.asarray(np.interp(np.linspace(0.0, 1.0, count), np.linspace(0.0, 1.0, len(knots)), knots))


def turn(count: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Added to each heading, radians: all after one place turned, the turn rounded off."""
    along = (np.linspace(0.0, 1.0, count) - rng.uniform(0.0, 1.0)) / TURN_WIDTH
    return np.asarray(rng.normal(0.0, TURN) * np.clip(along + 0.5, 0.0, 1.0))


def bend(count: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Added to each heading, radians: a part bent one way and back."""
    first, last = np.sort(rng.uniform(0.0, 1.0, 2))
    along = (np.linspace(0.0, 1.0, count) - first) / max(last - first, TURN_WIDTH)
    return np.asarray(rng.normal(0.0, BEND) * np.sin(np.pi * np.clip(along, 0.0, 1.0)))


def with_gap(steps: Points, rng: np.random.Generator) -> Points:
    """The steps without some of the first and of the last."""
    lost = rng.uniform(0.0, WIDEST_GAP) * len(steps)
    early = int(lost * rng.uniform(0.0, 1.0))
    return steps[early : len(steps) - (int(lost) - early)]


def with_hook(stroke: Points, heading: float, rng: np.random.Generator) -> Points:
    """The stroke going on in about that heading, radians; as it was where the turn would be too sharp."""
    if len(stroke) <= END_STEPS:
        return stroke
    before = stroke[-1] - stroke[-1 - END_STEPS]
    from_heading = float(np.arctan2(before[1], before[0]))
    bend = (heading + rng.normal(0.0, HOOK_SPREAD) - from_heading + np.pi) % (2.0 * np.pi) - np.pi
    if abs(bend) > SHARPEST_HOOK:
        return stroke
    steps = max(1, int(rng.uniform(*HOOK_LENGTH) / STEP))
    turned = np.minimum(np.arange(1, steps + 1) / int(rng.integers(*HOOK_ROUND)), 1.0)
    headings = from_heading + bend * turned
    way = np.stack((np.cos(headings), np.sin(headings)), axis=1) * STEP
    return np.concatenate((stroke, stroke[-1] + np.cumsum(way, axis=0)))


def tail(
    heading: NDArray[np.float64], length: NDArray[np.float64], rng: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(heading, length) of a stroke whose end is broken off, or goes on as it went."""
    if rng.random() < 0.5:
        kept = len(heading) - int(rng.uniform(0.0, LARGEST_LOSS) * len(heading))
        return heading[:kept], length[:kept]
    more = int(rng.uniform(0.0, LONGEST_TAIL) / STEP)
    turning = (heading[-1] - heading[-END_STEPS]) / END_STEPS * rng.uniform(0.0, 1.0)
    further = heading[-1] + np.cumsum(np.full(more, turning + rng.normal(0.0, TAIL_TURN)))
    return np.concatenate((heading, further)), np.concatenate((length, np.full(more, STEP)))

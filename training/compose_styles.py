"""Numbers nearer to how people write than the grades are: hands slanted and stretched, gaps by habit.

A hand is changed as a whole, so that one number keeps one style; that makes many writers of few, with digits the
model has not seen in just this shape. Lengths are in the writer's median digit height.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from inkling.ink import Points
from training import compose, gesture, jitter, made_ones
from training.compose import Composed, Element, Hand
from training.jitter import Strokes

KEPT = 2
"""Samples of each digit that a styled hand keeps: people repeat themselves within a number."""

SLANT = 0.2
"""Standard deviation of a hand's horizontal shear."""

LOG_STRETCH = 0.15
"""Standard deviation of the logarithm of a hand's width against its height."""

SLASH_SHARE, CROSS_SHARE, FOOT_SHARE, STRAIGHT_SHARE = 0.1, 0.1, 0.08, 0.2
"""Share of hands that slash their zeros, that cross their sevens, that put a bar under their ones, and that draw them
straight."""

WARP_SHARE = 0.6
"""Share of a hand's digits that are bent a little, and with several strokes put together anew."""

GESTURE_SHARE = 0.4
"""Share of the bent ones that are drawn in another movement too."""

GAP = (-0.08, 0.4)
"""Least and most habitual space between the ink of neighbours, along their rows."""

REPEATED_SHARE = 0.15
"""Share of numbers of one or two different digits, a one among them as often as not: rows of bars are numbers too."""

FAR_SHARE = 0.15
"""Share of numbers whose digits stand far apart, with a whole canvas to fill."""

FAR_GAP = (0.4, 6.0)
"""Least and most habitual space of those; small ones as often as large ones."""

GAP_JITTER = 0.09
"""Standard deviation of one gap against the habit."""

DEEPEST = -0.2
"""How far ink may reach past the first contact."""

DRIFT = 0.05
"""Standard deviation of what the baseline moves from one digit to the next."""

SHORT_JOINED = (2, 4)
"""Least and most digits of numbers that are mostly one stroke."""

NATURAL_JOIN = 0.12
"""Share of numbers in which some neighbours are joined."""


def styled(hand: Hand, rng: np.random.Generator) -> Hand:
    """A few digits of the hand in another style; sizes stay in median digit heights."""
    shear = rng.normal(0.0, SLANT)
    stretch = float(np.exp(rng.normal(0.0, LOG_STRETCH)))
    matrix = np.array([[stretch, -shear], [0.0, 1.0]])
    added = {
        label: add
        for label, add, share in (
            ("0", jitter.slash_zero, SLASH_SHARE),
            ("7", jitter.cross_seven, CROSS_SHARE),
            ("1", jitter.foot_one, FOOT_SHARE),
        )
        if rng.random() < share
    }
    if "1" in hand and rng.random() < STRAIGHT_SHARE:
        hand = hand | {"1": [made_ones.straight_one(rng) for _ in range(KEPT)]}
    result: Hand = {}
    for label, samples in sorted(hand.items()):
        chosen = rng.permutation(len(samples))[:KEPT].tolist()
        result[label] = [_varied(samples[i], label, rng) for i in chosen]
        if label in added:
            result[label] = [added[label](s, rng) if len(s) == 1 else s for s in result[label]]
        result[label] = [[stroke @ matrix.T for stroke in strokes] for strokes in result[label]]
    return result


def _varied(strokes: Strokes, label: str, rng: np.random.Generator) -> Strokes:
    """Bent and its strokes shifted, at its old size; left alone as often as not."""
    if rng.random() >= WARP_SHARE:
        return strokes
    points = np.concatenate(strokes)
    size = float(np.ptp(points, axis=0).max())
    if size <= 0.0:
        return strokes
    result = jitter.unit(strokes)
    if rng.random() < GESTURE_SHARE:
        result = jitter.unit(gesture.gesture(result, label, rng))
    result = jitter.warp(result, rng)
    if len(result) > 1:
        result = jitter.shift_strokes(result, rng)
    return [stroke * size for stroke in result]


def _few(hand: Hand, rng: np.random.Generator) -> Hand:
    """One or two digits of the hand."""
    labels = sorted(hand)
    chosen = rng.permutation(labels)[: int(rng.integers(1, 3))].tolist()
    if "1" in hand and rng.random() < 0.5:
        chosen[0] = "1"
    return {label: hand[label] for label in chosen}


def natural(hand: Hand, count: int, rng: np.random.Generator) -> Composed:
    """One line of `count` digits whose gaps, sizes and feet follow one habit each, with a little of everything."""
    if rng.random() < REPEATED_SHARE:
        hand = _few(hand, rng)
    far = rng.random() < FAR_SHARE
    habit = float(np.exp(rng.uniform(*np.log(FAR_GAP)))) if far else rng.uniform(*GAP)
    foot = 0.0
    placed: list[Element] = []
    before: Points | None = None
    for element in compose.digits(hand, count, rng):
        foot += rng.normal(0.0, DRIFT)
        points = np.concatenate(element.strokes)
        corner = np.array([points[:, 0].min(), points[:, 1].max() - foot])
        strokes = [stroke - corner for stroke in element.strokes]
        if before is not None:
            gap = max(habit + rng.normal(0.0, GAP_JITTER), DEEPEST)
            left = compose.contact(before, np.concatenate(compose.dense(strokes))) + gap
            strokes = [stroke + np.array([left, 0.0]) for stroke in strokes]
        before = np.concatenate(compose.dense(strokes))
        placed.append(replace(element, strokes=strokes))
    return compose.write([placed], rng, join=rng.random() < NATURAL_JOIN)


def joined(hand: Hand, rng: np.random.Generator) -> Composed:
    """A short number mostly in one stroke, of one or two different digits as often as not: 00 is what people join."""
    chosen = _few(hand, rng) if rng.random() < 0.5 else hand
    return compose.compose(chosen, int(rng.integers(SHORT_JOINED[0], SHORT_JOINED[1] + 1)), "joined", rng)

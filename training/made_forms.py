"""Digits of forms that hands somewhere use and the sets hold few of, drawn between two extremes of each form.

A form is written down twice, with the same points: as one hand draws it and as a very different one does. A digit of it
lies anywhere between the two, and a little beyond. Units and determinism as in `training.jitter`.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from inkling.ink import Points
from training import gesture
from training.jitter import Strokes

BEYOND = 0.15
"""How far past either extreme a digit may lie, in the distance between the two."""

CONTROL_SPREAD = 2.5
"""Standard deviation of each control point around its place, in hundredths of the digit's height."""

STEPS = 12
"""Points from one control point to the next."""

GESTURED_SHARE = 0.5
"""Share of them in another movement of the hand on top."""

FORMS: dict[str, tuple[tuple[str, str], ...]] = {
    # strokes are parted by |; a point that ends in ! is a corner, the pen goes smoothly through all others
    "0": (
        # begun at the foot, to the left or to the right
        (
            "34,100 10,84 3,46 14,10 34,0 56,14 64,52 54,88 32,100",
            "28,98 4,76 4,36 22,8 44,2 62,22 60,60 44,92 20,98",
        ),
        (
            "30,100 54,84 62,46 50,10 30,0 10,14 2,52 10,88 32,99",
            "36,98 62,76 60,36 40,6 20,4 4,24 6,62 22,92 46,97",
        ),
        # with a curl at the top, small or large
        (
            "40,2 14,10 2,50 16,92 38,98 60,70 56,22 40,4 30,8",
            "30,4 6,24 4,64 22,98 50,90 62,50 50,12 26,2 34,24",
        ),
        # of two halves
        (
            "34,0 8,20 2,54 12,88 34,100 | 36,1 60,22 64,56 56,86 36,99",
            "28,2 6,24 2,60 8,90 26,98 | 22,4 40,18 46,52 42,84 24,97",
        ),
    ),
    "1": (
        # an upstroke from as low as the foot
        ("0,40 14,22 30,0! 30,50 29,100", "0,92 24,44 44,0! 44,50 43,100"),
        # the foot drawn without lifting the pen
        ("0,22 16,0! 16,50 16,100! 2,100 34,99", "0,40 26,0! 25,50 24,100! 0,100 56,98"),
    ),
    "2": (
        # with a small or a large loop at the foot
        (
            "4,20 24,0 48,14 40,50 10,92 4,98 10,90 30,94 60,98",
            "2,30 26,2 54,18 46,56 22,94 2,88 14,72 44,90 74,92",
        ),
        # neck like a swan's, short foot
        ("2,26 18,2 44,6 48,36 26,70 2,96! 28,97 56,96", "0,10 16,0 40,14 40,50 22,80 0,99! 20,99 42,96"),
    ),
    "3": (
        # flat top with a point, small or large belly
        (
            "2,2 28,1 54,0! 38,20 22,38! 46,46 58,68 42,96 4,92",
            "0,4 24,3 46,2! 34,26 20,48! 38,54 44,72 30,92 -4,84",
        ),
        # a tail far down
        (
            "4,12 30,0 50,18 36,40 22,44! 48,54 54,78 30,100 0,92",
            "0,8 26,0 42,14 34,30 18,36! 42,44 52,74 26,104 -16,96",
        ),
    ),
    "4": (
        # in one stroke, the stem first up
        (
            "34,4 14,36 2,62! 34,64 64,62 56,40 52,20 50,56 48,100",
            "12,0 6,30 4,54! 30,58 48,46 50,22 44,10 40,54 36,104",
        ),
        # as lightning, then the stem
        (
            "38,0 18,34 0,64! 32,64 68,62 | 50,34 48,66 46,102",
            "22,2 12,30 2,52! 26,54 56,50 | 44,20 40,60 34,108",
        ),
        # the stem first
        (
            "48,0 47,50 46,100 | 42,2 20,36 0,66! 34,68 70,66",
            "40,6 38,50 34,104 | 10,0 6,28 4,56! 26,60 60,54",
        ),
        # two upright arms
        ("8,0 6,26 4,50! 30,52 60,50 | 48,8 46,54 44,100", "2,6 4,30 12,48! 28,52 46,44 | 46,0 44,50 36,104"),
    ),
    "5": (
        # in one stroke like an S
        (
            "56,2 34,2 14,6 12,28 32,42 52,58 48,88 24,100 2,92",
            "60,0 36,4 20,16 20,34 36,48 46,66 36,88 12,96 -6,88",
        ),
        # the hat apart
        (
            "14,6 12,26 10,42! 34,38 54,56 48,88 22,100 0,92 | 18,4 40,2 60,0",
            "10,10 10,28 10,44! 28,38 42,54 36,84 14,98 -8,90 | 16,-4 34,-8 54,-14",
        ),
        # the hat first
        (
            "12,4 34,3 58,0 | 13,5 11,24 9,42! 34,38 54,58 46,90 20,100 0,90",
            "14,0 30,-2 44,-6 | 8,8 8,26 8,44! 26,40 42,60 32,90 10,98 -10,86",
        ),
        # the hat and the back in one corner, hardly any belly or much
        (
            "54,0 32,1 12,2! 10,22 8,42! 32,38 50,60 40,92 4,98",
            "44,0 28,1 14,2! 14,20 14,36! 40,36 62,64 46,98 8,92",
        ),
    ),
    "6": (
        # straight back; a bowl that ends at the back, or a small one that crosses it
        (
            "2,10 8,4 12,16 8,52 12,88 30,101 54,86 52,64 34,56 18,64 10,80",
            "0,14 6,6 12,14 14,50 18,88 32,100 44,90 42,76 30,74 18,82 4,94",
        ),
        # the same, the pen going on to the right
        (
            "14,0 10,26 6,56 12,90 30,101 50,88 46,66 28,62 16,72 22,84",
            "14,0 14,30 14,62 18,92 30,100 38,90 30,78 14,80 24,94 50,92",
        ),
        # with a hook at the top, narrow or wide
        (
            "52,14 42,2 22,14 6,50 10,90 32,101 52,86 48,64 28,58 8,72",
            "60,20 54,4 30,4 8,40 4,82 28,102 60,92 64,68 40,58 10,70",
        ),
        # begun with the bowl
        (
            "6,70 24,56 48,60 52,84 30,100 8,90 4,56 20,20 44,0",
            "10,76 28,66 40,74 34,94 16,98 4,80 6,46 16,18 30,2",
        ),
    ),
    "7": (
        # curved, or with a sharp corner
        ("0,6 20,2 44,0 56,4 44,32 30,64 22,100", "0,14 18,0 40,10 62,0 46,36 38,66 32,102"),
        # a serif on the left, short or long
        ("2,14 4,2! 30,3 58,1! 40,44 26,100", "0,30 4,4! 30,6 58,0! 48,48 44,104"),
        # crossed, high or low
        (
            "0,4 28,3 58,0! 42,46 26,100 | 16,50 34,48 54,46",
            "0,2 24,2 46,0! 40,46 38,102 | 14,38 36,40 66,34",
        ),
        # crossed, with a serif
        (
            "2,16 4,2! 30,3 60,1! 40,46 26,100 | 14,54 34,50 56,46",
            "0,30 4,6! 26,4 52,0! 44,46 40,104 | 24,60 42,56 60,58",
        ),
    ),
    "8": (
        # begun at the upper right, closed or open at the top
        (
            "48,10 28,0 10,14 18,38 44,58 50,86 28,100 6,86 12,60 38,38 50,14 44,6",
            "54,6 28,4 8,20 20,42 42,56 46,80 24,98 4,84 12,64 36,44 52,30 62,14",
        ),
        # begun downwards to the left
        (
            "52,8 38,30 14,60 4,86 26,101 46,86 38,56 14,28 14,6 34,0 52,6",
            "56,0 40,36 18,62 8,84 24,100 40,86 34,60 16,36 8,18 14,8 24,2",
        ),
        # begun in the middle
        (
            "28,48 8,30 12,8 32,0 50,12 46,34 26,50 6,72 12,96 34,101 52,84 46,60 30,48",
            "24,52 10,38 10,18 22,6 36,12 38,32 22,54 8,74 12,94 26,100 40,86 36,64 22,50",
        ),
        # of two circles
        (
            "30,0 10,10 10,34 30,46 50,34 48,10 30,1 | 30,47 6,60 6,88 30,101 54,88 52,60 32,47",
            "26,4 14,14 14,32 28,40 40,30 38,14 26,4 | 26,40 8,54 4,84 24,100 48,88 46,56 24,42",
        ),
    ),
    "9": (
        # begun inside the bowl
        ("38,46 16,50 3,32 12,8 34,0 50,12 52,52 50,100", "30,48 12,46 2,30 10,8 28,2 40,8 42,54 42,102"),
        # straight back, the bowl small or large, closed or not quite
        (
            "50,12 28,0 6,16 8,42 30,48 50,26 54,10! 53,54 52,100",
            "40,10 26,2 10,12 8,30 22,36 36,28 44,8! 46,54 48,104",
        ),
        # a tail that turns back, as in a g
        (
            "50,14 28,0 6,18 10,44 34,46 52,20! 54,60 46,94 22,100 4,90",
            "46,12 28,2 10,14 12,34 30,38 46,18! 50,64 40,104 14,106 -10,90",
        ),
        # the bowl, then the stem
        (
            "48,12 26,0 6,18 10,44 32,48 50,28 | 52,4 52,52 50,100",
            "42,14 24,4 8,20 12,40 28,42 40,26 | 46,0 46,54 40,106",
        ),
    ),
}


def form(label: str, rng: np.random.Generator) -> Strokes:
    """A digit of one of the label's forms, about 1 high; label: '0'..'9'."""
    forms = FORMS[label]
    one, other = (controls(text) for text in forms[int(rng.integers(len(forms)))])
    mix = rng.uniform(-BEYOND, 1.0 + BEYOND)
    strokes = []
    for (start, corners), (end, _) in zip(one, other, strict=True):
        between = start + (end - start) * mix + rng.normal(0.0, CONTROL_SPREAD, start.shape)
        strokes.append(curve(between, corners) / 100.0)
    return gesture.gesture(strokes, label, rng) if rng.random() < GESTURED_SHARE else strokes


def controls(text: str) -> list[tuple[Points, list[int]]]:
    """Each stroke's control points and which of them are corners."""
    result = []
    for stroke in text.split(" | "):
        words = stroke.split()
        points = np.array([[float(value) for value in word.rstrip("!").split(",")] for word in words])
        result.append((points, [index for index, word in enumerate(words) if word.endswith("!")]))
    return result


def curve(controls: Points, corners: list[int]) -> Points:
    """Through the control points, smoothly except at the corners."""
    ends = [0, *(index for index in corners if 0 < index < len(controls) - 1), len(controls) - 1]
    runs = [_spline(controls[a : b + 1]) for a, b in pairwise(ends)]
    return np.concatenate([*(run[:-1] for run in runs[:-1]), runs[-1]])


def _spline(points: Points) -> Points:
    """The curve of Catmull and Rom (1974) through the points, STEPS points from one to the next."""
    padded = np.concatenate((points[:1], points, points[-1:]))
    t = np.arange(STEPS)[:, None] / STEPS
    weights = (
        (-(t**3) + 2 * t**2 - t) / 2,
        (3 * t**3 - 5 * t**2 + 2) / 2,
        (-3 * t**3 + 4 * t**2 + t) / 2,
        (t**3 - t**2) / 2,
    )
    parts = [
        sum((weight * padded[at + k] for k, weight in enumerate(weights)), np.zeros((STEPS, 2)))
        for at in range(len(points) - 1)
    ]
    return np.concatenate((*parts, points[-1:]))

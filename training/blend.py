"""Digits between two writers' digits, and beyond: the same stroke from two hands, mixed point by point.

Mixing two examples of a class, and going beyond one away from the other, makes new ones of it (DeVries, Taylor,
"Dataset augmentation in feature space", 2017); strokes that follow each other are such a space. Only digits that
run alike are mixed: the same number of strokes, each near the other's at every part of its way.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from inkling.ink import Points
from training.data import Sample
from training.jitter import Strokes
from training.resample import distances, points_at

POINTS = 40
"""Points along each stroke, evenly spaced."""

MOST_STROKES = 3
"""Strokes of a digit that is mixed."""

LEAST_ALIKE = 30
"""Digits with the same label and number of strokes; fewer are hardly ever near one another."""

NEAR = 0.16
"""Mean distance, in ink sizes, of the points of two digits that run alike."""

SHARE = (-0.6, 0.5)
"""Least and most share of the other digit; less than none is away from it."""

TRIES = 60
"""Digits among which one that runs alike is looked for."""


class Blender:
    """Digits of many hands, to be mixed."""

    def __init__(self, samples: Sequence[Sample]) -> None:
        groups: dict[tuple[str, int], list[Sample]] = {}
        for sample in samples:
            if len(sample.strokes) <= MOST_STROKES:
                groups.setdefault((sample.label, len(sample.strokes)), []).append(sample)
        known = {key: own for key, own in sorted(groups.items()) if len(own) > LEAST_ALIKE}
        self.labels = [int(label) for label, _ in known]
        self._ways = [np.stack([_way(sample.strokes) for sample in own]) for own in known.values()]
        self._writers = [np.array([sample.writer for sample in own]) for own in known.values()]
        # between as often as they are and all alike: rare ways of writing are what others may do often
        sizes = np.sqrt([len(own) for own in self._ways])
        self._odds: NDArray[np.float64] = sizes / sizes.sum()

    def draw(self, rng: np.random.Generator) -> tuple[Strokes, int]:
        """A mixed digit in units of its size, and its label; one as it is where none of another hand runs alike."""
        group = int(rng.choice(len(self._odds), p=self._odds))
        ways, writers = self._ways[group], self._writers[group]
        first = int(rng.integers(len(ways)))
        others = rng.integers(len(ways), size=TRIES)
        others = others[writers[others] != writers[first]]
        away = np.sqrt(((ways[others] - ways[first]) ** 2).sum(axis=-1)).mean(axis=(1, 2))
        near = others[away < NEAR]
        way = ways[first]
        if near.size:
            share = rng.uniform(*SHARE)
            way = (1.0 - share) * way + share * ways[int(near[int(rng.integers(near.size))])]
        return list(way), self.labels[group]


def _way(strokes: Sequence[Points]) -> NDArray[np.float64]:
    """Strokes as float64 [strokes, POINTS, 2], evenly spaced points, centred, the longer side 1."""
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    size = max(float((high - low).max()), np.finfo(np.float64).tiny)
    return np.stack([_even((stroke - (low + high) / 2.0) / size) for stroke in strokes])


def _even(stroke: Points) -> Points:
    along = distances(stroke)
    return points_at(stroke, along, np.linspace(0.0, along[-1], POINTS))

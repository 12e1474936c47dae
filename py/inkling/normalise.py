"""From ink anywhere on the canvas to points in the model's 28x28 frame.

The frame follows MNIST (LeCun, Cortes, Burges, http://yann.lecun.com/exdb/mnist): aspect kept, ink inside a
20x20 box, centre of mass in the middle pixel of 28x28. Only +, -, *, / and sqrt are used, so that CPython and
Pyodide agree to the last bit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inkling.ink import Ink, Points

FRAME = 28
"""Side of the model's image, in pixels."""

CENTRE = 14.5
"""Where the centre of mass goes, in frame pixels: MNIST's lies in pixel 14 of 0..27, so at 14.5 +-0.5."""

BOX = 20.0
"""Longer side of the inked area inside the frame, stroke width included, in frame pixels."""

STROKE_WIDTH = 2.6
"""Width every stroke is drawn with, in frame pixels: near the mean of MNIST's digits; held-out writers are read
alike from 2.3 to 2.9, worse outside."""

LEAST_EXTENT = 1e-9
"""Ink whose longer side is not above this many canvas pixels is a dot: scaling it up would overflow."""

SPACING = 0.5
"""Distance of neighbouring samples along a stroke, in frame pixels: at this, circles look like a line."""

MAX_SAMPLES = 480
"""Most samples a picture gets: six times a long digit's; bounds the time that a scribble can take."""

LEAST_WAY = 0.25
"""Frame pixels between which a pen that hardly moves has less and less of a heading."""

SMOOTHING_PASSES = 1
"""How often each inner sample moves halfway to its neighbours' middle; takes out device jitter."""

HEADING_REACH = 2
"""Samples before and after one that its heading is measured between: 2 frame pixels."""


_TINY = np.finfo(np.float64).tiny

Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """Samples along ink.

    points: float64 [m, 2] in frame pixels, pixel (row i, column j) covering [j, j+1) x [i, i+1). heading: float64
    [m, 2], the direction in which the pen went on there, of length 1 or less; zero where it did not move.
    """

    points: Points
    heading: Points

    def __len__(self) -> int:
        return len(self.points)


def place(ink: Ink) -> Trace:
    """Samples along the ink, in the frame.

    There are none for no ink and never more than MAX_SAMPLES plus two a stroke. A single dot lands in the middle.
    """
    if not len(ink.points):
        return Trace(np.empty((0, 2)), np.empty((0, 2)))
    low = np.minimum.reduce(ink.points)
    size = float(max((np.maximum.reduce(ink.points) - low).tolist()))
    scale = (BOX - STROKE_WIDTH) / size if size > LEAST_EXTENT else 1.0
    samples = resample((ink.points - low) * scale, ink.starts)
    # cumsum, not mean: its order of additions is the same on every platform
    centre = np.add.accumulate(samples.points)[-1] / len(samples)
    return Trace(samples.points - centre + CENTRE, samples.heading)


def resample(points: Points, starts: NDArray[np.int64]) -> Trace:
    """Points evenly spaced along the strokes' length, smoothed, plus both ends of every stroke.

    points: float64 [n, 2]; starts: int64 [k] as in Ink. Pen-up gaps have no length and get no samples.
    """
    ends = np.concatenate((starts[1:], [len(points)])) - 1
    tips = np.concatenate((points[starts], points[ends]))
    step = points[1:] - points[:-1]
    length = _lengths(step)
    length[starts[1:] - 1] = 0.0
    along = np.zeros(len(points))
    np.add.accumulate(length, out=along[1:])
    total = float(along[-1])
    if total <= 0.0:
        return Trace(tips, np.zeros_like(tips))
    count = min(int(total / SPACING) + 1, MAX_SAMPLES)
    at = (np.arange(count) + 0.5) * (total / count)
    segment = np.minimum(along.searchsorted(at, side="right") - 1, len(step) - 1)
    part = (at - along[segment]) / np.maximum(length[segment], _TINY)
    samples = points[segment] + step[segment] * np.minimum(np.maximum(part, 0.0), 1.0)[:, np.newaxis]
    if len(starts) == 1:
        _smooth(samples, 1.0)
        heading = _headings(samples, 0, count - 1)
        return Trace(np.concatenate((samples, tips)), np.concatenate((heading, heading[:1], heading[-1:])))
    stroke = starts.searchsorted(segment, side="right") - 1
    _smooth(samples, (stroke[:-2] == stroke[2:])[:, np.newaxis])
    bounds = stroke.searchsorted(np.arange(len(starts) + 1))
    first, last = bounds[:-1], bounds[1:] - 1
    heading = _headings(samples, first[stroke], last[stroke])
    # strokes too short for a sample of their own have no heading
    ends_heading = np.concatenate((heading, np.zeros((1, 2))))
    own = first <= last
    of_tips = np.concatenate((np.where(own, first, count), np.where(own, last, count)))
    return Trace(np.concatenate((samples, tips)), np.concatenate((heading, ends_heading[of_tips])))


def _smooth(samples: Points, inner: NDArray[np.bool_] | float) -> None:
    """Moves samples in place; inner: [n - 2, 1], 1 for those whose neighbours are of the same stroke, else 0."""
    if len(samples) > 2:
        share = inner * 0.25
        for _ in range(SMOOTHING_PASSES):
            middle = samples[1:-1]
            middle += share * ((samples[:-2] - middle) + (samples[2:] - middle))


def _headings(samples: Points, first: Indices | int, last: Indices | int) -> Points:
    """The way past each sample, float64 [n, 2]; first, last: [n] or of all, the first and last of its stroke."""
    index = np.arange(len(samples))
    way = samples[np.minimum(index + HEADING_REACH, last)] - samples[np.maximum(index - HEADING_REACH, first)]
    return np.asarray(way / np.maximum(_lengths(way), LEAST_WAY)[:, np.newaxis])


def _lengths(steps: Points) -> NDArray[np.float64]:
    squares = steps * steps
    return np.asarray(np.sqrt(squares[:, 0] + squares[:, 1]))

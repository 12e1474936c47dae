"""Where one stroke may hold the end of a digit and the start of the next.

Oversegmentation: more cuts than needed, later judged by the reader of the pieces (Casey, Lecolinet, "A survey of
methods and strategies in character segmentation", IEEE PAMI 18, 1996). Candidates are the turning points of the
stroke and the middles of its straight runs; kept are those before which the ink lies left and after which it
lies right. Only +, -, *, /, sqrt and comparisons, so that CPython and Pyodide agree to the last bit.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inkling.ink import Points

STEP = 0.04
"""Distance of the samples that cuts are looked for on, in digit heights."""

MAX_SAMPLES = 400
"""Most samples of one stroke: a scribble's length must not cost time."""

OVERHANG = 0.2
"""How far the ink before a cut may reach right of the ink after it, in digit heights."""

PART_HEIGHT = 0.5
"""Least longer side of the ink before and after a cut, in digit heights."""

RUN = 0.35
"""Straight runs longer than this, in digit heights, may also be cut in their middle."""

TURN_REACH = 3
"""Samples to either side that the turn at a sample is measured over."""

SHARP_TURN = 0.5
"""Largest cosine between the ways in and out at a corner: a turn of 60 degrees or more."""

APART = 4
"""Least samples between two cuts."""

MAX_CUTS = 4
"""Most cuts of one stroke per digit height of its width."""


def cut_points(stroke: Points, height: float) -> NDArray[np.int64]:
    """Indices of the points at which the stroke may be cut; each ends one part and starts the next.

    stroke: float64 [n, 2]; height: of a digit, in the same units. Returns int64 [k], ascending, within 1..n-2.
    """
    if len(stroke) < 3 or height <= 0.0:
        return np.empty(0, dtype=np.int64)
    samples, origin = _samples(stroke, height)
    turning = np.flatnonzero(_is_turning(samples))
    candidates = _ascending(np.concatenate([turning, _middles(samples, turning)]))
    overhang, smaller = _sides(samples)
    good = candidates[(overhang[candidates] <= OVERHANG) & (smaller[candidates] >= PART_HEIGHT)]
    most = max(1, int(MAX_CUTS * float(np.ptp(samples[:, 0]))))
    # least overhang first, the earlier sample where equal
    ranked = good[np.argsort(overhang[good], kind="stable")]
    kept: list[int] = []
    for sample in ranked.tolist():
        if len(kept) < most and all(abs(sample - other) >= APART for other in kept):
            kept.append(sample)
    return _ascending(np.clip(origin[np.array(kept, dtype=np.int64)], 1, len(stroke) - 2))


def _ascending(values: NDArray[np.int64]) -> NDArray[np.int64]:
    """Each of the values once; numpy.unique would bring in numpy.ma, which is large."""
    return np.array(sorted(set(values.tolist())), dtype=np.int64)


def _samples(stroke: Points, height: float) -> tuple[Points, NDArray[np.int64]]:
    """Evenly spaced samples in digit heights, and for each the index of the next point of the stroke."""
    scaled = (stroke - stroke[0]) / height
    step = scaled[1:] - scaled[:-1]
    length = np.sqrt(step[:, 0] * step[:, 0] + step[:, 1] * step[:, 1])
    along = np.concatenate((np.zeros(1), np.cumsum(length)))
    count = min(max(int(float(along[-1]) / STEP), 2), MAX_SAMPLES)
    at = (np.arange(count) + 0.5) * (float(along[-1]) / count)
    segment = np.minimum(np.searchsorted(along, at, side="right") - 1, len(step) - 1)
    part = (at - along[segment]) / np.maximum(length[segment], np.finfo(np.float64).tiny)
    return scaled[segment] + step[segment] * np.clip(part, 0.0, 1.0)[:, np.newaxis], segment + 1


def _is_turning(samples: Points) -> NDArray[np.bool_]:
    """Extremes of x and of y, and corners."""
    result = np.zeros(len(samples), dtype=np.bool_)
    if len(samples) <= 2 * TURN_REACH:
        return result
    inner = slice(TURN_REACH, -TURN_REACH)
    into = samples[inner] - samples[: -2 * TURN_REACH]
    out = samples[2 * TURN_REACH :] - samples[inner]
    dot = (into * out).sum(axis=1)
    norm = np.sqrt((into * into).sum(axis=1) * (out * out).sum(axis=1))
    extreme = (into * out <= 0.0).any(axis=1)
    result[inner] = extreme | (dot <= SHARP_TURN * norm)
    # of a run of turning samples the middle one stands for all
    edges = np.flatnonzero(np.diff(np.concatenate(([0], result.astype(np.int8), [0]))))
    middle = (edges[0::2] + edges[1::2] - 1) // 2
    result[:] = False
    result[middle] = True
    return result


def _middles(samples: Points, turning: NDArray[np.int64]) -> NDArray[np.int64]:
    """The middle sample of each long run between turning points."""
    bounds = np.concatenate(([0], turning, [len(samples) - 1])).astype(np.int64)
    long = np.diff(bounds) * STEP >= RUN
    return np.asarray(((bounds[:-1] + bounds[1:]) // 2)[long])


def _sides(samples: Points) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """For a cut at each sample: how far the ink before reaches right of the ink after, and the smaller's size."""
    low_before = np.minimum.accumulate(samples, axis=0)
    high_before = np.maximum.accumulate(samples, axis=0)
    low_after = np.minimum.accumulate(samples[::-1], axis=0)[::-1]
    high_after = np.maximum.accumulate(samples[::-1], axis=0)[::-1]
    overhang = high_before[:, 0] - low_after[:, 0]
    before = (high_before - low_before).max(axis=1)
    after = (high_after - low_after).max(axis=1)
    return overhang, np.minimum(before, after)

"""Figures of merit, in numpy alone."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

BINS = 15
"""Bins of the calibration error."""

INTERVAL = 0.95
"""Coverage of all intervals."""

_Z = 1.959963984540054
"""Normal quantile of INTERVAL."""


def softmax(logits: NDArray[np.floating]) -> Floats:
    """Probabilities along the last axis."""
    shifted = np.asarray(logits, dtype=np.float64)
    shifted = np.exp(shifted - shifted.max(axis=-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=-1, keepdims=True))


def wilson(right: int, count: int) -> tuple[float, float]:
    """95 % interval of a share (Wilson 1927), as (low, high)."""
    if not count:
        return 0.0, 1.0
    share = right / count
    middle = share + _Z * _Z / (2 * count)
    reach = _Z * np.sqrt(share * (1 - share) / count + _Z * _Z / (4 * count * count))
    scale = 1 + _Z * _Z / count
    return float((middle - reach) / scale), float((middle + reach) / scale)


def bins(confidence: Floats, right: NDArray[np.bool_], count: int = BINS) -> list[tuple[int, float, float]]:
    """Equally filled bins by confidence: (samples, mean confidence, share right) each."""
    order = np.argsort(confidence, kind="stable")
    return [
        (len(part), float(confidence[part].mean()), float(right[part].mean()))
        for part in np.array_split(order, count)
        if len(part)
    ]


def calibration_error(confidence: Floats, right: NDArray[np.bool_], count: int = BINS) -> float:
    """Expected calibration error with equally filled bins (Nguyen, O'Connor, EMNLP 2015), 0..1."""
    return sum(n * abs(mean - share) for n, mean, share in bins(confidence, right, count)) / len(confidence)


def log_loss(probabilities: Floats, labels: Ints) -> float:
    """Mean negative log likelihood, nats."""
    chosen = probabilities[np.arange(len(labels)), labels]
    return float(-np.log(np.maximum(chosen, np.finfo(np.float64).tiny)).mean())


def brier(probabilities: Floats, labels: Ints) -> float:
    """Mean squared distance to the one-hot truth (Brier 1950), 0..2."""
    truth = np.eye(probabilities.shape[1])[labels]
    return float(((probabilities - truth) ** 2).sum(axis=1).mean())


def auroc(positive: Floats, negative: Floats) -> float:
    """Odds that a positive scores above a negative, ties counted half (Mann, Whitney 1947)."""
    both = np.concatenate((positive, negative))
    _, place, count = np.unique(both, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(count) - (count - 1) / 2.0)[place]
    above = ranks[: len(positive)].sum() - len(positive) * (len(positive) + 1) / 2.0
    return float(above / (len(positive) * len(negative)))


def bootstrap(
    statistic: Callable[[Ints], float], count: int, rounds: int = 500, seed: int = 0
) -> tuple[float, float]:
    """95 % percentile interval of a statistic of row numbers under resampling (Efron 1979)."""
    rng = np.random.default_rng(seed)
    values = [statistic(rng.integers(count, size=count)) for _ in range(rounds)]
    low, high = np.quantile(values, [(1 - INTERVAL) / 2, (1 + INTERVAL) / 2])
    return float(low), float(high)


def confusion(truth: Ints, read: Ints, classes: int = 10) -> Ints:
    """Counts [classes, classes]: row truth, column reading."""
    return np.bincount(truth * classes + read, minlength=classes * classes).reshape(classes, classes)

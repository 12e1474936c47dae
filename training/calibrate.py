"""Temperatures and the rejection threshold, from held-out writers alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from training.metrics import log_loss, softmax

REFUSED_DIGITS = 0.0085
"""Share of held-out digits that is refused; less than one in a hundred, for the few of UJI weigh as much in it as all
of UNIPEN, and one digit among them decides."""

_LOWEST, _HIGHEST, _STEPS = 0.2, 5.0, 400


def temperature(logits: NDArray[np.float32], labels: NDArray[np.int64]) -> float:
    """The divisor of the logits with the least log loss (Guo et al., ICML 2017)."""
    candidates = np.exp(np.linspace(np.log(_LOWEST), np.log(_HIGHEST), _STEPS))
    losses = [log_loss(softmax(logits / candidate), labels) for candidate in candidates]
    return float(candidates[int(np.argmin(losses))])


def threshold(one_digit: Sequence[NDArray[np.float64]], refused: float = REFUSED_DIGITS) -> float:
    """Least probability of "one digit" that is accepted: `refused` of the digits lie below.

    one_digit: that probability for held-out digits, an array a set. Every set counts the same, so that the
    largest does not decide alone.
    """
    values = np.concatenate(one_digit)
    weights = np.concatenate([np.full(len(part), 1.0 / len(part)) for part in one_digit])
    order = np.argsort(values)
    share = np.cumsum(weights[order]) / weights.sum()
    return float(values[order][int(np.searchsorted(share, refused))])

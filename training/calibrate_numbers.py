"""Calibration of the whole number's confidence: logistic regression on its own log odds and its length.

Platt, "Probabilistic outputs for support vector machines" (1999), with the number of digits beside the score.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from inkling.now import run_now
from inkling.number import log_odds
from inkling.reader import Reader
from training.compose import Composed

Calibration = tuple[float, float, float]

IDENTITY: Calibration = (1.0, 0.0, 0.0)

RIDGE = 1.0
"""Weight of the squared distance to IDENTITY: a handful of numbers must not bend the scale."""

ROUNDS = 25

ROUNDING = 1e-9
"""Loss this much greater is the same."""


def readings(reader: Reader, numbers: Sequence[Composed]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """([n, 3]: log odds, one, digits beyond the first; [n] whether right) of all read as more than one part.

    The reader's scorer must be uncalibrated.
    """
    rows, right = [], []
    for number in numbers:
        reader.forget()
        reading = run_now(reader.read(number.ink))
        if len(reading.digits) > 1 and reading.verdict == "number":
            digits = sum(digit.verdict == "digit" for digit in reading.digits)
            rows.append((log_odds(reading.confidence), 1.0, digits - 1.0))
            right.append(reading.text == number.text)
    return np.array(rows), np.array(right)


def calibrate(table: NDArray[np.float64], right: NDArray[np.bool_]) -> Calibration:
    """Slope, offset and offset a further digit, by Newton's method; table, right: of `readings`."""
    start = np.array(IDENTITY)
    weights = start.copy()
    for _ in range(ROUNDS):
        odds = np.exp(-np.logaddexp(0.0, -table @ weights))
        gradient = table.T @ (odds - right) + RIDGE * (weights - start)
        curvature = (table * (odds * (1.0 - odds))[:, None]).T @ table + RIDGE * np.eye(len(start))
        step = np.linalg.solve(curvature, gradient)
        # far from the optimum the odds are all but 0 and 1, and a whole step goes astray
        while _loss(weights - step, table, right) > _loss(weights, table, right) + ROUNDING:
            step /= 2.0
        weights = weights - step
    slope, offset, per_digit = np.round(weights, 5).tolist()
    return slope, offset, per_digit


def _loss(weights: NDArray[np.float64], table: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    misses = np.logaddexp(0.0, np.where(right, -1.0, 1.0) * (table @ weights))
    return float(misses.sum()) + RIDGE / 2.0 * float(np.square(weights - np.array(IDENTITY)).sum())

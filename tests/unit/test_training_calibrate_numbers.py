"""The whole number's confidence."""

from __future__ import annotations

import numpy as np
import pytest

from training.calibrate_numbers import IDENTITY, calibrate

COUNT = 40_000


def table(rng: np.random.Generator, spread: float) -> np.ndarray:
    return np.stack((rng.normal(1.0, spread, COUNT), np.ones(COUNT), rng.integers(1, 8, COUNT)), axis=1)


def test_what_bent_the_odds_is_found() -> None:
    rng = np.random.default_rng(1)
    rows = table(rng, 2.0)
    bent = np.array([0.7, 0.4, -0.05])
    right = rng.random(COUNT) < 1.0 / (1.0 + np.exp(-rows @ bent))
    assert calibrate(rows, right) == pytest.approx(bent.tolist(), abs=0.04)


def test_odds_far_too_sure_do_not_lead_astray() -> None:
    rng = np.random.default_rng(2)
    rows = table(rng, 40.0)
    right = rng.random(COUNT) < 1.0 / (1.0 + np.exp(-0.05 * rows[:, 0]))
    slope, offset, per_digit = calibrate(rows, right)
    assert slope == pytest.approx(0.05, abs=0.01)
    assert abs(offset) < 0.1
    assert abs(per_digit) < 0.05


def test_without_numbers_nothing_is_changed() -> None:
    assert calibrate(np.empty((0, 3)), np.empty(0, dtype=np.bool_)) == IDENTITY

"""Figures of merit against values worked out by hand."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from training import metrics

ROOT = Path(__file__).parents[2]


def test_softmax_of_large_logits_is_finite_and_sums_to_one() -> None:
    result = metrics.softmax(np.array([[1e4, 1e4 - np.log(3.0)]]))
    assert result[0] == pytest.approx([0.75, 0.25])


def test_calibration_error_of_two_bins() -> None:
    confidence = np.array([0.6, 0.6, 0.9, 0.9])
    right = np.array([True, False, True, True])
    # |0.6 - 0.5| and |0.9 - 1.0|, half the samples each
    assert metrics.calibration_error(confidence, right, count=2) == pytest.approx(0.1)


def test_perfectly_calibrated_has_no_error() -> None:
    confidence = np.array([0.5, 0.5, 1.0, 1.0])
    right = np.array([True, False, True, True])
    assert metrics.calibration_error(confidence, right, count=2) == 0.0


def test_auroc_counts_ties_half() -> None:
    # pairs: 3>1, 3>2, 2>1, 2=2 -> 3.5 of 4
    assert metrics.auroc(np.array([3.0, 2.0]), np.array([1.0, 2.0])) == pytest.approx(0.875)


def test_auroc_of_separated_scores() -> None:
    assert metrics.auroc(np.array([0.9, 0.8]), np.array([0.1, 0.2, 0.3])) == 1.0


def test_wilson_interval() -> None:
    low, high = metrics.wilson(9, 10)
    assert (low, high) == pytest.approx((0.5958, 0.9821), abs=1e-4)
    assert metrics.wilson(0, 0) == (0.0, 1.0)


def test_log_loss_and_brier() -> None:
    probabilities = np.array([[0.5, 0.5], [0.25, 0.75]])
    labels = np.array([0, 1])
    assert metrics.log_loss(probabilities, labels) == pytest.approx(-(np.log(0.5) + np.log(0.75)) / 2)
    assert metrics.brier(probabilities, labels) == pytest.approx((0.5 + 0.125) / 2)


def test_confusion_has_truth_in_rows() -> None:
    counts = metrics.confusion(np.array([0, 1, 1]), np.array([0, 0, 1]), classes=2)
    assert counts.tolist() == [[1, 0], [1, 1]]


def test_bootstrap_holds_the_mean_and_repeats_itself() -> None:
    values = np.arange(100.0)
    interval = metrics.bootstrap(lambda rows: float(values[rows].mean()), 100, rounds=200)
    assert interval[0] < 49.5 < interval[1]
    assert interval == metrics.bootstrap(lambda rows: float(values[rows].mean()), 100, rounds=200)


def test_evaluating_needs_no_torch() -> None:
    code = "import sys; from training import card, evaluate; sys.exit('torch' in sys.modules)"
    path = os.pathsep.join((str(ROOT), str(ROOT / "py")))
    done = subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": path}, check=False)
    assert done.returncode == 0

"""Digits drawn between two extremes of a form."""

from __future__ import annotations

import numpy as np
import pytest

from training import made_forms

EXTREMES = [(label, *pair) for label, forms in made_forms.FORMS.items() for pair in forms]


@pytest.mark.parametrize(("label", "one", "other"), EXTREMES)
def test_the_extremes_of_a_form_have_the_same_points(label: str, one: str, other: str) -> None:
    ours, theirs = made_forms.controls(one), made_forms.controls(other)
    assert [(points.shape, corners) for points, corners in ours] == [
        (points.shape, corners) for points, corners in theirs
    ]


@pytest.mark.parametrize("label", "0123456789")
def test_forms_are_a_digit_high_and_the_seed_decides(label: str) -> None:
    for seed in range(40):
        strokes, again = (made_forms.form(label, np.random.default_rng(seed)) for _ in range(2))
        assert all(np.array_equal(a, b) for a, b in zip(strokes, again, strict=True))
        points = np.concatenate(strokes)
        assert np.isfinite(points).all()
        assert 0.6 < np.ptp(points[:, 1]) < 1.6


def test_a_curve_goes_through_its_points_and_turns_sharply_at_corners_only() -> None:
    ((points, corners),) = made_forms.controls("0,0 50,0! 50,50 0,50")
    curve = made_forms.curve(points, corners)
    assert all(np.hypot(*(curve - point).T).min() < 1e-9 for point in points)
    step = np.diff(curve, axis=0)
    turns = np.abs((np.diff(np.arctan2(step[:, 1], step[:, 0])) + np.pi) % (2.0 * np.pi) - np.pi)
    assert np.argmax(turns) == made_forms.STEPS - 1
    assert np.sort(turns)[-2] < turns.max() / 2.0

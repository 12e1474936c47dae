"""Digits as few hands write them: where the pen is lifted, what is added, and what stays."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from inkling.ink import Points
from training import jitter, lifts

SEEDS = range(20)

BENT = np.array([[0.0, 0.0], [0.0, 1.0], [0.8, 1.0]])
STEM = np.array([[0.5, 0.0], [0.5, 0.5], [0.5, 1.0]])


def circle() -> Points:
    angle = np.linspace(0.0, 2.0 * np.pi, 80)
    return np.asarray(0.5 + 0.5 * np.stack((np.cos(angle), np.sin(angle)), axis=1))


def length(stroke: Points) -> float:
    return float(np.hypot(*np.diff(stroke, axis=0).T).sum())


def slant(stem: Points) -> float:
    return float(np.arctan2(stem[0, 0] - stem[-1, 0], stem[-1, 1] - stem[0, 1]))


def test_corners_are_where_the_line_bends() -> None:
    assert lifts.corners(BENT) == pytest.approx([1.0], abs=lifts.WINDOW)
    assert lifts.corners(STEM) == []
    assert lifts.corners(circle()) == []
    assert lifts.corners(np.zeros((1, 2))) == []


def test_parts_follow_each_other_and_lose_nothing() -> None:
    parts = lifts.parted(BENT, [0.4, 1.0])
    assert [length(part) for part in parts] == pytest.approx([0.4, 0.6, 0.8])
    assert parts[0][0] == pytest.approx(BENT[0])
    assert parts[-1][-1] == pytest.approx(BENT[-1])
    for before, after in itertools.pairwise(parts):
        assert before[-1] == pytest.approx(after[0])


def test_strokes_are_mostly_parted_at_their_corner_and_run_either_way() -> None:
    made = [lifts.lifted([BENT], np.random.default_rng(seed)) for seed in range(60)]
    two = [strokes for strokes in made if len(strokes) == 2]
    assert len(two) > 40
    upright = [strokes[0][0, 1] < strokes[0][-1, 1] for strokes in two]
    assert 10 < sum(upright) < len(two) - 10
    whole = length(BENT)
    assert all(0.6 * whole < sum(map(length, strokes)) <= whole + 1e-9 for strokes in two)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_flag_points_to_the_left_and_the_stem_stays(seed: int) -> None:
    strokes = lifts.flagged(STEM, np.random.default_rng(seed))
    points = np.concatenate(strokes)
    tip = points[np.argmin(points[:, 0])]
    away = STEM[0] - tip
    assert 0.05 < np.hypot(*away) < 1.0
    assert away[0] > 0.0
    assert all((points == point).all(axis=1).any() for point in STEM)


def test_only_upright_stems_get_level_flags() -> None:
    def falls(stem: Points) -> list[float]:
        result = []
        for seed in range(80):
            points = np.concatenate(lifts.flagged(stem, np.random.default_rng(seed)))
            tip = points[np.argmin(points[:, 0] - 10.0 * (points[:, 1] < 0.7))]
            result.append(float(np.arctan2(tip[1] - stem[0, 1], stem[0, 0] - tip[0])))
        return result

    leaning = np.array([[0.6, 0.0], [0.3, 0.5], [0.0, 1.0]])
    assert slant(leaning) > lifts.UPRIGHT
    level = lifts.STEEP_FALL[0] - np.deg2rad(8.0)  # a flag drawn apart is moved a little
    assert sum(fall < level for fall in falls(STEM)) > 15
    assert not any(fall < level for fall in falls(leaning))


def test_a_level_bar_crosses_the_zeros_middle() -> None:
    for seed in SEEDS:
        zero, bar = lifts.barred([circle()], np.random.default_rng(seed))
        assert zero == pytest.approx(circle())
        assert bar.mean(axis=0) == pytest.approx([0.5, 0.5], abs=0.3)
        across, down = np.abs(bar[1] - bar[0])
        assert across > 0.7
        assert down < 0.5 * across


@pytest.mark.parametrize("label", "0123456789")
def test_the_seed_decides_and_something_changes(label: str) -> None:
    strokes = [STEM] if label == "1" else [circle()] if label == "0" else [BENT]
    made = [lifts.rarer(strokes, label, np.random.default_rng(seed)) for seed in SEEDS]
    again = [lifts.rarer(strokes, label, np.random.default_rng(seed)) for seed in SEEDS]
    for one, other in zip(made, again, strict=True):
        assert len(one) == len(other)
        assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))
    assert sum(len(one) > 1 or len(one[0]) > len(strokes[0]) for one in made) >= len(SEEDS) // 4


def test_a_zero_of_several_strokes_stays() -> None:
    halves = [circle()[:40], circle()[39:]]
    made = lifts.rarer(halves, "0", np.random.default_rng(1))
    assert all(np.array_equal(a, b) for a, b in zip(made, halves, strict=True))


def test_dots_and_flat_strokes_are_no_trouble() -> None:
    for label in "0123456789":
        for strokes in ([np.zeros((1, 2))], [np.zeros((5, 2))], [np.array([[0.0, 0.0], [1.0, 0.0]])]):
            for seed in range(8):
                made = lifts.rarer(jitter.unit(strokes), label, np.random.default_rng(seed))
                assert all(len(stroke) and np.isfinite(stroke).all() for stroke in made)

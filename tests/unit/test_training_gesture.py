"""Other movements of a hand: what changes of a digit and what does not."""

from __future__ import annotations

import numpy as np
import pytest

from inkling.ink import Points
from training import gesture, jitter

SEEDS = range(12)


def line(angle: float = 0.3) -> Points:
    return np.asarray(np.linspace(0.0, 1.0, 50)[:, None] * np.array([np.cos(angle), np.sin(angle)]))


def circle() -> Points:
    angle = np.linspace(0.0, 2.0 * np.pi, 80)
    return np.asarray(0.5 + 0.5 * np.stack((np.cos(angle), np.sin(angle)), axis=1))


def length(stroke: Points) -> float:
    return float(np.hypot(*np.diff(stroke, axis=0).T).sum())


def test_steps_are_even_and_lead_from_end_to_end() -> None:
    stroke = np.array([[0.0, 0.0], [0.7, 0.0], [0.7, 0.3]])
    steps = gesture.even_steps(stroke)
    assert np.hypot(*steps.T) == pytest.approx(gesture.STEP, rel=0.3)
    assert steps.sum(axis=0) == pytest.approx([0.7, 0.3])


def test_a_dot_and_points_on_one_place_have_no_steps() -> None:
    assert len(gesture.even_steps(np.zeros((1, 2)))) == 0
    assert len(gesture.even_steps(np.ones((5, 2)))) == 0


@pytest.mark.parametrize("seed", SEEDS)
def test_the_movement_changes_and_the_seed_decides_it(seed: int) -> None:
    strokes = [circle(), line()]
    one, again, other = (
        gesture.gesture(strokes, "1", np.random.default_rng(s)) for s in (seed, seed, seed + 100)
    )
    assert all(np.array_equal(a, b) for a, b in zip(one, again, strict=True))
    assert not np.array_equal(one[0], other[0])
    for before, after in zip(strokes, one, strict=True):
        assert np.isfinite(after).all()
        assert 0.4 < length(after) / length(before) < 2.5
        assert np.ptp(after, axis=0).max() > 0.3


@pytest.mark.parametrize("seed", SEEDS)
def test_a_closed_stroke_gets_no_wider_gap_than_allowed(seed: int) -> None:
    (moved,) = gesture.gesture([circle()], "1", np.random.default_rng(seed))
    assert np.hypot(*(moved[-1] - moved[0])) <= gesture.WIDEST_GAP * length(moved) * 1.5


def test_some_closed_strokes_stay_as_closed_as_they_were_and_some_get_a_gap() -> None:
    gaps = []
    for seed in range(40):
        (moved,) = gesture.gesture([circle()], "1", np.random.default_rng(seed))
        gaps.append(float(np.hypot(*(moved[-1] - moved[0]))))
    assert 0 < sum(gap > 0.03 for gap in gaps) < 20
    assert sum(gap < 1e-9 for gap in gaps) >= 20


@pytest.mark.parametrize("seed", SEEDS)
def test_a_hook_goes_on_from_the_end_in_its_own_heading(seed: int) -> None:
    stroke = line()
    hooked = gesture.with_hook(stroke, np.pi / 4, np.random.default_rng(seed))
    assert np.array_equal(hooked[: len(stroke)], stroke)
    added = hooked[len(stroke) :]
    low, high = gesture.HOOK_LENGTH
    assert low - 2 * gesture.STEP <= len(added) * gesture.STEP <= high
    assert np.hypot(*np.diff(hooked[len(stroke) - 1 :], axis=0).T) == pytest.approx(gesture.STEP)


def test_a_hook_that_would_turn_back_is_not_made() -> None:
    stroke = line()
    heading = float(np.arctan2(*(stroke[-1] - stroke[0])[::-1]))
    hooked = [gesture.with_hook(stroke, heading + np.pi, np.random.default_rng(s)) for s in range(10)]
    assert [len(one) == len(stroke) for one in hooked].count(True) >= 8


def test_ones_and_sevens_get_no_hooks_and_other_digits_do() -> None:
    def end(label: str, seed: int) -> float:
        (moved,) = gesture.gesture([line()], label, np.random.default_rng(seed))
        steps = np.diff(moved[-8:], axis=0)
        heading = np.unwrap(np.arctan2(steps[:, 1], steps[:, 0]))
        return float(np.ptp(heading))

    for label in "17":
        assert max(end(label, seed) for seed in range(40)) < np.deg2rad(25.0)
    assert max(end("6", seed) for seed in range(40)) > np.deg2rad(45.0)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_middle_of_a_stroke_stays(seed: int) -> None:
    strokes = jitter.unit([circle(), line() + 0.2])
    for before, after in zip(
        strokes, gesture.gesture(strokes, "1", np.random.default_rng(seed)), strict=True
    ):
        assert after.mean(axis=0) == pytest.approx(before.mean(axis=0), abs=1e-9)


def test_dots_stay_where_they_are() -> None:
    strokes = jitter.unit([circle(), np.array([[0.4, 0.4], [0.41, 0.4]])])
    moved = gesture.gesture(strokes, "1", np.random.default_rng(1))
    assert moved[1] == pytest.approx(strokes[1])


def test_a_tail_goes_on_as_the_stroke_went_or_is_broken_off() -> None:
    heading, steps = np.full(50, 0.3), np.full(50, gesture.STEP)
    counts = []
    for seed in range(40):
        longer, lengths = gesture.tail(heading, steps, np.random.default_rng(seed))
        assert len(longer) == len(lengths)
        assert longer[:40] == pytest.approx(0.3)
        counts.append(len(longer))
    assert min(counts) >= 50 * (1.0 - gesture.LARGEST_LOSS)
    assert max(counts) <= 50 + gesture.LONGEST_TAIL / gesture.STEP
    assert min(counts) < 50 < max(counts)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_slash_goes_through_the_zero(seed: int) -> None:
    *zero, last = jitter.slash_zero([circle()], np.random.default_rng(seed))
    ends = last[-2:]
    assert ends.mean(axis=0) == pytest.approx([0.5, 0.5], abs=0.25)
    assert abs(ends[1, 1] - ends[0, 1]) >= jitter.SLASH_HEIGHT[0] - 1e-9
    assert abs(ends[1, 1] - ends[0, 1]) <= jitter.SLASH_HEIGHT[1] + 1e-9
    if zero:
        assert np.array_equal(zero[0], circle())
    else:
        assert np.array_equal(last[:-2], circle())


def test_slashes_fall_both_ways_and_some_are_drawn_without_lifting() -> None:
    rising, unlifted = [], []
    for seed in range(200):
        result = jitter.slash_zero([circle()], np.random.default_rng(seed))
        step = np.diff(result[-1][-2:], axis=0)[0]
        rising.append(step[0] * step[1] < 0)
        unlifted.append(len(result) == 1)
    assert np.mean(rising) == pytest.approx(1.0 - jitter.BACKSLASH_SHARE, abs=0.1)
    assert np.mean(unlifted) == pytest.approx(jitter.UNLIFTED_SHARE, abs=0.08)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_foot_lies_under_a_one_and_is_a_stroke_of_its_own(seed: int) -> None:
    stem, foot = jitter.foot_one([line(np.pi / 2.0)], np.random.default_rng(seed))
    assert np.array_equal(stem, line(np.pi / 2.0))
    low, high = jitter.FOOT_WIDTH
    assert low <= float(np.ptp(foot[:, 0])) <= high
    assert foot[:, 1].mean() == pytest.approx(1.0, abs=5 * jitter.FOOT_DROP)
    assert foot[:, 0].mean() == pytest.approx(0.0, abs=5 * jitter.FOOT_SHIFT)

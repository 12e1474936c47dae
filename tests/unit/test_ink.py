"""Ink: what it keeps, what it drops, what it refuses."""

import numpy as np
import pytest

from inkling import Ink, InkError
from inkling.ink import COORDINATE_LIMIT, MAX_POINTS


def test_flat_and_strokes_agree() -> None:
    strokes = [[[1, 2], [3, 4]], [[5, 6]], [[7, 8], [9, 10], [11, 12]]]
    from_strokes = Ink.from_strokes(strokes)
    from_flat = Ink.from_flat(range(1, 13), [0, 2, 3])
    assert np.array_equal(from_strokes.points, from_flat.points)
    assert from_strokes.starts.tolist() == from_flat.starts.tolist() == [0, 2, 3]
    assert [stroke.tolist() for stroke in from_flat.strokes] == strokes


def test_time_and_pressure_are_ignored() -> None:
    assert Ink.from_strokes([[[1, 2, 16.0, 0.5]]]).points.tolist() == [[1, 2]]


def test_no_ink() -> None:
    for ink in (Ink.from_strokes([]), Ink.from_strokes([[], []]), Ink.from_flat([], [])):
        assert ink.points.shape == (0, 2)
        assert ink.strokes == []
        assert ink.extent == 0.0


def test_points_that_are_not_finite_are_dropped_and_the_others_keep_their_stroke() -> None:
    nan, inf = float("nan"), float("inf")
    ink = Ink.from_flat([0, 0, nan, 1, 2, 2, inf, inf, 5, 5, 6, -inf], [0, 3, 4])
    assert [stroke.tolist() for stroke in ink.strokes] == [[[0, 0], [2, 2]], [[5, 5]]]


def test_a_stroke_without_finite_points_vanishes() -> None:
    nan = float("nan")
    assert Ink.from_flat([nan, nan, 3, 4], [0, 1]).starts.tolist() == [0]
    assert Ink.from_flat([nan, nan], [0]).strokes == []


def test_far_points_are_moved_to_the_limit() -> None:
    assert Ink.from_flat([1e300, -1e300], [0]).points.tolist() == [[COORDINATE_LIMIT, -COORDINATE_LIMIT]]


def test_too_many_points_are_thinned_but_every_stroke_keeps_its_ends() -> None:
    long = np.stack([np.arange(1_000_000.0), np.zeros(1_000_000)], axis=1) % 1000
    ink = Ink.from_strokes([long, [[5, 5]], [[1, 2], [3, 4]]])
    assert len(ink.points) <= MAX_POINTS + 4
    strokes = [stroke.tolist() for stroke in ink.strokes]
    assert strokes[0][0] == [0, 0]
    assert strokes[0][-1] == [999, 0]
    assert strokes[1:] == [[[5, 5]], [[1, 2], [3, 4]]]


def test_extent_is_the_longer_side() -> None:
    assert Ink.from_strokes([[[10, 10], [14, 40]]]).extent == 30.0
    assert Ink.from_strokes([[[10, 10]]]).extent == 0.0


@pytest.mark.parametrize(
    ("xy", "starts", "message"),
    [
        ([1, 2, 3], [0], "expected x, y pairs, got 3 numbers"),
        ([1, 2], [], "expected the start of each stroke, got none for 1 points"),
        ([1, 2], [1], r"expected stroke starts ascending from 0 to below 1, got \[1\]"),
        ([1, 2, 3, 4], [0, 0], r"expected stroke starts ascending from 0 to below 2, got \[0, 0\]"),
        ([1, 2, 3, 4], [0, 2], r"expected stroke starts ascending from 0 to below 2, got \[0, 2\]"),
        ([], [0], r"expected stroke starts ascending from 0 to below 0, got \[0\]"),
    ],
)
def test_flat_ink_that_does_not_fit_is_refused(xy: list[float], starts: list[int], message: str) -> None:
    with pytest.raises(InkError, match=message):
        Ink.from_flat(xy, starts)


@pytest.mark.parametrize(
    ("strokes", "message"),
    [
        ([[1, 2, 3]], r"expected stroke 0 as points \[x, y\], got an array of shape \[3\]"),
        ([[[0, 0]], [[1], [2]]], r"expected stroke 1 as points \[x, y\], got an array of shape \[2, 1\]"),
        ([[["a", "b"]]], r"expected stroke 0 as points \[x, y\], got \[\['a', 'b'\]\]"),
        ([[[0, 0], [1]]], r"expected stroke 0 as points \[x, y\], got \[\[0, 0\], \[1\]\]"),
    ],
)
def test_strokes_that_are_not_points_are_refused(strokes: list[list[object]], message: str) -> None:
    with pytest.raises(InkError, match=message):
        Ink.from_strokes(strokes)

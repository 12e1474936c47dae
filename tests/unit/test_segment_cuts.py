"""Cuts inside one stroke."""

from itertools import pairwise

import numpy as np
import pytest

from inkling.cuts import MAX_CUTS, cut_points
from inkling.ink import Points
from inkling.segment_lines import find_lines, stroke_boxes
from inkling.segment_pieces import find_pieces


def circle(x: float, turns: float = 1.0) -> Points:
    """A zero 60 wide and 100 high from its top, counterclockwise."""
    angle = -np.pi / 2 - np.linspace(0.0, turns * 2 * np.pi, 60)
    return np.stack((x + 30 * np.cos(angle), 50 + 50 * np.sin(angle)), axis=1)


TWO_ZEROS = np.concatenate((circle(0.0), circle(90.0)))
"""Joined at their tops by a line from x = 0 to x = 90."""


def test_joined_digits_are_cut_on_the_joining_line() -> None:
    cuts = cut_points(TWO_ZEROS, 100.0)
    assert any(0 <= TWO_ZEROS[cut, 0] <= 90 and TWO_ZEROS[cut, 1] <= 10 for cut in cuts)


@pytest.mark.parametrize(
    "stroke",
    [
        np.array([[0.0, 0], [60, 10], [20, 45], [70, 70], [0, 100]]),
        np.array([[0.0, 0], [60, 0], [20, 100]]),
        np.array([[5.0, 0], [60, 30], [0, 100], [70, 100]]),
    ],
    ids=["three", "seven", "two"],
)
def test_single_digits_are_not_cut(stroke: Points) -> None:
    assert cut_points(stroke, 100.0).size == 0


@pytest.mark.parametrize("length", [0, 1, 2])
def test_ink_without_an_inside_is_not_cut(length: int) -> None:
    assert cut_points(np.zeros((length, 2)), 100.0).size == 0
    assert cut_points(TWO_ZEROS, 0.0).size == 0


def test_cuts_of_a_long_scribble_are_few() -> None:
    x = np.linspace(0.0, 3000.0, 4000)
    scribble = np.stack((x, 50 + 50 * np.sin(x / 5)), axis=1)
    cuts = cut_points(scribble, 100.0)
    assert 0 < cuts.size <= MAX_CUTS * 30
    assert (np.diff(cuts) > 0).all()


def test_size_does_not_matter() -> None:
    assert cut_points(TWO_ZEROS * 0.25, 25.0).tolist() == cut_points(TWO_ZEROS, 100.0).tolist()


def test_pieces_are_the_whole_ink_from_left_to_right() -> None:
    strokes = [TWO_ZEROS + np.array([200.0, 0.0]), circle(0.0)]
    (line,) = find_lines(stroke_boxes(strokes))
    pieces = find_pieces(strokes, line)
    assert pieces.stroke.tolist()[0] == 1
    taken = sorted(zip(pieces.stroke.tolist(), pieces.first.tolist(), pieces.last.tolist(), strict=True))
    assert taken[0][:2] == (0, 0)
    assert taken[-1] == (1, 0, 59)
    assert all(before[2] == after[1] for before, after in pairwise(taken[:-1]))
    assert (pieces.distance == pieces.distance.T).all()

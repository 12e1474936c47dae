"""Lines of writing from strokes' boxes."""

import numpy as np
import pytest

from inkling.ink import Points
from inkling.segment_lines import (
    digit_height,
    find_lines,
    find_lines_of_parts,
    rings_together,
    stroke_boxes,
)


def row(y: float, count: int, slope: float = 0.0, height: float = 100.0) -> list[list[float]]:
    """Boxes of `count` digits, 60 wide, 80 apart, standing on y."""
    feet = [y + slope * 80.0 * i for i in range(count)]
    return [[80.0 * i, foot - height, 80.0 * i + 60.0, foot] for i, foot in enumerate(feet)]


def lines_of(boxes: list[list[float]]) -> list[list[int]]:
    return [line.strokes.tolist() for line in find_lines(np.array(boxes))]


def test_digits_beside_each_other_are_one_line() -> None:
    assert lines_of(row(100.0, 5)) == [[0, 1, 2, 3, 4]]


def test_digits_below_each_other_are_lines_from_the_top() -> None:
    assert lines_of(row(400.0, 2) + row(100.0, 3) + row(250.0, 1)) == [[2, 3, 4], [5], [0, 1]]


@pytest.mark.parametrize("slope", [-0.3, -0.15, 0.15, 0.3])
def test_a_sloping_line_is_one_line_of_that_slope(slope: float) -> None:
    (line,) = find_lines(np.array(row(100.0, 6, slope)))
    assert line.slope == pytest.approx(slope)
    assert line.offset + line.slope * 30.0 == pytest.approx(50.0)


@pytest.mark.parametrize("slope", [-0.25, 0.25])
def test_two_sloping_lines_are_two(slope: float) -> None:
    assert lines_of(row(100.0, 5, slope) + row(260.0, 5, slope)) == [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9]]


def test_uneven_digits_stay_on_their_line() -> None:
    boxes = row(100.0, 3)
    boxes[1][1] += 60.0
    boxes[1][3] += 30.0
    assert lines_of(boxes) == [[0, 1, 2]]


def test_a_decimal_sign_goes_to_the_line_it_is_nearest_to() -> None:
    comma = [62.0, 95.0, 72.0, 115.0]
    assert lines_of([*row(100.0, 2), *row(300.0, 2), comma]) == [[0, 1, 4], [2, 3]]


def test_an_eight_of_two_circles_is_not_two_lines() -> None:
    assert lines_of([[0.0, 0.0, 60.0, 50.0], [0.0, 48.0, 60.0, 100.0]]) == [[0, 1]]


def test_height_is_that_of_digits_and_not_of_marks() -> None:
    marks = [[0.0, 50.0, 30.0, 52.0], [70.0, 95.0, 74.0, 99.0], [75.0, 95.0, 79.0, 99.0]]
    assert digit_height(np.array(row(100.0, 2) + marks)) == 100.0


def test_height_of_flat_ink_comes_from_its_width() -> None:
    assert digit_height(np.array([[0.0, 5.0, 60.0, 5.0]])) == 10.0


def test_two_rings_with_a_gap_are_an_eight_and_close_lines_are_lines() -> None:
    rings = [[0.0, 0.0, 50.0, 48.0], [0.0, 53.0, 50.0, 100.0]]
    assert lines_of(rings) == [[0, 1]]
    assert lines_of(row(100.0, 2) + row(203.0, 2)) == [[0, 1], [2, 3]]


def test_rings_of_an_eight_beside_other_digits_are_one_line() -> None:
    boxes = row(100.0, 4)
    x0, _, x1, _ = boxes[2]
    boxes[2:3] = [[x0, 4.0, x1, 50.0], [x0, 54.0, x1, 98.0]]
    assert lines_of(boxes) == [[0, 1, 2, 3, 4]]


def test_a_single_digit_below_a_number_is_a_line() -> None:
    assert lines_of(row(100.0, 4) + row(225.0, 1)) == [[0, 1, 2, 3], [4]]


def test_tails_of_one_line_may_reach_into_the_next() -> None:
    boxes = row(100.0, 4) + row(220.0, 4)
    boxes[1][3] += 30.0
    assert lines_of(boxes) == [[0, 1, 2, 3], [4, 5, 6, 7]]


def test_circles_of_an_eight_that_stand_apart_are_one_line() -> None:
    assert lines_of([[0.0, 0.0, 60.0, 50.0], [0.0, 65.0, 60.0, 115.0]]) == [[0, 1]]


@pytest.mark.parametrize("count", [3, 4, 5])
@pytest.mark.parametrize("pitch", [200.0, 230.0])
def test_level_lines_of_wide_writing_are_not_parted_along_a_slope(count: int, pitch: float) -> None:
    boxes = [
        [pitch * i, foot - 100.0, pitch * i + 60.0, foot] for foot in (100.0, 250.0) for i in range(count)
    ]
    assert lines_of(boxes) == [list(range(count)), list(range(count, 2 * count))]


def ring(x: float, y: float, side: float) -> Points:
    """A circle around (x, y)."""
    angle = np.linspace(0.0, 2.0 * np.pi, 40)
    return np.stack((x + side / 2.0 * np.sin(angle), y - side / 2.0 * np.cos(angle)), axis=1)


def bars(x: float, count: int, top: float = 0.0, height: float = 100.0) -> list[Points]:
    return [np.array([[x + 70.0 * i, top], [x + 70.0 * i + 5.0, top + height]]) for i in range(count)]


def line_count(strokes: list[Points]) -> int:
    boxes = stroke_boxes(strokes)
    part = rings_together(strokes, boxes)
    return len(find_lines(boxes) if part is None else find_lines_of_parts(boxes, part))


@pytest.mark.parametrize("gap", [0.0, 20.0, 35.0])
def test_an_eight_of_rings_that_is_larger_than_its_neighbours_is_on_their_line(gap: float) -> None:
    eight = [ring(30.0, 5.0 - gap, 60.0), ring(30.0, 65.0, 60.0)]
    strokes = [*eight, *bars(100.0, 3, 10.0)]
    assert len(find_lines(stroke_boxes(strokes))) == (1 if gap < 20.0 else 2)
    assert line_count(strokes) == 1


def test_zeros_on_two_lines_stay_on_two() -> None:
    strokes = [ring(50.0, 50.0, 95.0), *bars(130.0, 2), ring(50.0, 210.0, 95.0), *bars(130.0, 2, 160.0)]
    assert line_count(strokes) == 2


def test_only_the_rings_of_an_eight_are_one_part() -> None:
    strokes = [*bars(100.0, 3), ring(30.0, 5.0, 60.0), ring(30.0, 65.0, 60.0)]
    part = rings_together(strokes, stroke_boxes(strokes))
    assert part is not None
    assert part[3] == part[4]
    assert len({*part.tolist()}) == 4
    assert rings_together(strokes[:4], stroke_boxes(strokes[:4])) is None
    assert rings_together(strokes[:1], stroke_boxes(strokes[:1])) is None


def test_dots_are_no_rings() -> None:
    strokes = [np.zeros((1, 2)), np.array([[0.0, 30.0]]), *bars(50.0, 2)]
    with np.errstate(all="raise"):
        assert rings_together(strokes, stroke_boxes(strokes)) is None

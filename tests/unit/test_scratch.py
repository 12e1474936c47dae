"""Scratching out takes what a zigzag covers, and nothing that people write as digits."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from inkling import Ink, Reader, load_policy, run_now
from inkling.native import OnnxRuntimeSession
from inkling.scratch import MOST_POINTS, REVERSALS, is_zigzag, scratched
from inkling.segment_score import load_scorer
from tests.strokes import every_sample, sample

Points = NDArray[np.float64]


def zigzag(
    left: float, top: float, right: float, bottom: float, sweeps: int = 8, upright: bool = False
) -> Points:
    """Sweeps from side to side going down, or up and down going to the right."""
    ends = []
    for i in range(sweeps + 1):
        share = i / sweeps
        if upright:
            ends.append((left + share * (right - left), (top, bottom)[i % 2]))
        else:
            ends.append(((left, right)[i % 2], top + share * (bottom - top)))
    return np.concatenate([np.linspace(a, b, 12) for a, b in pairwise(ends)])


def digit(label: str, style: str, x: float = 0.0) -> list[Points]:
    return [np.array(stroke) / 10 + (x, 0.0) for stroke in sample(label, style).strokes]


@pytest.mark.parametrize("upright", [False, True])
@pytest.mark.parametrize("turn", [0.0, 0.4, 1.2])
def test_a_zigzag_takes_what_it_covers_and_itself(upright: bool, turn: float) -> None:
    ink = [*digit("5", "two strokes"), *digit("3", "round", 150.0), zigzag(-5, -5, 65, 105, upright=upright)]
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    assert is_zigzag(ink[-1] @ rotation)
    assert scratched(ink) == (0, 1, 3)


def test_neighbours_that_it_only_touches_stay() -> None:
    ink = [*digit("2", "plain"), *digit("3", "round", 60.0), zigzag(-5, 20, 75, 80)]
    assert scratched(ink) == ()
    assert scratched([*ink[:2], zigzag(-5, -5, 75, 105)]) == (0, 2)


@pytest.mark.parametrize("top", [0.0, 20.0, 40.0])
def test_all_strokes_of_a_digit_go_with_the_ones_that_it_covers(top: float) -> None:
    for wrong in (digit("5", "two strokes"), digit("7", "crossed"), digit("4", "open")):
        ink = [*wrong, *digit("3", "round", 110.0), zigzag(-5, top, 65, 105)]
        assert scratched(ink) == (0, 1, 3)


def test_the_upper_part_of_a_digit_is_enough() -> None:
    ink = [*digit("4", "open"), *digit("3", "round", 110.0), zigzag(-5, -5, 65, 70)]
    assert scratched(ink) == (0, 1, 3)


@pytest.mark.parametrize("gap", [0.0, 10.0])
def test_a_neighbour_of_several_strokes_stays_whole(gap: float) -> None:
    right = max(float(stroke[:, 0].max()) for stroke in digit("5", "two strokes"))
    ink = [*digit("5", "two strokes"), *digit("4", "open", right + gap), zigzag(-5, -5, right, 105)]
    assert scratched(ink) == (0, 1, 4)


def test_a_digit_on_the_line_below_stays() -> None:
    below = [np.add(stroke, (0.0, 130.0)) for stroke in digit("5", "two strokes")]
    assert scratched([*digit("2", "plain"), *below, zigzag(-5, -5, 65, 105)]) == (0, 3)


def test_ink_written_later_stays() -> None:
    before, after = digit("2", "plain"), digit("3", "round")
    assert scratched([*before, zigzag(-5, -5, 65, 105), *after]) == (0, 1)


def test_a_zigzag_over_nothing_is_ink() -> None:
    assert scratched([zigzag(0, 0, 60, 100)]) == ()
    assert scratched([*digit("2", "plain"), zigzag(200, 0, 260, 100)]) == ()


def test_what_was_scratched_out_is_not_scratched_again() -> None:
    again = zigzag(200, 0, 260, 100)
    ink = [*digit("2", "plain"), zigzag(-5, -5, 65, 105), *digit("3", "round", 210.0), again]
    assert scratched(ink) == (0, 1, 2, 3)


@pytest.mark.parametrize("sweeps", range(1, 12))
def test_it_takes_enough_sweeps(sweeps: int) -> None:
    assert is_zigzag(zigzag(0, 0, 100, 40, sweeps)) == (sweeps > REVERSALS)


def test_small_wiggles_are_no_sweeps() -> None:
    x = np.linspace(0, 300, 400)
    assert not is_zigzag(np.stack([x + 40 * np.sin(x), 60 * np.sin(x / 50)], axis=1))


def test_odd_ink_costs_no_time_and_is_no_zigzag() -> None:
    noise = np.random.default_rng(1).uniform(0, 100, (MOST_POINTS + 1, 2))
    assert not is_zigzag(noise)
    assert not is_zigzag(np.zeros((50, 2)))
    assert not is_zigzag(np.empty((0, 2)))
    assert scratched([]) == ()
    assert scratched([zigzag(0, 0, 60, 100)] * 300) == ()


def pairs_of_drawn_digits() -> Iterator[list[Points]]:
    drawn = [one for one in every_sample() if one.is_digit]
    for first, second in pairwise(drawn):
        yield [np.array(stroke) for stroke in (*first.strokes, *second.strokes)]


def test_no_drawn_digit_scratches_even_one_written_right_over_another() -> None:
    assert [ink for ink in pairs_of_drawn_digits() if scratched(ink)] == []


def test_the_reader_reads_what_is_left_and_says_what_is_gone() -> None:
    reader = Reader(OnnxRuntimeSession(), load_policy(), load_scorer())
    wrong, right = digit("7", "crossed"), digit("4", "open", 120.0)
    ink = [*wrong, zigzag(-5, -5, 65, 105), *right]
    reading = run_now(reader.read(Ink.from_strokes(ink)))
    assert reading.text == "4"
    assert reading.scratched == (0, 1, 2)
    assert reading.digits[0].strokes == (3, 4)
    alone = run_now(reader.read(Ink.from_strokes(right)))
    assert alone.confidence == reading.confidence
    assert alone.scratched == ()


def test_all_scratched_out_is_empty() -> None:
    reader = Reader(OnnxRuntimeSession(), load_policy(), load_scorer())
    reading = run_now(reader.read(Ink.from_strokes([*digit("2", "plain"), zigzag(-5, -5, 65, 105)])))
    assert (reading.verdict, reading.scratched) == ("empty", (0, 1))

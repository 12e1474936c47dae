"""Pictures of digits that touch: traced lines run on from one to the next, and are ended at their crossings."""

from dataclasses import replace

import numpy as np
import pytest

from inkling import Reader, load_policy, run_now
from inkling.native import OnnxRuntimeSession
from inkling.picture import Picture, find_ink
from inkling.segment_score import load_scorer
from tests.unit.pictures import painted
from tests.unit.test_number_reading import PLAIN, beside, drawn, number

READER = Reader(OnnxRuntimeSession(), load_policy(), load_scorer())

OVERLAP = 0.3
"""Share of the pen's width by which the ink of neighbours overlaps."""


def touching(text: str, width: float) -> Picture:
    strokes = beside([drawn(PLAIN[digit]) for digit in text], (1.0 - OVERLAP) * width)
    return find_ink(painted(strokes, width, 30))


@pytest.mark.parametrize(
    ("text", "width"),
    [("06", 18.0), ("20", 10.0), ("38", 18.0), ("65", 10.0), ("68", 10.0), ("90", 18.0), ("99", 10.0)],
)
def test_digits_that_touch_are_read(text: str, width: float) -> None:
    picture = touching(text, width)
    reading = run_now(READER.read_traced(picture))
    assert (reading.verdict, reading.text) == ("number", text)
    without = replace(picture, crossings=picture.crossings[:0])
    assert run_now(READER.read_traced(without)).text != text
    # the page knows the strokes as they were traced
    boxes = [(stroke.min(axis=0), stroke.max(axis=0)) for stroke in picture.ink.strokes]
    for digit in reading.digits:
        assert digit.strokes
        for index in digit.strokes:
            low, high = boxes[index]
            assert (high >= digit.box[:2]).all()
            assert (low <= digit.box[2:]).all()


def test_a_parted_picture_has_the_same_ink() -> None:
    picture = touching("65", 10.0)
    parted, whole = picture.parted()
    assert parted.ink.points is picture.ink.points
    assert (
        len(parted.ink.starts) == len(picture.ink.starts) + len(picture.crossings) > len(picture.ink.starts)
    )
    assert np.array_equal(
        np.flatnonzero(np.diff(whole, prepend=-1)), np.searchsorted(parted.ink.starts, picture.ink.starts)
    )
    assert np.array_equal(parted.part, picture.part[whole])
    assert parted.parted()[0].ink.starts is not parted.ink.starts
    assert np.array_equal(parted.parted()[0].ink.starts, parted.ink.starts)


def test_crossings_of_a_digit_alone_are_none_of_several() -> None:
    assert not find_ink(painted(drawn(PLAIN["8"]))).crossings.size
    assert not find_ink(painted(number("2026"))).crossings.size

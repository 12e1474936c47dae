"""Pictures read as numbers: the drawn test ink painted with several pens on several papers."""

import math
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from inkling import Ink, InkError, Reader, Reading, load_policy, run_now
from inkling.native import OnnxRuntimeSession
from inkling.picture import PAPER_HEIGHT, PAPER_WIDTH, find_ink
from inkling.picture_ink import LONGEST, darkness, picture_grey, threshold
from inkling.picture_parts import without_specks
from inkling.picture_strokes import traced
from inkling.picture_thin import thinned
from inkling.segment_score import load_scorer
from tests.unit.pictures import Grey, painted
from tests.unit.test_number_reading import PLAIN, drawn, moved, number

READER = Reader(OnnxRuntimeSession(), load_policy(), load_scorer())


def read(pixels: NDArray[Any]) -> Reading:
    return run_now(READER.read_picture(pixels))


@pytest.mark.parametrize("text", ["2026", "10", "707", "3,5", "-42"])
def test_numbers_are_read_whole(text: str) -> None:
    reading = read(painted(number(text)))
    assert (reading.verdict, reading.text) == ("number", text)
    assert "".join(digit.text for digit in reading.digits) == text


@pytest.mark.parametrize("digit", sorted(PLAIN))
def test_single_digits_are_read(digit: str) -> None:
    reading = read(painted(drawn(PLAIN[digit])))
    assert (reading.verdict, reading.text, len(reading.digits)) == ("number", digit, 1)


@pytest.mark.parametrize("width", [1.5, 4.0, 12.0])
def test_the_pen_does_not_matter(width: float) -> None:
    assert read(painted(number("254"), width)).text == "254"


@pytest.mark.parametrize("height", [24.0, 60.0, 400.0])
def test_the_size_does_not_matter(height: float) -> None:
    strokes = [[(x * height / 100, y * height / 100) for x, y in stroke] for stroke in number("37")]
    assert read(painted(strokes, max(1.5, height / 15))).text == "37"


def test_light_ink_on_dark_is_the_same() -> None:
    picture = painted(number("36"))
    assert read(255 - picture).text == read(picture).text == "36"


def test_transparent_paper_counts_as_white() -> None:
    picture = painted(number("82"))
    rgba = np.zeros((*picture.shape, 4), dtype=np.uint8)
    rgba[:, :, 3] = 255 - picture
    assert read(rgba).text == "82"


def test_shade_and_grain_of_a_photo_do_not_matter() -> None:
    picture = painted(number("254"), 5.0, 60).astype(np.float64)
    shade = np.linspace(0.4, 0.85, picture.shape[1])
    shade = shade * np.where(np.arange(len(picture)) < 100, 1.0, 0.8)[:, None]
    grain = np.random.default_rng(1).normal(0.0, 4.0, picture.shape)
    photo = np.clip((60.0 + picture * 0.75) * shade + grain, 0.0, 255.0).astype(np.uint8)
    assert read(photo).text == "254"


def test_lines_are_read_from_the_top() -> None:
    assert read(painted(number("35") + moved(number("47"), 0.0, 200.0))).text == "35\n47"


def test_boxes_are_in_the_pictures_pixels() -> None:
    left, right = read(painted(number("20"), 6.0, 50)).digits
    assert left.box[:2] == pytest.approx((50.0, 50.0), abs=6.0)
    assert right.box[0] > left.box[2]
    assert right.box[3] == pytest.approx(150.0, abs=6.0)


def test_boxes_of_a_large_picture_are_in_its_own_pixels() -> None:
    picture = np.kron(painted(number("20"), 6.0, 60), np.ones((10, 10), dtype=np.uint8))
    assert max(picture.shape) > 2 * LONGEST
    reading = read(picture)
    assert reading.text == "20"
    assert reading.digits[0].box[:2] == pytest.approx((600.0, 600.0), abs=60.0)


@pytest.mark.parametrize("value", [0, 128, 255])
def test_an_even_picture_has_no_ink(value: int) -> None:
    reading = read(np.full((70, 50), value, dtype=np.uint8))
    assert (reading.verdict, reading.text) == ("empty", "")


def test_a_picture_without_pixels_is_empty() -> None:
    assert read(np.zeros((0, 4), dtype=np.uint8)).verdict == "empty"


def test_a_grid_is_too_much() -> None:
    grid = np.full((600, 800), 255, dtype=np.uint8)
    grid[::9] = grid[:, ::9] = 0
    assert (read(grid).verdict, read(grid).reason) == ("rejected", "too-much")


def test_grain_alone_is_no_ink() -> None:
    grain = np.random.default_rng(2).normal(180.0, 6.0, (300, 200))
    assert read(np.clip(grain, 0.0, 255.0).astype(np.uint8)).verdict == "empty"


def test_a_speck_is_not_read() -> None:
    picture = painted(number("7"))
    picture[5:7, 5:7] = 0
    assert read(picture).text == "7"


@pytest.mark.parametrize(
    ("picture", "got"),
    [
        (np.zeros((4, 4)), "float64 [4, 4]"),
        (np.zeros((4, 4, 3), dtype=np.uint8), "uint8 [4, 4, 3]"),
    ],
)
def test_other_shapes_and_types_are_refused(picture: NDArray[Any], got: str) -> None:
    with pytest.raises(InkError, match=re.escape("[height, width, 4], got " + got)):
        read(picture)


def test_too_large_a_picture_is_refused() -> None:
    # one byte stands for all, so that the test needs no memory
    picture = np.broadcast_to(np.zeros((1, 1), dtype=np.uint8), (20_000, 10_000))
    with pytest.raises(InkError, match="expected a picture of at most 100,000,000 pixels, got 10000 x 20000"):
        read(picture)


PICTURES = st.builds(
    lambda height, width, seed, tones: (
        np.random.default_rng(seed).integers(0, tones, (height, width)) * (255 // max(tones - 1, 1))
    ).astype(np.uint8),
    st.integers(1, 40),
    st.integers(1, 40),
    st.integers(0, 99),
    st.sampled_from([1, 2, 256]),
)


@given(PICTURES)
@settings(max_examples=60, deadline=None)
def test_any_picture_gets_an_answer(picture: Grey) -> None:
    reading = read(picture)
    assert reading.verdict in {"empty", "number", "rejected"}
    assert 0.0 <= reading.confidence <= 1.0
    for digit in reading.digits:
        assert all(math.isfinite(value) for value in digit.box)


def test_a_large_picture_is_averaged_down() -> None:
    bright, step = picture_grey(np.full((2500, 1201), 7, dtype=np.uint8))
    assert (bright.shape, step) == ((834, 401), 3)
    assert (bright == 7.0).all()


def test_shading_is_no_darkness() -> None:
    slope = np.linspace(90.0, 210.0, 300) + np.zeros((200, 1))
    assert float(darkness(slope).max()) < 3.0
    assert threshold(darkness(slope)) == math.inf


def test_specks_go_and_all_else_stays() -> None:
    mask = np.zeros((9, 12), dtype=np.bool_)
    mask[1, 1] = mask[2, 2] = True
    mask[5:8, 3:9] = True
    mask[5, 5:7] = mask[6, 4:8] = False
    kept = mask.copy()
    kept[1, 1] = kept[2, 2] = False
    assert np.array_equal(without_specks(mask, 3), kept)
    assert np.array_equal(without_specks(mask, 2), mask)


def test_thinning_keeps_what_is_connected_and_its_holes() -> None:
    mask = np.zeros((40, 40), dtype=np.bool_)
    mask[5:35, 5:35] = True
    mask[12:28, 12:28] = False
    strokes = [stroke.points for stroke in traced(thinned(mask), 7.0)]
    assert len(strokes) == 1
    assert strokes[0][0] == pytest.approx(strokes[0][-1])
    assert np.ptp(strokes[0], axis=0) == pytest.approx((23.0, 23.0), abs=2.5)


def test_lines_run_straight_through_a_crossing() -> None:
    cross = find_ink(painted([[(0, 0), (80, 80)], [(80, 0), (0, 80)]])).ink
    assert len(cross.starts) == 2
    for stroke in cross.strokes:
        assert abs(float(stroke[-1, 0] - stroke[0, 0])) == pytest.approx(80.0, abs=6.0)
        assert abs(float(stroke[-1, 1] - stroke[0, 1])) == pytest.approx(80.0, abs=6.0)


@pytest.mark.parametrize(("width", "height"), [(358.0, 516.0), (886.0, 588.0), (120.0, 900.0)])
@pytest.mark.parametrize("text", ["7", "2026"])
def test_ink_placed_on_paper_lies_in_its_middle_and_reads_the_same(
    text: str, width: float, height: float
) -> None:
    picture = find_ink(painted(number(text), margin=70))
    placed, place = picture.placed(width, height)
    low, high = placed.ink.points.min(axis=0), placed.ink.points.max(axis=0)
    assert (low + high) / 2 == pytest.approx([width / 2, height / 2])
    shares = (high - low) / [width * PAPER_WIDTH, height * PAPER_HEIGHT]
    assert shares.max() == pytest.approx(1.0)
    assert placed.ink.points == pytest.approx(picture.ink.points * place.scale + [place.left, place.top])
    there, here = run_now(READER.read_traced(picture)), run_now(READER.read_traced(placed))
    assert here.text == there.text == text
    # cuts lie where a length is just reached, so that rounding may move them
    assert here.confidence == pytest.approx(there.confidence, abs=0.02)
    boxes = np.array([digit.box for digit in here.digits])
    assert (boxes >= -1).all()
    assert (boxes <= [width + 1, height + 1] * 2).all()


def test_a_dot_is_placed_too() -> None:
    picture = find_ink(painted([[[0.0, 0.0]]], width=40.0))
    placed, _ = picture.placed(300.0, 200.0)
    assert np.isfinite(placed.ink.points).all()
    assert placed.ink.points.min() >= 0.0


def test_traced_strokes_are_read_whichever_way_they_run() -> None:
    ink = find_ink(painted(number("2026"))).ink
    turned = Ink.from_strokes([stroke[::-1] for stroke in ink.strokes])
    there, back = (run_now(READER.read(one, traced=len(one.starts))) for one in (ink, turned))
    assert there.text == back.text == "2026"
    assert there.confidence == pytest.approx(back.confidence, abs=0.02)


def test_a_zigzag_in_a_picture_scratches_nothing_out_but_a_pens_does() -> None:
    one = moved(drawn("1 bar 0"), 40.0)
    x = 20.0
    zigzag = [[(x + 40.0 * (i % 2), 10.0 + 7.0 * i) for i in range(14)]]
    ink = Ink.from_strokes([*one, *zigzag])
    assert run_now(READER.read(ink)).scratched == (0, 1)
    assert run_now(READER.read(ink, traced=1)).scratched == (0, 1)
    assert run_now(READER.read(ink, traced=2)).scratched == ()


@pytest.mark.parametrize("rules", [4, 18])
def test_ruled_paper_gets_an_answer(rules: int) -> None:
    """Long lines have more points than ink may: pixels must find the ones that they belong to all the same."""
    page = np.full((1900, 1900), 255, dtype=np.uint8)
    for row in np.linspace(60, 1840, rules).astype(int).tolist():
        page[row : row + 2] = 60
    reading = read(page)
    assert reading.verdict == "rejected"
    assert reading.reason in {"too-much", "not-a-number", "not-a-digit"}

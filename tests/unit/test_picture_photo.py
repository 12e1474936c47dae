"""Photos: printed lines and the desk around a sheet are no ink, and strokes cut out closely are neither."""

import numpy as np
import pytest
from numpy.typing import NDArray

from inkling import Reader, load_policy, run_now
from inkling.native import OnnxRuntimeSession
from inkling.picture import find_ink
from inkling.picture_ink import darkness, threshold
from inkling.picture_rules import MOST_RUNS, printed_lines
from inkling.picture_sheet import find_sheet
from inkling.picture_tone import dark_on_light
from inkling.segment_score import load_scorer
from tests.unit.pictures import Grey, painted
from tests.unit.test_number_reading import moved, number
from training.photos import PHOTOS, Photo, taken

READER = Reader(OnnxRuntimeSession(), load_policy(), load_scorer())

DIGIT = 100.0
"""Height of the drawn digits."""


def read(pixels: Grey) -> str:
    return run_now(READER.read_picture(pixels)).text


def photo(text: str, look: Photo, seed: int) -> Grey:
    strokes = [np.array(stroke, dtype=np.float64) / DIGIT for stroke in number(text)]
    return taken(strokes, look, np.random.default_rng(seed))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("look", sorted(PHOTOS))
@pytest.mark.parametrize("text", ["2026", "7"])
def test_photos_are_read(text: str, look: str, seed: int) -> None:
    assert read(photo(text, PHOTOS[look], seed)) == text


@pytest.mark.parametrize("look", ["squares", "lines"])
def test_without_finding_the_lines_they_spoil_the_reading(look: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inkling.picture.printed_lines", lambda *_: None)
    assert read(photo("2026", PHOTOS[look], 1)) != "2026"


@pytest.mark.parametrize("look", ["sheet on a dark desk", "squares on a desk"])
def test_without_finding_the_sheet_the_desk_spoils_the_reading(
    look: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inkling.picture.find_sheet", lambda _: None)
    assert read(photo("2026", PHOTOS[look], 1)) != "2026"


@pytest.mark.parametrize("margin", [0, 1, 4])
@pytest.mark.parametrize("width", [3.0, 8.0, 16.0])
@pytest.mark.parametrize("text", ["1", "11", "17", "71", "7", "4", "1117", "2026"])
def test_a_number_cut_out_closely_is_read_as_with_paper_around_it(
    text: str, width: float, margin: int
) -> None:
    """Its strokes reach the border as printed lines do, and part the paper as a desk does."""
    strokes = [[(2.0 * x, 2.0 * y) for x, y in stroke] for stroke in number(text)]
    picture = painted(strokes, width, 40)
    inked = picture < 128
    rows, columns = (np.flatnonzero(inked.any(axis=axis)) for axis in (1, 0))
    cut = picture[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    assert read(np.pad(cut, margin, constant_values=255)) == read(picture) == text


def _crossed(pixels: Grey, every: int = 40, tone: int = 90, slope: float = 0.06) -> Grey:
    """With printed lines both ways."""
    down, across = np.mgrid[: pixels.shape[0], : pixels.shape[1]].astype(np.float64)
    lines = np.minimum((down + slope * across) % every, (across - slope * down) % every) < 2.0
    return np.where(lines, np.minimum(pixels, tone), pixels).astype(np.uint8)


def test_printed_lines_are_found_where_they_are_and_strokes_are_not() -> None:
    picture = np.pad(painted(number("254")), 60, constant_values=255)
    dark = darkness(_crossed(picture).astype(np.float64))
    found = printed_lines(dark, threshold(dark), np.ones(dark.shape, dtype=np.bool_))
    assert found is not None
    assert (found.across, found.down) == (True, True)
    truth = _crossed(np.full_like(picture, 255)) < 255
    inner = np.s_[4:-4, 4:-4]
    assert (found.share < 0.8)[inner][truth[inner]].mean() > 0.95
    near = np.any([np.roll(truth, shift, axis) for axis in (0, 1) for shift in range(-4, 5)], axis=0)
    assert (found.share > 0.95)[inner][~near[inner]].mean() > 0.99


def test_ink_on_printed_lines_is_traced_as_without_them() -> None:
    picture = np.pad(painted(number("254")), 60, constant_values=255)
    plain, ruled = find_ink(picture).ink, find_ink(_crossed(picture)).ink
    away = np.abs(ruled.points[:, None] - plain.points).max(axis=2)
    assert away.min(axis=1).max() < 5.0
    assert away.min(axis=0).max() < 5.0


def test_lines_across_alone_are_no_lines_down() -> None:
    picture = np.pad(painted(number("11")), 80, constant_values=255)
    picture[30::45] = np.minimum(picture[30::45], 100)
    dark = darkness(picture.astype(np.float64))
    found = printed_lines(dark, threshold(dark), np.ones(dark.shape, dtype=np.bool_))
    assert found is not None
    assert (found.across, found.down) == (True, False)
    assert read(picture) == "11"


def test_noise_is_not_searched_for_lines() -> None:
    noise = np.random.default_rng(3).integers(0, 2, (900, 900)).astype(np.float64) * 255.0
    assert (np.diff(noise[:, ::3], axis=0) > 0).sum() > MOST_RUNS
    assert printed_lines(noise, 128.0, np.ones(noise.shape, dtype=np.bool_)) is None


def _on_desk(desk: int, seed: int = 1) -> tuple[Grey, NDArray[np.bool_]]:
    """A sheet with 254 on a desk of that brightness, and where it is."""
    sheet = painted(number("254"), margin=60)
    high, wide = sheet.shape
    pixels = np.full((high + 160, wide + 220), desk, dtype=np.float64)
    where = np.zeros(pixels.shape, dtype=np.bool_)
    where[70 : 70 + high, 90 : 90 + wide] = True
    pixels[where] = sheet.ravel() * (200.0 / 255.0)
    pixels += np.random.default_rng(seed).normal(0.0, 3.0, pixels.shape)
    return np.clip(pixels, 0.0, 255.0).astype(np.uint8), where


@pytest.mark.parametrize("desk", [30, 90, 150, 250])
def test_the_sheet_is_found_on_darker_and_lighter_desks(desk: int) -> None:
    pixels, where = _on_desk(desk)
    found = find_sheet(pixels.astype(np.float64))
    assert found is not None
    assert (found & ~where).sum() == 0
    assert (found & where).sum() > 0.85 * where.sum()
    assert read(pixels) == "254"


def test_boxes_of_digits_on_a_sheet_are_in_the_photos_pixels() -> None:
    pixels, _ = _on_desk(60)
    digits = run_now(READER.read_picture(pixels)).digits
    assert digits[0].box[:2] == pytest.approx((90.0 + 60.0, 70.0 + 60.0), abs=8.0)


def test_paper_alone_is_no_sheet() -> None:
    assert find_sheet(painted(number("254"), margin=120).astype(np.float64)) is None
    assert find_sheet(np.full((600, 800), 200.0)) is None


def test_both_halves_of_a_sheet_in_a_hard_shadow_are_read() -> None:
    pixels = painted(number("2") + moved(number("6"), 300.0), margin=120).astype(np.float64)
    pixels[:, pixels.shape[1] // 2 :] *= 0.5
    assert read(pixels.astype(np.uint8)) == "26"


@pytest.mark.parametrize("turned", [False, True])
def test_a_shadow_does_not_turn_dark_ink_into_light(turned: bool) -> None:
    pixels = painted(number("254"), margin=150).astype(np.float64)
    down, across = np.indices(pixels.shape)
    pixels[across > down + 100] *= 0.5
    same = dark_on_light(255.0 - pixels if turned else pixels)
    assert same == pytest.approx(pixels)

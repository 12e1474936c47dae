"""Pictures: polarity, place, size, and what is refused."""

import re

import numpy as np
import pytest
from numpy.typing import NDArray

from inkling import InkError, raster_image
from inkling.normalise import BOX, FRAME

Grey = NDArray[np.uint8]


def shape(height: int = 120, width: int = 90, top: int = 20, left: int = 30) -> Grey:
    picture = np.zeros((height, width), dtype=np.uint8)
    picture[top : top + 60, left : left + 12] = 255
    picture[top + 48 : top + 60, left : left + 36] = 255
    return picture


def test_follows_the_conventions() -> None:
    image = raster_image(shape())
    rows, columns = (np.flatnonzero(image.max(axis=axis)) for axis in (1, 0))
    assert rows[-1] - rows[0] + 1 == BOX
    assert columns[-1] - columns[0] + 1 == BOX * 36 / 60
    mass = image.astype(float)
    for axis in (0, 1):
        centre = (mass.sum(axis=1 - axis) * (np.arange(FRAME) + 0.5)).sum() / mass.sum()
        assert 14.0 <= centre < 15.0


def test_dark_on_bright_is_the_same() -> None:
    assert np.array_equal(raster_image(shape()), raster_image(255 - shape()))


def test_place_in_the_picture_changes_nothing() -> None:
    assert np.array_equal(raster_image(shape()), raster_image(shape(400, 300, 310, 7)))


def test_transparent_paper_counts_as_white() -> None:
    rgba = np.zeros((120, 90, 4), dtype=np.uint8)
    rgba[:, :, 3] = shape()
    assert np.array_equal(raster_image(rgba), raster_image(shape()))


def test_a_picture_in_the_convention_passes_through() -> None:
    once = raster_image(shape())
    assert np.array_equal(raster_image(once), once)


def test_small_pictures_are_enlarged() -> None:
    picture = np.zeros((9, 9), dtype=np.uint8)
    picture[2:7, 4] = 200
    assert np.flatnonzero(raster_image(picture).max(axis=1)).size == BOX


@pytest.mark.parametrize("value", [0, 128, 255])
def test_an_even_picture_has_no_ink(value: int) -> None:
    assert not raster_image(np.full((50, 40), value, dtype=np.uint8)).any()


@pytest.mark.parametrize(
    ("picture", "got"),
    [
        (np.zeros((4, 4)), "float64 [4, 4]"),
        (np.zeros((4, 4, 3), dtype=np.uint8), "uint8 [4, 4, 3]"),
        (np.zeros(4, dtype=np.uint8), "uint8 [4]"),
    ],
)
def test_other_shapes_and_types_are_refused(picture: NDArray[np.generic], got: str) -> None:
    expected = "expected a picture as uint8 [height, width] or [height, width, 4], got " + got
    with pytest.raises(InkError, match=re.escape(expected)):
        raster_image(picture)

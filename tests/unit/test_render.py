"""Rendering: the distance field against a plain loop over pixels."""

import math

import numpy as np
import pytest

from inkling.ink import Points
from inkling.normalise import FRAME, Trace
from inkling.render import EDGE, render, undirected


def still(points: Points) -> Trace:
    """Samples of a pen that is nowhere heading."""
    return Trace(points, np.zeros_like(points))


def reference(points: Points, width: float) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    image = np.zeros((FRAME, FRAME))
    for row in range(FRAME):
        for column in range(FRAME):
            distance = min(math.dist((column + 0.5, row + 0.5), point) for point in points)
            image[row, column] = 255 * min(max((width / 2 + EDGE / 2 - distance) / EDGE, 0), 1)
    return image


@pytest.mark.parametrize("width", [1.0, 2.6, 5.0])
def test_agrees_with_a_loop_over_pixels(width: float) -> None:
    points = np.random.default_rng(3).uniform(4, 24, (40, 2))
    assert np.abs(render(still(points), width)[0] - reference(points, width)).max() <= 0.5 + 1e-9


def test_x_is_the_column_and_y_the_row() -> None:
    image = render(still(np.array([[20.5, 5.5]])))[0]
    assert divmod(int(image.argmax()), FRAME) == (5, 20)


def test_points_outside_the_frame_are_cut_off() -> None:
    assert render(still(np.array([[-50.0, 90.0]]))).max() == 0


@pytest.mark.parametrize(
    ("heading", "plane"),
    [((1, 0), 1), ((-1, 0), 2), ((0, 1), 3), ((0, -1), 4)],
    ids=["right", "left", "down", "up"],
)
def test_headings_have_a_plane_each(heading: tuple[int, int], plane: int) -> None:
    planes = render(Trace(np.array([[14.2, 14.7]]), np.array([heading], dtype=float)))
    assert planes[0].max() == 255
    for other in range(1, 5):
        assert (planes[other] == (planes[0] if other == plane else 0)).all()


def test_a_pixel_has_the_heading_of_the_nearest_sample() -> None:
    two = Trace(np.array([[12.4, 14.5], [16.6, 14.5]]), np.array([[0.6, 0.8], [-0.6, -0.8]]))
    planes = render(two).astype(int)
    left, right = planes[:, :, :14], planes[:, :, 15:]
    assert np.abs(left[1] - 0.6 * left[0]).max() <= 1.0
    assert np.abs(left[3] - 0.8 * left[0]).max() <= 1.0
    assert np.abs(right[2] - 0.6 * right[0]).max() <= 1.0
    assert np.abs(right[4] - 0.8 * right[0]).max() <= 1.0
    assert not left[[2, 4]].any()
    assert not right[[1, 3]].any()


def test_pictures_without_strokes_have_no_heading() -> None:
    images = np.random.default_rng(1).integers(0, 256, (2, FRAME, FRAME)).astype(np.uint8)
    planes = undirected(images)
    assert (planes[:, 0] == images).all()
    assert not planes[:, 1:].any()

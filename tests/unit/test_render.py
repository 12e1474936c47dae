"""Rendering: the distance field against a plain loop over pixels."""

import math

import numpy as np
import pytest

from inkling.ink import Points
from inkling.normalise import FRAME
from inkling.render import EDGE, render


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
    assert np.abs(render(points, width) - reference(points, width)).max() <= 0.5 + 1e-9


def test_x_is_the_column_and_y_the_row() -> None:
    image = render(np.array([[20.5, 5.5]]))
    assert divmod(int(image.argmax()), FRAME) == (5, 20)


def test_points_outside_the_frame_are_cut_off() -> None:
    assert render(np.array([[-50.0, 90.0]])).max() == 0

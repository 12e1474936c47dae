"""A picture's views, and the mean of what is said of them."""

from __future__ import annotations

import numpy as np
import pytest

from inkling.raster_views import VIEWS, averaged, raster_views
from inkling.session import Outputs


def test_views_are_the_picture_and_its_moves_by_half_a_pixel() -> None:
    images = np.zeros((2, 28, 28), dtype=np.uint8)
    images[1, 10, 20] = 200
    seen = raster_views(images).reshape(2, VIEWS, 28, 28)
    assert not seen[0].any()
    assert np.array_equal(seen[1, 0], images[1])
    centres = []
    for view in seen[1, 1:]:
        assert view.sum() == 200
        rows, columns = np.nonzero(view)
        centres.append((rows.mean() - 10, columns.mean() - 20))
    assert sorted(centres) == [(-0.5, -0.5), (-0.5, 0.5), (0.5, -0.5), (0.5, 0.5)]


def test_bright_pictures_do_not_run_over() -> None:
    seen = raster_views(np.full((1, 28, 28), 255, dtype=np.uint8))
    assert seen.dtype == np.uint8
    assert (seen[:, 1:-1, 1:-1] == 255).all()


def test_answers_are_averaged_over_the_views_of_one_picture() -> None:
    digits = np.zeros((2 * VIEWS, 10), dtype=np.float32)
    digits[:VIEWS, 3] = np.arange(VIEWS)
    kind = np.repeat(np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 4.0]], dtype=np.float32), VIEWS, axis=0)
    result = averaged(Outputs(digits, kind))
    assert result.digits[0].tolist() == pytest.approx([0, 0, 0, (VIEWS - 1) / 2, 0, 0, 0, 0, 0, 0])
    assert not result.digits[1].any()
    assert result.kind.tolist() == [[1.0, 0.0, 0.0], [0.0, 0.0, 4.0]]
    assert result.digits.dtype == result.kind.dtype == np.float32

"""Placing: the same ink gives the same picture wherever, however large and however finely it was drawn."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inkling import Ink, ink_planes
from inkling.ink import Points
from inkling.normalise import BOX, CENTRE, FRAME, MAX_SAMPLES, STROKE_WIDTH, place

TAU = 2 * np.pi


def curve(count: int = 60) -> Points:
    t = np.linspace(0, 1, count)
    return np.stack([30 * np.sin(TAU * t) + 12 * t, 55 * t], axis=1)


def test_box_and_centre_follow_the_conventions() -> None:
    points = place(Ink.from_strokes([curve(400)])).points
    assert np.ptp(points, axis=0).max() == pytest.approx(BOX - STROKE_WIDTH, abs=0.15)
    assert np.mean(points, axis=0) == pytest.approx([CENTRE, CENTRE], abs=1e-9)


@pytest.mark.parametrize("scale", [0.25, 1.0, 16.0])
@pytest.mark.parametrize("offset", [(0, 0), (640, 16), (-512, 1024)])
def test_place_and_size_on_the_canvas_change_nothing(scale: float, offset: tuple[int, int]) -> None:
    # powers of two scale and offsets add without rounding, so the pictures must be equal, not close
    base = np.round(curve())
    moved = Ink.from_strokes([base * scale + np.array(offset)])
    assert np.array_equal(ink_planes(moved), ink_planes(Ink.from_strokes([base])))


def test_how_densely_a_device_samples_hardly_matters() -> None:
    dense, sparse = (ink_planes(Ink.from_strokes([curve(n)])).astype(int) for n in (2000, 60))
    assert np.abs(dense - sparse).mean() < 2.0


def test_pen_up_gaps_carry_no_ink() -> None:
    image = ink_planes(Ink.from_strokes([[[0, 0], [0, 100]], [[100, 0], [100, 100]]]))[0]
    assert image[:, FRAME // 2].max() == 0
    assert (image.max(axis=0) == 255).any()


def test_every_dot_is_kept() -> None:
    image = ink_planes(Ink.from_strokes([[[0, 0]], [[100, 100]]]))[0]
    assert image[:10, :10].max() == 255
    assert image[-10:, -10:].max() == 255
    assert image[12:16, 12:16].max() == 0


def test_a_single_dot_lands_in_the_middle() -> None:
    assert place(Ink.from_strokes([[[400, 3]]])).points == pytest.approx(np.full((2, 2), CENTRE))


def test_ink_next_to_no_size_is_a_dot() -> None:
    assert place(Ink.from_strokes([[[0, 0], [5e-324, 5e-324]]])).points == pytest.approx(
        np.full((2, 2), CENTRE)
    )


def test_no_ink_no_points() -> None:
    assert place(Ink.from_strokes([])).points.shape == (0, 2)
    assert ink_planes(Ink.from_strokes([])).max() == 0


def test_heading_is_the_way_the_pen_went_within_each_stroke() -> None:
    right, up = [[0, 50], [40, 50]], [[100, 100], [100, 0]]
    trace = place(Ink.from_strokes([right, up]))
    first = trace.points[:, 0] < CENTRE
    assert trace.heading[first] == pytest.approx(np.tile([1.0, 0.0], (first.sum(), 1)))
    assert trace.heading[~first] == pytest.approx(np.tile([0.0, -1.0], ((~first).sum(), 1)))


def test_a_stroke_drawn_the_other_way_has_the_opposite_heading() -> None:
    there, back = (place(Ink.from_strokes([points])) for points in (curve(), curve()[::-1]))
    inner = slice(0, -2)  # without both ends
    assert back.heading[inner][::-1] == pytest.approx(-there.heading[inner], abs=0.02)
    assert np.hypot(*there.heading.T).max() <= 1.0 + 1e-12


def test_a_dot_has_no_heading() -> None:
    assert not place(Ink.from_strokes([[[0, 0]], [[90, 90], [180, 90]]])).heading[-4:][[0, 2]].any()


def test_a_scribble_is_bounded() -> None:
    scribble = np.random.default_rng(7).uniform(0, 300, (100_000, 2))
    assert len(place(Ink.from_strokes([scribble]))) <= MAX_SAMPLES + 2


coordinate = st.floats(allow_nan=True, allow_infinity=True, width=64)


@settings(deadline=None, max_examples=300)
@given(st.lists(st.lists(st.tuples(coordinate, coordinate), max_size=12), max_size=6))
def test_any_ink_gives_a_picture(strokes: list[list[tuple[float, float]]]) -> None:
    xy = [value for stroke in strokes for point in stroke for value in point]
    sizes = [len(stroke) for stroke in strokes if stroke]
    starts = np.cumsum([0, *sizes])[:-1]
    image = ink_planes(Ink.from_flat(xy, starts))
    assert image.shape == (5, FRAME, FRAME)
    assert image.dtype == np.uint8
    finite = np.isfinite(np.reshape(xy, (-1, 2))).all(axis=1).any() if xy else False
    assert bool(image.any()) == bool(finite)

"""Pictures of many groups at once, each as it is drawn alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inkling import Ink, ink_planes
from inkling.normalise import Trace, place
from inkling.render import EDGE, render
from inkling.render_batch import _AT_ONCE, ink_planes_of, render_batch

NUMBERS = st.floats(-1e6, 1e6, allow_nan=False)
STROKES = st.lists(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=12), max_size=4)


@given(st.lists(STROKES, max_size=5))
@settings(max_examples=60, deadline=None)
def test_every_picture_is_the_one_drawn_alone(drawings: list[list[list[tuple[float, float]]]]) -> None:
    inks = [Ink.from_strokes(strokes) for strokes in drawings]
    planes = ink_planes_of(inks)
    assert planes.shape == (len(inks), 5, 28, 28)
    for own, ink in zip(planes, inks, strict=True):
        assert (own == ink_planes(ink)).all()


def test_a_crowd_of_drawings_and_dots_is_drawn_as_each_alone() -> None:
    """So many samples that they are drawn in several goes."""
    rng = np.random.default_rng(5)
    inks = []
    for _ in range(60):
        lengths = rng.choice([1, 1, 2, 9, 80], rng.integers(1, 5))
        walks = [np.cumsum(rng.normal(0.0, 9.0, (length, 2)), axis=0) for length in lengths]
        inks.append(Ink.from_strokes([walk + rng.uniform(0.0, 300.0, 2) for walk in walks]))
    inks += [Ink.from_strokes([[[3.0, 7.0]]]), Ink.from_strokes([[[3.0, 7.0]] * 4, [[90.0, 7.0]]])]
    traces = [place(ink) for ink in inks]
    assert sum(map(len, traces)) > 3 * _AT_ONCE
    planes = render_batch(traces)
    assert planes.flags.c_contiguous
    for own, trace in zip(planes, traces, strict=True):
        assert (own == render(trace)).all()


@pytest.mark.parametrize("width", [0.5, 2.6, 5.0 - EDGE])
def test_every_width_is_drawn_as_alone(width: float) -> None:
    rng = np.random.default_rng(1)
    trace = Trace(rng.uniform(-6.0, 34.0, (300, 2)), rng.uniform(-0.7, 0.7, (300, 2)))
    assert (render_batch([trace], width)[0] == render(trace, width)).all()


def test_too_wide_a_pen_is_refused() -> None:
    with pytest.raises(ValueError, match=r"expected a width of at most 3\.4, got 9"):
        render_batch([Trace(np.zeros((1, 2)), np.zeros((1, 2)))], 9.0)

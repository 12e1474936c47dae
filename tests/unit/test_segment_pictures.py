"""Pictures of many groups at once, and answers that are remembered."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inkling import Ink, Outputs, ink_planes, run_now
from inkling.answers import REMEMBERED, Answers
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


class Counting:
    """A session that answers with the brightness of each picture and counts what it is asked."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    async def run(self, images: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> Outputs:
        self.asked.append(len(images))
        sums = images.sum(axis=(1, 2, 3))[:, None]
        return Outputs(np.repeat(sums, 10, axis=1), np.repeat(sums, 3, axis=1))


def inks_of(*lengths: int) -> list[Ink]:
    return [Ink.from_strokes([[[0, 0], [length, 40]]]) for length in lengths]


def test_only_new_ink_is_asked_about_and_answers_keep_their_order() -> None:
    session = Counting()
    answers = Answers(session)
    first, pictures = run_now(answers.of(inks_of(10, 20, 10)))
    second, same_pictures = run_now(answers.of(inks_of(20, 30, 10)))
    assert session.asked == [2, 1]
    assert first.digits[0, 0] == first.digits[2, 0] == second.digits[2, 0]
    assert first.digits[1, 0] == second.digits[0, 0]
    assert (pictures[1] == same_pictures[0]).all()
    assert (pictures[0] == ink_planes(inks_of(10)[0])[0]).all()
    run_now(answers.of(inks_of(20)))
    assert session.asked == [2, 1]
    answers.forget()
    run_now(answers.of(inks_of(20)))
    assert session.asked == [2, 1, 1]


def test_memory_is_bounded() -> None:
    answers = Answers(Counting())
    for start in range(0, 3 * REMEMBERED, REMEMBERED):
        outputs, _ = run_now(answers.of(inks_of(*range(start, start + 300))))
        assert outputs.digits.shape == (300, 10)
    for start in range(0, 2 * REMEMBERED, 256):
        run_now(answers.of(inks_of(*range(start, start + 256))))
        assert len(answers._known) <= REMEMBERED

"""Ink and pictures nobody would make on purpose: always an answer in finite numbers, for a bounded amount of work."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from inkling import Ink, InkError, Outputs, Reader, Reading, load_policy, raster_image, run_now
from inkling.answers import REMEMBERED_BYTES, Answers
from inkling.ink import COORDINATE_LIMIT, MAX_POINTS
from inkling.lattice import MAX_EDGES, MAX_GROUPS, _graph
from inkling.native import OnnxRuntimeSession
from inkling.normalise import MAX_SAMPLES, place
from inkling.number import MAX_PICTURES, MAX_STROKES, lattices_of
from inkling.reading import REASONS
from inkling.segment_pieces import MAX_PIECES
from inkling.segment_score import load_scorer

quick = settings(derandomize=True, database=None, deadline=None, max_examples=60)

ODD = (0.0, -0.0, 5e-324, 1e-12, 4.999, 5.0, 1e6, -1e6, 1e155, -1e308, math.nan, math.inf, -math.inf)

coordinates = st.one_of(st.integers(-100, 1300).map(float), st.floats(), st.sampled_from(ODD))
strokes = st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=12)
wild_inks = st.lists(strokes, max_size=20)

on_canvas = st.integers(0, 900).map(float)
canvas_inks = st.lists(
    st.lists(st.tuples(on_canvas, on_canvas), min_size=1, max_size=9), min_size=1, max_size=MAX_STROKES + 2
)


@st.composite
def drawn_inks(draw: st.DrawFn) -> list[NDArray[np.float64]]:
    """Wandering strokes, waves and bars, anywhere, crowded or wide apart: what scribbling children make."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    count, points = draw(st.integers(1, MAX_STROKES)), draw(st.sampled_from((1, 2, 9, 80, 600)))
    step = draw(st.sampled_from((0.1, 2.0, 20.0))) * np.array(draw(st.sampled_from(((1, 1), (9, 1), (1, 9)))))
    spread = draw(st.sampled_from((0.0, 10.0, 90.0, 900.0)))
    made = []
    for _ in range(count):
        walk = np.cumsum(rng.normal(0.0, 1.0, (points, 2)), axis=0)
        wave = np.stack((np.arange(points), 9 * np.sin(np.arange(points))), axis=1)
        made.append((walk if rng.random() < 0.5 else wave) * step + rng.uniform(0, 1, 2) * spread)
    return made


class Counting:
    """A session that answers anything, from the pictures alone, and notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    async def run(self, images: NDArray[np.float32]) -> Outputs:
        assert images.dtype == np.float32
        assert images.shape[1:] == (5, 28, 28)
        assert np.isfinite(images).all()
        assert images.min(initial=0.0) >= 0.0
        assert images.max(initial=0.0) <= 1.0
        self.asked.append(len(images))
        rows = images.reshape(len(images), -1)
        return Outputs(20 * rows[:, 300:310] - 8, 9 * rows[:, 400:403])


POLICY, SCORER = load_policy(), load_scorer()


def read(ink: Ink) -> Reading:
    """The reading, checked for what holds of every one."""
    session = Counting()
    reading = run_now(Reader(session, POLICY, SCORER).read(ink))
    assert len(session.asked) <= 1
    assert sum(session.asked) <= MAX_PICTURES + 1
    check(reading)
    return reading


def check(reading: Reading) -> None:
    json.dumps(reading.to_dict(), allow_nan=False)
    odds = [reading.confidence, *reading.probabilities, *(a.confidence for a in reading.alternatives)]
    odds += [odd for part in reading.digits for odd in (part.confidence, *part.probabilities)]
    assert all(0.0 <= odd <= 1.0 + 1e-9 for odd in odds)
    assert (reading.verdict == "number") == bool(reading.text)
    assert reading.message
    assert reading.reason in {"", *REASONS}


@quick
@given(wild_inks)
def test_wild_ink_is_read_in_finite_numbers(raw: list[list[tuple[float, float]]]) -> None:
    ink = Ink.from_strokes(raw)
    assert np.isfinite(ink.points).all()
    assert np.abs(ink.points).max(initial=0.0) <= COORDINATE_LIMIT
    samples = place(ink)
    assert np.isfinite(samples.points).all()
    assert np.isfinite(samples.heading).all()
    assert len(samples) <= MAX_SAMPLES + 2 * len(ink.starts)
    reading = read(ink)
    # a zigzag over all the rest leaves nothing either
    assert (reading.verdict == "empty") == (len(reading.scratched) == len(ink.starts))


@quick
@given(canvas_inks)
def test_a_canvas_full_of_strokes_is_read(raw: list[list[tuple[float, float]]]) -> None:
    reading = read(Ink.from_strokes(raw))
    assert (reading.reason == "too-much") == (len(raw) > MAX_STROKES and not reading.scratched)


@settings(quick, max_examples=25)
@given(drawn_inks())
def test_scribbles_are_bounded_work(raw: list[NDArray[np.float64]]) -> None:
    ink = Ink.from_strokes(raw)
    graphs = lattices_of(ink)
    for graph in graphs:
        assert len(graph.pieces) <= MAX_PIECES
        assert len(graph.groups) <= MAX_GROUPS + 1
        assert len(graph.edges) <= MAX_EDGES
    assert sum(len(graph.groups) + 1 for graph in graphs) <= MAX_PICTURES
    read(ink)


@settings(quick, max_examples=12)
@given(st.one_of(drawn_inks(), canvas_inks))
def test_the_real_model_answers_scribbles_too(raw: list[NDArray[np.float64]]) -> None:
    check(run_now(Reader(OnnxRuntimeSession(), POLICY, SCORER).read(Ink.from_strokes(raw))))


@pytest.mark.parametrize("count", [1, 1000, 500_000, 1_000_000])
def test_a_million_points_are_thinned_and_read(count: int) -> None:
    xy = np.random.default_rng(1).uniform(0, 900, 2_000_000)
    ink = Ink.from_flat(xy, np.arange(0, 1_000_000, 1_000_000 // count))
    assert len(ink.starts) == count
    assert len(ink.points) <= MAX_POINTS + 2 * count
    assert (read(ink).reason == "too-much") == (count > MAX_STROKES)


def test_waves_over_the_whole_canvas_are_not_cut_without_end() -> None:
    """Each of them alone may be cut two dozen times."""
    x = np.linspace(0, 1000, 800)
    waves = [np.stack((x, 20 * np.sin(x / 5) + line), axis=1) for line in range(20)]
    assert [len(graph.pieces) for graph in lattices_of(Ink.from_strokes(waves))] == [20]


def test_a_lattice_of_crossing_pairs_stops_growing() -> None:
    """Any choice of sixteen pairs of far pieces is a state of its own: 65,536 of them."""
    apart = 16
    groups: list[tuple[int, ...]] = [(piece,) for piece in range(2 * apart)]
    groups += [(piece, piece + apart) for piece in range(apart)]
    assert _graph(groups, 2 * apart) is None
    assert _graph(groups[: 2 * apart], 2 * apart) is not None


def test_answers_to_large_ink_are_forgotten_before_memory_is_full() -> None:
    answers = Answers(Counting())
    for shift in range(60):
        points = np.random.default_rng(shift).uniform(0, 900, (MAX_POINTS, 2))
        outputs, _ = run_now(answers.of([Ink(points, np.zeros(1, dtype=np.int64))]))
        assert len(outputs.digits) == 1
    assert sum(len(points) for points, _ in answers._known) <= REMEMBERED_BYTES
    assert answers._known


pictures = st.tuples(st.integers(0, 40), st.integers(0, 40), st.booleans(), st.integers(0, 2**32 - 1))


@quick
@given(pictures, st.sampled_from((1, 2, 256)))
def test_any_picture_becomes_a_picture(how: tuple[int, int, bool, int], levels: int) -> None:
    height, width, rgba, seed = how
    shape = (height, width, 4) if rgba else (height, width)
    pixels = np.random.default_rng(seed).integers(0, levels, shape).astype(np.uint8)
    image = raster_image(pixels)
    assert image.shape == (28, 28)
    assert image.dtype == np.uint8
    if 0 in shape:
        assert not image.any()


@pytest.mark.parametrize(
    "pixels", [[[math.nan]], [[math.inf, 0.0]], [[0.5]], [[1, 2]], [], [[["ink"]]], None]
)
def test_what_is_no_picture_is_refused_in_words(pixels: object) -> None:
    with pytest.raises(InkError, match="expected a picture as uint8"):
        raster_image(pixels)  # type: ignore[arg-type]

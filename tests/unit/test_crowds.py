"""Scribbles of many strokes: bounded work and a reading, whatever they are."""

from __future__ import annotations

import numpy as np
import pytest

from inkling import Ink, Reader, load_policy, run_now
from inkling.lattice import MAX_GROUPS, MAX_PARTS
from inkling.native import OnnxRuntimeSession
from inkling.number import lattices_of
from inkling.segment_score import load_scorer

STATES_A_GROUP = 20
"""Far more than ordinary crowds have; unbounded growth has thousands."""


def crowd(count: int, seed: int) -> Ink:
    rng = np.random.default_rng(seed)
    return Ink.from_strokes(
        [np.cumsum(rng.normal(0, 6, (8, 2)), axis=0) + rng.uniform(0, 60, 2) for _ in range(count)]
    )


@pytest.mark.parametrize("count", [6, 12, 20, 40, 79, 200])
@pytest.mark.parametrize("seed", [0, 1])
def test_a_crowd_of_strokes_has_a_bounded_lattice(count: int, seed: int) -> None:
    for graph in lattices_of(crowd(count, seed)):
        assert len(graph.groups) <= max(MAX_GROUPS, len(graph.pieces)) + 1
        assert len(graph.states) <= STATES_A_GROUP * len(graph.groups)
        assert max(map(len, graph.groups)) <= max(MAX_PARTS, len(graph.pieces))


def test_a_crowd_is_read_without_an_error() -> None:
    reader = Reader(OnnxRuntimeSession(), load_policy(), load_scorer())
    for count in (6, 20, 60, 200):
        reading = run_now(reader.read(crowd(count, count)))
        assert reading.verdict in {"number", "rejected"}
        assert 0.0 <= reading.confidence <= 1.0


@pytest.mark.parametrize("signs", [2, 3, 5, 8])
def test_any_count_of_dots_between_digits_is_read_without_an_error(signs: int) -> None:
    strokes: list[list[list[float]]] = []
    for place in range(signs + 1):
        x = 60.0 * place
        strokes += [[[x, 0], [x + 2, 40], [x, 80]], [[x + 28, 78], [x + 30, 80]]]
    reading = run_now(
        Reader(OnnxRuntimeSession(), load_policy(), load_scorer()).read(Ink.from_strokes(strokes[:-1]))
    )
    assert reading.verdict in {"number", "rejected"}
    assert len(reading.text.split("\n")) == 1

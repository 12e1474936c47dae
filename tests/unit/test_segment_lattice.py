"""The lattice against plain enumeration."""

import math
from itertools import product

import numpy as np
import pytest

from inkling import Ink
from inkling.lattice import MAX_GROUPS, Lattice, _graph, _groups, best_paths, build, log_total
from inkling.number import group_inks, lattices_of
from inkling.segment_features import SHAPE, shape_features
from inkling.segment_lines import _line, find_lines, stroke_boxes
from inkling.segment_pieces import _piece_distances, find_pieces

Points = np.ndarray[tuple[int, int], np.dtype[np.float64]]

BAR = np.array([[0.0, 0], [50, 0]])
STEM = np.array([[0.0, 0], [0, 100]])


def moved(stroke: Points, x: float, y: float) -> Points:
    return np.asarray(stroke + np.array([x, y]))


def lattice_of(*strokes: Points) -> Lattice:
    (line,) = find_lines(stroke_boxes(list(strokes)))
    return build(line, find_pieces(list(strokes), line))


CROWD = (STEM, moved(STEM, 10, 0), moved(STEM, 22, 3), moved(BAR, 15, 40), moved(BAR, 5, 80))
"""Strokes so close that many groups are believable."""


def every_path(graph: Lattice) -> list[tuple[int, ...]]:
    paths: list[tuple[int, ...]] = []

    def follow(covered: frozenset[int], groups: tuple[int, ...]) -> None:
        left = [piece for piece in range(len(graph.pieces)) if piece not in covered]
        if not left:
            paths.append(groups)
        for index, group in enumerate(graph.groups):
            if left and left[0] in group and not covered & set(group):
                follow(covered | set(group), (*groups, index))

    follow(frozenset(), ())
    return paths


def scores_for(graph: Lattice, labels: int = 2) -> Points:
    return np.random.default_rng(5).normal(0.0, 2.0, (len(graph.groups), labels))


@pytest.mark.parametrize("seed", range(20))
def test_a_lone_stroke_gets_what_the_search_would_find(seed: int) -> None:
    rng = np.random.default_rng(seed)
    stretch = rng.choice([0.0, 0.01, 1.0, 90.0], 2)
    stroke = np.cumsum(rng.normal(0.0, 1.0, (int(rng.choice([1, 2, 40])), 2)), axis=0) * stretch
    boxes = stroke_boxes([stroke])
    (line,) = find_lines(boxes)
    searched = _line(np.arange(1), boxes)
    assert (line.height, line.slope, line.offset) == (searched.height, searched.slope, searched.offset)
    assert line.strokes.tolist() == [0]
    pieces = find_pieces([stroke], line, cut=False)
    assert (pieces.box == boxes).all()
    assert (pieces.distance == _piece_distances(pieces.points, boxes, line.height)).all()
    graph = build(line, pieces)
    assert graph.groups == _groups(pieces, line.height)
    assert (graph.states, graph.edges) == _graph(graph.groups, 1)
    (ink,) = group_inks(graph)
    assert (ink.points == stroke).all()
    assert ink.starts.tolist() == [0]


def test_strokes_far_apart_are_never_one_digit() -> None:
    graph = lattice_of(STEM, moved(STEM, 300, 0), moved(STEM, 600, 0))
    assert sorted(graph.groups) == [(0,), (0, 1, 2), (1,), (2,)]


def test_a_bar_added_last_is_grouped_with_its_digit() -> None:
    graph = lattice_of(STEM, moved(STEM, 200, 0), moved(BAR, 5, 0))
    bar = int(np.flatnonzero(graph.pieces.stroke == 2)[0])
    stem = int(np.flatnonzero(graph.pieces.stroke == 0)[0])
    assert tuple(sorted((bar, stem))) in graph.groups


def test_best_paths_are_those_of_plain_enumeration() -> None:
    graph = lattice_of(*CROWD)
    scores = scores_for(graph)
    expected = sorted(
        (
            sum(scores[group, label] for group, label in zip(path, labels, strict=True))
            for path in every_path(graph)
            for labels in product(range(2), repeat=len(path))
        ),
        reverse=True,
    )
    found = best_paths(graph, scores, 12, math.inf)
    assert len(every_path(graph)) > 12
    assert [path.score for path in found] == pytest.approx(expected[:12])


def test_every_path_covers_every_piece_once() -> None:
    graph = lattice_of(*CROWD)
    for path in best_paths(graph, scores_for(graph), 50, math.inf):
        pieces = sorted(piece for group, _ in path.steps for piece in graph.groups[group])
        assert pieces == list(range(len(graph.pieces)))


def test_total_is_the_sum_over_plain_enumeration() -> None:
    graph = lattice_of(*CROWD)
    scores = scores_for(graph)
    summed = np.log(np.exp(scores).sum(axis=1))
    expected = math.log(sum(math.exp(sum(summed[group] for group in path)) for path in every_path(graph)))
    assert log_total(graph, scores) == pytest.approx(expected)


def test_labels_that_cannot_be_are_not_followed() -> None:
    graph = lattice_of(STEM, moved(STEM, 300, 0))
    scores = np.array([[0.0, -np.inf]] * len(graph.groups))
    assert {label for path in best_paths(graph, scores, 9, 12.0) for _, label in path.steps} == {0}


def test_equal_scores_are_told_apart_by_their_steps() -> None:
    graph = lattice_of(*CROWD)
    zero = np.zeros((len(graph.groups), 2))
    found = [path.steps for path in best_paths(graph, zero, 9, 12.0)]
    assert found == sorted(found)


def test_groups_are_bounded_and_every_piece_stays_one() -> None:
    strokes = [moved(STEM, 7 * i, 0) for i in range(40)]
    graph = lattice_of(*strokes)
    assert len(graph.groups) <= MAX_GROUPS + 1
    assert {(piece,) for piece in range(40)} <= set(graph.groups)


def test_a_drawing_of_very_many_strokes_has_no_lattice() -> None:
    strokes = [moved(STEM, 7 * i, 0) for i in range(200)]
    assert lattices_of(Ink.from_strokes(strokes)) == []
    assert lattices_of(Ink.from_strokes([])) == []


def test_connected_ink_is_readable_as_a_whole_and_parting_it_is_a_cut() -> None:
    rows = [moved(BAR, 0, 25.0 * row) for row in range(5)]
    ink = Ink.from_strokes([*(row.tolist() for row in rows), STEM.tolist(), moved(STEM, 300, 0).tolist()])
    (loose,) = lattices_of(ink)
    (graph,) = lattices_of(ink, np.array([0, 0, 0, 0, 0, 0, 6]))
    whole = tuple(piece for piece in range(len(graph.pieces)) if graph.pieces.stroke[piece] != 6)
    assert len(whole) == 6
    assert whole in graph.groups
    assert whole not in loose.groups
    stem = (int(np.flatnonzero(graph.pieces.stroke == 5)[0]),)
    goes_on, cuts = SHAPE.index("same stroke goes on"), SHAPE.index("cut ends")
    for known, expected in ((graph, [1.0, 1.0]), (loose, [0.0, 0.0])):
        table = shape_features(known)
        assert table[known.groups.index(stem)][[goes_on, cuts]].tolist() == expected
    assert shape_features(graph)[graph.groups.index(whole)][[goes_on, cuts]].tolist() == [0.0, 0.0]


def test_connected_ink_is_on_one_line() -> None:
    ink = Ink.from_strokes([STEM.tolist(), moved(STEM, 0, 140).tolist()])
    assert len(lattices_of(ink)) == 2
    assert len(lattices_of(ink, np.array([0, 0]))) == 1

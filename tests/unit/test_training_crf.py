"""Sums over paths of several lattices at once, against plain enumeration."""

import numpy as np

from inkling.lattice import build
from inkling.segment_lines import find_lines, stroke_boxes
from inkling.segment_pieces import find_pieces
from training.crf import Batch, Graph, graph_of

LABELS = 3
FORKS = Graph(np.array([[0, 1, 0], [1, 2, 1], [0, 2, 2]]), np.array([0, 1, 2]), 3)
"""Two pieces, read as one group or as two."""


def bars(places: list[float]) -> Graph:
    """The lattice of upright bars."""
    strokes = [np.array([[x, 0.0], [x, 50.0], [x + 4.0, 100.0]]) for x in places]
    line = find_lines(stroke_boxes(strokes))[0]
    return graph_of(build(line, find_pieces(strokes, line)))


def paths(graph: Graph, state: int = 0) -> list[list[int]]:
    if state == len(graph.levels) - 1:
        return [[]]
    return [
        [group, *rest]
        for source, target, group in graph.edges.tolist()
        if source == state
        for rest in paths(graph, target)
    ]


def enumerated(graph: Graph, scores: np.ndarray) -> tuple[float, np.ndarray]:
    """The same by adding up every path with every labelling."""
    group_scores = np.logaddexp.reduce(scores, axis=1)
    found = paths(graph)
    each = np.array([group_scores[path].sum() for path in found])
    total = float(np.logaddexp.reduce(each))
    share = np.zeros(scores.shape)
    for path, score in zip(found, each.tolist(), strict=True):
        share[path] += np.exp(score - total) * np.exp(scores[path] - group_scores[path][:, None])
    return total, share


def test_sums_are_those_of_plain_enumeration() -> None:
    graphs = [FORKS, bars([0.0, 30.0, 60.0, 75.0]), bars([0.0]), bars([0.0, 10.0, 20.0, 30.0, 40.0])]
    rng = np.random.default_rng(1)
    scores = [rng.normal(0.0, 3.0, (graph.groups, LABELS)) for graph in graphs]
    for table in scores:
        table[:, 1][rng.random(len(table)) < 0.5] = -np.inf
    totals, shares = Batch(graphs).totals_and_shares(np.concatenate(scores))
    expected = [enumerated(graph, table) for graph, table in zip(graphs, scores, strict=True)]
    np.testing.assert_allclose(totals, [total for total, _ in expected], atol=1e-9)
    np.testing.assert_allclose(shares, np.concatenate([share for _, share in expected]), atol=1e-9)


def test_without_a_path_there_is_no_total_and_no_share() -> None:
    closed = np.full((3, LABELS), -np.inf)
    closed[0] = 0.0
    totals, shares = Batch([FORKS, FORKS]).totals_and_shares(np.concatenate((closed, np.zeros((3, LABELS)))))
    assert totals[0] == -np.inf
    assert not shares[:3].any()
    assert np.isfinite(totals[1])

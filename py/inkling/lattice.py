"""The lattice: every believable way to part a line's pieces into groups, and the best of them.

A path covers each piece exactly once. Its states are sets of covered pieces, its edges groups that hold the
first uncovered piece: the segmentation graph of Casey and Lecolinet (IEEE PAMI 18, 1996), made for ink whose
strokes come in any order. Scores add up along a path, as in semi-Markov conditional random fields (Sarawagi,
Cohen, NIPS 2004).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from inkling.segment_lines import Boxes, Line
from inkling.segment_pieces import Pieces

MAX_GROUP = 4
"""Most pieces of a digit, parts of one stroke beyond the first four aside."""

MAX_PARTS = 6
"""Most pieces of a digit, cut strokes included."""

MAX_WHOLE = 8
"""Most pieces for the whole line to be tried as one group."""

MAX_WIDTH = 1.8
"""Widest group of more than one piece, in digit heights."""

REACH = 0.35
"""Largest distance between the ink of one digit's strokes, in digit heights."""

MARK_REACH = 0.5
"""The same where one of the two is not of full height, and the space between their boxes' sides is within REACH."""

STACKED = 0.5
"""Share of the narrower piece's width that lies above or below the other, for pieces further apart."""

STACKED_REACH = 0.6
"""Largest distance of stacked pieces, in digit heights."""

FULL = 0.7
"""Height, in digit heights, from which a stroke is a digit's full height."""

BESIDE = 0.2
"""Two strokes of full height sharing less of the narrower one's width than this stand side by side."""

BESIDE_REACH = 0.12
"""Largest distance between full-height strokes of one digit that stand side by side, in digit heights."""

MAX_GROUPS = 160
"""Most groups of a line; beyond it the widest are left out."""

MAX_EDGES = 2000
"""Most edges of a lattice: ten times what twenty joined digits have; beyond it the wider groups are left out."""


@dataclass(frozen=True, slots=True, eq=False)
class Lattice:
    """Groups of a line's pieces and the graph of their combinations.

    groups: tuples of piece numbers, ascending; every single piece is one. states: sets of covered pieces as bits,
    from none to all, each after all its predecessors. edges: (state, next state, group) by index, in the order of
    the states they leave.
    """

    line: Line
    pieces: Pieces
    groups: list[tuple[int, ...]]
    states: list[int]
    edges: list[tuple[int, int, int]]


def build(line: Line, pieces: Pieces) -> Lattice:
    """The lattice of a line's pieces."""
    if len(pieces) == 1:
        # what the search comes to: the piece is the only group, and takes the line from nothing to all
        return Lattice(line, pieces, [(0,)], [0, 1], [(0, 1, 0)])
    groups = _groups(pieces, line.height)
    graph = _graph(groups, len(pieces))
    while graph is None:
        groups = _fewer(groups, pieces)
        graph = _graph(groups, len(pieces))
    return Lattice(line, pieces, groups, *graph)


def _graph(groups: list[tuple[int, ...]], count: int) -> tuple[list[int], list[tuple[int, int, int]]] | None:
    """States and edges over `count` pieces; None if they are more than MAX_EDGES."""
    masks = [sum(1 << piece for piece in group) for group in groups]
    of_piece: list[list[int]] = [[] for _ in range(count)]
    for index, pieces_of in enumerate(groups):
        for piece in pieces_of:
            of_piece[piece].append(index)
    full = (1 << count) - 1
    found = {0}
    waiting = [0]
    links: dict[int, list[tuple[int, int]]] = {}
    edge_count = 0
    while waiting:
        state = waiting.pop()
        if state == full:
            continue
        first = (~state & (state + 1)).bit_length() - 1
        links[state] = []
        for group in of_piece[first]:
            if not masks[group] & state:
                after = state | masks[group]
                links[state].append((after, group))
                if after not in found:
                    found.add(after)
                    waiting.append(after)
        edge_count += len(links[state])
        if edge_count > MAX_EDGES:
            return None
    # a state's successors are larger numbers only in the count of pieces, so that orders them
    states = sorted(found, key=lambda state: (state.bit_count(), state))
    number = {state: index for index, state in enumerate(states)}
    edges = [
        (number[state], number[after], group) for state in states for after, group in links.get(state, ())
    ]
    return states, edges


def _fewer(groups: list[tuple[int, ...]], pieces: Pieces) -> list[tuple[int, ...]]:
    """Without the wider half of the groups of several pieces."""
    several = sorted(
        (group for group in groups if len(group) > 1), key=lambda group: (_width(pieces.box, group), group)
    )
    kept = set(several[: len(several) // 2])
    return [group for group in groups if len(group) == 1 or group in kept]


def _groups(pieces: Pieces, height: float) -> list[tuple[int, ...]]:
    """Connected sets of pieces that could be one digit, whole strokes, and all pieces where they are few."""
    count = len(pieces)
    near = _near(pieces, height)
    neighbours = [[other for other, is_near in enumerate(row) if is_near] for row in near.tolist()]
    part = pieces.part.tolist()
    found: dict[tuple[int, ...], None] = {(piece,): None for piece in range(count)}
    layer = list(found)
    for size in range(2, MAX_PARTS + 1):
        longer: dict[tuple[int, ...], None] = {}
        for group in layer:
            for piece in group:
                for other in neighbours[piece]:
                    if other not in group and (size <= MAX_GROUP or part[piece] == part[other]):
                        longer[tuple(sorted((*group, other)))] = None
        widths = {group: _width(pieces.box, group) for group in longer}
        # a crowd of strokes has more connected sets than could ever be tried: only the narrowest grow on
        layer = sorted(
            (group for group, width in widths.items() if width <= MAX_WIDTH * height),
            key=lambda group: (widths[group], group),
        )[:MAX_GROUPS]
        found.update((group, None) for group in layer)
    # a stroke that was cut without need must stay readable as a whole, and so must connected ink
    split = (pieces.is_cut > 0) | (pieces.part != pieces.stroke)
    for owner in (pieces.stroke, pieces.part):
        for number in sorted(set(owner[split].tolist())):
            found[tuple(np.flatnonzero(owner == number).tolist())] = None
    spans = list(zip(pieces.stroke.tolist(), pieces.first.tolist(), pieces.last.tolist(), strict=True))
    groups = [group for group in found if _unbroken(spans, group)]
    if len(groups) > MAX_GROUPS:
        # never a single piece: without one of them there might be no path
        order = sorted(groups, key=lambda group: (len(group) > 1, _width(pieces.box, group), group))
        groups = sorted(order[: max(MAX_GROUPS, count)], key=lambda group: (len(group), group))
    whole = tuple(range(count))
    if count <= MAX_WHOLE and whole not in groups:
        groups.append(whole)
    return groups


def _near(pieces: Pieces, height: float) -> NDArray[np.bool_]:
    """Which pairs of pieces may be next to each other in one digit."""
    box = pieces.box
    wide, high = box[:, 2] - box[:, 0], box[:, 3] - box[:, 1]
    shared = np.minimum(box[:, None, 2], box[None, :, 2]) - np.maximum(box[:, None, 0], box[None, :, 0])
    narrower = np.minimum(wide[:, None], wide[None, :])
    near = pieces.distance <= REACH * height
    near |= (shared >= STACKED * narrower) & (pieces.distance <= STACKED_REACH * height)
    full = high >= FULL * height
    part = ~(full[:, None] & full[None, :])
    near |= part & (-shared <= REACH * height) & (pieces.distance <= MARK_REACH * height)
    beside = full[:, None] & full[None, :] & (shared < BESIDE * narrower)
    near &= ~(beside & (pieces.distance > BESIDE_REACH * height))
    same = pieces.stroke[:, None] == pieces.stroke[None, :]
    near[same] = (pieces.first[:, None] == pieces.last[None, :])[same]
    near |= near.T
    np.fill_diagonal(near, val=False)
    return near


def _width(box: Boxes, group: tuple[int, ...]) -> float:
    own = box[list(group)]
    return float(own[:, 2].max() - own[:, 0].min()) if len(group) > 1 else 0.0


def _unbroken(spans: list[tuple[int, int, int]], group: tuple[int, ...]) -> bool:
    """Whether the parts of each stroke follow each other without a hole; spans: stroke, first and last point."""
    parts = sorted(spans[piece] for piece in group)
    return all(before[2] == after[1] for before, after in pairwise(parts) if before[0] == after[0])


@dataclass(frozen=True, slots=True)
class Path:
    """One way through a lattice: its score and (group, label) in the order of their first pieces."""

    score: float
    steps: tuple[tuple[int, int], ...]


def best_paths(lattice: Lattice, scores: NDArray[np.float64], count: int, slack: float) -> list[Path]:
    """The `count` best paths, best first (k-best Viterbi: Seshadri, Sundberg, IEEE Trans. Comm. 42, 1994).

    scores: float64 [groups, labels]; labels more than `slack` below a group's best are left out. Of equal scores
    the one with earlier groups and labels wins.
    """
    values = scores.tolist()
    options = [
        [(-value, label) for label, value in enumerate(row) if value >= max(row) - slack] for row in values
    ]
    # costs, not scores, so that tuples sort best first and equal ones by their steps
    kept: list[list[tuple[float, tuple[tuple[int, int], ...]]]] = [[] for _ in lattice.states]
    kept[0] = [(0.0, ())]
    ready = 0
    for state, after, group in lattice.edges:
        while ready <= state:
            kept[ready] = sorted(kept[ready])[:count]
            ready += 1
        arriving = kept[after]
        for cost, steps in kept[state]:
            for more, label in options[group]:
                arriving.append((cost + more, (*steps, (group, label))))
    return [Path(-cost, steps) for cost, steps in sorted(kept[-1])[:count]]


def log_total(lattice: Lattice, scores: NDArray[np.float64]) -> float:
    """Logarithm of the sum over all paths of the exponential of their scores (the forward algorithm)."""
    peak = scores.max(axis=1)
    summed = (peak + np.log(np.exp(scores - peak[:, None]).sum(axis=1))).tolist()
    return float(_forward(lattice, summed)[-1])


def _forward(lattice: Lattice, edge_scores: list[float]) -> NDArray[np.float64]:
    arriving: list[list[float]] = [[] for _ in lattice.states]
    total = np.full(len(lattice.states), -np.inf)
    total[0] = 0.0
    ready = 1
    for state, after, group in lattice.edges:
        while ready <= state:
            total[ready] = _log_sum(arriving[ready])
            ready += 1
        arriving[after].append(float(total[state]) + edge_scores[group])
    for rest in range(ready, len(total)):
        total[rest] = _log_sum(arriving[rest])
    return total


def _log_sum(values: list[float]) -> float:
    peak = max(values)
    return peak + float(np.log(sum(np.exp(value - peak) for value in values)))

"""Sums over all paths of many lattices at once: the forward-backward algorithm, level by level.

Lafferty, McCallum, Pereira, "Conditional random fields" (ICML 2001). States lie on the level of how many pieces
they cover; edges only lead upward, so one numpy call serves a level of all lattices together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inkling.lattice import Lattice

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """A lattice as arrays: edges int64 [n, 3] of state, next state, group; levels int64 [states]; groups: count."""

    edges: Indices
    levels: Indices
    groups: int


def graph_of(lattice: Lattice) -> Graph:
    """The lattice's arrays."""
    levels = np.array([state.bit_count() for state in lattice.states], dtype=np.int64)
    return Graph(np.array(lattice.edges, dtype=np.int64).reshape(-1, 3), levels, len(lattice.groups))


@dataclass(frozen=True, slots=True, eq=False)
class _Runs:
    """Edges in an order in which each level depends on finished ones: runs of edges that meet in one state."""

    order: Indices
    bounds: list[tuple[int, int]]
    starts: list[Indices]
    states: list[Indices]


class Batch:
    """Several lattices as one graph."""

    def __init__(self, graphs: Sequence[Graph]) -> None:
        """Lays the graphs side by side; groups are numbered on from one to the next."""
        states = np.cumsum([0] + [len(graph.levels) for graph in graphs])
        groups = np.cumsum([0] + [graph.groups for graph in graphs])
        edges = np.concatenate(
            [
                graph.edges + np.array([s, s, g])
                for graph, s, g in zip(graphs, states[:-1], groups[:-1], strict=True)
            ]
        )
        levels = np.concatenate([graph.levels for graph in graphs])
        self._source, self._target, self._group = edges.T
        self._of = np.repeat(np.arange(len(graphs)), [len(graph.edges) for graph in graphs])
        self._first, self._last = states[:-1], states[1:] - 1
        self._states, self._groups = int(states[-1]), int(groups[-1])
        self._up = _runs(self._target, levels[self._target])
        self._down = _runs(self._source, -levels[self._source])

    def totals_and_shares(self, scores: Floats) -> tuple[Floats, Floats]:
        """(log of the sum over paths [lattices], each (group, label)'s share of it [groups, labels]).

        scores: [groups, labels], -inf for what may not be. Without any path the total is -inf and shares are 0.
        """
        peak = np.maximum(scores.max(axis=1), -1e30)
        summed = peak + np.log(np.maximum(np.exp(scores - peak[:, None]).sum(axis=1), 1e-300))
        edge = np.where(np.isfinite(scores.max(axis=1)), summed, -np.inf)[self._group]
        ahead = np.full(self._states, -np.inf)
        back = np.full(self._states, -np.inf)
        ahead[self._first], back[self._last] = 0.0, 0.0
        with np.errstate(invalid="ignore"):
            _sweep(self._up, ahead, self._source, edge)
            _sweep(self._down, back, self._target, edge)
        total = ahead[self._last]
        base = np.where(np.isfinite(total), total, np.inf)[self._of]
        weight = np.exp(ahead[self._source] + edge + back[self._target] - base)
        of_group = np.bincount(self._group, weights=weight, minlength=self._groups)
        return total, of_group[:, None] * np.exp(scores - summed[:, None])


def _runs(meeting: Indices, levels: Indices) -> _Runs:
    order = np.lexsort((meeting, levels))
    met, level = meeting[order], levels[order]
    steps = np.flatnonzero(np.diff(level)) + 1
    bounds = list(zip([0, *steps.tolist()], [*steps.tolist(), len(order)], strict=True))
    starts, states = [], []
    for low, high in bounds:
        first = np.flatnonzero(np.concatenate(([True], np.diff(met[low:high]) != 0)))
        starts.append(first)
        states.append(met[low:high][first])
    return _Runs(order, bounds, starts, states)


def _sweep(runs: _Runs, values: Floats, origin: Indices, edge: Floats) -> None:
    """Fill `values` of the states, level by level, from the edges' other ends."""
    for (low, high), starts, states in zip(runs.bounds, runs.starts, runs.states, strict=True):
        chosen = runs.order[low:high]
        values[states] = np.logaddexp.reduceat(values[origin[chosen]] + edge[chosen], starts)

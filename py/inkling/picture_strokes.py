"""Middle lines of ink to strokes: the lines' graph, cleaned of what thinning makes up, run through at crossings.

At a crossing the two lines that go on straightest are one stroke, as in recovering how a word was written (Kato,
Yasuhara, "Recovery of drawing order from single-stroke handwriting images", IEEE PAMI 22, 2000).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inkling.ink import Points
from inkling.picture_ink import Mask
from inkling.picture_parts import Indices
from inkling.picture_thin import RING

SPUR = 0.7
"""Lines shorter than this that end in nothing are bumps of the ink's edge, in pen widths."""

BRIDGE = 1.0
"""Lines shorter than this between two branchings are one crossing that thinning took apart, in pen widths."""

REACH = 1.5
"""How far from a crossing the direction of a line is taken, in pen widths."""

STRAIGHT = -0.3
"""Largest cosine between two lines leaving a crossing that are one stroke: a turn of 73 degrees at most."""

BLUR = 0.5
"""How far from a crossing, in pen widths, thinning bends the lines: a straight line stands in."""

TWO_LINES = 2


_End = tuple[int, int]
"""A line's number, and 0 for its beginning or 1 for its end."""


@dataclass(slots=True, eq=False)
class _Line:
    """A line between two nodes, the same one twice in a ring; points from the first to the second."""

    ends: list[int]
    points: Points


@dataclass(frozen=True, slots=True, eq=False)
class Traced:
    """A stroke.

    points: float64 [n, 2], x and y of pixel middles. crossings: int64, ascending, indices of the points at which it
    runs on through a crossing and another stroke might begin.
    """

    points: Points
    crossings: Indices


def traced(thin: Mask, width: float) -> list[Traced]:
    """The strokes of lines one pixel wide, bool [h, w]; width: of the pen, in pixels."""
    row, column = np.nonzero(thin)
    if not row.size:
        return []
    place: Points = np.stack((column, row), axis=1).astype(np.float64) + 0.5
    lines, middles = _lines(_links(thin, row, column), place)
    lines, middles = _merged(lines, middles, BRIDGE * width)
    lines = _pruned(lines, SPUR * width)
    return [_smooth(stroke, width) for stroke in _through(lines, middles, width)]


def _links(thin: Mask, row: NDArray[np.int64], column: NDArray[np.int64]) -> list[list[int]]:
    """For each pixel the pixels its line goes on to; by a corner only where not also by a side."""
    number = np.full((thin.shape[0] + 2, thin.shape[1] + 2), -1, dtype=np.int64)
    number[row + 1, column + 1] = np.arange(row.size)
    ring = np.stack([number[row + 1 + down, column + 1 + across] for down, across in RING])
    for bit in (1, 3, 5, 7):
        ring[bit, (ring[bit - 1] >= 0) | (ring[(bit + 1) % 8] >= 0)] = -1
    return [[other for other in own if other >= 0] for own in ring.T.tolist()]


def _lines(links: list[list[int]], place: Points) -> tuple[list[_Line], list[Points]]:
    """Lines between the pixels that are no plain passage, and the places of these nodes."""
    number = {pixel: at for at, pixel in enumerate(p for p, own in enumerate(links) if len(own) != TWO_LINES)}
    # each line is met from both its ends and kept once
    ways = [way for node in list(number) for way in _ways(links, node, number) if _is_first(way)]
    seen = {pixel for way in ways for pixel in way}
    for pixel in range(len(links)):
        if pixel not in seen:
            # a ring without a branching: it starts anywhere, and is met from that pixel twice
            number[pixel] = len(number)
            ways.append(_ways(links, pixel, number)[0])
            seen.update(ways[-1])
    lines = [_Line([number[way[0]], number[way[-1]]], place[way]) for way in ways]
    return lines, [place[pixel] for pixel in number]


def _ways(links: list[list[int]], node: int, nodes: dict[int, int]) -> list[list[int]]:
    """The pixels of each line from a node to the next node."""
    ways = [] if links[node] else [[node]]
    for second in links[node]:
        way = [node, second]
        while way[-1] not in nodes:
            ahead, other = links[way[-1]]
            way.append(other if ahead == way[-2] else ahead)
        ways.append(way)
    return ways


def _is_first(way: list[int]) -> bool:
    return len(way) == 1 or (way[0], way[1]) <= (way[-1], way[-2])


def _length(points: Points) -> float:
    step = np.diff(points, axis=0)
    return float(np.sqrt((step * step).sum(axis=1)).sum())


def _degrees(lines: Iterable[_Line]) -> dict[int, int]:
    result: dict[int, int] = {}
    for line in lines:
        for end in line.ends:
            result[end] = result.get(end, 0) + 1
    return result


def _merged(lines: list[_Line], middles: list[Points], short: float) -> tuple[list[_Line], list[Points]]:
    """Branchings joined by a short line are one."""
    degree = _degrees(lines)
    root = list(range(len(middles)))

    def find(node: int) -> int:
        while root[node] != node:
            node = root[node]
        return node

    kept = []
    for line in lines:
        branching = min(degree[end] for end in line.ends) > TWO_LINES
        if branching and len(line.points) > 1 and _length(line.points) < short:
            root[find(line.ends[0])] = find(line.ends[1])
        else:
            kept.append(line)
    members: dict[int, list[Points]] = {}
    for node, middle in enumerate(middles):
        members.setdefault(find(node), []).append(middle)
    for line in kept:
        line.ends = [find(end) for end in line.ends]
    joined = [np.mean(members.get(node, [middle]), axis=0) for node, middle in enumerate(middles)]
    return kept, joined


def _pruned(lines: list[_Line], short: float) -> list[_Line]:
    """Without the short lines from a branching to nowhere."""
    degree = _degrees(lines)

    def is_spur(line: _Line) -> bool:
        low, high = sorted(degree[end] for end in line.ends)
        return low == 1 and high > TWO_LINES and _length(line.points) < short

    return [line for line in lines if not is_spur(line)]


def _through(lines: list[_Line], middles: list[Points], width: float) -> list[Traced]:
    """Lines put together to strokes through the nodes."""
    at_node: dict[int, list[_End]] = {}
    for index, line in enumerate(lines):
        for side in (0, 1) if len(line.points) > 1 else ():
            at_node.setdefault(line.ends[side], []).append((index, side))
    partner: dict[_End, _End] = {}
    for node, ends in at_node.items():
        _pair(ends, [_direction(lines[i], side, middles[node], width) for i, side in ends], partner)
    branching = {node for node, ends in at_node.items() if len(ends) > TWO_LINES}
    bent = [_straightened(line, middles, branching, width) for line in lines]
    loose = [(index, side) for side in (0, 1) for index in range(len(lines)) if (index, side) not in partner]
    crossed = {(index, side) for node in branching for index, side in at_node[node]}
    # what has no loose end is a ring
    return _runs(bent, partner, loose + [(index, 0) for index in range(len(lines))], crossed)


def _runs(
    lines: list[Points], partner: dict[_End, _End], starts: list[_End], crossed: set[_End]
) -> list[Traced]:
    """From each start along partners, every line once. crossed: ends of lines at crossings."""
    strokes: list[Traced] = []
    used: set[int] = set()
    for start in starts:
        parts: list[Points] = []
        crossings: list[int] = []
        following: _End | None = start
        while following is not None and following[0] not in used:
            index, side = following
            if parts and following in crossed:
                crossings.append(sum(map(len, parts)))
            used.add(index)
            parts.append(lines[index] if side == 0 else lines[index][::-1])
            following = partner.get((index, 1 - side))
        if parts:
            strokes.append(Traced(np.concatenate(parts), np.array(crossings, dtype=np.int64)))
    return strokes


def _direction(line: _Line, side: int, middle: Points, width: float) -> Points:
    points = line.points if side == 0 else line.points[::-1]
    away = points - middle
    distance = np.sqrt((away * away).sum(axis=1))
    far = np.flatnonzero(distance >= REACH * width)
    at = int(far[0]) if far.size else int(np.argmax(distance))
    return np.asarray(away[at] / max(float(distance[at]), np.finfo(np.float64).tiny))


def _pair(ends: list[_End], ways: list[Points], partner: dict[_End, _End]) -> None:
    """The straightest continuations first."""
    choices = sorted(
        (float(ways[a] @ ways[b]), a, b) for a in range(len(ends)) for b in range(a + 1, len(ends))
    )
    for cosine, a, b in choices:
        free = ends[a] not in partner and ends[b] not in partner
        if free and (cosine <= STRAIGHT or len(ends) == TWO_LINES):
            partner[ends[a]] = ends[b]
            partner[ends[b]] = ends[a]


def _straightened(line: _Line, middles: list[Points], branching: set[int], width: float) -> Points:
    """The line led straight to the middles of its branchings."""
    points = line.points
    for side in (0, 1):
        node = line.ends[side]
        if node in branching and len(points) > 1:
            away = points - middles[node]
            far = np.flatnonzero((away * away).sum(axis=1) > (BLUR * width) ** 2)
            if side == 0:
                points = np.concatenate((middles[node][None], points[far[0] :] if far.size else points[-1:]))
            else:
                points = np.concatenate(
                    (points[: far[-1] + 1] if far.size else points[:1], middles[node][None])
                )
    return points


def _smooth(stroke: Traced, width: float) -> Traced:
    """Without the steps of the pixels: each point halfway to its neighbours' middle, some times; then thinned out."""
    if len(stroke.points) < 3:
        return stroke
    points = stroke.points.copy()
    for _ in range(max(1, round(width))):
        points[1:-1] += 0.25 * ((points[:-2] - points[1:-1]) + (points[2:] - points[1:-1]))
    step = max(1, int(width / 3.0))
    kept = np.arange(0, len(points), step)
    if kept[-1] < len(points) - 1:
        kept = np.append(kept, len(points) - 1)
    crossings = np.searchsorted(kept, stroke.crossings)
    return Traced(points[kept], crossings[(crossings > 0) & (crossings < len(kept) - 1)])

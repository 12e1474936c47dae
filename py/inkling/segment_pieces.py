"""Pieces: the smallest ink that segmentation moves about, whole strokes or parts of them between cuts."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from inkling.cuts import cut_points
from inkling.ink import Points
from inkling.segment_lines import Boxes, Indices, Line, stroke_boxes

WIDE = 0.75
"""Least width of a stroke that may hold more than one digit, in digit heights."""

MAX_PIECES = 96
"""Most pieces of a line: twice what twenty joined digits have; beyond it no stroke is cut."""

OUTLINE = 16
"""Points that stand for a piece when distances are measured."""

NEAR = 0.5
"""Distances between pieces' boxes above this, in digit heights, are not looked at more closely."""


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """The pieces of one line, from left to right by the middle of their boxes.

    points: one float64 [n, 2] each. stroke: index of each one's stroke in the ink. part: the same for pieces of
    strokes known to be connected ink, the stroke itself where nothing is known. first, last: indices of its
    first and last point in that stroke; neighbouring parts share a point. box: float64 [n, 4], canvas pixels.
    length: float64 [n]. is_cut: int64 [n], how many of its ends are cuts. distance: float64 [n, n] between
    their ink, canvas pixels, where near; the boxes' distance elsewhere.
    """

    points: list[Points]
    stroke: Indices
    part: Indices
    first: Indices
    last: Indices
    box: Boxes
    length: NDArray[np.float64]
    is_cut: Indices
    distance: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.points)


def find_pieces(
    strokes: list[Points], line: Line, part: Indices | None = None, *, cut: bool = True
) -> Pieces:
    """The pieces of a line's strokes.

    strokes: all of the ink, each float64 [n, 2]; part: int64 [strokes], as in Pieces; cut: whether strokes may be cut.
    """
    parts: list[tuple[int, int, int, int]] = []
    for index in line.strokes.tolist():
        stroke = strokes[index]
        last = len(stroke) - 1
        wide = cut and float(np.ptp(stroke[:, 0])) > WIDE * line.height
        cuts = [0, *cut_points(stroke, line.height).tolist(), last] if wide else [0, last]
        parts += [(index, start, stop, int(start > 0) + int(stop < last)) for start, stop in pairwise(cuts)]
    if len(parts) > max(MAX_PIECES, len(line.strokes)):
        return find_pieces(strokes, line, part, cut=False)
    points = [strokes[index][start : stop + 1] for index, start, stop, _ in parts]
    box = stroke_boxes(points)
    if len(parts) == 1:
        stroke, first, last, is_cut = np.array(parts, dtype=np.int64).T
        own = stroke if part is None else part[stroke]
        return Pieces(
            points, stroke, own, first, last, box, np.array([_length(points[0])]), is_cut, np.zeros((1, 1))
        )
    order = np.argsort(box[:, 0] + box[:, 2], kind="stable")
    points = [points[i] for i in order.tolist()]
    table = np.array(parts, dtype=np.int64)[order]
    box = box[order]
    return Pieces(
        points,
        table[:, 0],
        table[:, 0] if part is None else part[table[:, 0]],
        table[:, 1],
        table[:, 2],
        box,
        np.array([_length(piece) for piece in points]),
        table[:, 3],
        _piece_distances(points, box, NEAR * line.height),
    )


def _length(points: Points) -> float:
    step = points[1:] - points[:-1]
    step *= step
    return float(np.add.reduce(np.sqrt(step[:, 0] + step[:, 1])))


def _piece_distances(points: list[Points], box: Boxes, near: float) -> NDArray[np.float64]:
    across = np.maximum(box[:, None, 0] - box[None, :, 2], box[None, :, 0] - box[:, None, 2])
    down = np.maximum(box[:, None, 1] - box[None, :, 3], box[None, :, 1] - box[:, None, 3])
    across, down = np.maximum(across, 0.0), np.maximum(down, 0.0)
    result = np.sqrt(across * across + down * down)
    pairs = np.argwhere(np.triu(result <= near, 1)).tolist()
    outlines = {piece: _outline(points[piece]) for piece in {piece for pair in pairs for piece in pair}}
    for i, j in pairs:
        gap = outlines[i][:, None] - outlines[j]
        gap *= gap
        result[i, j] = result[j, i] = max(result[i, j], float(np.sqrt((gap[:, :, 0] + gap[:, :, 1]).min())))
    return np.asarray(result)


def _outline(points: Points) -> Points:
    """OUTLINE points evenly spaced along the piece."""
    if len(points) == 1:
        return points
    step = points[1:] - points[:-1]
    length = np.sqrt(step[:, 0] * step[:, 0] + step[:, 1] * step[:, 1])
    along = np.concatenate((np.zeros(1), np.cumsum(length)))
    at = np.arange(OUTLINE) * (float(along[-1]) / (OUTLINE - 1))
    segment = np.minimum(np.searchsorted(along, at, side="right") - 1, len(step) - 1)
    part = (at - along[segment]) / np.maximum(length[segment], np.finfo(np.float64).tiny)
    return np.asarray(points[segment] + step[segment] * np.clip(part, 0.0, 1.0)[:, np.newaxis])

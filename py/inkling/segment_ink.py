"""The ink of a group of pieces."""

from __future__ import annotations

import numpy as np

from inkling.ink import Ink, Points
from inkling.segment_pieces import Pieces

Span = tuple[int, int, int]
"""Stroke, index of its first point and of its last."""


def group_spans(pieces: Pieces, group: tuple[int, ...]) -> list[Span]:
    """What a group takes of each stroke, in the order of drawing; parts that follow each other are one span."""
    spans: list[Span] = []
    parts = sorted((int(pieces.stroke[p]), int(pieces.first[p]), int(pieces.last[p]), p) for p in group)
    for stroke, first, last, _ in parts:
        if spans and spans[-1][0] == stroke and spans[-1][2] == first:
            spans[-1] = (stroke, spans[-1][1], last)
        else:
            spans.append((stroke, first, last))
    return spans


def group_ink(pieces: Pieces, group: tuple[int, ...]) -> Ink:
    """The ink of a group as strokes in the order of drawing."""
    parts = sorted((int(pieces.stroke[p]), int(pieces.first[p]), int(pieces.last[p]), p) for p in group)
    strokes: list[Points] = []
    end: tuple[int, int] | None = None
    for stroke, first, last, piece in parts:
        points = pieces.points[piece]
        if end == (stroke, first):
            # the shared point is drawn once
            strokes[-1] = np.concatenate((strokes[-1], points[1:]))
        else:
            strokes.append(points)
        end = (stroke, last)
    starts = np.cumsum([0] + [len(stroke) for stroke in strokes[:-1]], dtype=np.int64)
    return Ink(np.concatenate(strokes), starts)

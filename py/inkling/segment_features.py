"""What is known of a group of pieces: its shape against the line's digits, its neighbours, the model's answers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inkling.lattice import Lattice
from inkling.segment_pieces import Pieces
from inkling.session import Outputs

Floats = NDArray[np.float64]

SHAPE = (
    "width",
    "height",
    "top",
    "bottom",
    "length",
    "straightness",
    "pieces",
    "strokes",
    "cut ends",
    "spread",
    "empty width",
    "distance",
    "covered by one",
    "covered by all",
    "covers one",
    "is first",
    "is last",
    "late stroke",
    "all pieces",
    "share of line",
    "same stroke goes on",
    "left gap",
    "right gap",
    "least piece height",
    "greatest piece height",
    "aspect",
)
"""Names of the geometric features; lengths are in digit heights."""

ANSWER = (
    "log digit",
    "log not a digit",
    "log several",
    "log best",
    "margin",
    *(f"is {digit}" for digit in range(10)),
    "entropy",
    "log it",
)
"""Names of the features from the model's answer for the group."""

WHOLE = ("line is digit", "line is not a digit", "line is several")
"""Names of the features from the model's answer for the whole line drawn as one digit."""

RIVAL = (
    "larger",
    "smaller",
    "worst piece",
    "mean piece",
    "any rival",
    "relative width",
    "digits of line",
    "pieces of line",
)
"""Names of the features from the model's answers for other groups: the best of those that hold this one, of those
that it holds, of all that share ink with it; its single pieces; how wide and how many the line's digits seem."""

FEATURES = SHAPE + ANSWER + WHOLE + RIVAL

LARGEST = 3.0
"""Largest magnitude of a length among the features, in digit heights."""

TOUCH = 0.12
"""Largest distance of strokes of connected ink that touch, in digit heights: it is measured at a few points."""

LEAST_LOG = -8.0
"""Least logarithm of a probability among the features."""

LEAST_SIDE = 0.05
"""Least width or height divided by, in digit heights."""

FARTHEST = 1.5
"""Largest distance to other ink among the features, in digit heights."""

MOST = 12.0
"""Largest count of a line's pieces and digits among the features."""


def shape_features(lattice: Lattice) -> Floats:
    """float64 [groups, len(SHAPE)]."""
    pieces, line = lattice.pieces, lattice.line
    unit = line.height if line.height > 0.0 else 1.0
    inside = _inside(lattice)
    low = np.where(inside[:, :, None], pieces.box[:, :2], np.inf).min(axis=1)
    high = np.where(inside[:, :, None], pieces.box[:, 2:], -np.inf).max(axis=1)
    middle = line.slope * (low[:, 0] + high[:, 0]) / 2.0 + line.offset
    wide, tall = (high - low).T
    length = (inside * pieces.length).sum(axis=1)
    both = inside[:, :, None] & inside[:, None, :]
    own = np.where(both, pieces.distance, np.inf)
    own[:, np.arange(len(pieces)), np.arange(len(pieces))] = np.inf
    nearest = own.min(axis=2)
    spread = np.where(inside & np.isfinite(nearest), nearest, 0.0).max(axis=1)
    others = np.where(inside[:, :, None] & ~inside[:, None, :], pieces.distance, np.inf)
    distance = others.min(axis=(1, 2))
    piece_wide = pieces.box[:, 2] - pieces.box[:, 0]
    shared = np.minimum(high[:, :1], pieces.box[:, 2]) - np.maximum(low[:, :1], pieces.box[:, 0])
    shared = np.where(inside, 0.0, np.maximum(shared, 0.0))
    covered = shared / np.maximum(wide, LEAST_SIDE * unit)[:, None]
    covers = shared / np.maximum(piece_wide, LEAST_SIDE * unit)
    empty = wide - (inside * piece_wide).sum(axis=1)
    known, number = np.unique(pieces.stroke, return_inverse=True)
    of_stroke = number[:, None] == np.arange(len(known))
    takes = (inside[:, :, None] & of_stroke).any(axis=1)
    of_part = pieces.part[:, None] == np.array(sorted(set(pieces.part.tolist())))
    goes_on = (inside[:, :, None] & of_part).any(axis=1) & (~inside[:, :, None] & of_part).any(axis=1)
    strokes = takes.sum(axis=1)
    first = np.where(takes, known, known[-1]).min(axis=1)
    final = np.where(takes, known, known[0]).max(axis=1)
    middles = (low[:, 0] + high[:, 0]) / 2.0
    piece_middles = (pieces.box[:, 0] + pieces.box[:, 2]) / 2.0
    piece_tall = (pieces.box[:, 3] - pieces.box[:, 1]) / unit
    before = piece_middles <= middles[:, None]
    end = np.where(~inside & before, pieces.box[:, 2], -np.inf).max(axis=1)
    start = np.where(~inside & ~before, pieces.box[:, 0], np.inf).min(axis=1)
    columns = (
        wide / unit,
        tall / unit,
        (low[:, 1] - middle) / unit,
        (high[:, 1] - middle) / unit,
        length / unit / 2.0,
        np.sqrt(wide * wide + tall * tall) / np.maximum(length, 1e-9 * unit),
        inside.sum(axis=1),
        strokes,
        _open_ends(pieces, inside, both) + _contacts(pieces, inside, unit),
        spread / unit,
        np.maximum(empty, 0.0) / unit,
        np.minimum(distance / unit, FARTHEST),
        covered.max(axis=1, initial=0.0),
        covered.sum(axis=1),
        covers.max(axis=1, initial=0.0),
        np.where(inside, True, piece_middles > middles[:, None]).all(axis=1),
        np.where(inside, True, piece_middles < middles[:, None]).all(axis=1),
        final - first >= strokes,
        inside.all(axis=1),
        length / max(float(pieces.length.sum()), 1e-9),
        goes_on.sum(axis=1),
        np.clip((low[:, 0] - end) / unit, -1.0, FARTHEST),
        np.clip((start - high[:, 0]) / unit, -1.0, FARTHEST),
        np.where(inside, piece_tall, np.inf).min(axis=1),
        np.where(inside, piece_tall, 0.0).max(axis=1),
        wide / np.maximum(tall, LEAST_SIDE * unit),
    )
    table = np.stack([np.asarray(column, dtype=np.float64) for column in columns], axis=1)
    return np.clip(table, -LARGEST, LARGEST)


def _inside(lattice: Lattice) -> NDArray[np.bool_]:
    """Which pieces a group holds: [groups, pieces]."""
    inside = np.zeros((len(lattice.groups), len(lattice.pieces)), dtype=np.bool_)
    for row, group in enumerate(lattice.groups):
        inside[row, list(group)] = True
    return inside


def _open_ends(pieces: Pieces, inside: NDArray[np.bool_], both: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Ends of the groups' ink that are cuts, those between two of their own pieces left out."""
    follows = (pieces.stroke[:, None] == pieces.stroke) & (pieces.last[:, None] == pieces.first)
    np.fill_diagonal(follows, val=False)
    return np.asarray((inside * pieces.is_cut).sum(axis=1) - 2 * (both & follows).sum(axis=(1, 2)))


def _contacts(pieces: Pieces, inside: NDArray[np.bool_], unit: float) -> NDArray[np.int64]:
    """Ends made where connected ink was parted into strokes: a group's pieces that touch others of their part."""
    near = (pieces.part[:, None] == pieces.part) & (pieces.stroke[:, None] != pieces.stroke)
    near &= pieces.distance <= TOUCH * unit
    touched = (inside[:, :, None] & ~inside[:, None, :] & near).any(axis=2)
    return np.asarray(np.minimum(touched.sum(axis=1), 2))


def answer_features(digits: Floats, kinds: Floats, whole: Floats) -> Floats:
    """float64 [groups, len(ANSWER) + len(WHOLE)].

    digits: log probabilities [groups, 10]; kinds: [groups, 3]; whole: [3], of the whole line as one picture.
    """
    ranked = np.sort(digits, axis=1)
    best, second = np.maximum(ranked[:, -1], LEAST_LOG), np.maximum(ranked[:, -2], LEAST_LOG)
    return np.concatenate(
        (
            np.maximum(kinds, LEAST_LOG),
            best[:, None],
            (best - second)[:, None],
            np.exp(digits),
            -(np.exp(digits) * digits).sum(axis=1)[:, None],
            _it(digits, kinds)[:, None],
            np.broadcast_to(np.maximum(whole, LEAST_LOG), (len(digits), len(WHOLE))),
        ),
        axis=1,
    )


def _it(digits: Floats, kinds: Floats) -> Floats:
    """Log probability [groups] that a group is one digit, and its best one."""
    return np.asarray(np.maximum(kinds[:, 0] + digits.max(axis=1), LEAST_LOG))


def rival_features(lattice: Lattice, it: Floats, widths: Floats) -> Floats:
    """float64 [groups, len(RIVAL)]; it: of `_it`; widths: of the groups, in digit heights."""
    inside = _inside(lattice)
    held = inside.astype(np.float64)
    shared = held @ held.T
    size = held.sum(axis=1)
    # row: the group, column: one that it holds
    holds = (shared == size) & (size < size[:, None])
    single = holds & (size == 1.0)
    rivals = (shared > 0.0) & ~np.eye(len(size), dtype=np.bool_)
    odds = np.exp(it)
    count = float(odds.sum())
    columns = (
        np.where(holds.T, it, LEAST_LOG).max(axis=1),
        np.where(holds, it, LEAST_LOG).max(axis=1),
        np.where(single, it, 0.0).min(axis=1),
        np.where(single, it, 0.0).sum(axis=1) / np.maximum(single.sum(axis=1), 1),
        np.where(rivals, it, LEAST_LOG).max(axis=1),
        np.minimum(widths * count / max(float((odds * widths).sum()), LEAST_SIDE * count), LARGEST),
        np.full(len(size), min(count, MOST)),
        np.full(len(size), min(float(inside.shape[1]), MOST)),
    )
    return np.stack(columns, axis=1)


def log_softmax(logits: NDArray[np.float32]) -> Floats:
    """Log probabilities float64 [n, m] of logits [n, m]."""
    shifted = logits.astype(np.float64)
    shifted -= shifted.max(axis=1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)))


def group_features(lattice: Lattice, outputs: Outputs, whole: int) -> Floats:
    """float64 [groups, len(FEATURES)]; outputs: of the groups in order; whole: row of the line's own picture."""
    digits, kinds = log_softmax(outputs.digits), log_softmax(outputs.kind)
    rows = len(lattice.groups)
    shapes = shape_features(lattice)
    answers = answer_features(digits[:rows], kinds[:rows], kinds[whole])
    rivals = rival_features(lattice, _it(digits[:rows], kinds[:rows]), shapes[:, SHAPE.index("width")])
    return np.concatenate((shapes, answers, rivals), axis=1)

"""Segments that a reader of numbers must refuse, and right ones cut out of joined or touching writing.

Every group in the lattices of composed strings is compared with the truth: the very pictures that the product
will ask the model about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inkling import lattice, segment_lines, segment_pieces
from inkling.segment_ink import group_ink
from training import compose
from training.cache import NO_DIGIT, NOT, ONE, SEVERAL, draw
from training.compose import GRADES, Composed
from training.data import Sample
from training.jitter import Strokes
from training.number_truth import truth_of

LENGTHS = (2, 3, 4)
"""Digits in a string."""

GRADE_ODDS = (0.05, 0.2, 0.25, 0.15, 0.35)
"""Odds of the grades, in their order."""

MOST_OF = 0.8
"""Share of a digit's ink that counts as the digit."""

LITTLE_OF = 0.08
"""Share of a digit's ink that does not spoil its neighbour."""

SPOILING = 0.2
"""Share of a digit's ink that spoils its neighbour; people might read through less."""

PART_OF = 0.6
"""Largest share of a digit's ink that is a mere part of it."""

STRAIGHT = 0.85
"""Ink whose length is little more than its extent, by this share, is read as a one by anybody."""

PART_WEIGHT = 0.3
"""Weight in the loss of parts of one digit: some are another digit's shape."""


@dataclass(frozen=True, slots=True, eq=False)
class Segments:
    """Pictures of segments with their truth.

    images: uint8 [n, 5, 28, 28]; labels: uint8 [n], NO_DIGIT unless one digit; kind: uint8 [n] as in
    training.cache; weight: float32 [n] for the loss.
    """

    images: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    kind: NDArray[np.uint8]
    weight: NDArray[np.float32]


def segments(samples: Sequence[Sample], count: int, seed: int) -> Segments:
    """At least `count` segments of strings of the samples' writers, drawn as `training.cache.draw` does.

    samples: digits of whole writers. Right whole strokes are left out: the model sees those as digits anyway.
    """
    known = sorted(compose.hands(samples).items())
    rng = np.random.default_rng(seed)
    images: list[NDArray[np.uint8]] = []
    rows: list[tuple[int, int, float]] = []
    while len(rows) < count:
        grade = GRADES[int(rng.choice(len(GRADES), p=GRADE_ODDS))]
        hand = known[int(rng.integers(len(known)))][1]
        composed = compose.compose(hand, int(rng.choice(LENGTHS)), grade, rng)
        for strokes, label, kind, weight in of_string(composed):
            images.append(draw(strokes, rng))
            rows.append((label, kind, weight))
    table = np.array(rows)
    return Segments(
        np.stack(images),
        table[:, 0].astype(np.uint8),
        table[:, 1].astype(np.uint8),
        table[:, 2].astype(np.float32),
    )


def of_string(composed: Composed) -> list[tuple[Strokes, int, int, float]]:
    """(strokes, label, kind, weight) of the telling groups in a string's lattices."""
    ink = composed.ink
    result: list[tuple[Strokes, int, int, float]] = []
    for line in segment_lines.find_lines(segment_lines.stroke_boxes(ink.strokes)):
        graph = lattice.build(line, segment_pieces.find_pieces(ink.strokes, line))
        truth = truth_of(graph, composed)
        for row, group in enumerate(graph.groups):
            own = group_ink(graph.pieces, group)
            share = truth.share[row]
            whole, touched = int((share >= MOST_OF).sum()), int((share > LITTLE_OF).sum())
            if whole >= 2:
                result.append((own.strokes, NO_DIGIT, SEVERAL, 1.0))
            elif whole == 1 and touched == 1:
                if graph.pieces.is_cut[list(group)].any():
                    label = int(composed.elements[int(share.argmax())].label)
                    result.append((own.strokes, label, ONE, 1.0))
            elif int((share >= SPOILING).sum()) >= 2:
                result.append((own.strokes, NO_DIGIT, NOT, 1.0))
            elif touched == 1 and float(share.max()) <= PART_OF and not _is_line(graph, group):
                result.append((own.strokes, NO_DIGIT, NOT, PART_WEIGHT))
    return result


def _is_line(graph: lattice.Lattice, group: tuple[int, ...]) -> bool:
    own = list(group)
    extent = graph.pieces.box[own, 2:].max(axis=0) - graph.pieces.box[own, :2].min(axis=0)
    return bool(np.hypot(*extent) >= STRAIGHT * graph.pieces.length[own].sum())

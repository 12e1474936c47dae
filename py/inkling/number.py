"""Whole numbers: lines of ink parted into digits, signs and marks, with the odds of what they say together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inkling import lattice
from inkling.grammar import SIGN_TEXTS, grammatical, kind
from inkling.ink import Ink
from inkling.lattice import Lattice, Path
from inkling.segment_features import group_features, log_softmax
from inkling.segment_ink import Span, group_ink, group_spans
from inkling.segment_lines import find_lines, find_lines_of_parts, rings_together, stroke_boxes
from inkling.segment_pieces import find_pieces
from inkling.segment_score import DIGIT, LABELS, LIGATURE, Scorer
from inkling.session import Outputs

Floats = NDArray[np.float64]

MAX_STROKES = 60
"""Most strokes read: more is a drawing, and must not cost time."""

MAX_PICTURES = 1024
"""Most pictures the model is asked for; beyond it no stroke is cut, and strokes this few make no more."""

PATHS = 8
"""Paths of a line whose strings are compared."""

LABEL_SLACK = 12.0
"""Labels of a group this much less likely than its best (natural logarithm) are not followed."""

DIGIT_MIN = 0.01
"""Least probability of another digit for a string with it to be looked at."""

OTHERS = 3
"""Digits looked at for each group, the best included."""

CLEAR = 0.5
"""Odds of one path from which no other reading can be likelier."""

SILENT = np.array([label in {"mark", "ligature"} for label in LABELS])
"""Labels that say nothing: bool [labels]."""

LEAST_SHARE = 1e-6
"""Odds this close to 0 and 1 are not told apart."""

STRINGS = 3
"""Strings kept of a number, the best included."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One group of the reading.

    label: of `inkling.segment_score.LABELS`. group: row of the model's outputs. share: odds that the group is
    parted so, 0..1. probabilities: of the digits, float64 [10]. box: x0, y0, x1, y1 in canvas pixels. spans:
    what it takes of each stroke.
    """

    label: int
    group: int
    share: float
    probabilities: Floats
    box: tuple[float, float, float, float]
    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        """The best digit, the sign, or nothing."""
        if self.label == DIGIT:
            return str(int(np.argmax(self.probabilities)))
        return SIGN_TEXTS.get(self.label, "")


@dataclass(frozen=True, slots=True, eq=False)
class LineReading:
    """One line: its parts from left to right, what they say, and the next best strings; all with their odds."""

    parts: tuple[Part, ...]
    strings: tuple[tuple[str, float], ...]


def lattices_of(ink: Ink, part: NDArray[np.int64] | None = None) -> list[Lattice]:
    """Lattices of the lines of ink, from top to bottom; none for no ink and for too many strokes.

    part: int64 [strokes], the same for strokes of connected ink, where that is known.
    """
    if not 0 < len(ink.starts) <= MAX_STROKES:
        return []
    strokes = ink.strokes
    boxes = stroke_boxes(strokes)
    near = rings_together(strokes, boxes) if part is None else part
    lines = find_lines(boxes) if near is None else find_lines_of_parts(boxes, near)
    graphs = [lattice.build(line, find_pieces(strokes, line, part)) for line in lines]
    if sum(len(graph.groups) + 1 for graph in graphs) > MAX_PICTURES:
        return [lattice.build(line, find_pieces(strokes, line, part, cut=False)) for line in lines]
    return graphs


def pictured(graph: Lattice) -> list[tuple[int, ...]]:
    """Sets of pieces the model is asked about: all groups, and the whole line at the end where it is none."""
    whole = tuple(range(len(graph.pieces)))
    return graph.groups if graph.groups[-1] == whole else [*graph.groups, whole]


def group_inks(graph: Lattice) -> list[Ink]:
    """Ink of each of `pictured`."""
    return [group_ink(graph.pieces, group) for group in pictured(graph)]


def read_line(graph: Lattice, outputs: Outputs, scorer: Scorer) -> LineReading:
    """The reading of one line; outputs: of the model for `pictured`, in order."""
    scores = scorer.scores(group_features(graph, outputs, len(outputs.kind) - 1))
    digits = np.exp(log_softmax(outputs.digits))
    paths = lattice.best_paths(graph, scores, PATHS, LABEL_SLACK)
    total = lattice.log_total(graph, scores)
    nothing = 0.0
    if np.exp(paths[0].score - total) < CLEAR:
        # ink that is no number may be parted in many ways: its odds are summed over all of them
        silent = np.where(SILENT, scores, -np.inf)
        paths += [path for path in lattice.best_paths(graph, silent, 1, LABEL_SLACK) if path not in paths]
        nothing = float(np.exp(lattice.log_total(graph, silent) - total))
    shares = np.exp(np.array([path.score - total for path in paths]))
    middles = _middles(graph, paths)
    ordered = [_in_order(path, middles) for path in paths]
    chances, ranked_digits = digits.tolist(), (-digits).argsort(axis=1, kind="stable").tolist()
    odds: dict[str, float] = {}
    best_of: dict[str, int] = {}
    for rank, (steps, share) in enumerate(zip(ordered, shares.tolist(), strict=True)):
        texts = _texts(steps, chances, ranked_digits)
        best_of.setdefault(texts[0][0], rank)
        for text, chance in texts:
            odds[text] = odds.get(text, 0.0) + share * chance
    if nothing:
        odds[""] = max(odds[""], nothing)
    # whether there is a sign comes before which one it is
    of_kind: dict[str, float] = {}
    for text, chance in odds.items():
        of_kind[kind(text)] = of_kind.get(kind(text), 0.0) + chance
    # the reading is what some path says at its best, so that the digits shown spell it
    best = min(best_of, key=lambda text: (-of_kind[kind(text)], -odds[text], text))
    others = sorted((item for item in odds.items() if item[0] != best), key=lambda item: (-item[1], item[0]))
    ranked = ((best, odds[best]), *others[: STRINGS - 1])
    chosen = ordered[best_of[best]]
    parts = []
    for group, label in chosen:
        if label != LIGATURE:
            share = sum(
                s for steps, s in zip(ordered, shares.tolist(), strict=True) if (group, label) in steps
            )
            parts.append(_part(graph, group, label, min(share, 1.0), digits[group]))
    return LineReading(tuple(parts), ranked)


def _middles(graph: Lattice, paths: Sequence[Path]) -> dict[int, float]:
    """Twice the middle of the box of each group on the paths, in canvas pixels from left to right."""
    left, right = graph.pieces.box[:, 0].tolist(), graph.pieces.box[:, 2].tolist()
    taken = {group for path in paths for group, _ in path.steps}
    return {
        group: min(left[piece] for piece in graph.groups[group])
        + max(right[piece] for piece in graph.groups[group])
        for group in taken
    }


def _in_order(path: Path, middles: dict[int, float]) -> list[tuple[int, int]]:
    """A path's steps from left to right by `_middles`, signs that break the grammar as marks."""
    return grammatical(sorted(path.steps, key=lambda step: (middles[step[0]], step[0])))


def _texts(
    steps: list[tuple[int, int]], digits: list[list[float]], order: list[list[int]]
) -> list[tuple[str, float]]:
    """Strings a path may say with their odds: the best digits, and each digit in turn exchanged.

    digits: probabilities of each group's ten; order: the digits of each group, the likeliest first.
    """
    best = {group: order[group][0] for group, label in steps if label == DIGIT}
    chance = 1.0
    for group, digit in best.items():
        chance *= digits[group][digit]
    texts = [(_spelled(steps, best), chance)]
    for group, digit in best.items():
        for other in order[group][1:OTHERS]:
            if digits[group][other] >= DIGIT_MIN:
                odds = chance * digits[group][other] / digits[group][digit]
                texts.append((_spelled(steps, best | {group: other}), odds))
    return texts


def _spelled(steps: list[tuple[int, int]], chosen: dict[int, int]) -> str:
    return "".join(
        str(chosen[group]) if label == DIGIT else SIGN_TEXTS.get(label, "") for group, label in steps
    )


def _part(graph: Lattice, group: int, label: int, share: float, probabilities: Floats) -> Part:
    own = graph.pieces.box[list(graph.groups[group])]
    x0, y0 = own[:, :2].min(axis=0).tolist()
    x1, y1 = own[:, 2:].max(axis=0).tolist()
    spans = tuple(group_spans(graph.pieces, graph.groups[group]))
    return Part(label, group, share, probabilities, (x0, y0, x1, y1), spans)


def number_strings(lines: Sequence[LineReading]) -> list[tuple[str, float]]:
    """What all lines say together, lines without text left out, and the next best strings; with their odds."""
    strings = [("", 1.0)]
    for line in lines:
        longer = [
            (before + "\n" + text if before and text else before + text, odds * chance)
            for before, odds in strings
            for text, chance in line.strings
        ]
        strings = [longer[0], *sorted(longer[1:], key=lambda item: (-item[1], item[0]))[: 2 * STRINGS]]
    return strings[:STRINGS]


def calibrated(odds: float, digits: int, scorer: Scorer) -> float:
    """Confidence 0..1 of a whole number of so many digits from its odds (Platt, 1999, with its length)."""
    slope, offset, per_digit = scorer.calibration
    return float(1.0 / (1.0 + np.exp(-(slope * log_odds(odds) + offset + per_digit * (digits - 1)))))


def log_odds(share: float) -> float:
    """Natural logarithm of share / (1 - share), kept finite."""
    inside = min(max(share, LEAST_SHARE), 1.0 - LEAST_SHARE)
    return float(np.log(inside / (1.0 - inside)))

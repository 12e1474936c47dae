"""Numbers made of one writer's digits: seeded strings in five grades of closeness, with the truth of every point.

Lengths are in the writer's median digit height until the whole is put on a canvas. Kerning by the ink's own
outline, not its box, follows how people write: a 7 leans over the 4 after it without touching.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from inkling.ink import Ink, Points
from training.data import Sample
from training.jitter import Strokes
from training.resample import distances, points_at

Grade = Literal["spaced", "tight", "touching", "overlapping", "joined"]
GRADES: tuple[Grade, ...] = ("spaced", "tight", "touching", "overlapping", "joined")

BOX_GAPS = {"spaced": (0.25, 0.7), "tight": (0.04, 0.2), "joined": (0.02, 0.3)}
"""Least and most space between the boxes of neighbouring digits."""

TOUCH_DEPTH = 0.06
"""How far touching ink may reach past the first contact."""

OVERLAP = (0.05, 0.3)
"""Share of the narrower digit's width that overlapping boxes share."""

OVERLAP_DEPTH = 0.15
"""How far the ink of overlapping boxes may reach past the first contact."""

ROW = 0.04
"""Ink this close in height can touch."""

SIZE_JITTER = 0.08
"""Standard deviation of the logarithm of a digit's size against its writer's habit."""

BASELINE_JITTER = 0.06
"""Standard deviation of a digit's foot against the line."""

LINE_SLOPE = np.deg2rad(4.0)
"""Standard deviation of the writing line's slope."""

DELAY_SHARE = 0.15
"""Share of strings in which one digit's last stroke is added after everything else."""

JOIN_SHARE = 0.7
"""Share of neighbouring digits joined in the joined grade, beyond the first pair that can be."""

JOIN_REACH = 1.2
"""Longest joining line."""

LEAST_HEIGHT = 1e-3
"""Height, in median digit heights, below which a digit is flat and is not made larger any more."""

MOST_SCATTER = 0.6
"""Greatest standard deviation of the logarithm of a hand's heights. People's is 0.1 to 0.3, that of ink brought to
different scales when it was collected (UNIPEN's `ibm`) 1.5 and more."""

CANVAS_HEIGHTS = (45.0, 180.0)
"""Least and most median digit height on the canvas, in pixels."""

LIGATURE = -1
"""Owner of the points of a joining line."""


@dataclass(frozen=True, slots=True, eq=False)
class Element:
    """A digit, sign or other mark of a number and its ink. label: '0'..'9', '-', '.', ',' or 'junk'."""

    label: str
    strokes: Strokes
    line: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Composed:
    """Ink with its truth.

    strokes: float64 [n, 2] each, canvas pixels. owners: for every stroke int64 [n], the element of each point or
    LIGATURE. elements: in reading order. text: what it says, lines joined by a line feed.
    """

    strokes: Strokes
    owners: list[NDArray[np.int64]]
    elements: tuple[Element, ...]
    text: str

    @property
    def ink(self) -> Ink:
        """The ink as the product gets it."""
        return Ink.from_strokes(self.strokes)


Hand = dict[str, list[Strokes]]
"""One writer's digits by label, in median digit heights."""


def hands(samples: Sequence[Sample], least: int = 8) -> dict[str, Hand]:
    """Writers with at least `least` different digits, by name; digits of one height where a writer's have no scale."""
    by_writer: dict[str, list[Sample]] = {}
    for sample in samples:
        by_writer.setdefault(sample.writer, []).append(sample)
    result = {}
    for writer, own in sorted(by_writer.items()):
        heights = [float(np.ptp(np.concatenate(sample.strokes)[:, 1])) for sample in own]
        middle = max(float(np.median(heights)), np.finfo(np.float64).tiny)
        hand: Hand = {}
        for sample in own:
            hand.setdefault(sample.label, []).append([stroke / middle for stroke in sample.strokes])
        if len(hand) >= least:
            result[writer] = level(hand)
    return result


def level(hand: Hand) -> Hand:
    """The hand, its digits brought to one height where theirs are not of one scale."""
    heights = {label: [_height(strokes) for strokes in samples] for label, samples in hand.items()}
    scatter = float(np.log([height for own in heights.values() for height in own]).std())
    if scatter <= MOST_SCATTER:
        return hand
    return {
        label: [
            [stroke / height for stroke in strokes]
            for strokes, height in zip(samples, heights[label], strict=True)
        ]
        for label, samples in hand.items()
    }


def _height(strokes: Strokes) -> float:
    return max(float(np.ptp(np.concatenate(strokes)[:, 1])), LEAST_HEIGHT)


def digits(hand: Hand, count: int, rng: np.random.Generator) -> list[Element]:
    """`count` random digits of one hand, sized as it sizes them but for a little jitter."""
    labels = sorted(hand)
    result = []
    for _ in range(count):
        label = labels[int(rng.integers(len(labels)))]
        strokes = hand[label][int(rng.integers(len(hand[label])))]
        size = float(np.exp(rng.normal(0.0, SIZE_JITTER)))
        result.append(Element(label, [stroke * size for stroke in strokes]))
    return result


def on_line(elements: Sequence[Element], grade: Grade, rng: np.random.Generator) -> list[Element]:
    """The elements side by side on one baseline (y = 0 at their feet, negative above)."""
    result: list[Element] = []
    before: Points | None = None
    for element in elements:
        points = np.concatenate(element.strokes)
        foot = np.array([points[:, 0].min(), points[:, 1].max() + rng.normal(0.0, BASELINE_JITTER)])
        strokes = [stroke - foot for stroke in element.strokes]
        if before is not None:
            left = _left(before, np.concatenate(dense(strokes)), grade, rng)
            strokes = [stroke + np.array([left, 0.0]) for stroke in strokes]
        before = np.concatenate(dense(strokes))
        result.append(replace(element, strokes=strokes))
    return result


def _left(before: Points, after: Points, grade: Grade, rng: np.random.Generator) -> float:
    """Where the box of `after`, now at 0, goes."""
    right = float(before[:, 0].max())
    if grade in BOX_GAPS:
        return right + float(rng.uniform(*BOX_GAPS[grade]))
    touch = contact(before, after)
    if grade == "touching":
        return touch - float(rng.uniform(0.0, TOUCH_DEPTH))
    narrower = min(float(np.ptp(before[:, 0])), float(np.ptp(after[:, 0])))
    return max(right - float(rng.uniform(*OVERLAP)) * narrower, touch - OVERLAP_DEPTH)


def contact(before: Points, after: Points) -> float:
    """Where the box of `after`, now at 0, would go for its ink to touch that before it."""
    near = np.abs(before[:, 1:] - after[:, 1]) < ROW
    reach = np.where(near, before[:, :1] - after[:, 0], -np.inf)
    return float(reach.max()) if near.any() else float(before[:, 0].max())


def dense(strokes: Strokes, step: float = 0.02) -> Strokes:
    """Points no further than `step` apart, so that outlines of few points have no holes."""
    result = []
    for stroke in strokes:
        along = distances(stroke)
        count = max(2, int(along[-1] / step) + 1)
        result.append(points_at(stroke, along, np.linspace(0.0, along[-1], count)))
    return result


def write(lines: Sequence[Sequence[Element]], rng: np.random.Generator, join: bool = False) -> Composed:
    """Placed lines as ink on a canvas: written in order, sloped, some strokes late, in pixels.

    join: draw neighbours as one stroke where the pen would not travel far.
    """
    elements = tuple(element for line in lines for element in line)
    strokes: Strokes = []
    owners: list[NDArray[np.int64]] = []
    must_join = join
    for index, element in enumerate(elements):
        for part, stroke in enumerate(element.strokes):
            owner = np.full(len(stroke), index, dtype=np.int64)
            same_line = index > 0 and elements[index - 1].line == element.line
            if join and part == 0 and same_line and (must_join or rng.random() < JOIN_SHARE):
                ligature = _ligature(strokes[-1], stroke, rng)
                if ligature is not None:
                    strokes[-1] = np.concatenate((strokes[-1], ligature, stroke))
                    owners[-1] = np.concatenate((owners[-1], np.full(len(ligature), LIGATURE), owner))
                    must_join = False
                    continue
            strokes.append(stroke)
            owners.append(owner)
    if not join and rng.random() < DELAY_SHARE:
        _delay(strokes, owners, elements, rng)
    text = "\n".join("".join(e.label for e in line if e.label != "junk") for line in lines)
    return Composed(_on_canvas(strokes, rng), owners, elements, text)


def _ligature(before: Points, after: Points, rng: np.random.Generator) -> Points | None:
    """Points of a slightly bent line from the end of one stroke to the start of the next; None if too far."""
    start, end = before[-1], after[0]
    way = end - start
    length = float(np.hypot(*way))
    if length > JOIN_REACH:
        return None
    count = max(1, int(length / 0.05))
    part = (np.arange(1, count + 1) / (count + 1))[:, None]
    sag = np.array([0.0, abs(float(rng.normal(0.0, 0.12))) * length])
    return np.asarray(start + part * way + 4.0 * part * (1.0 - part) * sag)


def _delay(
    strokes: Strokes, owners: list[NDArray[np.int64]], elements: Sequence[Element], rng: np.random.Generator
) -> None:
    candidates = [i for i, element in enumerate(elements) if len(element.strokes) > 1]
    if candidates:
        chosen = candidates[int(rng.integers(len(candidates)))]
        last = max(i for i, owner in enumerate(owners) if owner[0] == chosen)
        strokes.append(strokes.pop(last))
        owners.append(owners.pop(last))


def _on_canvas(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    angle = rng.normal(0.0, LINE_SLOPE)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    size = float(np.exp(rng.uniform(*np.log(CANVAS_HEIGHTS))))
    turned = [stroke @ turn.T * size for stroke in strokes]
    corner = np.concatenate(turned).min(axis=0) - rng.uniform(0.0, 60.0, 2)
    moved = [stroke - corner for stroke in turned]
    # a mouse gives whole pixels, a pen fractions of them
    return [np.rint(stroke) for stroke in moved] if rng.random() < 0.5 else moved


def compose(hand: Hand, count: int, grade: Grade, rng: np.random.Generator) -> Composed:
    """One line of `count` digits of one hand."""
    return write([on_line(digits(hand, count, rng), grade, rng)], rng, join=grade == "joined")


def strings(
    samples: Sequence[Sample], grade: Grade, lengths: Sequence[int], number: int, seed: int
) -> list[Composed]:
    """`number` strings of a grade, writers and lengths taking turns."""
    known = sorted(hands(samples).items())
    rng = np.random.default_rng([seed, GRADES.index(grade), *lengths])
    return [
        compose(known[index % len(known)][1], lengths[index % len(lengths)], grade, rng)
        for index in range(number)
    ]

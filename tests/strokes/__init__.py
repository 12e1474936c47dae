"""Drawn test ink: digits in several hands and styles, letters, and drawings that are no writing.

Coordinates are whole numbers in a box about 1000 high, y downward; times are milliseconds from the first pen-down.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path

QUICK_STEP = 75
"""Distance of points, in the box's units, that a mouse reports of a hand in a hurry."""

FILE = Path(__file__).with_name("strokes.json")

Stroke = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Sample:
    """One drawing: label "0".."9", "letter" or "drawing"; strokes of (x, y) points."""

    label: str
    style: str
    hand: int
    strokes: tuple[Stroke, ...]

    @property
    def name(self) -> str:
        """A short name for test ids and messages."""
        return f"{self.label} {self.style} {self.hand}"

    @property
    def quick(self) -> tuple[Stroke, ...]:
        """The same drawing as a hurried hand's mouse reports it: few points, both ends of every stroke."""
        return tuple(map(_quick, self.strokes))

    @property
    def is_digit(self) -> bool:
        """Whether the label is the digit it should be read as."""
        return self.label.isdigit()


def _quick(stroke: Stroke) -> Stroke:
    kept = [stroke[0]]
    for point in stroke[1:-1]:
        if math.dist(kept[-1], point) >= QUICK_STEP:
            kept.append(point)
    return (*kept, *stroke[1:][-1:])


@cache
def every_sample() -> tuple[Sample, ...]:
    """All samples of strokes.json in the file's order."""
    return tuple(
        Sample(
            record["label"],
            record["style"],
            record["hand"],
            tuple(tuple((x, y) for x, y, _ in stroke) for stroke in record["strokes"]),
        )
        for record in json.loads(FILE.read_text(encoding="utf-8"))
    )


def sample(label: str, style: str, hand: int = 0) -> Sample:
    """The one sample of that label, style and hand; raises KeyError when there is none."""
    for candidate in every_sample():
        if (candidate.label, candidate.style, candidate.hand) == (label, style, hand):
            return candidate
    raise KeyError(f"expected a sample of strokes.json, got {label!r} {style!r} {hand}")

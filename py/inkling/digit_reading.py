"""One digit, sign or other mark of a number, as the page marks it on the ink."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

PartVerdict = Literal["digit", "rejected", "sign", "mark"]


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another text it may be, confidence 0..1."""

    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class DigitReading:
    """A part of the ink and what it says.

    verdict: 'digit', 'sign' for a minus, 'mark' for a decimal sign, 'rejected' for ink that is nothing of these.
    text: '0'..'9', '-', '.', ',' or ''. confidence: that it is this part and says this, 0..1. certainty: as in
    Reading. box: x0, y0, x1, y1 in canvas pixels. strokes: indices of the strokes it takes ink from, ascending; a
    stroke that joins digits is in each. probabilities: ten, of the digits given that it is one.
    """

    verdict: PartVerdict
    text: str
    confidence: float
    certainty: str
    box: tuple[float, float, float, float]
    strokes: tuple[int, ...]
    alternatives: tuple[Alternative, ...]
    probabilities: tuple[float, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "verdict": self.verdict,
            "text": self.text,
            "confidence": self.confidence,
            "certainty": self.certainty,
            "box": list(self.box),
            "strokes": list(self.strokes),
            "alternatives": [{"text": a.text, "confidence": a.confidence} for a in self.alternatives],
            "probabilities": list(self.probabilities),
        }

"""A reading: what the ink says, how sure that is, and the words for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from inkling.digit_reading import Alternative, DigitReading
from inkling.model import Policy
from inkling.render import Image
from inkling.session import KINDS, Outputs

Verdict = Literal["empty", "number", "rejected"]

ALTERNATIVE_MIN = 0.01
"""Least probability for another digit to be worth showing."""

ALTERNATIVES_MAX = 2

REASONS = {
    "empty": "Nothing is written yet.",
    "too-small": "That is too small to be a digit. Write it larger.",
    "too-much": "That is too many strokes to read at once. Undo some, or clear.",
    "not-a-digit": "This does not look like a digit.",
    "several-digits": "This looks like more than one digit. Write them further apart.",
    "not-a-number": "This does not look like a number.",
}
"""Why there is no number, in words for people, by code."""


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What the page paints.

    verdict: 'number' when a digit was read, 'empty' without ink, else 'rejected'.
    text: the number, a line feed between its lines, '' unless verdict is 'number'. confidence: calibrated
    probability of text, or of the verdict, 0..1.
    certainty: 'sure', 'fairly sure', 'guessing' or '' without a number. message: words for people.
    reason: a key of REASONS, '' for a number. probabilities: ten, of the digits given that it is one; none for a
    number of more than one part. image: what the model saw, or None. digits: the parts of the ink in reading order.
    scratched: indices of the strokes that are scratched out and of those that did it, the last one last.
    """

    verdict: Verdict
    text: str
    confidence: float
    certainty: str
    message: str
    reason: str
    probabilities: tuple[float, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    image: Image | None = None
    digits: tuple[DigitReading, ...] = ()
    scratched: tuple[int, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON; the image as 784 integers 0..255, row by row, or none."""
        return {
            "verdict": self.verdict,
            "text": self.text,
            "confidence": self.confidence,
            "certainty": self.certainty,
            "message": self.message,
            "reason": self.reason,
            "probabilities": list(self.probabilities),
            "alternatives": [{"text": a.text, "confidence": a.confidence} for a in self.alternatives],
            "digits": [digit.to_dict() for digit in self.digits],
            "scratched": list(self.scratched),
            "image": [] if self.image is None else self.image.ravel().tolist(),
        }


def no_number(verdict: Literal["empty", "rejected"], reason: str, **known: Any) -> Reading:
    """A reading without a number, for a reason in REASONS."""
    confidence = known.pop("confidence", 1.0)
    return Reading(verdict, "", confidence, "", REASONS[reason], reason, **known)


def decide(outputs: Outputs, row: int, image: Image, policy: Policy) -> Reading:
    """The reading of one image of a batch: `outputs` of the model, its row, and the policy for refusing."""
    digits = softmax(outputs.digits[row])
    kinds = softmax(outputs.kind[row])
    probabilities = tuple(digits.tolist())
    if kinds[0] < policy.digit_min:
        reason = KINDS[1 + int(np.argmax(kinds[1:]))]
        refused = 1.0 - float(kinds[0])
        return no_number("rejected", reason, confidence=refused, probabilities=probabilities, image=image)
    ranked = (-digits).argsort(kind="stable").tolist()
    best = ranked[0]
    word = certainty(probabilities[best], policy)
    others = tuple(
        Alternative(str(d), probabilities[d])
        for d in ranked[1 : 1 + ALTERNATIVES_MAX]
        if probabilities[d] >= ALTERNATIVE_MIN
    )
    return Reading(
        "number", str(best), probabilities[best], word, word.capitalize(), "", probabilities, others, image
    )


def softmax(logits: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Probabilities float64 [n] of logits [n], computed without overflow."""
    shifted = np.exp(logits.astype(np.float64) - float(logits.max()))
    return np.asarray(shifted / shifted.sum())


def certainty(confidence: float, policy: Policy) -> str:
    """The word for a confidence 0..1: 'sure', 'fairly sure' or 'guessing'."""
    if confidence >= policy.sure:
        return "sure"
    return "fairly sure" if confidence >= policy.fairly_sure else "guessing"

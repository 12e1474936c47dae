"""From parted lines to what the page paints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from inkling.digit_reading import Alternative, DigitReading, PartVerdict
from inkling.model import Policy
from inkling.number import LEAST_SHARE, LineReading, Part, calibrated, number_strings
from inkling.reading import ALTERNATIVE_MIN, ALTERNATIVES_MAX, REASONS, Reading, certainty
from inkling.segment_pieces import Pieces
from inkling.segment_score import COMMA, DIGIT, MARK, MINUS, POINT, Scorer

VERDICTS: dict[int, PartVerdict] = {
    DIGIT: "digit",
    MINUS: "sign",
    POINT: "mark",
    COMMA: "mark",
    MARK: "rejected",
}

LEFT_OUT = ", with some ink left out"
"""Added to the message where part of the ink is nothing of a number."""


def is_one_part(lines: Sequence[LineReading]) -> bool:
    """Whether all ink is one digit, or nothing of a number: then the reading of all ink as one digit stands."""
    parts = [part for line in lines for part in line.parts]
    return len(parts) <= 1 or not any(part.label == DIGIT for part in parts)


def number_reading(lines: Sequence[LineReading], policy: Policy, scorer: Scorer) -> Reading:
    """The reading of lines of more than one part."""
    parts = [part for line in lines for part in line.parts]
    digits = sum(part.label == DIGIT for part in parts)
    ranked = [(text, odds) for text, odds in number_strings(lines) if text]
    text, odds = ranked[0]
    confidence = calibrated(odds, digits, scorer)
    word = certainty(confidence, policy)
    whole = not any(part.label == MARK for part in parts)
    return Reading(
        "number",
        text,
        confidence,
        word,
        word.capitalize() + ("" if whole else LEFT_OUT),
        "",
        alternatives=_alternatives(ranked, confidence),
        digits=tuple(_digit(part, policy) for part in parts),
    )


def _alternatives(ranked: Sequence[tuple[str, float]], confidence: float) -> tuple[Alternative, ...]:
    """What else the number may be: sharing what the calibrated confidence leaves, none likelier than the first."""
    others = max(1.0 - ranked[0][1], LEAST_SHARE)
    shares = [
        Alternative(text, min((1.0 - confidence) * min(odds / others, 1.0), confidence))
        for text, odds in ranked[1:]
    ]
    return tuple(one for one in shares if one.confidence >= ALTERNATIVE_MIN)[:ALTERNATIVES_MAX]


def with_parts(single: Reading, lines: Sequence[LineReading], policy: Policy) -> Reading:
    """The reading of all ink as one digit, with that digit, or the parts that are none, marked on the ink."""
    parts = [part for line in lines for part in line.parts]
    if single.verdict != "number":
        rejected = tuple(replace(_digit(part, policy), verdict="rejected", text="") for part in parts)
        if len(parts) > 1 and not any(part.label == DIGIT for part in parts):
            single = replace(single, reason="not-a-number", message=REASONS["not-a-number"])
        return replace(single, digits=rejected)
    low = [min(part.box[axis] for part in parts) for axis in (0, 1)]
    high = [max(part.box[axis] for part in parts) for axis in (2, 3)]
    strokes = {span[0] for part in parts for span in part.spans}
    return _with_digit(single, (low[0], low[1], high[0], high[1]), tuple(sorted(strokes)))


def with_whole(single: Reading, pieces: Pieces) -> Reading:
    """What `with_parts` gives for a number that is the only one of a line's pieces."""
    x0, y0, x1, y1 = pieces.box[0].tolist()
    return _with_digit(single, (x0, y0, x1, y1), (int(pieces.stroke[0]),))


def _with_digit(single: Reading, box: tuple[float, float, float, float], strokes: tuple[int, ...]) -> Reading:
    digit = DigitReading(
        "digit",
        single.text,
        single.confidence,
        single.certainty,
        box,
        strokes,
        single.alternatives,
        single.probabilities,
    )
    return replace(single, digits=(digit,))


def _digit(part: Part, policy: Policy) -> DigitReading:
    verdict = VERDICTS[part.label]
    probabilities = tuple(part.probabilities.tolist()) if verdict == "digit" else ()
    ranked = np.argsort(-part.probabilities, kind="stable").tolist() if probabilities else []
    confidence = part.share * (probabilities[ranked[0]] if ranked else 1.0)
    return DigitReading(
        verdict,
        part.text,
        confidence,
        certainty(confidence, policy),
        part.box,
        tuple(sorted({span[0] for span in part.spans})),
        tuple(
            Alternative(str(other), part.share * probabilities[other])
            for other in ranked[1 : 1 + ALTERNATIVES_MAX]
            if probabilities[other] >= ALTERNATIVE_MIN
        ),
        probabilities,
    )

"""Which signs a number may have, and where: a minus, a decimal sign, signs that part thousands."""

from __future__ import annotations

from collections.abc import Sequence

from inkling.segment_score import COMMA, DIGIT, LIGATURE, MARK, MINUS, POINT

SIGN_TEXTS = {MINUS: "-", POINT: ".", COMMA: ","}

DECIMAL = frozenset((POINT, COMMA))

THOUSANDS = 3
"""Digits between two signs that part a long number."""


def grammatical(steps: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Steps (group, label as in `inkling.segment_score`) from left to right, signs as marks where they may not stand.

    None without digits, a minus only before all digits, and one decimal sign, unless several part the digits in
    thousands.
    """
    digits = any(label == DIGIT for _, label in steps)
    signs = [label for _, label in steps if label in DECIMAL]
    several = digits and len(signs) > 1 and in_thousands([label for _, label in steps])
    result: list[tuple[int, int]] = []
    seen: set[int] = set()
    for group, label in steps:
        broken = (label == MINUS and seen) or (label in DECIMAL and seen & DECIMAL and not several)
        kept = MARK if label in SIGN_TEXTS and (broken or not digits) else label
        result.append((group, kept))
        if kept not in {MARK, LIGATURE}:
            seen.add(kept)
    return result


def in_thousands(labels: Sequence[int]) -> bool:
    """Whether several decimal signs stand as in 1,000,000 or 1.000,50: groups of THOUSANDS, then perhaps decimals."""
    counts, signs = [0], []
    for label in labels:
        if label in DECIMAL:
            signs.append(label)
            counts.append(0)
        counts[-1] += label == DIGIT
    has_decimals = signs[-1] != signs[0]
    groups = counts[1:-1] if has_decimals else counts[1:]
    return (
        0 < counts[0] <= THOUSANDS
        and all(count == THOUSANDS for count in groups)
        and counts[-1] > 0
        and all(sign == signs[0] for sign in signs[: len(signs) - has_decimals])
    )


def kind(text: str) -> str:
    """What is the same for texts that differ in the kind of their decimal signs alone."""
    return text.replace(SIGN_TEXTS[COMMA], SIGN_TEXTS[POINT])

"""The stored test ink is what its script makes, and every digit has several styles."""

from __future__ import annotations

from tests.strokes import FILE, every_sample
from tests.strokes.make import text

STYLES_A_DIGIT = 4


def test_the_file_is_what_the_script_makes() -> None:
    assert FILE.read_text(encoding="utf-8") == text()


def test_every_digit_has_several_styles() -> None:
    styles = {(sample.label, sample.style) for sample in every_sample() if sample.is_digit}
    counts = {digit: sum(label == digit for label, _ in styles) for digit in "0123456789"}
    assert min(counts.values()) >= STYLES_A_DIGIT, counts

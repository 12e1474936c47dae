"""Whose digits fit the reader of numbers, whose choose (halves of the held-out writers), and whose calibrate (all)."""

from __future__ import annotations

from pathlib import Path

from training import data, splits
from training.data import Sample
from training.sources import INK_SETS


def first_half(folder: Path) -> tuple[list[Sample], list[Sample]]:
    """Digits of one half of the held-out writers, and those of the writers that the model was trained on.

    The model knows the latter too well, but the former are too few to show how people place strokes.
    """
    own: list[Sample] = []
    known: list[Sample] = []
    for name in INK_SETS:
        kept, held = splits.split(data.read_ink(folder, name), name)
        chosen = _writers(held)[0::2]
        own += [sample for sample in held if sample.writer in chosen]
        known += kept
    return own, known


def second_half(folder: Path) -> list[Sample]:
    """Digits of the other half of the held-out writers: for choices, not for the fit."""
    result: list[Sample] = []
    for name in INK_SETS:
        held = splits.split(data.read_ink(folder, name), name)[1]
        chosen = _writers(held)[1::2]
        result += [sample for sample in held if sample.writer in chosen]
    return result


def calibrating(folder: Path) -> list[Sample]:
    """Digits of all held-out writers: the halves differ by more than what the fit knows of its own half."""
    return [sample for name in INK_SETS for sample in splits.split(data.read_ink(folder, name), name)[1]]


def _writers(samples: list[Sample]) -> list[str]:
    return sorted({sample.writer for sample in samples})

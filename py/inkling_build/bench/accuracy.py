"""Accuracy, calibration and refusals of the committed model and reader, on writers they never saw."""

from __future__ import annotations

from pathlib import Path

from training import evaluate, evaluate_numbers


def digits(data: Path) -> None:
    """Prints the figures of the model on the report sets in `data` (layout: training/README.md)."""
    print(evaluate.table(evaluate.evaluate(data)))


def numbers(data: Path) -> None:
    """Prints the figures of the reader of whole numbers, likewise."""
    evaluate_numbers.run(data)

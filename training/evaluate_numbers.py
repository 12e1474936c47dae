"""Figures of whole numbers, with numpy and onnxruntime: `python -m training.evaluate_numbers --data DIR`.

Composed strings come from writers of the report sets, real ones from `unipen_numbers_validation`. `--held TWIN` reads
with the twin in that folder, and the scorer there, numbers of the writers held out from both instead: what choices are
made on.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from inkling.ink import Ink
from inkling.now import run_now
from inkling.reader import Reader
from training import compose, compose_marks, data, metrics, splits
from training.compose import GRADES
from training.data import Sample
from training.number_scores import MODEL_FOLDER, reader_in
from training.number_unseen import digits, fold_of
from training.sources import INK_SETS

REPORT_DIGITS = ("pendigits_test", "unipen_digits_validation")
REPORT_NUMBERS = "unipen_numbers_validation"
REPORT_SINGLES = ("pendigits_test", "uji_validation", "unipen_digits_validation")

SHORT, LONG = (2, 3, 4), (5, 6, 7, 8)
"""Lengths of strings reported together."""

NUMBER = 300
"""Strings of each kind."""

SEED = 20261122


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: how many strings of a kind, how many read right as a whole, seconds each."""

    name: str
    count: int
    right: int
    seconds: float
    confidences: tuple[float, ...]
    rights: tuple[bool, ...]


def measure(name: str, reader: Reader, samples: Sequence[tuple[Ink, str]]) -> Row:
    """Every ink read by a reader that has seen none of it before."""
    confidences, rights, times = [], [], []
    for ink, text in samples:
        reader.forget()
        began = time.perf_counter()
        reading = run_now(reader.read(ink))
        times.append(time.perf_counter() - began)
        rights.append(reading.text == text)
        if reading.verdict == "number":
            confidences.append(reading.confidence)
        else:
            confidences.append(0.0)
    return Row(name, len(rights), sum(rights), float(np.median(times)), tuple(confidences), tuple(rights))


def samples_of(folder: Path, fold: int | None) -> list[Sample]:
    """Digits of the writers held out in a fold, or of the report sets."""
    if fold is not None:
        return digits(folder, fold)
    return [sample for name in REPORT_DIGITS for sample in data.read_ink(folder, name)]


def rows(folder: Path, reader: Reader, number: int, fold: int | None = None) -> list[Row]:
    """All lines of the table; number: strings of each kind; fold: whose writers' instead of the report sets'."""
    samples = samples_of(folder, fold)
    result = []
    for grade in GRADES:
        for lengths in (SHORT, LONG):
            strings = compose.strings(samples, grade, lengths, number, SEED)
            result.append(measure(_graded(grade, lengths), reader, [(s.ink, s.text) for s in strings]))
    for name, made in _marked(samples, number).items():
        result.append(measure(name, reader, made))
    if fold is None:
        real = data.read_ink(folder, REPORT_NUMBERS)
        result.append(measure(REPORT_NUMBERS, reader, [(s.ink, s.label) for s in real]))
    return result


def _marked(samples: Sequence[Sample], number: int) -> dict[str, list[tuple[Ink, str]]]:
    known = sorted(compose.hands(samples).items())
    rng = np.random.default_rng(SEED)
    signed, lined = [], []
    for index in range(number):
        hand = known[index % len(known)][1]
        grade = GRADES[int(rng.integers(4))]
        signed.append(compose_marks.signed(hand, int(rng.integers(1, 6)), grade, rng))
        lined.append(compose_marks.lined(hand, rng.integers(1, 6, 2).tolist(), rng))
    rng = np.random.default_rng([SEED, 1])
    punctuated = [compose_marks.punctuated(known[index % len(known)][1], rng) for index in range(number)]
    return {
        "minus or decimal sign, 1-5 digits": [(s.ink, s.text) for s in signed],
        "thousands and decimals, 1-9 digits": [(s.ink, s.text) for s in punctuated],
        "two lines of 1-5 digits": [(s.ink, s.text) for s in lined],
    }


@dataclass(frozen=True, slots=True)
class Single:
    """One-digit ink read as a number and read as one digit."""

    name: str
    count: int
    as_number: int
    as_digit: int


def singles(folder: Path, reader: Reader, fold: int | None = None, every: int = 1) -> list[Single]:
    """What one-digit ink loses; every: take only each so manieth sample. Refused counts as wrong in both."""
    result = []
    for name in REPORT_SINGLES if fold is None else INK_SETS:
        samples = data.read_ink(folder, name)
        if fold is not None:
            samples = splits.split(samples, name, fold)[1]
        samples = samples[::every]
        number = digit = 0
        for sample in samples:
            number += run_now(reader.read(sample.ink)).text == sample.label
            digit += run_now(reader.read_digit(sample.ink)).text == sample.label
        result.append(Single(name, len(samples), number, digit))
    return result


def table(found: Sequence[Row], alone: Sequence[Single]) -> str:
    """The rows as lines of text."""
    lines = [f"{'strings':38}{'count':>7}{'right':>9}   {'95 % interval':18}{'median':>9}"]
    for row in found:
        low, high = metrics.wilson(row.right, row.count)
        lines.append(
            f"{row.name:38}{row.count:7}{row.right / row.count:9.2%}   {f'{low:.1%} to {high:.1%}':18}"
            f"{row.seconds * 1e3:6.1f} ms"
        )
    error, (low, high) = error_of(found)
    count = sum(row.count for row in found)
    lines += ["", f"whole numbers, {count}: ECE {error:.2%} ({low:.2%} to {high:.2%})", ""]
    lines.append(f"{'one-digit ink':38}{'count':>7}{'as number':>11}{'as digit':>10}{'lost':>8}")
    lines += [
        f"{s.name:38}{s.count:7}{s.as_number / s.count:11.2%}{s.as_digit / s.count:10.2%}"
        f"{(s.as_digit - s.as_number) / s.count * 100:8.2f}"
        for s in alone
    ]
    return "\n".join(lines)


def error_of(found: Sequence[Row]) -> tuple[float, tuple[float, float]]:
    """Expected calibration error of the whole numbers' confidence, and its 95 % bootstrap interval."""
    confidence = np.array([value for row in found for value in row.confidences])
    right = np.array([value for row in found for value in row.rights])
    interval = metrics.bootstrap(lambda i: metrics.calibration_error(confidence[i], right[i]), len(right))
    return metrics.calibration_error(confidence, right), interval


def figures(folder: Path, model: Path = MODEL_FOLDER, number: int = NUMBER) -> dict[str, Any]:
    """What the model card and the page give of the reader of numbers.

    grades: share of strings read right as a whole, few: of SHORT, many: of LONG ones; other: of other kinds; real:
    of REPORT_NUMBERS; ece with its interval. Raises training.data.DataError for data that is missing.
    """
    found = rows(folder, reader_in(model), number)
    share = {row.name: row.right / row.count for row in found}
    grades = [
        {
            "name": grade,
            "few": share.pop(_graded(grade, SHORT)),
            "many": share.pop(_graded(grade, LONG)),
        }
        for grade in GRADES
    ]
    error, interval = error_of(found)
    return {
        "grades": grades,
        "real": share.pop(REPORT_NUMBERS),
        "other": share,
        "count": len(found[0].rights),
        "ece": error,
        "ece_interval": list(interval),
    }


def _graded(grade: str, lengths: Sequence[int]) -> str:
    return f"{grade}, {lengths[0]}-{lengths[-1]} digits"


def run(folder: Path, number: int = NUMBER, every: int = 1, held: Path | None = None) -> int:
    """Print the table; returns 0. Raises training.data.DataError for data that is missing."""
    reader = reader_in(held or MODEL_FOLDER)
    fold = fold_of(held) if held else None
    print(table(rows(folder, reader, number, fold), singles(folder, reader, fold, every)))
    return 0


def main(arguments: list[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m training.evaluate_numbers", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--number", type=int, default=NUMBER, help="strings of each kind")
    parser.add_argument("--every", type=int, default=1, help="read each so manieth single digit")
    parser.add_argument("--held", type=Path, metavar="TWIN", help="folder of a twin")
    options = parser.parse_args(arguments)
    return run(options.data, options.number, options.every, options.held)


if __name__ == "__main__":
    sys.exit(main())

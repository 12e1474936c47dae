"""Figures of pictures, with numpy and onnxruntime: `python -m training.evaluate_pictures --data DIR`.

Every picture goes through `Reader.read_picture`, nothing told of it: not that it holds one digit. Composed numbers
are drawn as pictures and photos, from writers of the report sets. `--held TWIN` reads with the twin in that folder
what is held out from it, MNIST's part and writers' numbers: what choices are made on.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from inkling.ink import Points
from inkling.now import run_now
from inkling.reader import Reader
from training import compose, data, metrics, splits
from training.evaluate_numbers import SEED, samples_of
from training.jitter import Strokes
from training.number_scores import MODEL_FOLDER, reader_in
from training.number_unseen import fold_of
from training.photos import PHOTOS, SAMPLE, Grey, dabs, inked, taken

LENGTHS = (1, 2, 3, 4, 5)
"""Digits of the composed numbers."""

MARGIN = 0.4
"""Paper around the ink, in digit heights."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a number is drawn: height of its digits and width of its lines in pixels, brightness of paper and ink.

    grain: standard deviation of the noise. shade: how much darker the paper's darkest corner is. soft: width of
    the lines' edges, in pixels.
    """

    height: float
    width: float
    paper: float = 255.0
    ink: float = 0.0
    grain: float = 0.0
    shade: float = 0.0
    soft: float = 1.0


LOOKS = {
    "screen, 80 px": Look(80.0, 6.0),
    "light on dark, 60 px": Look(60.0, 4.0, 10.0, 240.0),
    "thin, 120 px": Look(120.0, 2.0),
    "felt pen, 100 px": Look(100.0, 16.0),
    "small, 20 px": Look(20.0, 2.2),
    "photo, 150 px": Look(150.0, 7.0, 200.0, 70.0, 8.0, 90.0, 3.0),
}


def drawn(strokes: Sequence[Points], look: Look, rng: np.random.Generator) -> Grey:
    """Strokes as a picture uint8 [h, w]; their digits are one high."""
    points = dabs(strokes, SAMPLE / look.height) * look.height
    margin = MARGIN * look.height + look.width
    low = points.min(axis=0) - margin
    wide, high = np.ceil(points.max(axis=0) + margin - low).astype(np.int64).tolist()
    ink = inked(points - low, (high, wide), look.width, look.soft)
    place = (np.arange(high)[:, None] / high + np.arange(wide) / wide) / 2.0
    level = look.paper - look.shade * place
    level = level + (level * (look.ink / look.paper) - level) * ink + rng.normal(0.0, look.grain, ink.shape)
    return np.asarray(np.clip(np.rint(level), 0.0, 255.0), dtype=np.uint8)


def coarse(picture: Grey, side: int) -> Grey:
    """A picture of ink bright on dark as a scanner of two tones and `side` pixels gives it, for choices only."""
    rows, columns = (np.flatnonzero(picture.max(axis=axis) > 0) for axis in (1, 0))
    crop = picture[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].astype(np.float64)
    for _ in range(2):
        edges = np.linspace(0.0, len(crop), side + 1)
        total = np.concatenate((np.zeros((1, crop.shape[1])), np.cumsum(crop, axis=0)))
        at = np.stack([np.interp(edges, np.arange(len(total)), column) for column in total.T], axis=1)
        crop = (np.diff(at, axis=0) / np.diff(edges)[:, None]).T
    return _framed(np.asarray(crop >= 128.0, dtype=np.uint8))


def _framed(image: Grey) -> Grey:
    """With a border of paper, as a picture has one; some sets fill their frame to the edge."""
    return np.pad(image if image.max() > 1 else image * np.uint8(255), 2)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: pictures of a kind, how many were read right as a whole, how many refused."""

    name: str
    count: int
    right: int
    refused: int


def measure(name: str, reader: Reader, pictures: Sequence[Grey], truth: Sequence[str]) -> Row:
    """Every picture read."""
    right = refused = 0
    for picture, text in zip(pictures, truth, strict=True):
        reader.forget()
        reading = run_now(reader.read_picture(picture))
        right += reading.text == text
        refused += reading.verdict != "number"
    return Row(name, len(truth), right, refused)


def rows(folder: Path, reader: Reader, number: int, fold: int | None, most: int | None) -> Iterator[Row]:
    """All lines of the table; number: composed numbers of each look; most: pictures of each set."""
    if fold is not None:
        mnist = data.read_mnist(folder, "train")
        part = splits.mnist_held(len(mnist.labels), fold)
        images, labels = mnist.images[part], mnist.labels[part]
        sets: dict[str, tuple[list[Grey], Grey]] = {
            "mnist held out": (list(images), labels),
            "the same, 16 x 16, two tones": ([coarse(image, 16) for image in images[:most]], labels),
            "the same, 24 x 24, two tones": ([coarse(image, 24) for image in images[:most]], labels),
        }
    else:
        found = {"mnist_test": data.read_mnist(folder, "t10k")}
        found |= {name: data.read_pictures(folder, name) for name in ("optdigits_windep", "semeion")}
        sets = {name: ([_framed(image) for image in one.images], one.labels) for name, one in found.items()}
    for name, (pictured, digits) in sets.items():
        yield measure(name, reader, pictured[:most], [str(digit) for digit in digits[:most]])
    hands = sorted(compose.hands(samples_of(folder, fold)).items())
    for name, look in LOOKS.items():
        rng = np.random.default_rng([SEED, len(name)])
        drawings = [(drawn(strokes, look, rng), text) for strokes, text in _numbers(hands, number, rng)]
        yield measure(f"1-5 digits, {name}", reader, *zip(*drawings, strict=True))
    for name, photo in PHOTOS.items():
        rng = np.random.default_rng([SEED, len(name)])
        photos = [(taken(strokes, photo, rng), text) for strokes, text in _numbers(hands, number, rng)]
        yield measure(f"photo, {name}", reader, *zip(*photos, strict=True))


def _numbers(
    hands: Sequence[tuple[str, compose.Hand]], number: int, rng: np.random.Generator
) -> Iterator[tuple[Strokes, str]]:
    """Strokes, digits one high, and what they say."""
    for index in range(number):
        grade: compose.Grade = "tight" if index % 2 else "spaced"
        elements = compose.digits(hands[index % len(hands)][1], LENGTHS[index % len(LENGTHS)], rng)
        line = compose.on_line(elements, grade, rng)
        yield [stroke for element in line for stroke in element.strokes], "".join(one.label for one in line)


def table(found: Sequence[Row]) -> str:
    """The rows as lines of text."""
    lines = [f"{'pictures':34}{'count':>7}{'right':>10}   {'95 % interval':18}{'refused':>9}"]
    for row in found:
        low, high = metrics.wilson(row.right, row.count)
        lines.append(
            f"{row.name:34}{row.count:7}{row.right / row.count:10.2%}   {f'{low:.2%} to {high:.2%}':18}"
            f"{row.refused / row.count:9.2%}"
        )
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m training.evaluate_pictures", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--number", type=int, default=300, help="composed numbers of each look")
    parser.add_argument("--most", type=int, help="pictures of each set instead of all")
    parser.add_argument("--held", type=Path, metavar="TWIN", help="folder of a twin")
    options = parser.parse_args(arguments)
    reader = reader_in(options.held or MODEL_FOLDER)
    fold = fold_of(options.held) if options.held else None
    print(table(list(rows(options.data, reader, options.number, fold, options.most))))
    return 0


if __name__ == "__main__":
    sys.exit(main())

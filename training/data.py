"""Reading the data sets, and which of their labels people cannot tell from digits either.

Layout of the data folder: `mnist/*.gz` (the four IDX files), `<name>.jsonl.gz` (ink, one JSON object a line
with id, label, writer, set, strokes) and `<name>.npz` (pictures: x uint8 [n, h, w], y labels).
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inkling.ink import Ink, Points

DIGITS = "0123456789"

LOOKALIKE_LETTERS = frozenset("OoDQIlijZzSsbGTJBgqayhuY")
"""Letters that, alone on a canvas, people read as a digit."""

LOOKALIKE_SYMBOLS = frozenset("()/\\|!',-?>&$@")
"""Signs that, alone on a canvas and scaled to fill it, people read as a digit."""

LOOKALIKE_DOODLES = frozenset(
    (
        "circle",
        "line",
        "moon",
        "zigzag",
        "donut",
        "hexagon",
        "octagon",
        "nail",
        "leg",
        "boomerang",
        "squiggle",
        "snake",
        "stairs",
        "tooth",
        "potato",
        "string bean",
        "triangle",
        "hockey stick",
        "golf club",
    )
)
"""Kinds of doodle that are often a digit's shape."""

LOOKALIKE_ALPHABETS = ("Japanese_(katakana)", "Sanskrit", "Korean")
"""Alphabets with characters of a digit's shape; which ones is not labelled, so they count for less."""

_IDX_IMAGES, _IDX_LABELS = 2051, 2049


CACHE = Path(__file__).resolve().parent.parent / ".cache" / "training"
"""Where rendered pictures and checkpoints lie unless another folder is named."""


class DataError(Exception):
    """A data file that is missing or is not what was expected."""


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """One piece of ink: who wrote what; strokes as float64 [n, 2], y downward, units differ by set."""

    id: str
    label: str
    writer: str
    set: str
    strokes: tuple[Points, ...]

    @property
    def ink(self) -> Ink:
        """The strokes as the product takes them."""
        return Ink.from_strokes(self.strokes)


@dataclass(frozen=True, slots=True, eq=False)
class Pictures:
    """Pictures of digits: images uint8 [n, h, w], ink bright; labels uint8 [n], 0 to 9."""

    images: NDArray[np.uint8]
    labels: NDArray[np.uint8]


def read_ink(folder: Path, name: str) -> list[Sample]:
    """All samples of `folder/name.jsonl.gz`. Raises DataError if it is missing or damaged."""
    path = folder / f"{name}.jsonl.gz"
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            return [_sample(json.loads(line)) for line in lines]
    except FileNotFoundError as error:
        raise DataError(f"expected ink data at {path}, found no such file") from error
    except (OSError, EOFError, ValueError, KeyError) as error:
        raise DataError(f"expected one ink sample a line in {path}, got {error!r}") from error


def _sample(row: dict[str, Any]) -> Sample:
    strokes = tuple(np.asarray(stroke, dtype=np.float64)[:, :2] for stroke in row["strokes"] if len(stroke))
    return Sample(row["id"], row["label"], row["writer"], row["set"], strokes)


def read_mnist(folder: Path, part: str) -> Pictures:
    """MNIST's `train` (60,000) or `t10k` (10,000). Raises DataError if a file is missing or damaged."""
    images = _idx(folder / "mnist" / f"{part}-images-idx3-ubyte.gz", _IDX_IMAGES, 3)
    labels = _idx(folder / "mnist" / f"{part}-labels-idx1-ubyte.gz", _IDX_LABELS, 1)
    if len(images) != len(labels):
        raise DataError(
            f"expected as many MNIST {part} labels as images, got {len(labels)} for {len(images)}"
        )
    return Pictures(images, labels)


def _idx(path: Path, magic: int, dimensions: int) -> NDArray[np.uint8]:
    try:
        raw = gzip.decompress(path.read_bytes())
    except FileNotFoundError as error:
        raise DataError(f"expected MNIST at {path}, found no such file") from error
    except (OSError, EOFError) as error:
        raise DataError(f"expected a gzip file at {path}, got {error!r}") from error
    header = np.frombuffer(raw[: 4 * (dimensions + 1)], dtype=">i4")
    if int(header[0]) != magic:
        raise DataError(f"expected IDX magic {magic} in {path}, got {int(header[0])}")
    return np.frombuffer(raw, dtype=np.uint8, offset=header.nbytes).reshape(header[1:].tolist())


def read_pictures(folder: Path, name: str) -> Pictures:
    """All pictures of `folder/name.npz`. Raises DataError if it is missing."""
    path = folder / f"{name}.npz"
    try:
        with np.load(path) as file:
            return Pictures(file["x"], file["y"].astype(np.uint8))
    except FileNotFoundError as error:
        raise DataError(f"expected pictures at {path}, found no such file") from error


def is_lookalike(sample: Sample, name: str) -> bool:
    """Whether people could read the sample as a digit; name: the data set it comes from."""
    if name.startswith("unipen_letters"):
        return sample.label in LOOKALIKE_LETTERS
    if name.startswith("unipen_symbols"):
        return sample.label in LOOKALIKE_SYMBOLS
    if name.startswith("quickdraw"):
        return sample.label in LOOKALIKE_DOODLES
    if name.startswith("omniglot"):
        return sample.label.startswith(LOOKALIKE_ALPHABETS)
    return False

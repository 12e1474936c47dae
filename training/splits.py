"""Which part of the training sets is held out: whole writers, and for UNIPEN whole contributors.

The held-out parts choose between recipes, set the temperatures and the rejection threshold. There are several of
them, folds, each held out from a fit of its own. Nothing is ever chosen on the report sets (`*_test`,
`*_validation`, MNIST's t10k, optdigits, semeion).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from training.data import Sample


@dataclass(frozen=True, slots=True)
class Fold:
    """Writers held out together.

    contributors: of UNIPEN, held out of digits, letters and symbols together: they share writers. place: which
    stretch of the other sets' writers, in stretches as long as HELD_SHARE.
    """

    contributors: frozenset[str]
    place: int


FOLDS = (
    Fold(frozenset(("gmd", "uqb")), 0),
    Fold(frozenset(("apa", "val")), 1),
    Fold(frozenset(("ibm",)), 3),  # in stretch 2 are a third of Pendigits' writers, too many to be without
)

FIRST_SEED = 1
"""Seed of the fits that hold out the first fold's writers; the next seed's hold out the next fold's."""

HELD_SHARE = {"pendigits_train": 0.17, "uji_train": 0.15}
"""Share of writers held out, by data set."""

REPORTED_SHARE = {"quickdraw": 0.1, "omniglot_small": 0.1}
"""The same of sets whose held-out part is also what the report gives, so that no fit of any fold ever sees it."""

MNIST_HELD = 5000
"""Pictures of MNIST's training set held out, the first fold's the last ones: its writers come one after the other."""

MISLABELLED = Path(__file__).parent / "mislabelled.txt"

_BUCKETS = 1 << 32


def is_held(sample: Sample, name: str, fold: int = 0) -> bool:
    """Whether the sample of the training set `name` is held out in FOLDS[fold]; the same for all of a writer's."""
    if name in REPORTED_SHARE:
        return _share_of(sample.writer) < REPORTED_SHARE[name]
    if name.startswith("unipen_"):
        return sample.set in FOLDS[fold].contributors
    return int(_share_of(sample.writer) / HELD_SHARE[name]) == FOLDS[fold].place


def split(samples: Iterable[Sample], name: str, fold: int = 0) -> tuple[list[Sample], list[Sample]]:
    """(for training, held out)."""
    kept: list[Sample] = []
    held: list[Sample] = []
    for sample in samples:
        (held if is_held(sample, name, fold) else kept).append(sample)
    return kept, held


def mnist_held(count: int, fold: int = 0) -> slice:
    """Which of MNIST's `count` training pictures are held out."""
    end = count - MNIST_HELD * fold
    return slice(end - MNIST_HELD, end)


def mislabelled() -> frozenset[str]:
    """Ids of digits left out, listed in training/mislabelled.txt with how they were found."""
    lines = MISLABELLED.read_text(encoding="utf-8").splitlines()
    return frozenset(line.split()[0] for line in lines if line and not line.startswith("#"))


def _share_of(writer: str) -> float:
    # a hash and not a random draw: the split stays the same when samples are added or reordered
    return int.from_bytes(hashlib.sha256(writer.encode()).digest()[:4], "big") / _BUCKETS

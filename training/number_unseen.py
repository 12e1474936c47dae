"""Ink that the twin of a fold has not seen: what the reader of numbers is fitted, judged and calibrated on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from inkling.model import CARD_PATH, Policy
from inkling.native import OnnxRuntimeSession
from training import compose, compose_marks, data, outliers, splits
from training.compose import Hand
from training.data import Sample
from training.jitter import Strokes
from training.number_scores import model_in
from training.sources import INK_SETS, NEGATIVE_SETS

SCRIBBLE_SHARE = 0.25
"""Scribbles made up for each piece of real ink that is no digit."""

JUNK_EACH = 2000
"""Most samples of one kind of ink that is no digit: there are ten times as many letters as doodles."""


@dataclass(frozen=True, slots=True, eq=False)
class Unseen:
    """A twin, in the folder where its model lies, and ink for numbers: the held-out writers' of its fold.

    hands: of writers with enough digits; junk: ink that is no digit; signs: those people write beside numbers.
    """

    folder: Path
    session: OnnxRuntimeSession
    policy: Policy
    digest: str
    hands: list[Hand]
    junk: list[Strokes]
    signs: list[compose_marks.Sign]


def twin_folders(runs: Path) -> list[Path]:
    """Where `python -m training seeds` leaves the twins, a folder for each fold."""
    return [runs / f"twin-{splits.FIRST_SEED + fold}" for fold in range(len(splits.FOLDS))]


def unseen(folder: Path, model: Path) -> Unseen:
    """What the twin in the folder `model` has not seen of the data in `folder`.

    Raises inkling.errors.ModelError for a missing model, training.data.DataError for missing data.
    """
    session, policy, digest = model_in(model)
    fold = fold_of(model)
    hands = [hand for _, hand in sorted(compose.hands(digits(folder, fold)).items())]
    return Unseen(model, session, policy, digest, hands, junk(folder, fold), signs(folder, fold))


def fold_of(model: Path) -> int:
    """The fold whose writers the twin in that folder has not seen."""
    return int(json.loads((model / CARD_PATH.name).read_text(encoding="utf-8"))["made_by"]["plan"]["fold"])


def digits(folder: Path, fold: int) -> list[Sample]:
    """Digits of a fold's held-out writers, without those that are hardly what their label says."""
    dropped = splits.mislabelled()
    return [
        sample
        for name in INK_SETS
        for sample in splits.split(data.read_ink(folder, name), name, fold)[1]
        if sample.id not in dropped
    ]


def junk(folder: Path, fold: int) -> list[Strokes]:
    """Letters, symbols, doodles and alphabets without look-alikes, and scribbles; as much of each.

    Doodles and alphabets are what every fit sees: those held out are what the report gives.
    """
    result: list[Strokes] = []
    rng = np.random.default_rng(fold)
    for name in NEGATIVE_SETS:
        kept, held = splits.split(data.read_ink(folder, name), name, fold)
        part = kept if name in splits.REPORTED_SHARE else held
        strokes = [list(sample.strokes) for sample in part if not data.is_lookalike(sample, name)]
        result += [strokes[i] for i in rng.permutation(len(strokes))[:JUNK_EACH].tolist()]
    return result + [outliers.scribble(rng) for _ in range(int(SCRIBBLE_SHARE * len(result)))]


def signs(folder: Path, fold: int) -> list[compose_marks.Sign]:
    """Signs of a fold's held-out contributors that people write beside numbers."""
    name = "unipen_symbols_train"
    held = splits.split(data.read_ink(folder, name), name, fold)[1]
    return [(s.label, list(s.strokes)) for s in held if s.label in compose_marks.SIGNS]


def shares(parts: Sequence[Unseen], count: int) -> list[int]:
    """`count` numbers shared out so that every hand writes as many."""
    hands = sum(len(part.hands) for part in parts)
    return [round(count * len(part.hands) / hands) for part in parts]

"""UNIPEN training digits whose ink is hardly what their label says, by the judgement of a short fit.

The list goes to `training/mislabelled.txt` after a look at the pictures; it is never made for held-out or
report sets.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from inkling.render import ink_planes
from training import data, fit, splits
from training.metrics import softmax

NAME = "unipen_digits_train"

UNLIKELY, LIKELY = 0.05, 0.9
"""The label's probability is below, another digit's above: another digit was written."""

EITHER_WAY = {1, 7}
"""Both are honest ways to write: a one with a long upstroke, a seven without a bar."""


def suspects(folder: Path, checkpoint: Path) -> list[str]:
    """Ids in the order of the file. folder: the data; checkpoint: of a short fit."""
    kept, _ = splits.split(data.read_ink(folder, NAME), NAME)
    labels = np.array([int(sample.label) for sample in kept])
    digits, kind = fit.outputs_of(fit.load(checkpoint), np.stack([ink_planes(s.ink) for s in kept]))
    odds = softmax(digits)
    other = (odds[np.arange(len(labels)), labels] < UNLIKELY) & (odds.max(axis=1) > LIKELY)
    either = np.array([{int(a), int(b)} == EITHER_WAY for a, b in zip(labels, odds.argmax(1), strict=True)])
    none = softmax(kind)[:, 0] < UNLIKELY
    return [sample.id for sample, out in zip(kept, (other & ~either) | none, strict=True) if out]

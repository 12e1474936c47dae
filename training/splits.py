"""Which part of the training sets is held out: whole writers, and for UNIPEN whole contributors.

The held-out parts choose between recipes, set the temperatures and the rejection threshold. Nothing is ever
chosen on the report sets (`*_test`, `*_validation`, MNIST's t10k, optdigits, semeion).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from training.data import Sample

HELD_CONTRIBUTORS = frozenset(("gmd", "uqb"))
"""UNIPEN contributors held out of digits, letters and symbols together: they share writers."""

HELD_SHARE = {"pendigits_train": 0.17, "uji_train": 0.15, "quickdraw": 0.1, "omniglot_small": 0.1}
"""Share of writers held out, by data set."""

REPORTED_HELD = frozenset(("quickdraw", "omniglot_small"))
"""Sets whose held-out part is also what the report gives, so that no fit ever sees it."""

MNIST_HELD = 5000
"""Last pictures of MNIST's training set held out: its writers come one after the other."""

_BUCKETS = 1 << 32


def is_held(sample: Sample, name: str) -> bool:
    """Whether the sample of the training set `name` is held out; the same for all samples of a writer."""
    if name.startswith("unipen_"):
        return sample.set in HELD_CONTRIBUTORS
    return _share_of(sample.writer) < HELD_SHARE[name]


def split(samples: Iterable[Sample], name: str) -> tuple[list[Sample], list[Sample]]:
    """(for training, held out)."""
    kept: list[Sample] = []
    held: list[Sample] = []
    for sample in samples:
        (held if is_held(sample, name) else kept).append(sample)
    return kept, held


def _share_of(writer: str) -> float:
    # a hash and not a random draw: the split stays the same when samples are added or reordered
    return int.from_bytes(hashlib.sha256(writer.encode()).digest()[:4], "big") / _BUCKETS

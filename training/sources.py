"""What a batch is drawn from, and the held-out parts that decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inkling.raster import raster_image
from inkling.render import ink_planes, undirected
from training import cache, data, segment_cache, splits
from training.cache import NO_DIGIT, NOT, ONE, SEVERAL
from training.data import Sample

INK_SETS = ("pendigits_train", "uji_train", "unipen_digits_train")
NEGATIVE_SETS = ("unipen_letters_train", "unipen_symbols_train", "quickdraw", "omniglot_small")

UNSURE_OUTLIER = 0.3
"""Weight in the loss of sources that hold some ink of a digit's shape."""


WRONG_SEGMENT = 0.5
"""Weight in the loss of wrongly cut segments: some are only a digit with a flourish."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How much of everything. Shares of a batch need not add up to one."""

    seed: int = 1
    fold: int = 0  # which writers are held out: index of training.splits.FOLDS
    everyone: bool = False  # the held-out writers too: a refit, judged by its twin without them
    ink_variants: int = 16
    gestured_variants: int = 6
    rarer_variants: int = 3
    blended: int = 48000
    negative_variants: int = 4
    scribbles: int = 6000
    several: int = 24000
    segments: int = 24000
    limit: int = 0  # most samples of a set, 0 for all: only for smoke runs
    mnist_share: float = 0.29
    pendigits_share: float = 0.13
    uji_share: float = 0.05
    unipen_share: float = 0.20
    gestured_share: float = 0.14
    blended_share: float = 0.12
    rarer_share: float = 0.09  # none for a teacher
    letters_share: float = 0.13
    symbols_share: float = 0.03
    doodles_share: float = 0.05
    alphabets_share: float = 0.03
    made_share: float = 0.04
    ones_share: float = 0.02
    several_share: float = 0.07
    segments_share: float = 0.08
    cut_share: float = 0.03


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """Pictures a batch takes its share from.

    images: uint8 [n, 3920], planes, or [n, 784] where no strokes are known; labels: uint8 [n], NO_DIGIT for outliers;
    kind as in training.cache; weight: of the outlier in the loss; strength: of training.views; taught: whether a
    teacher is heard on it, who must have seen such ink.
    """

    name: str
    images: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    kind: int
    share: float
    weight: float
    strength: float
    taught: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """A held-out part, drawn as the product draws it: images uint8 [n, 5, 28, 28], labels uint8 [n]."""

    name: str
    images: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    kind: int


def sources(folder: Path, caches: Path, plan: Plan, workers: int, drop: frozenset[str]) -> list[Source]:
    """All sources; drop: ids of samples left out, for instance those thought mislabelled."""
    result = [_mnist_source(folder, plan)]
    digits: list[Sample] = []
    for name, share in zip(INK_SETS, (plan.pendigits_share, plan.uji_share, plan.unipen_share), strict=True):
        kept = [s for s in _limited(_used(folder, name, plan), plan) if s.id not in drop]
        digits += kept
        group = cache.build(name, kept, plan.ink_variants, cache.digit, caches, plan.seed, workers)
        result.append(_flat(name, group, ONE, share, 1.0))
    group = cache.build(
        "gestured", digits, plan.gestured_variants, cache.gestured, caches, plan.seed, workers
    )
    result.append(_flat("gestured", group, ONE, plan.gestured_share, 1.0))
    group = cache.build_blended("blended", digits, plan.blended, caches, plan.seed, workers)
    result.append(_flat("blended", group, ONE, plan.blended_share, 1.0))
    if plan.rarer_share:
        group = cache.build("rarer", digits, plan.rarer_variants, cache.rarer, caches, plan.seed, workers)
        result.append(replace(_flat("rarer", group, ONE, plan.rarer_share, 1.0), taught=False))
    shares = (plan.letters_share, plan.symbols_share, plan.doodles_share, plan.alphabets_share)
    for name, share in zip(NEGATIVE_SETS, shares, strict=True):
        kept = _used(folder, name, plan)
        if name != "omniglot_small":
            kept = [sample for sample in kept if not data.is_lookalike(sample, name)]
        kept = _limited(kept, plan)
        group = cache.build(name, kept, plan.negative_variants, cache.other, caches, plan.seed, workers)
        weight = UNSURE_OUTLIER if name == "omniglot_small" else 1.0
        result.append(_flat(name, group, NOT, share, weight))
    count = min(plan.scribbles, len(digits))
    chosen = [digits[i] for i in np.random.default_rng(plan.seed).permutation(len(digits))[:count]]
    for name, make, share, weight in (
        ("scribble", cache.scribble, 0.5, 1.0),
        ("crossed", cache.crossed, 0.25, 1.0),
        ("part", cache.part, 0.25, UNSURE_OUTLIER),
    ):
        group = cache.build(name, chosen, 2, make, caches, plan.seed, workers)
        result.append(_flat(name, group, NOT, plan.made_share * share, weight))
    group = cache.build("straight-one", chosen, 1, cache.straight_one, caches, plan.seed, workers)
    result.append(_flat("straight-one", group, ONE, plan.ones_share, 1.0))
    group = cache.build_several("several", digits, plan.several, caches, plan.seed, workers)
    result.append(_flat("several", group, SEVERAL, plan.several_share, 1.0))
    return result + _segment_sources(digits, caches, plan, workers)


def held(folder: Path, caches: Path, plan: Plan, workers: int) -> list[Held]:
    """The held-out parts, look-alikes and what is mislabelled left out."""
    dropped = splits.mislabelled()
    pictures = data.read_mnist(folder, "train")
    part = splits.mnist_held(len(pictures.labels), plan.fold)
    images = undirected(np.stack([raster_image(image) for image in pictures.images[part]]))
    result = [Held("mnist", images, pictures.labels[part], ONE)]
    digits: list[Sample] = []
    for name in (*INK_SETS, *NEGATIVE_SETS):
        rest = splits.split(data.read_ink(folder, name), name, plan.fold)[1]
        rest = [s for s in rest if not data.is_lookalike(s, name) and s.id not in dropped]
        rest = _limited(rest, plan)
        one = name in INK_SETS
        digits += rest if one else []
        labels = np.array([int(sample.label) if one else NO_DIGIT for sample in rest], dtype=np.uint8)
        drawn = np.stack([ink_planes(sample.ink) for sample in rest])
        result.append(Held(name, drawn, labels, ONE if one else NOT))
    for name, make in (("scribble", cache.scribble), ("part", cache.part)):
        group = cache.build(f"held-{name}", digits[:1000], 1, make, caches, plan.seed, workers)
        result.append(Held(name, group.images[:, 0], group.labels, NOT))
    group = cache.build_several("held-several", digits, 1000, caches, plan.seed, workers)
    result.append(Held("several", group.images[:, 0], group.labels, SEVERAL))
    return result


def _segment_sources(digits: Sequence[Sample], caches: Path, plan: Plan, workers: int) -> list[Source]:
    """Groups of strokes as the reader of numbers tries them, wrong ones, and digits cut out of joined writing."""
    rows = segment_cache.build(digits, plan.segments, caches, plan.seed, workers)
    wrong = float((rows.kind != ONE).mean())
    result = []
    for kind, weight in ((ONE, 1.0), (NOT, WRONG_SEGMENT), (SEVERAL, 1.0)):
        chosen = rows.kind == kind
        images = rows.images[chosen].reshape(int(chosen.sum()), -1)
        share = plan.cut_share if kind == ONE else plan.segments_share * float(chosen.mean()) / wrong
        result.append(
            Source(f"segments-{kind}", images, rows.labels[chosen], kind, share, weight, CACHED_STRENGTH)
        )
    return result


def _mnist_source(folder: Path, plan: Plan) -> Source:
    pictures = data.read_mnist(folder, "train")
    rows = np.arange(len(pictures.labels))
    if not plan.everyone:
        rows = np.delete(rows, splits.mnist_held(len(rows), plan.fold))
    rows = rows[: plan.limit or None]
    images = np.stack([raster_image(image).reshape(-1) for image in pictures.images[rows]])
    return Source("mnist", images, pictures.labels[rows], ONE, plan.mnist_share, 1.0, 1.0)


CACHED_STRENGTH = 0.5
"""Strength of training.views on pictures already varied as ink."""


def _flat(name: str, group: cache.Group, kind: int, share: float, weight: float) -> Source:
    variants = group.images.shape[1]
    images = np.ascontiguousarray(group.images).reshape(len(group.labels) * variants, -1)
    return Source(name, images, np.repeat(group.labels, variants), kind, share, weight, CACHED_STRENGTH)


def _used(folder: Path, name: str, plan: Plan) -> list[Sample]:
    """Samples of a training set that the fit may see; doodles and alphabets have no other set for the report."""
    kept, rest = splits.split(data.read_ink(folder, name), name, plan.fold)
    return kept + rest if plan.everyone and name not in splits.REPORTED_SHARE else kept


def _limited(samples: Sequence[Sample], plan: Plan) -> list[Sample]:
    """The first `plan.limit` after a fixed shuffle: the files are sorted by writer."""
    if not plan.limit:
        return list(samples)
    order = np.random.default_rng(0).permutation(len(samples))[: plan.limit]
    return [samples[i] for i in order]

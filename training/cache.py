"""Ink rendered once into many augmented pictures, kept on disk for the fit.

The name of a group's file depends on what decides its pictures (samples, seed, number of variants, and the code,
by way of some pictures it makes), so that a change makes a new one.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inkling import normalise, render
from inkling.ink import Ink
from training import blend, gesture, jitter, lifts, made_ones, outliers
from training.data import Sample
from training.jitter import Strokes

NO_DIGIT = 255
"""Label of a picture that is not one digit."""

ONE, NOT, SEVERAL = 0, 1, 2
"""Values of `kind`: one digit, not a digit, more than one digit."""

STYLE_SHARE = 0.08
"""Share of zeros of one stroke that get a slash, and of sevens that get a bar."""

WIDTH_LOG_SPREAD = 0.14
"""Standard deviation of the logarithm of the stroke width around the product's."""

ODD_WIDTH_SHARE = 0.1
"""Share drawn at a width from ODD_WIDTHS instead: digits in pictures are not drawn at ours."""

ODD_WIDTHS = (1.2, 4.4)
"""Frame pixels, hair-thin to marker."""

SHAPE = (render.PLANES, normalise.FRAME, normalise.FRAME)
"""Of what the model sees."""

CHUNK = 512
"""Samples a worker renders at a time."""


PROBE = 64
"""Samples rendered to tell whether a cache is still what the code would make."""


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Rendered pictures of one kind of source.

    images: uint8 [samples, variants, 5, 28, 28]; labels: uint8 [samples], NO_DIGIT where there is none.
    """

    images: NDArray[np.uint8]
    labels: NDArray[np.uint8]


def draw(strokes: Strokes, rng: np.random.Generator) -> render.Planes:
    """What the product shows its model of the strokes, at a stroke width near the product's."""
    if rng.random() < ODD_WIDTH_SHARE:
        width = rng.uniform(*ODD_WIDTHS)
    else:
        width = normalise.STROKE_WIDTH * np.exp(rng.normal(0.0, WIDTH_LOG_SPREAD))
    return render.render(normalise.place(Ink.from_strokes(strokes)), float(width))


def digit(sample: Sample, rng: np.random.Generator) -> Strokes:
    """A digit's ink, jittered, now and then in another style."""
    strokes = list(sample.strokes)
    if sample.label == "0" and len(strokes) == 1 and rng.random() < STYLE_SHARE:
        strokes = jitter.slash_zero(strokes, rng)
    elif sample.label == "7" and rng.random() < STYLE_SHARE:
        strokes = jitter.cross_seven(strokes, rng)
    return jitter.jitter(strokes, rng)


def gestured(sample: Sample, rng: np.random.Generator) -> Strokes:
    """A digit's ink in another movement of the hand, then as `digit`."""
    return digit(
        replace(sample, strokes=tuple(gesture.gesture(list(sample.strokes), sample.label, rng))), rng
    )


def rarer(sample: Sample, rng: np.random.Generator) -> Strokes:
    """A digit's ink as few hands write it, jittered."""
    return jitter.jitter(lifts.rarer(jitter.unit(list(sample.strokes)), sample.label, rng), rng)


def other(sample: Sample, rng: np.random.Generator) -> Strokes:
    """Ink that is no digit, jittered."""
    return jitter.jitter(list(sample.strokes), rng)


def part(sample: Sample, rng: np.random.Generator) -> Strokes:
    """A part of a digit."""
    return jitter.jitter(outliers.part_of(list(sample.strokes), rng), rng)


def crossed(sample: Sample, rng: np.random.Generator) -> Strokes:
    """A digit crossed out."""
    return jitter.jitter(outliers.crossed_out(list(sample.strokes), rng), rng)


def scribble(_: Sample, rng: np.random.Generator) -> Strokes:
    """Scribbles; the sample only counts."""
    return outliers.scribble(rng)


def straight_one(_: Sample, rng: np.random.Generator) -> Strokes:
    """A one drawn straight; the sample only counts."""
    return made_ones.straight_one(rng)


def build(
    name: str,
    samples: Sequence[Sample],
    variants: int,
    make: Callable[[Sample, np.random.Generator], Strokes],
    folder: Path,
    seed: int,
    workers: int,
) -> Group:
    """The group from `folder`, rendered first if it is not there yet."""
    ids = hashlib.sha256("\n".join(sample.id for sample in samples).encode()).hexdigest()
    probe = _render_chunk((list(samples[:PROBE]), 1, make, [seed]))
    key = key_of(probe, ids, str(variants), make.__name__, str(seed))
    path = folder / f"{name}-{key}.npy"
    labels = np.array([_label(sample, make) for sample in samples], dtype=np.uint8)
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        tasks = [
            (list(samples[at : at + CHUNK]), variants, make, [seed, at])
            for at in range(0, len(samples), CHUNK)
        ]
        partial = path.with_suffix(".partial")
        with multiprocessing.get_context("fork").Pool(workers) as pool:
            images = np.concatenate(pool.map(_render_chunk, tasks, chunksize=1))
        with partial.open("wb") as file:
            np.save(file, images)
        partial.rename(path)
        print(f"  rendered {name}: {len(samples)} samples x {variants}", flush=True)
    return Group(np.load(path, mmap_mode="r"), labels)


def build_several(
    name: str, samples: Sequence[Sample], count: int, folder: Path, seed: int, workers: int
) -> Group:
    """`count` pictures of several digits by one writer each."""
    writers: dict[str, list[Sample]] = {}
    for sample in samples:
        writers.setdefault(sample.writer, []).append(sample)
    pools = list(writers.values())
    key = key_of(_several_chunk((pools, PROBE, [seed])), str(len(samples)), str(count), str(seed))
    path = folder / f"{name}-{key}.npy"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        tasks = [(pools, min(CHUNK, count - at), [seed, at]) for at in range(0, count, CHUNK)]
        with multiprocessing.get_context("fork").Pool(workers) as pool:
            images = np.concatenate(pool.map(_several_chunk, tasks, chunksize=1))
        partial = path.with_suffix(".partial")
        with partial.open("wb") as file:
            np.save(file, images)
        partial.rename(path)
        print(f"  rendered {name}: {count}", flush=True)
    return Group(np.load(path, mmap_mode="r"), np.full(count, NO_DIGIT, dtype=np.uint8))


def build_blended(
    name: str, samples: Sequence[Sample], count: int, folder: Path, seed: int, workers: int
) -> Group:
    """`count` pictures of digits mixed of two writers' each."""
    blender = blend.Blender(samples)
    ids = hashlib.sha256("\n".join(sample.id for sample in samples).encode()).hexdigest()
    key = key_of(_blended_chunk((blender, PROBE, [seed])).images, ids, str(count), str(seed))
    path = folder / f"{name}-{key}.npz"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        tasks = [(blender, min(CHUNK, count - at), [seed, at]) for at in range(0, count, CHUNK)]
        with multiprocessing.get_context("fork").Pool(workers) as pool:
            parts = pool.map(_blended_chunk, tasks, chunksize=1)
        partial = path.with_suffix(".partial")
        with partial.open("wb") as file:
            np.savez(
                file,
                images=np.concatenate([part.images for part in parts]),
                labels=np.concatenate([part.labels for part in parts]),
            )
        partial.rename(path)
        print(f"  rendered {name}: {count}", flush=True)
    with np.load(path) as rows:
        return Group(rows["images"], rows["labels"])


def _label(sample: Sample, make: Callable[[Sample, np.random.Generator], Strokes]) -> int:
    if make is straight_one:
        return 1
    return int(sample.label) if make in (digit, gestured, rarer) else NO_DIGIT


def _render_chunk(
    task: tuple[list[Sample], int, Callable[[Sample, np.random.Generator], Strokes], list[int]],
) -> NDArray[np.uint8]:
    samples, variants, make, seed = task
    rng = np.random.default_rng(seed)
    images = np.empty((len(samples), variants, *SHAPE), dtype=np.uint8)
    for row, sample in enumerate(samples):
        for column in range(variants):
            images[row, column] = draw(make(sample, rng), rng)
    return images


def _several_chunk(task: tuple[list[list[Sample]], int, list[int]]) -> NDArray[np.uint8]:
    pools, count, seed = task
    rng = np.random.default_rng(seed)
    images = np.empty((count, 1, *SHAPE), dtype=np.uint8)
    for row in range(count):
        pool = pools[int(rng.integers(len(pools)))]
        chosen = [list(pool[int(rng.integers(len(pool)))].strokes) for _ in range(outliers.how_many(rng))]
        images[row, 0] = draw(outliers.several(chosen, rng), rng)
    return images


def _blended_chunk(task: tuple[blend.Blender, int, list[int]]) -> Group:
    blender, count, seed = task
    rng = np.random.default_rng(seed)
    images = np.empty((count, 1, *SHAPE), dtype=np.uint8)
    labels = np.empty(count, dtype=np.uint8)
    for row in range(count):
        strokes, labels[row] = blender.draw(rng)
        images[row, 0] = draw(jitter.jitter(strokes, rng), rng)
    return Group(images, labels)


def key_of(probe: NDArray[np.uint8], *parts: str) -> str:
    """Name of a cache; probe: some of its pictures, which stand for all code that made them."""
    return hashlib.sha256(probe.tobytes() + json.dumps(parts).encode()).hexdigest()[:12]

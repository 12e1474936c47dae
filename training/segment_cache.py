"""Segments of composed numbers, made once and kept on disk for the fit."""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from training.cache import PROBE, key_of
from training.data import Sample
from training.wrong_segments import Segments, segments

SEGMENTS_CHUNK = 2500
"""Segments a worker makes at a time."""


def build(samples: Sequence[Sample], count: int, folder: Path, seed: int, workers: int) -> Segments:
    """About `count` segments of composed numbers, from `folder` or made now."""
    probe = segments(samples, PROBE, seed).images
    path = folder / f"segments-{key_of(probe, str(len(samples)), str(count), str(seed))}.npz"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        tasks = [(list(samples), SEGMENTS_CHUNK, seed + 1 + at) for at in range(0, count, SEGMENTS_CHUNK)]
        with multiprocessing.get_context("fork").Pool(workers) as pool:
            parts = pool.starmap(segments, tasks, chunksize=1)
        whole = Segments(
            np.concatenate([part.images for part in parts]),
            np.concatenate([part.labels for part in parts]),
            np.concatenate([part.kind for part in parts]),
            np.concatenate([part.weight for part in parts]),
        )
        partial = path.with_suffix(".partial")
        with partial.open("wb") as file:
            np.savez(file, images=whole.images, labels=whole.labels, kind=whole.kind, weight=whole.weight)
        partial.rename(path)
        print(f"  rendered segments: {len(whole.labels)}", flush=True)
    with np.load(path) as rows:
        return Segments(rows["images"], rows["labels"], rows["kind"], rows["weight"])

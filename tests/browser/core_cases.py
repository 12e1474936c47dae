"""Ink that CPython and Pyodide must turn into the same numbers: drawn, random and degenerate. Runs in both."""

from __future__ import annotations

import hashlib
import math
import random

import numpy as np

from inkling.ink import Ink
from inkling.normalise import place
from inkling.raster import raster_image
from inkling.render import render
from tests.strokes import every_sample

SEED = 2718
RANDOM_INKS = 150
RANDOM_PICTURES = 30
LARGEST_PICTURE = 90

Flat = tuple[list[float], list[int]]
"""x0, y0, x1, y1, ... and the index of each stroke's first point, as the page sends them."""

NAN, INFINITY = math.nan, math.inf

DEGENERATE: dict[str, Flat] = {
    "nothing": ([], []),
    "one point": ([10, 20], [0]),
    "two equal points": ([10, 20, 10, 20], [0]),
    "many equal points": ([7.25, 3.5] * 400, [0]),
    "two dots": ([0, 0, 60, 90], [0, 1]),
    "a hundred dots": ([float((i * 37) % 101) for i in range(200)], list(range(100))),
    "level line": ([0, 5, 50, 5], [0]),
    "upright line": ([5, 0, 5, 50], [0]),
    "just too small": ([0, 0, 0, 4.999], [0]),
    "just large enough": ([0, 0, 0, 5], [0]),
    "nearly nothing": ([1, 1, 1 + 1e-12, 1], [0]),
    "subnormal": ([0, 0, 5e-324, 5e-324], [0]),
    "far outside": ([-1e5, -1e5, 1e5, 1e5], [0]),
    "beyond the limit": ([-1e300, 0, 1e300, 1e299], [0]),
    "not a number": ([NAN, 1, 2, NAN, 0, 0, 40, 80], [0]),
    "only not numbers": ([NAN, NAN, INFINITY, 1], [0, 1]),
    "infinite": ([INFINITY, 0, 0, -INFINITY, 0, 0, 30, 70], [0, 2]),
    "a stroke lost to not-a-number": ([0, 0, 30, 70, NAN, NAN, 5, 5, 60, 6], [0, 2, 3]),
    "twenty thousand points": ([50 + 40 * ((i * 7919) % 1000) / 1000 for i in range(40_000)], [0]),
    "there and back": ([0, 0, 100, 0] * 50, [0]),
}


def _random_ink(chance: random.Random) -> Flat:
    """A few wandering strokes; only random() is used, whose sequence Python promises to keep."""
    xy: list[float] = []
    starts = []
    for _ in range(1 + int(chance.random() * 4)):
        starts.append(len(xy) // 2)
        x, y = chance.random() * 600, chance.random() * 600
        for _ in range(1 + int(chance.random() * 80)):
            xy += [x, y]
            x += (chance.random() - 0.5) * 60
            y += (chance.random() - 0.5) * 60
    return xy, starts


def flat_inks() -> dict[str, Flat]:
    """Every case by name."""
    cases = {f"degenerate: {name}": flat for name, flat in DEGENERATE.items()}
    for sample in every_sample():
        starts = [0]
        for stroke in sample.strokes[:-1]:
            starts.append(starts[-1] + len(stroke))
        xy = [value * 0.37 for stroke in sample.strokes for point in stroke for value in point]
        cases[f"drawn: {sample.name}"] = (xy, starts)
    chance = random.Random(SEED)  # noqa: S311
    for number in range(RANDOM_INKS):
        cases[f"random: {number}"] = _random_ink(chance)
    return cases


def _digest(*arrays: np.ndarray) -> str:
    digest = hashlib.sha256()
    for array in arrays:
        digest.update(f"{array.dtype} {array.shape}".encode())
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()


def digests() -> dict[str, str]:
    """SHA-256 of every number that preprocessing makes of each case, to the last bit."""
    made = {}
    for name, (xy, starts) in flat_inks().items():
        ink = Ink.from_flat(xy, starts)
        trace = place(ink)
        made[name] = _digest(ink.points, trace.points, trace.heading, render(trace))
    chance = random.Random(SEED)  # noqa: S311
    for number in range(RANDOM_PICTURES):
        height, width = (1 + int(chance.random() * LARGEST_PICTURE) for _ in range(2))
        channels = (height, width, 4) if number % 2 else (height, width)
        values = [int(chance.random() * 256) for _ in range(math.prod(channels))]
        made[f"picture: {number}"] = _digest(raster_image(np.array(values, dtype=np.uint8).reshape(channels)))
    return made

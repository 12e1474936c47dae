"""Photos of numbers as people take them: on plain, ruled and squared paper, on a desk, in a shadow, with a pencil.

Lengths are in millimetres until the camera: paper is sold by them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from inkling.ink import Points
from training.resample import distances, points_at

Grey = NDArray[np.uint8]
Floats = NDArray[np.float64]

SAMPLE = 0.25
"""Distance of the dabs that a line is drawn with, in pixels."""

WOOD = 31
"""Rows over which a desk's streaks differ."""

SHADOW_EDGE = 6.0
"""Width of a shadow's edge, in pixels."""


@dataclass(frozen=True, slots=True)
class Photo:
    """How a number is written and taken. Shares are of the paper's brightness, lengths in mm but where it says so.

    scale: pixels per mm. height: of the digits. pen: width of its line. ink, print, desk: brightness, 1 for none.
    ruled: how the paper is printed, every `pitch`, with lines `line` wide. margin: paper around the number, and
    strip: desk around the paper on `sides` of its sides, both in digit heights. paper: its brightness, 0..255, and
    shade: how much darker its darkest corner is. shadow: how much a shadow with a hard edge takes away. turn: standard
    deviation of how the camera is turned, in degrees. soft: width of all edges, grain: standard deviation of noise.
    """

    scale: float = 8.0
    height: float = 8.0
    pen: float = 0.5
    ink: float = 0.3
    ruled: Literal["", "across", "squared"] = ""
    print: float = 0.75
    pitch: float = 5.0
    line: float = 0.25
    margin: float = 1.5
    desk: float = 1.0
    strip: float = 1.0
    sides: int = 4
    paper: float = 200.0
    shade: float = 0.35
    shadow: float = 0.0
    turn: float = 4.0
    soft: float = 1.2
    grain: float = 4.0


PHOTOS = {
    "plain paper": Photo(),
    "pencil": Photo(ink=0.6),
    "lines": Photo(ruled="across", pitch=8.0, print=0.5),
    "squares": Photo(ruled="squared", print=0.6),
    "squares, from afar": Photo(ruled="squared", print=0.5, scale=12.0, margin=5.0),
    "sheet on a dark desk": Photo(desk=0.4),
    "sheet on a light desk": Photo(desk=0.8, strip=2.0),
    "desk along one side": Photo(desk=0.4, sides=1, strip=0.3),
    "squares on a desk": Photo(ruled="squared", print=0.7, desk=0.5, strip=2.0),
    "hard shadow": Photo(shadow=0.45, margin=3.0),
    "felt pen": Photo(height=20.0, pen=2.5),
}


def taken(strokes: Sequence[Points], photo: Photo, rng: np.random.Generator) -> Grey:
    """A photo uint8 [h, w] of strokes whose digits are one high."""
    tall = photo.scale * photo.height
    turn = np.deg2rad(np.clip(rng.normal(0.0, photo.turn), -2.0 * photo.turn, 2.0 * photo.turn))
    turned = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    points = dabs(strokes, SAMPLE / tall) * tall @ turned
    on_desk = np.isin(np.arange(4), rng.permutation(4)[: photo.sides]) * (photo.desk < 1.0)
    around = photo.margin * tall + photo.strip * tall * on_desk
    low = points.min(axis=0) - around[:2]
    wide, high = np.ceil(points.max(axis=0) + around[2:] - low).astype(np.int64).tolist()
    ink = inked(points - low, (high, wide), photo.pen * photo.scale, photo.soft)
    place = np.stack(np.meshgrid(np.arange(wide) + 0.5, np.arange(high) + 0.5), axis=-1)
    on_page = (place - [wide / 2.0, high / 2.0]) @ turned.T
    level = (1.0 - (1.0 - photo.ink) * ink) * (1.0 - (1.0 - photo.print) * _printed(on_page, photo, rng))
    if photo.desk < 1.0:
        middle = ((points.min(axis=0) + points.max(axis=0)) / 2.0 - low - [wide / 2.0, high / 2.0]) @ turned.T
        half = np.ptp(points, axis=0) / 2.0 + photo.margin * tall
        sheet = _sheet(on_page, middle - half, middle + half, on_desk, photo.soft)
        level = level * sheet + (1.0 - sheet) * photo.desk * _wood(high, rng)[:, None]
    light = photo.paper * _light(place, photo, rng)
    values = light * level + rng.normal(0.0, photo.grain, level.shape)
    return np.asarray(np.clip(np.rint(values), 0.0, 255.0), dtype=np.uint8)


def dabs(strokes: Sequence[Points], step: float) -> Points:
    """Points float64 [n, 2] along strokes, at most `step` apart."""
    return np.concatenate(list(_dense(strokes, step)))


def _dense(strokes: Sequence[Points], step: float) -> Iterator[Points]:
    for stroke in strokes:
        along = distances(stroke)
        yield points_at(stroke, along, np.linspace(0.0, along[-1], int(along[-1] / step) + 2))


def inked(points: Points, shape: tuple[int, int], width: float, soft: float) -> Floats:
    """How much of each pixel is ink, float64 [h, w], 0..1, along dabs of that width with edges `soft` wide."""
    squared = np.full(shape, np.inf)
    cell = np.floor(points).astype(np.int64)
    reach = int(np.ceil(width / 2.0 + soft))
    for down in range(-reach, reach + 1):
        for across in range(-reach, reach + 1):
            away = cell + [across, down] + 0.5 - points
            np.minimum.at(squared, (cell[:, 1] + down, cell[:, 0] + across), (away * away).sum(axis=1))
    return _edge(width / 2.0 - np.sqrt(squared), soft)


def _edge(within: Floats, soft: float) -> Floats:
    return np.clip(within / soft + 0.5, 0.0, 1.0)


def _printed(on_page: Floats, photo: Photo, rng: np.random.Generator) -> Floats:
    """How much of each pixel is covered by printed lines."""
    pitch = photo.pitch * photo.scale
    offset = rng.uniform(0.0, pitch, 2)
    covered = np.zeros(on_page.shape[:2])
    for axis in {"": (), "across": (1,), "squared": (0, 1)}[photo.ruled]:
        away = np.abs((on_page[..., axis] + offset[axis]) % pitch - pitch / 2.0)
        covered = np.maximum(covered, _edge(photo.line * photo.scale / 2.0 - away, photo.soft))
    return covered


def _sheet(on_page: Floats, low: Points, high: Points, on_desk: NDArray[np.bool_], soft: float) -> Floats:
    """How much of each pixel is the sheet from `low` to `high`, open where there is no desk."""
    within = np.full(on_page.shape[:2], np.inf)
    for axis in (0, 1):
        if on_desk[axis]:
            within = np.minimum(within, on_page[..., axis] - low[axis])
        if on_desk[axis + 2]:
            within = np.minimum(within, high[axis] - on_page[..., axis])
    return _edge(within, soft)


def _wood(rows: int, rng: np.random.Generator) -> Floats:
    """Brightness of streaks about 1, float64 [rows]."""
    walk = np.cumsum(rng.normal(0.0, 1.0, rows))
    return 1.0 + 0.06 * np.clip(walk - np.convolve(walk, np.ones(WOOD) / WOOD, "same"), -2.0, 2.0)


def _light(place: Floats, photo: Photo, rng: np.random.Generator) -> Floats:
    """Light on each pixel, 1 where it is brightest: a slope, and a shadow with a straight edge near the middle."""
    high, wide = place.shape[:2]
    angle, across = rng.uniform(0.0, 2.0 * np.pi, 2)
    heading = np.array([np.cos(angle) / wide, np.sin(angle) / high])
    light: Floats = 1.0 - photo.shade * ((place - [wide / 2.0, high / 2.0]) @ heading + 0.5)
    if photo.shadow:
        off = (place - [wide / 2.0, high / 2.0]) @ [np.cos(across), np.sin(across)] + rng.normal(
            0.0, wide / 10.0
        )
        light *= 1.0 - photo.shadow * _edge(off, SHADOW_EDGE)
    return light

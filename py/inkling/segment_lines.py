"""Lines of writing: which strokes stand on which line, how tall its digits are and how it slopes.

Strokes taller than small marks are laid on bands along a few slopes (projection profiles: Likforman-Sulem,
Zahour, Taconet, "Text line segmentation of historical documents: a survey", IJDAR 9, 2007); bands are different
lines only where ink stands clearly above other ink. Only +, -, *, / and comparisons: the same on every platform.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inkling.ink import Points

Boxes = NDArray[np.float64]
"""float64 [n, 4]: x0, y0, x1, y1; y grows downward."""

Indices = NDArray[np.int64]

SLOPES = (0.0, 1 / 12, -1 / 12, 1 / 6, -1 / 6, 1 / 4, -1 / 4, 1 / 3, -1 / 3)
"""Slopes tried for bands, the flattest first; of those that part the ink the one with the lowest bands is taken."""

TALL = 0.4
"""Least height of ink that makes a line, in digit heights; marks and bars are lower."""

CORE = 0.2
"""Share of a stroke's height left out at top and bottom: tails may reach into the next line."""

CLEAR = -0.2
"""Least space between ink of one line and ink right below it of the next, in digit heights: tails may reach in."""

CLEAR_COLUMN = 0.15
"""The same where only one digit's width of ink stands above other ink: those may be the rings of one eight."""

CLEAR_RINGS = 0.4
"""The same where there are but two strokes: then the rings of an eight are all that heights are taken from."""

TWO_STROKES = 2

COLUMN = 1.2
"""Widest ink that stands above other ink and may be a part of one digit, in digit heights."""

LINE_SPACE = 0.8
"""Least distance between the middles of ink that stands above other ink and of the other, in digit heights."""

FAR = 0.5
"""Least space between lines that do not stand above each other, in digit heights."""

ROUND, OPEN = 0.5, 0.7
"""Least shorter side of a ring and greatest opening, as shares of its longer side."""

RING = 1.0
"""Greatest longer side of a ring of an eight, in digit heights."""

CENTRED = 0.35
"""How far aside from one another the rings of an eight are, as a share of the wider."""

RING_SPACE = 0.45
"""Greatest space between the rings of an eight, and how far they reach into each other, in digit heights."""

ASIDE = 0.15
"""How far aside ink still counts as standing above other ink, in digit heights."""

STEEPEST = 0.35
"""Steepest writing line believed, as rise over run."""

SLOPE_PAIRS = 3
"""Least pairs of strokes for a slope to be believed."""

SLOPE_REACH = 0.5
"""Least distance along the line between strokes that tell a slope, in digit heights."""


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One line: indices of its strokes, height of its digits, and its middle as y = slope * x + offset."""

    strokes: Indices
    height: float
    slope: float
    offset: float


def stroke_boxes(strokes: list[NDArray[np.float64]]) -> Boxes:
    """Bounding boxes of strokes float64 [n, 2], none of them empty."""
    if not strokes:
        return np.empty((0, 4))
    starts = np.cumsum([0] + [len(stroke) for stroke in strokes[:-1]])
    points = np.concatenate(strokes)
    return np.concatenate((np.minimum.reduceat(points, starts), np.maximum.reduceat(points, starts)), axis=1)


def digit_height(boxes: Boxes) -> float:
    """Typical height of digits: the median of the strokes' heights, each weighing its height.

    Where all strokes are flat their width stands in. Positive unless all ink is one point.
    """
    heights = boxes[:, 3] - boxes[:, 1]
    widths = boxes[:, 2] - boxes[:, 0]
    if float(heights.max()) * FLAT < float(widths.max()):
        heights = np.maximum(heights, widths / FLAT)
    ranked = np.sort(heights)
    running = np.cumsum(ranked)
    return float(ranked[int(np.searchsorted(running, running[-1] / 2.0))])


FLAT = 6.0
"""Ink this many times wider than high has no height to speak of."""


def find_lines(boxes: Boxes) -> list[Line]:
    """The lines from top to bottom; every stroke is on exactly one."""
    if len(boxes) == 1:
        return [_line_of_one(boxes)]
    height = digit_height(boxes)
    tall = np.flatnonzero(boxes[:, 3] - boxes[:, 1] >= TALL * height)
    if not tall.size:
        return [_line(np.arange(len(boxes)), boxes)]
    best = np.zeros(tall.size, dtype=np.int64)
    least = np.inf
    for slope in _parting_slopes(boxes[tall]):
        bands = _bands(boxes[tall], height, slope)
        total = _heights(boxes[tall], bands, slope) if bands.any() else np.inf
        if total < least:
            best, least = bands, total
    if not best.any():
        return [_line(np.arange(len(boxes)), boxes)]
    of = np.empty(len(boxes), dtype=np.int64)
    for index, box in enumerate(boxes):
        of[index] = best[int(np.argmin(_distances(box, boxes[tall])))]
    of[tall] = best
    return [_line(np.flatnonzero(of == band), boxes) for band in range(int(best.max()) + 1)]


def _parting_slopes(boxes: Boxes) -> list[float]:
    """Those of SLOPES along which there is more than one band: few, for most ink."""
    if len(boxes) == 1:
        return []
    drops = np.array(SLOPES)[:, None] * (boxes[:, 0] + boxes[:, 2]) / 2.0
    core = CORE * (boxes[:, 3] - boxes[:, 1])
    tops, bottoms = boxes[:, 1] - drops + core, boxes[:, 3] - drops - core
    order = np.argsort(tops, axis=1, kind="stable")
    lowest = np.maximum.accumulate(np.take_along_axis(bottoms, order, axis=1), axis=1)
    parted = np.take_along_axis(tops, order, axis=1)[:, 1:] > lowest[:, :-1]
    return [slope for slope, gaps in zip(SLOPES, parted, strict=True) if gaps.any()]


def _bands(boxes: Boxes, height: float, slope: float) -> Indices:
    """Line of each stroke, from 0 at the top, along one slope: bands in its projection, joined unless separate."""
    drop = slope * (boxes[:, 0] + boxes[:, 2]) / 2.0
    core = CORE * (boxes[:, 3] - boxes[:, 1])
    top, bottom = boxes[:, 1] - drop + core, boxes[:, 3] - drop - core
    order = np.argsort(top, kind="stable")
    lowest = np.maximum.accumulate(bottom[order])
    breaks = np.flatnonzero(top[order][1:] > lowest[:-1]) + 1
    bands = np.split(order, breaks)
    result = np.zeros(len(boxes), dtype=np.int64)
    above = bands[0]
    number = 0
    for band in bands[1:]:
        if _separate(boxes[above], boxes[band], height, slope == 0.0):
            number += 1
            above = band
        else:
            above = np.concatenate((above, band))
        result[band] = number
    return result


def _heights(boxes: Boxes, bands: Indices, slope: float) -> float:
    """Sum of the bands' heights along a slope: least where it is the slope that was written along."""
    drop = slope * (boxes[:, 0] + boxes[:, 2]) / 2.0
    top, bottom = boxes[:, 1] - drop, boxes[:, 3] - drop
    own = [bands == band for band in range(int(bands.max()) + 1)]
    return float(sum(bottom[chosen].max() - top[chosen].min() for chosen in own))


def rings_together(strokes: Sequence[Points], boxes: Boxes) -> Indices | None:
    """Numbers of parts for `find_lines_of_parts`: the two rings of an eight are one, all other strokes each their own.

    Beside lower digits its upper ring would stand on a line of its own. None where no two strokes are such rings.
    """
    if len(boxes) < TWO_STROKES:
        return None
    height = digit_height(boxes)
    sides = boxes[:, 2:] - boxes[:, :2]
    longer, shorter = sides.max(axis=1), sides.min(axis=1)
    ends = np.array([stroke[-1] - stroke[0] for stroke in strokes])
    opening = np.sqrt((ends * ends).sum(axis=1))
    closed = (shorter >= ROUND * longer) & (opening <= OPEN * longer)
    rings = np.flatnonzero(closed & (shorter > 0.0) & (longer <= RING * height))
    if rings.size < TWO_STROKES:
        return None
    middle, wide = (boxes[rings, 0] + boxes[rings, 2]) / 2.0, sides[rings, 0]
    aside = np.abs(middle[:, None] - middle) / np.maximum(wide[:, None], wide)
    space = (boxes[rings, 1] - boxes[rings, None, 3]) / height
    pairs = (aside <= CENTRED) & (np.abs(space) <= RING_SPACE)
    np.fill_diagonal(pairs, val=False)
    if not pairs.any():
        return None
    part = np.arange(len(boxes))
    for over, under in np.argwhere(pairs).tolist():
        part[rings[under]] = part[rings[over]]
    return part


def find_lines_of_parts(boxes: Boxes, part: Indices) -> list[Line]:
    """The lines where strokes of one part, numbered int64 [n], are never on two lines: ink that touches is near."""
    numbers = sorted(set(part.tolist()))
    whole = [
        [*boxes[part == number, :2].min(axis=0), *boxes[part == number, 2:].max(axis=0)] for number in numbers
    ]
    lines = find_lines(np.array(whole).reshape(-1, 4))
    known = np.array(numbers)
    return [
        _line(np.flatnonzero((part[:, None] == known[line.strokes]).any(axis=1)), boxes) for line in lines
    ]


def _separate(above: Boxes, below: Boxes, height: float, flat: bool) -> bool:
    """Whether two bands are two lines: some ink stands above other ink, and nowhere do they come close."""
    aside = np.maximum(above[:, None, 0], below[:, 0]) - np.minimum(above[:, None, 2], below[:, 2])
    stacked = aside <= ASIDE * height
    space = below[:, 1] - above[:, None, 3]
    if stacked.any():
        clear = CLEAR_RINGS * height
        if len(above) + len(below) > TWO_STROKES:
            clear = _clear(above[stacked.any(axis=1)], below[stacked.any(axis=0)], height)
        return bool((space[stacked] >= clear).all())
    return flat and bool((space >= FAR * height).all())


def _clear(above: Boxes, below: Boxes, height: float) -> float:
    """Least space, in pixels, that makes ink and the ink that it stands above two lines."""
    middles = [float(np.sort(boxes[:, 1] + boxes[:, 3])[len(boxes) // 2]) / 2.0 for boxes in (above, below)]
    if min(_wide(above), _wide(below)) <= COLUMN * height:
        return CLEAR_COLUMN * height
    return CLEAR * height if middles[1] - middles[0] >= LINE_SPACE * height else np.inf


def _wide(boxes: Boxes) -> float:
    return float(boxes[:, 2].max() - boxes[:, 0].min())


def _distances(box: NDArray[np.float64], boxes: Boxes) -> NDArray[np.float64]:
    """Squared distances between one box and others."""
    across = np.maximum(np.maximum(boxes[:, 0] - box[2], box[0] - boxes[:, 2]), 0.0)
    down = np.maximum(np.maximum(boxes[:, 1] - box[3], box[1] - boxes[:, 3]), 0.0)
    return np.asarray(across * across + down * down)


def _line_of_one(boxes: Boxes) -> Line:
    """What `_line` gives for a lone stroke."""
    left, top, right, bottom = boxes[0].tolist()
    height, width = bottom - top, right - left
    if height * FLAT < width:
        height = max(height, width / FLAT)
    return Line(np.zeros(1, dtype=np.int64), height, 0.0, (top + bottom) / 2.0)


def _line(strokes: Indices, boxes: Boxes) -> Line:
    own = boxes[strokes]
    height = digit_height(own)
    tall = own[own[:, 3] - own[:, 1] >= TALL * height]
    if not len(tall):
        tall = own
    x, y = (tall[:, 0] + tall[:, 2]) / 2.0, (tall[:, 1] + tall[:, 3]) / 2.0
    run = x[None, :] - x[:, None]
    far = run > SLOPE_REACH * height
    slope = 0.0
    if int(far.sum()) >= SLOPE_PAIRS:
        # the median of all pairs' slopes (Theil 1950, Sen 1968): one odd digit does not tilt the line
        slopes = np.sort((y[None, :] - y[:, None])[far] / run[far])
        slope = float(np.clip(slopes[slopes.size // 2], -STEEPEST, STEEPEST))
    offsets = np.sort(y - slope * x)
    return Line(strokes, height, slope, float(offsets[offsets.size // 2]))

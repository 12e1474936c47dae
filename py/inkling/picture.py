"""Pictures to ink: the strokes that a pen would have drawn, in the order of the lines and from left to right.

From there on a picture is read as ink is, parted by the same lattice. Each group is shown to the model twice: drawn
anew with the line width that it knows, whatever pen, scanner or pixels it came from, and as its own pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from inkling.ink import MAX_POINTS, Ink, Points
from inkling.picture_ink import (
    Floats,
    Mask,
    averaged,
    darkness,
    picture_grey,
    threshold,
    zoomed,
)
from inkling.picture_parts import Indices, eroded, numbered, without_specks
from inkling.picture_places import nearest_of
from inkling.picture_rules import printed_lines
from inkling.picture_sheet import find_sheet
from inkling.picture_strokes import Traced, traced
from inkling.picture_thin import RING, thinned
from inkling.picture_tone import dark_on_light
from inkling.raster import bright_image
from inkling.render import Image
from inkling.segment_ink import Span
from inkling.segment_lines import find_lines_of_parts, stroke_boxes

PEN = 6.0
"""Width of the pen, in pixels, that ink is scaled to before thinning."""

LARGEST_ZOOM = 6.0

MOST_INK = 2_000_000
"""Pixels of the picture after scaling at most: bounds the time."""

SPECK = 0.4
"""Least area of ink, in squares of the pen's width."""

MOST_LINE_PIXELS = 30_000
"""Pixels of middle lines beyond which a picture is no writing: must not cost time."""

EDGE = 3
"""Pixels that soft edges reach beyond the ink, after scaling."""

SEVERAL = 0.8
"""Width of connected ink, as a share of its height, from which it may be several digits."""

PRINTS = 2
"""How often printed lines are looked for."""

FREE = 0.03
"""Least share of the paper that printed lines run on for beyond the ink, on both sides."""

RIM = 0.04
"""How far from the paper's edge, as a share of its longer side, only what reaches further in is writing."""

PAPER_WIDTH, PAPER_HEIGHT = 0.8, 0.5
"""Shares of a paper's width and height that the ink of a picture takes at most."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a picture lies: its pixel (x, y) at (left + scale * x, top + scale * y)."""

    scale: float
    left: float
    top: float


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """Ink and the pixels it was traced from.

    ink: in pixels of the picture. part: int64 [strokes], the same for strokes of connected ink. dark: uint8 [h, w],
    a part of the picture, perhaps at another size, ink bright. owner: int64 [h, w], index of the nearest point of
    the ink, -1 for paper. crossings: int64, ascending, indices of points after crossings at which another stroke might
    begin, in ink that may be several digits that touch. crowded: there is far more ink than of any writing, and none
    of it was traced.
    """

    ink: Ink
    part: Indices
    dark: NDArray[np.uint8]
    owner: Indices
    crossings: Indices
    crowded: bool = False

    def image(self, spans: Sequence[Span]) -> Image:
        """The picture the model sees of parts of the strokes as one digit, uint8 [28, 28], from the pixels."""
        # one more than there are points: paper is the last
        own = np.zeros(len(self.ink.points) + 1, dtype=np.bool_)
        for stroke, first, last in spans:
            start = int(self.ink.starts[stroke])
            own[start + first : start + last + 1] = True
        return bright_image(np.where(own[self.owner], self.dark, 0))

    def parted(self) -> tuple[Picture, Indices]:
        """The same with strokes that end at the crossings, and for each the stroke it was part of, int64 [strokes]."""
        starts = np.array(sorted({*self.ink.starts.tolist(), *self.crossings.tolist()}), dtype=np.int64)
        whole = np.searchsorted(self.ink.starts, starts, side="right") - 1
        ink = Ink(self.ink.points, starts)
        return replace(self, ink=ink, part=self.part[whole], crossings=self.crossings[:0]), whole

    def placed(self, width: float, height: float) -> tuple[Picture, Place]:
        """The same with its ink in the middle of a paper of that size, and where the picture then lies on it.

        The ink takes most of the paper, but a digit no more than half its height.
        """
        low, high = self.ink.points.min(axis=0), self.ink.points.max(axis=0)
        wide, tall = np.maximum(high - low, 1.0).tolist()
        scale = min(width * PAPER_WIDTH / wide, height * PAPER_HEIGHT / tall)
        left, top = (np.array([width, height]) - (low + high) * scale) / 2.0
        points = self.ink.points * scale + [left, top]
        return replace(self, ink=Ink(points, self.ink.starts)), Place(scale, float(left), float(top))

    @property
    def whole(self) -> Image:
        """The same of all ink."""
        return bright_image(np.where(self.owner >= 0, self.dark, 0))


def find_ink(pixels: ArrayLike) -> Picture:
    """The ink of a picture; none where there is no ink or far too much of it.

    pixels: uint8 [height, width] grey or [height, width, 4] RGBA (laid over white where transparent), dark ink on
    light or light on dark. Raises InkError for another shape or type.
    """
    bright, step = picture_grey(np.asarray(pixels))
    if not bright.size:
        return _nothing()
    bright, paper, corner = _on_sheet(bright)
    dark, level = _written(dark_on_light(bright), paper)
    mask = dark >= level
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not rows.size:
        return _nothing()
    # a margin for soft edges
    top, left = (max(0, int(at[0]) - 2) for at in (rows, columns))
    crop = dark[top : int(rows[-1]) + 3, left : int(columns[-1]) + 3]
    place = corner + np.array([left, top])
    scale = min(PEN / _pen_width(crop >= level), LARGEST_ZOOM, (MOST_INK / crop.size) ** 0.5)
    whole_step = int(1.0 / scale) if scale < 1.0 else 1
    crop = averaged(crop, whole_step)
    scale, place, step = scale * whole_step, place / whole_step, step * whole_step
    large = np.pad(zoomed(crop, tuple(int(np.ceil(side * scale)) for side in crop.shape), 1.0 / scale), 1)
    mask = large >= level
    pen = _pen_width(mask)
    mask = without_specks(mask, SPECK * pen * pen)
    thin = thinned(mask)
    if int(thin.sum()) > MOST_LINE_PIXELS:
        return _nothing(crowded=True)
    ordered, part = _in_order(traced(thin, pen), mask)
    if not ordered:
        return _nothing()
    strokes = [stroke.points for stroke in ordered]
    if sum(map(len, strokes)) > MAX_POINTS:
        # ink would thin them, and the owners of pixels not be found
        return _nothing(crowded=True)
    flat = np.concatenate(strokes)
    owner = _owners(flat, mask, large >= level / 4.0)[1:-1, 1:-1]
    # each pixel of the crop looks up the middle of its place
    at = [
        np.minimum(((np.arange(side) + 0.5) * scale).astype(np.int64), size - 1)
        for side, size in zip(crop.shape, owner.shape, strict=True)
    ]
    strength = np.clip(crop * (127.5 / level), 0.0, 255.0)
    ink = Ink.from_strokes([((stroke - 1.0) / scale + place) * step for stroke in strokes])
    crossings = [
        stroke.crossings + first
        for stroke, first, several in zip(ordered, ink.starts, _may_be_several(strokes, part), strict=True)
        if several
    ]
    return Picture(
        ink,
        part,
        np.rint(strength).astype(np.uint8),
        owner[at[0]][:, at[1]],
        np.concatenate((*crossings, part[:0])),
    )


def _may_be_several(strokes: list[Points], part: Indices) -> NDArray[np.bool_]:
    """Of each stroke whether its connected ink is wide enough for several digits."""
    boxes = stroke_boxes(strokes)
    low, high = (np.full((int(part.max()) + 1, 2), value) for value in (np.inf, -np.inf))
    np.minimum.at(low, part, boxes[:, :2])
    np.maximum.at(high, part, boxes[:, 2:])
    wide, tall = (high - low)[part].T
    return np.asarray(wide >= SEVERAL * tall)


def _written(bright: Floats, paper: Mask) -> tuple[Floats, float]:
    """Darkness of what is written by hand on the paper, float64 [h, w], 0..255, and that from which it is ink."""
    dark = np.where(paper, darkness(bright), 0.0)
    level = threshold(dark)
    bare, bare_level = dark, level
    across = down = False
    for _ in range(PRINTS):
        lines = printed_lines(bare, bare_level, paper) if bare_level < np.inf else None
        if lines is None:
            break
        across, down = across or lines.across, down or lines.down
        # without the lines the paper itself is better known, and what is left of them
        bright = np.minimum(bright / lines.share, bright * 255.0 / np.maximum(255.0 - bare, 1.0))
        bare = np.where(paper, darkness(bright), 0.0)
        bare_level = threshold(bare)
    if across or down:
        bare = _within(bare, bare_level, paper)
        if _run_beyond(bare >= bare_level, across, down):
            return bare, bare_level
    return dark if paper.all() else _within(dark, level, paper), level


def _run_beyond(ink: Mask, across: bool, down: bool) -> bool:
    """Whether printed lines run on beyond the ink on both sides: strokes of a number cut out closely do not."""
    for axis, along in ((0, across), (1, down)):
        used = np.flatnonzero(ink.any(axis=axis))
        free = FREE * ink.shape[1 - axis]
        if not used.size or (along and not free <= used[0] <= used[-1] < ink.shape[1 - axis] - free):
            return False
    return True


def _on_sheet(bright: Floats) -> tuple[Floats, Mask, NDArray[np.int64]]:
    """The sheet of a photo cut out, its neighbourhood as bright as its nearest edge; where it is; its corner."""
    sheet = find_sheet(bright)
    if sheet is None:
        return bright, np.ones(bright.shape, dtype=np.bool_), np.zeros(2, dtype=np.int64)
    rows, columns = np.flatnonzero(sheet.any(axis=1)), np.flatnonzero(sheet.any(axis=0))
    cut = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    return nearest_of(bright[cut], sheet[cut]), sheet[cut], np.array([columns[0], rows[0]])


def _within(dark: Floats, level: float, paper: Mask) -> Floats:
    """Without ink that lies at the edge of the paper: rests of printed lines and of the sheet's edges."""
    parts = numbered(dark >= level)
    kept = np.zeros(int(parts.max()) + 1, dtype=np.bool_)
    kept[parts[eroded(paper, max(3, int(RIM * max(paper.shape))))]] = True
    kept[0] = True
    return np.where(kept[parts], dark, 0.0)


def _nothing(*, crowded: bool = False) -> Picture:
    nowhere = np.full((1, 1), -1)
    none = nowhere[0, :0]
    return Picture(Ink.from_strokes([]), none, np.zeros((1, 1), dtype=np.uint8), nowhere, none, crowded)


def _pen_width(mask: Mask) -> float:
    """Width of lines with this area and this much edge."""
    edge = int((mask[1:] != mask[:-1]).sum()) + int((mask[:, 1:] != mask[:, :-1]).sum())
    # the sides of pixels are longer than a slanted edge: by 4 / pi over all directions
    return max(1.0, 2.0 * float(mask.sum()) / (max(edge, 1) * np.pi / 4.0))


def _in_order(found: list[Traced], mask: Mask) -> tuple[list[Traced], Indices]:
    """The strokes line by line and from left to right, and the part of the ink each is in."""
    if not found:
        return [], np.empty(0, dtype=np.int64)
    strokes = [stroke.points for stroke in found]
    numbers = numbered(mask)
    limit = np.array(mask.shape)[::-1] - 1
    cells = [np.clip(stroke.astype(np.int64), 0, limit) for stroke in strokes]
    # the largest of its points': a corner cut short may lie on paper
    part = np.array([int(numbers[cell[:, 1], cell[:, 0]].max()) for cell in cells])
    boxes = stroke_boxes(strokes)
    middle = boxes[:, 0] + boxes[:, 2]
    order: list[int] = []
    for line in find_lines_of_parts(boxes, part):
        order += line.strokes[np.argsort(middle[line.strokes], kind="stable")].tolist()
    return [found[index] for index in order], part[order]


def _owners(points: Points, mask: Mask, soft: Mask) -> NDArray[np.int64]:
    """For each pixel the nearest point along ink, handed on from pixel to pixel; -1 where there is none."""
    height, width = mask.shape
    owner = np.full(mask.shape, -1, dtype=np.int64)
    cell = np.minimum(points.astype(np.int64), [width - 1, height - 1])
    owner[cell[:, 1], cell[:, 0]] = np.arange(len(points))
    flat = owner.reshape(-1)
    shifts = [down * width + across for down, across in RING]
    for within, rounds in ((mask, max(mask.shape)), (soft, EDGE)):
        inner = within.copy()
        inner[[0, -1]] = inner[:, [0, -1]] = False
        left = np.flatnonzero((inner & (owner < 0)).reshape(-1))
        for _ in range(rounds):
            given = np.max([flat[left + shift] for shift in shifts], axis=0) if left.size else left
            found = given >= 0
            if not found.any():
                break
            flat[left[found]] = given[found]
            left = left[~found]
    return owner

"""The sheet that a photo's writing is on, where more than the sheet is seen: a desk, a hand, another sheet.

Paper has no edges but slow shading, so that a sheet is a patch of the picture whose brightness changes little from
place to place, ink and printed lines left out of it by taking the brightest of each place.
"""

from __future__ import annotations

import numpy as np

from inkling.picture_ink import Floats, Mask, ranked
from inkling.picture_parts import numbered
from inkling.picture_places import edges, places, without_narrow

LEAST_SIDE = 200
"""Longer side, in pixels, below which a picture is no photo of a desk."""

LEAST_SHEET = 0.04
"""Least share of the picture that is a sheet."""

LEAST_AROUND = 0.08
"""Least share of the picture's border that is not the sheet's."""

INK = 0.2
"""Least darkness of ink, as a share of its sheet's brightness, beyond the sheet's own grain."""

STRONG_INK = 0.4
"""The same beside the sheet, where there is no more of it than on it."""

AS_INK = 0.75
"""Darkness at a patch's edge, as a share of its writing's, from which this is cut there: by a stroke, not by a desk."""

GRAIN = 5.0
"""Least darkness of ink beyond the sheet's own grain, in median deviations of it."""

LEAST_INK = 5
"""Least places that something is written at."""

OTHER_INK = 0.15
"""Least places with ink, as a share of those of the patch with most, of another that belongs to the sheet too."""

BRIDGE = 3
"""Places between two patches of a sheet."""


def find_sheet(bright: Floats) -> Mask | None:
    """The patch with the writing, bool [h, w]; None where the picture is all one, or nothing tells which it is.

    bright: float64 [h, w], 0..255.
    """
    if max(bright.shape) < LEAST_SIDE:
        return None
    light, dark, side = places(bright)
    light = np.maximum(without_narrow(light, dark=True), 1.0)
    grain = (light - dark) / light
    patches = numbered(~edges(light))
    sizes = np.bincount(patches.reshape(-1))
    sizes[0] = 0
    large = np.flatnonzero(sizes >= LEAST_SHEET * light.size)
    found: list[tuple[int, Mask]] = []
    for patch in large:
        own = patches == patch
        inside = _filled(own, np.isin(patches, large[large != patch]))
        found.append((int((_inner(inside) & _is_ink(grain, own, INK)).sum()), inside))
    most = max((count for count, _ in found), default=0)
    if most < LEAST_INK:
        return None
    # a shadow's hard edge parts a sheet, too
    sheet = _bridged(np.logical_or.reduce([inside for count, inside in found if count >= OTHER_INK * most]))
    if not _is_cut_out(sheet, grain):
        return None
    down, across = (
        np.minimum(np.arange(size) // side, last - 1)
        for size, last in zip(bright.shape, sheet.shape, strict=True)
    )
    return np.asarray(sheet[down[:, None], across])


def _is_cut_out(sheet: Mask, grain: Floats) -> bool:
    """Whether it is a sheet that something else is seen beside, and not paper between strokes.

    grain: how much darker than the paper the darkest of each place is, as a share.
    """
    wide = _grown(sheet)
    border = np.concatenate((wide[0], wide[-1], wide[:, 0], wide[:, -1]))
    if border.mean() > 1.0 - LEAST_AROUND:
        return False
    written = _inner(sheet) & _is_ink(grain, sheet, INK)
    beside = ~_grown(_grown(wide))
    if beside.any() and (beside & _is_ink(grain, beside, STRONG_INK)).sum() > written.sum():
        return False
    near = _grown(_grown(~sheet))
    at_edge = written & _grown(near) & ~near
    return not at_edge.any() or bool(grain[at_edge].max() <= AS_INK * grain[written].max())


def _inner(mask: Mask) -> Mask:
    return ~_grown(~mask)


def _bridged(mask: Mask) -> Mask:
    """With the edges between its parts."""
    mask = np.pad(mask, 2 * BRIDGE)
    for _ in range(BRIDGE):
        mask = _grown(mask)
    for _ in range(BRIDGE):
        mask = _inner(mask)
    return mask[2 * BRIDGE : -2 * BRIDGE, 2 * BRIDGE : -2 * BRIDGE]


def _is_ink(grain: Floats, where: Mask, least: float) -> Mask:
    usual = ranked(grain[where], 0.5)
    spread = ranked(np.abs(grain[where] - usual), 0.5)
    return np.asarray(grain > usual + np.maximum(least, GRAIN * spread))


def _filled(patch: Mask, others: Mask) -> Mask:
    """With its holes but those in which another patch lies."""
    around = numbered(np.pad(~patch, 1, constant_values=True))
    kept = np.zeros(int(around.max()) + 1, dtype=np.bool_)
    kept[around[0, 0]] = True
    around = around[1:-1, 1:-1]
    kept[around[others]] = True
    kept[0] = False
    return np.asarray(~kept[around])


def _grown(mask: Mask) -> Mask:
    grown = mask.copy()
    for turned in (grown, grown.T):
        before = turned.copy()
        turned[1:] |= before[:-1]
        turned[:-1] |= before[1:]
    return grown

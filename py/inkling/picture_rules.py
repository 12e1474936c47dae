"""Printed lines of ruled and squared paper, taken out of a picture's darkness without breaking the ink across them.

Lines are found by a Hough transform over the thin runs of ink (Duda, Hart, "Use of the Hough transformation to
detect lines and curves in pictures", Comm. ACM 15, 1972), each fitted with a parabola, since paper bends. Print and
ink let through a share of the light each, so that dividing by what a line lets through elsewhere leaves the ink.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from inkling.picture_ink import Floats, Mask, ranked
from inkling.picture_parts import Indices

LEAST_SIDE = 150
"""Longer side, in pixels, below which a picture is none of ruled paper."""

MOST_RUNS = 40_000
"""Runs of ink in the columns that vote beyond which there is far more than printed lines: must not cost time."""

STEEPEST = 0.2
"""Steepest line against the picture's side."""

EVERY = 3
"""One column in so many votes."""

THICKEST = 1 / 50
"""Thickest printed line, as a share of the picture's longer side."""

LEAST_LENGTH, SHORTER = 0.6, 0.04
"""Least length of a printed line, as a share of the picture's width, and where another is parallel to it."""

SEEN = 0.6
"""Share of the paper under a printed line on which it is seen at least."""

PARALLEL = 0.03
"""Greatest difference of two parallel lines' slopes: they meet far away, since pictures are taken from near."""

NEAR = (6.0, 3.0, 2.0)
"""How far from a line's middle, in pixels, a run belongs to it, in turns of the fit."""

APART = 8
"""Least distance between two lines, in pixels."""

CUT = 4
"""How near the picture's border, in pixels, a printed line may be cut, so that its middle is not seen."""

ENDS, SEEN_AT_ENDS = 0.1, 0.4
"""Part of a line at either end of the paper, and on how much of it it is seen too: a stroke ends before that."""

BARE = 0.8
"""Of the profile across a line the quantile that is bare paper."""

LEAST_LIGHT = 0.05
"""Least share of the light that a printed line lets through: more than its ink would hide what is written."""

TINY = 1e-9
"""Instead of nothing to divide by."""

BEYOND = 3.0
"""How far a printed line's softness reaches beyond its edge, in pixels."""


@dataclass(frozen=True, slots=True, eq=False)
class Print:
    """Printed lines: the share of the light, 0..1, that they let through, float64 [h, w], and which way they run."""

    share: Floats
    across: bool
    down: bool


def printed_lines(dark: Floats, level: float, paper: Mask) -> Print | None:
    """The printed lines of a paper; None where there are none.

    dark: darkness float64 [h, w], 0..255. level: darkness from which a pixel is ink. paper: bool [h, w], the sheet.
    """
    if max(dark.shape) < LEAST_SIDE:
        return None
    mask = dark >= level
    clear = 1.0 - dark / 255.0
    share = np.ones(dark.shape)
    across, down = _lines(mask, paper), _lines(mask.T, paper.T)
    for line in across:
        _divide(clear, share, line, paper)
    for line in down:
        _divide(clear.T, share.T, line, paper.T)
    return Print(share, bool(across), bool(down)) if across or down else None


def _lines(mask: Mask, paper: Mask) -> list[Floats]:
    """For each printed line its height float64 [w] in every column."""
    width = mask.shape[1]
    x, y = _thin_runs(mask, max(2.0, THICKEST * max(mask.shape)))
    if not 0 < x.size <= MOST_RUNS:
        return []
    x -= width / 2.0
    lines: list[Floats] = []
    steepest = (-STEEPEST, STEEPEST)
    # those across the picture, then what its corners leave of others parallel to them
    for shortest in (LEAST_LENGTH, SHORTER):
        slopes = []
        for slope, at in _peaks(x, y, len(mask), steepest, shortest * width):
            along, own = _fitted(x, y, slope, at, width)
            at_columns = (x[own] + width / 2.0).astype(np.int64)
            if _is_printed(along, at_columns, mask, paper, shortest * width):
                lines.append(along)
                slopes.append(slope)
                x, y = x[~own], y[~own]
        if not slopes:
            break
        steepest = (min(slopes) - PARALLEL, max(slopes) + PARALLEL)
    return lines


def _fitted(x: Floats, y: Floats, slope: float, at: float, width: int) -> tuple[Floats, Mask]:
    """Height in every column of the parabola along a line's runs, and which these are."""
    fit = np.array([0.0, slope, at])
    for near in NEAR:
        chosen = np.abs(np.polyval(fit, x) - y) <= near
        if chosen.sum() >= LEAST_LENGTH * SEEN * width / EVERY:
            fit = _parabola(x[chosen], y[chosen])
        elif chosen.any():
            # a short piece does not tell how it bends, nor well how steep it is
            fit[2] += np.mean(y[chosen] - np.polyval(fit, x[chosen]))
    along: Floats = np.polyval(fit, np.arange(width) + 0.5 - width / 2.0)
    return along, np.abs(np.polyval(fit, x) - y) <= NEAR[-1]


def _parabola(x: Floats, y: Floats) -> Floats:
    """Coefficients, the highest first, of the parabola nearest to these points: least squares of heights.

    By polynomials orthogonal on the points, so that it takes sums and no solver of equations.
    """
    middle = x.mean()
    u = x - middle
    squares = max(float((u * u).sum()), TINY)
    level = (u * u).mean()
    tilt = (u * u * u).sum() / squares
    bent = u * u - level - tilt * u
    bend = (bent * y).sum() / max(float((bent * bent).sum()), TINY)
    slope = (u * y).sum() / squares - bend * tilt
    foot = y.mean() - bend * level
    return np.array([bend, slope - 2.0 * bend * middle, foot - slope * middle + bend * middle * middle])


def _thin_runs(mask: Mask, thickest: float) -> tuple[Floats, Floats]:
    """Column and middle of the runs of ink downwards that are no thicker than printed lines."""
    own = mask[:, ::EVERY].T
    padded = np.zeros((len(own), own.shape[1] + 2), dtype=np.int8)
    padded[:, 1:-1] = own
    change = np.diff(padded, axis=1)
    column, start = np.nonzero(change > 0)
    stop = np.nonzero(change < 0)[1]
    thin = stop - start <= thickest
    middle: Floats = (start[thin] + stop[thin]).astype(np.float64) / 2.0
    return column[thin].astype(np.float64) * EVERY + 0.5, middle


def _peaks(
    x: Floats, y: Floats, height: int, steepest: tuple[float, float], shortest: float
) -> list[tuple[float, float]]:
    """Slope and height in the middle of the lines that most runs lie on."""
    reach = max(float(np.abs(x).max(initial=0.0)), 1.0)
    slopes = np.arange(*steepest, 2.0 / reach)
    shift = int(np.ceil(max(map(abs, steepest)) * reach)) + 2
    bins = (height + 2 * shift) // 2 + 2
    best, slope_of = np.zeros(bins), np.zeros(bins)
    for slope in slopes.tolist():
        at = ((y - slope * x + shift) * 0.5).astype(np.int64)
        votes = np.bincount(at, minlength=bins)[:bins].astype(np.float64)
        # a line lies between two bins as often as in one
        votes[:-1] += votes[1:]
        better = votes > best
        best[better] = votes[better]
        slope_of[better] = slope
    least = SEEN * shortest / EVERY
    found: list[tuple[float, float]] = []
    for at in np.argsort(-best).tolist():
        if best[at] < least:
            break
        place = 2.0 * (at + 1) - shift
        if all(abs(place - other) >= APART for _, other in found):
            found.append((float(slope_of[at]), place))
    return found


def _is_printed(along: Floats, seen_at: Indices, mask: Mask, paper: Mask, shortest: float) -> bool:
    """Whether it is seen on most of the paper it runs over, and at both of its ends."""
    on = np.flatnonzero(_on_paper(along, paper))
    if on.size < shortest:
        return False
    seen = np.zeros(len(along) + EVERY, dtype=np.bool_)
    for shift in range(EVERY):
        seen[seen_at + shift] = True
    # what lies under a wider stroke is neither seen nor missed
    on = on[seen[on] | ~mask[np.rint(along[on] - 0.5).astype(np.int64), on]]
    if on.size < shortest * SEEN:
        return False
    share = seen[on]
    end = max(1, int(ENDS * on.size))
    return bool(share.mean() >= SEEN and min(share[:end].mean(), share[-end:].mean()) >= SEEN_AT_ENDS)


def _on_paper(along: Floats, paper: Mask) -> Mask:
    """The columns in which a line is on the paper, and not cut by the picture's border: bool [w]."""
    row = np.rint(along - 0.5).astype(np.int64)
    within = (row >= CUT) & (row < len(paper) - CUT)
    return np.asarray(within & paper[np.clip(row, 0, len(paper) - 1), np.arange(len(along))])


def _divide(clear: Floats, share: Floats, along: Floats, paper: Mask) -> None:
    """Takes a line out of the light that is let through, and into the share of it that is the lines'."""
    height, width = clear.shape
    columns = np.arange(width)
    reach = int(np.ceil(THICKEST * max(clear.shape) / 2.0 + BEYOND))
    offsets = np.arange(-reach, reach + 1)
    row = along - 0.5 + offsets[:, None]
    below = np.floor(row).astype(np.int64)
    part = row - below
    low, high = np.clip(below, 0, height - 1), np.clip(below + 1, 0, height - 1)
    values = clear[low, columns] * (1.0 - part) + clear[high, columns] * part
    profile = ranked(values.T[_on_paper(along, paper)], 0.5)
    # against the paper beside it, and no further than to where that begins on both sides
    profile = np.clip(profile / np.maximum(ranked(profile, BARE), LEAST_LIGHT), LEAST_LIGHT, 1.0)
    bare = 1.0 - (1.0 - profile[reach]) * 0.1
    above, under = (np.flatnonzero(half >= bare) for half in (profile[reach::-1], profile[reach:]))
    if above.size:
        profile[: reach - int(above[0]) + 1] = 1.0
    if under.size:
        profile[reach + int(under[0]) :] = 1.0
    first = np.floor(along - 0.5).astype(np.int64)
    for offset in offsets.tolist():
        rows = first + offset
        on = (rows >= 0) & (rows < height)
        own = np.interp(rows - (along - 0.5), offsets, profile)[on]
        at = rows[on], columns[on]
        clear[at] = np.minimum(clear[at] / own, 1.0)
        share[at] *= own

"""Which groups of a lattice are right for composed ink."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inkling.lattice import Lattice
from training.compose import LIGATURE, Composed

LIGATURE_SHARE = 0.6
"""Share of a piece's points on a joining line from which the piece is one."""

FOREIGN_SHARE = 0.25
"""Share of an element's points that may be lost to, or gained from, its neighbours by a cut."""


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """Truth of one lattice.

    share: float64 [groups, elements], how much of each element's ink a group holds. element: int64 [groups],
    the element a group is exactly, or -1. is_ligature: bool [groups], nothing but joining lines. reachable:
    whether some path holds exactly the elements of the line.
    """

    share: NDArray[np.float64]
    element: NDArray[np.int64]
    is_ligature: NDArray[np.bool_]
    reachable: bool


def truth_of(lattice: Lattice, composed: Composed) -> Truth:
    """Truth of a lattice of the composed ink."""
    pieces = lattice.pieces
    count = len(composed.elements)
    # points of each element in each piece; the last column counts joining lines
    points = np.zeros((len(pieces), count + 1))
    for row in range(len(pieces)):
        part = composed.owners[pieces.stroke[row]][pieces.first[row] : pieces.last[row] + 1]
        points[row] = np.bincount(np.where(part == LIGATURE, count, part), minlength=count + 1)
    ligature = points[:, count] >= LIGATURE_SHARE * points.sum(axis=1)
    owner = np.where(ligature, LIGATURE, points[:, :count].argmax(axis=1))
    totals = np.zeros(count)
    for own in composed.owners:
        totals += np.bincount(own[own >= 0], minlength=count)
    here = points[:, :count].sum(axis=0) > 0.5 * totals
    inside = np.zeros((len(lattice.groups), len(pieces)), dtype=np.bool_)
    for row, group in enumerate(lattice.groups):
        inside[row, list(group)] = True
    share = (inside[:, :, None] * points[:, :count]).sum(axis=1) / np.maximum(totals, 1.0)
    element = np.full(len(lattice.groups), -1, dtype=np.int64)
    reachable = True
    for index in np.flatnonzero(here).tolist():
        own = owner == index
        foreign = points[own, :count].sum() - points[own, index].sum()
        lost = totals[index] - points[own, index].sum()
        exact = (inside | ~own).all(axis=1) & (~inside | own | ligature).all(axis=1) & own.any()
        if max(foreign, lost) <= FOREIGN_SHARE * totals[index]:
            element[exact] = index
        if composed.elements[index].label == "junk":
            element[(~inside | own).all(axis=1)] = index
        reachable &= bool((element == index).any())
    return Truth(share, element, (~inside | ligature).all(axis=1), reachable)

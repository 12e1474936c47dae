"""Points along a stroke, by how far the pen has come."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inkling.ink import Points


def distances(stroke: Points) -> NDArray[np.float64]:
    """How far along the stroke each point is, float64 [n] from 0; stroke: float64 [n, 2], one point or more."""
    return np.concatenate((np.zeros(1), np.cumsum(np.hypot(*np.diff(stroke, axis=0).T))))


def points_at(stroke: Points, along: NDArray[np.float64], places: NDArray[np.float64]) -> Points:
    """The points float64 [m, 2] so far along the stroke; along: `distances` of the stroke, places: float64 [m]."""
    return np.stack([np.interp(places, along, stroke[:, axis]) for axis in (0, 1)], axis=1)

"""Ones as a mouse or a ruler draws them: straight lines, with or without a flag and a foot.

Hands that hold a pen do not draw them, so that no set has them, while some of the ink that is no digit is straight.
Units and determinism as in `training.jitter`.
"""

from __future__ import annotations

import numpy as np

from training.jitter import Strokes

LEAN, LEAN_SPREAD = np.deg2rad(6.0), np.deg2rad(14.0)
"""Mean and standard deviation of the slant to the right; beyond FLATTEST it is no one."""

FLATTEST = np.deg2rad(40.0)

BOW = 0.012
"""Standard deviation of how far the middle lies beside the straight line, in lengths of the one."""

FLAG_SHARE, FOOT_SHARE = 0.35, 0.15

POINTS = (2, 40)
"""Points of the stem: from a line tool's two to those of a slow mouse."""


def straight_one(rng: np.random.Generator) -> Strokes:
    """A stem of length 1 about upright, now and then with a flag drawn with it or a foot drawn after it."""
    lean = float(np.clip(rng.normal(LEAN, LEAN_SPREAD), -FLATTEST, FLATTEST))
    along = np.linspace(0.0, 1.0, int(rng.integers(*POINTS)))[:, None]
    top, foot = np.array([np.sin(lean), 0.0]), np.array([0.0, np.cos(lean)])
    aside = np.array([np.cos(lean), np.sin(lean)]) * rng.normal(0.0, BOW)
    stem = top + (foot - top) * along + aside * (4.0 * along * (1.0 - along))
    if rng.random() < FLAG_SHARE:
        reach = rng.uniform(0.1, 0.35)
        stem = np.concatenate((stem[:1] + np.array([[-reach, reach * rng.uniform(0.5, 1.5)]]), stem))
    if rng.random() < 0.5:
        stem = stem[::-1]
    if rng.random() < FOOT_SHARE:
        half = rng.uniform(0.15, 0.3)
        return [stem, np.stack((foot - np.array([half, 0.0]), foot + np.array([half, 0.0])))]
    return [stem]

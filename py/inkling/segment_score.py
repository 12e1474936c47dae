"""How well a group of pieces would be a digit, a sign, a mark or nothing: scores that add up along a path.

A small perceptron over `inkling.segment_features`, fitted by `training.fit_numbers` so that the right paths of
composed numbers win over all others: the lattice is a semi-Markov conditional random field (Sarawagi, Cohen,
NIPS 2004) with a neural potential.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inkling.errors import ModelError
from inkling.segment_features import FEATURES, SHAPE

Floats = NDArray[np.float64]

LABELS = ("digit", "minus", "point", "comma", "mark", "ligature")
"""What a group can be; 'mark' is ink that is nothing of a number, 'ligature' a line that joins two digits."""

DIGIT, MINUS, POINT, COMMA, MARK, LIGATURE = range(len(LABELS))

SCORER_PATH = Path(__file__).parent / "model" / "number.json"
"""The fitted perceptron and what calibrates whole numbers."""

MARK_SIZE = 0.5
"""Longest side of a decimal sign, in digit heights."""

MINUS_HEIGHT = 0.45
"""Greatest height of a minus, in digit heights."""

MINUS_WIDTH = 0.15
"""Least width of a minus, in digit heights."""

LEAST_DIGIT = 0.2
"""Least longer side of a digit that is not all of its line, in digit heights: less is a dot."""

_WIDTH, _HEIGHT = SHAPE.index("width"), SHAPE.index("height")
_PIECES, _CUTS = SHAPE.index("pieces"), SHAPE.index("cut ends")
_FIRST, _ALL = SHAPE.index("is first"), SHAPE.index("all pieces")


@dataclass(frozen=True, slots=True, eq=False)
class Scorer:
    """Perceptron with one hidden layer of rectified units.

    mean, spread: float64 [features]; inner: [features, hidden]; inner_bias: [hidden]; outer: [hidden, labels];
    outer_bias: [labels]. calibration: slope, offset and offset a further digit, of the whole number's log odds.
    """

    mean: Floats
    spread: Floats
    inner: Floats
    inner_bias: Floats
    outer: Floats
    outer_bias: Floats
    calibration: tuple[float, float, float]

    def scores(self, features: Floats) -> Floats:
        """float64 [groups, labels] of features [groups, features]; -inf for what a group cannot be."""
        hidden = np.maximum(((features - self.mean) / self.spread) @ self.inner + self.inner_bias, 0.0)
        return np.where(allowed(features), hidden @ self.outer + self.outer_bias, -np.inf)


def allowed(features: Floats) -> NDArray[np.bool_]:
    """Which labels a group may have at all: bool [groups, labels]."""
    single = (features[:, _PIECES] == 1.0) & (features[:, _ALL] == 0.0)
    side = np.maximum(features[:, _WIDTH], features[:, _HEIGHT])
    small = side <= MARK_SIZE
    flat = (features[:, _HEIGHT] <= MINUS_HEIGHT) & (features[:, _HEIGHT] < features[:, _WIDTH])
    first = features[:, _FIRST] > 0.0
    result = np.ones((len(features), len(LABELS)), dtype=np.bool_)
    result[:, DIGIT] = (side >= LEAST_DIGIT) | (features[:, _ALL] > 0.0)
    wide = features[:, _WIDTH] >= MINUS_WIDTH
    result[:, MINUS] = single & flat & wide & first & (features[:, _CUTS] == 0.0)
    result[:, POINT] = result[:, COMMA] = single & small & (features[:, _CUTS] == 0.0)
    result[:, LIGATURE] = single & (features[:, _CUTS] == 2.0)
    return result


def load_scorer(path: Path = SCORER_PATH) -> Scorer:
    """The fitted scorer. Raises ModelError if the file is missing, damaged or of other features."""
    try:
        card = json.loads(path.read_text(encoding="utf-8"))
        arrays = [np.array(card[name], dtype=np.float64) for name in _ARRAYS]
        slope, offset, per_digit = (float(value) for value in card["calibration"])
        names = tuple(card["features"]), tuple(card["labels"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"expected a scorer of groups at {path}, got {type(error).__name__}: {error}"
        ) from error
    if names != (FEATURES, LABELS):
        raise ModelError(f"expected a scorer of {len(FEATURES)} known features and {LABELS} in {path}")
    hidden = arrays[3].size
    shapes = [(len(FEATURES),)] * 2 + [
        (len(FEATURES), hidden),
        (hidden,),
        (hidden, len(LABELS)),
        (len(LABELS),),
    ]
    found = [array.shape for array in arrays]
    if found != shapes:
        raise ModelError(f"expected arrays of shapes {shapes} in {path}, got {found}")
    mean, spread, inner, inner_bias, outer, outer_bias = arrays
    return Scorer(mean, spread, inner, inner_bias, outer, outer_bias, (slope, offset, per_digit))


_ARRAYS = ("mean", "spread", "inner", "inner_bias", "outer", "outer_bias")

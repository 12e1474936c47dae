"""Ink that is no number may be parted in many ways, which count together."""

import numpy as np

from inkling.ink import Ink
from inkling.number import lattices_of, pictured, read_line
from inkling.segment_score import DIGIT, LABELS, MARK, Scorer
from inkling.session import Outputs

BARS = Ink.from_strokes([np.array([[x, 0.0], [x, 50.0], [x + 4.0, 100.0]]) for x in (0.0, 8.0, 16.0)])


class Fixed(Scorer):
    """Scores of one value for marks and one for the whole as a digit."""

    values: tuple[float, float]

    def __init__(self, mark: float, whole: float) -> None:
        object.__setattr__(self, "values", (mark, whole))

    def scores(self, features: np.ndarray) -> np.ndarray:
        table = np.full((len(features), len(LABELS)), -np.inf)
        table[:, MARK] = self.values[0]
        table[-1, DIGIT] = self.values[1]
        return table


def read(mark: float, whole: float) -> list[int]:
    (graph,) = lattices_of(BARS)
    assert graph.groups[-1] == (0, 1, 2)
    count = len(pictured(graph))
    outputs = Outputs(np.zeros((count, 10), dtype=np.float32), np.zeros((count, 3), dtype=np.float32))
    return [part.label for part in read_line(graph, outputs, Fixed(mark, whole)).parts]


def test_many_ways_to_be_nothing_outweigh_one_digit_only_together() -> None:
    # at 0 every way through costs nothing: there are several with marks alone, one with the digit
    assert set(read(0.0, 0.3)) == {MARK}
    assert read(0.0, 6.0) == [DIGIT]
    assert read(-6.0, 0.3) == [DIGIT]

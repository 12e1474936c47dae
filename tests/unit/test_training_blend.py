"""Digits mixed of two writers' digits."""

from __future__ import annotations

import numpy as np
import pytest

from training import blend
from training.data import Sample

SLANTS = np.linspace(-0.3, 0.3, 2 * blend.LEAST_ALIKE)


def bars(writers: int, label: str = "1") -> list[Sample]:
    """Bars of many slants, writers taking turns."""
    return [
        Sample(
            f"{label}-{i}", label, f"w{i % writers}", "s", (np.array([[slant, 0.0], [-slant, 1.0]]) * 80.0,)
        )
        for i, slant in enumerate(SLANTS.tolist())
    ]


def slants(samples: list[Sample], count: int = 300) -> np.ndarray:
    """Of mixed bars."""
    blender, rng = blend.Blender(samples), np.random.default_rng(1)
    drawn = [blender.draw(rng)[0][0] for _ in range(count)]
    return np.array([(stroke[0, 0] - stroke[-1, 0]) / 2.0 / np.ptp(stroke[:, 1]) for stroke in drawn])


def test_digits_come_between_others_and_beyond_them() -> None:
    found = slants(bars(5))
    assert len(np.unique(np.round(found, 6))) > len(SLANTS)
    assert 0.3 < np.abs(found).max() < 0.5
    assert np.mean(np.abs(found) < 0.3) > 0.7


def test_one_hand_alone_is_not_mixed_with_itself() -> None:
    found = slants(bars(1))
    assert np.abs(found[:, None] - SLANTS).min(axis=1).max() < 1e-9


def test_digits_that_run_another_way_are_not_mixed() -> None:
    samples = bars(2)
    turned = [
        Sample(f"{s.id}-turned", s.label, f"{s.writer}-turned", s.set, (s.strokes[0][::-1],)) for s in samples
    ]
    blender, rng = blend.Blender(samples + turned), np.random.default_rng(2)
    for _ in range(200):
        strokes, _ = blender.draw(rng)
        assert np.ptp(strokes[0][:, 1]) == pytest.approx(1.0, abs=0.01)


def test_labels_and_numbers_of_strokes_stay_together() -> None:
    twos = [Sample(s.id, "2", s.writer, s.set, (s.strokes[0], s.strokes[0] + 5.0)) for s in bars(5, "2")]
    few = bars(5, "3")[: blend.LEAST_ALIKE]
    blender, rng = blend.Blender(bars(5) + twos + few), np.random.default_rng(3)
    seen = {(label, len(strokes)) for strokes, label in (blender.draw(rng) for _ in range(200))}
    assert seen == {(1, 1), (2, 2)}


def test_the_seed_decides() -> None:
    one, other = (blend.Blender(bars(5)).draw(np.random.default_rng(4))[0][0] for _ in range(2))
    assert np.array_equal(one, other)

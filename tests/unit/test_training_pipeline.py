"""Which fit holds out whom."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import pytest

from training import pipeline
from training.data import DataError


def options(seed: int) -> argparse.Namespace:
    return argparse.Namespace(
        data=Path("data"), cache=Path("cache"), out=None, seed=seed, steps=None, threads=1, smoke=False
    )


def test_the_twin_of_each_seed_holds_out_another_fold_and_has_its_own_teacher() -> None:
    twins = [pipeline.job(options(seed), pipeline.TWIN) for seed in (1, 2, 3)]
    assert [twin.plan.fold for twin in twins] == [0, 1, 2]
    for seed, twin in zip((1, 2, 3), twins, strict=True):
        teacher = pipeline.job(options(seed), pipeline.TEACHER)
        # it is not heard on those, so that it need not see them
        assert twin.plan.rarer_share > 0.0
        assert teacher.plan == replace(twin.plan, rarer_share=0.0)
        assert teacher.checkpoint(pipeline.TEACHER) == twin.checkpoint(pipeline.TEACHER)


def test_the_final_fit_sees_everybody() -> None:
    assert pipeline.job(options(1), pipeline.FINAL).plan.everyone
    assert not pipeline.job(options(1), pipeline.TWIN).plan.everyone


@pytest.mark.parametrize("seed", [0, 4])
def test_a_seed_without_a_fold_is_refused(seed: int) -> None:
    with pytest.raises(DataError, match=f"expected a seed from 1 to 3, one for each fold, got {seed}"):
        pipeline.job(options(seed), pipeline.TWIN)


def test_temperatures_need_the_twins_of_all_folds(tmp_path: Path) -> None:
    own = options(1)
    own.cache = tmp_path
    twins = pipeline.twins(own)
    assert [twin.model.parent.name for twin in twins] == ["twin-1", "twin-2", "twin-3"]
    with pytest.raises(
        DataError,
        match=r"expected the twin of a fold at .*twin-1.*, found none: run `python -m training seeds`",
    ):
        pipeline.calibration(twins)

"""Numbers are shared out by hands, and every twin knows its fold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from inkling.errors import ModelError
from inkling.model import CARD_PATH, load_policy
from inkling.native import OnnxRuntimeSession
from training import number_scores, number_unseen, splits
from training.number_unseen import Unseen, fold_of, shares, twin_folders


def part(hands: int) -> Unseen:
    return Unseen(Path(), OnnxRuntimeSession(), load_policy(), "", [{}] * hands, [], [])


def test_every_hand_writes_as_many_numbers() -> None:
    assert shares([part(10), part(30)], 400) == [100, 300]


def test_a_twin_says_which_fold_it_has_not_seen(tmp_path: Path) -> None:
    card = {"made_by": {"plan": {"fold": 2}}}
    (tmp_path / CARD_PATH.name).write_text(json.dumps(card), encoding="utf-8")
    assert fold_of(tmp_path) == 2


def test_there_is_a_twin_for_each_fold(tmp_path: Path) -> None:
    assert [folder.name for folder in twin_folders(tmp_path)] == ["twin-1", "twin-2", "twin-3"]
    assert len(splits.FOLDS) == 3


def test_a_missing_twin_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"inkling\.onnx"):
        number_unseen.unseen(tmp_path, tmp_path / "twin-1")


def test_a_folder_without_a_scorer_is_read_with_the_shipped_one(tmp_path: Path) -> None:
    for name in ("inkling.onnx", "inkling.json"):
        (tmp_path / name).write_bytes((number_scores.MODEL_FOLDER / name).read_bytes())
    assert number_scores.reader_in(tmp_path) is not None

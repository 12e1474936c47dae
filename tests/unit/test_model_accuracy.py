"""The committed model reads other people's ink as its card says; needs that ink, which is not in the project."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from inkling.model import CARD_PATH, MODEL_PATH
from inkling_build.paths import ROOT
from training import evaluate

DATA = Path(os.environ.get("INKLING_DATA", ROOT.parent / "shared" / "data"))

SLACK = 2
"""Digits of a set that another processor's rounding may turn."""

needs_data = pytest.mark.skipif(
    not DATA.is_dir(), reason=f"no ink of other people in {DATA}; INKLING_DATA names another folder"
)


def card() -> dict[str, Any]:
    figures: dict[str, Any] = json.loads(CARD_PATH.read_text(encoding="utf-8"))["report"]["sets"]
    return figures


@needs_data
def test_every_report_set_is_read_as_the_card_says() -> None:
    found = evaluate.accuracies(DATA, MODEL_PATH, CARD_PATH)
    assert found.keys() == card().keys()
    for name, row in card().items():
        assert found[name]["digits"] == row["digits"]
        assert abs(found[name]["right"] - row["right"]) <= SLACK, (name, found[name]["right"], row["right"])

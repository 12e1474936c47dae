"""The fits of every fold: a teacher and a twin without its writers, each with a seed of its own.

They judge the recipe and calibrate; their figures on the report sets tell how much is luck.
"""

from __future__ import annotations

import argparse
import json
from typing import Any

import numpy as np

from training import card, evaluate, pipeline

RESULT = card.FOLDER / card.SEEDS


def run(options: argparse.Namespace) -> None:
    """Fit what is not fitted yet, read the report sets with each twin, and write RESULT."""
    twins = pipeline.twins(options)
    for twin in twins:
        seed = {"seed": twin.recipe.seed}
        pipeline.train(pipeline.job(argparse.Namespace(**(vars(options) | seed)), pipeline.TEACHER))
        pipeline.train(twin)
    found = pipeline.calibration(twins)
    figures: list[dict[str, Any]] = []
    for twin in twins:
        pipeline.export(twin, found)
        figures.append(evaluate.accuracies(options.data, twin.model, twin.description))
    summary = {name: [one[name]["accuracy"] for one in figures] for name in figures[0]}
    for name, shares in summary.items():
        each = ", ".join(f"{share:.2%}" for share in shares)
        print(f"{name:26} mean {np.mean(shares):.2%} of {each}")
    if not options.smoke:
        fit = card.recipe_of(json.loads(twins[0].description.read_text(encoding="utf-8")))
        seeds = [twin.recipe.seed for twin in twins]
        text = json.dumps({"seeds": seeds, "accuracy": summary, "fit": fit}, indent=1)
        RESULT.write_text(text + "\n", encoding="utf-8")

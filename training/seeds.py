"""The twin of the shipped fit with several seeds: how much of a figure is luck."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from typing import Any

import numpy as np

from inkling.model import CARD_PATH, MODEL_PATH
from training import card, evaluate, pipeline

SEEDS = (1, 2, 3)

RESULT = card.FOLDER / card.SEEDS


def run(options: argparse.Namespace) -> None:
    """Fit what is not fitted yet, read the report sets with each, and write RESULT."""
    found: dict[str, dict[str, Any]] = {}
    for seed in SEEDS:
        job = pipeline.job(argparse.Namespace(**(vars(options) | {"seed": seed})), pipeline.TWIN)
        folder = job.checkpoint(pipeline.TWIN).parent
        job = replace(job, model=folder / MODEL_PATH.name, description=folder / CARD_PATH.name)
        pipeline.train(job)
        pipeline.export(job)
        found[str(seed)] = evaluate.accuracies(options.data, job.model, job.description)
    summary = {
        name: [row["accuracy"] for row in (figures[name] for figures in found.values())]
        for name in found[str(SEEDS[0])]
    }
    for name, shares in summary.items():
        each = ", ".join(f"{share:.2%}" for share in shares)
        print(f"{name:26} mean {np.mean(shares):.2%} of {each}")
    if not options.smoke:
        fit = card.recipe_of(json.loads(job.description.read_text(encoding="utf-8")))
        text = json.dumps({"seeds": SEEDS, "accuracy": summary, "fit": fit}, indent=1)
        RESULT.write_text(text + "\n", encoding="utf-8")

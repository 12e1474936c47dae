"""`python -m training`: fetch, train, export, evaluate, card; suspects."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from inkling.errors import InklingError
from training import fetch
from training.data import CACHE, DataError

FINAL = "final"
FITS = ("teacher", "twin", FINAL)
"""Steps that fit, in the order they need each other; `training.pipeline` says what each is for."""

SMOKE_SAMPLES = 200
"""Samples of each set that a smoke run is evaluated on."""


def main() -> int:
    """Run one step, or all of them; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument(
        "step",
        choices=("all", "fetch", *FITS, "export", "seeds", "evaluate", "card", "suspects"),
        help="all: everything; seeds: teacher and twin of every fold; suspects: ids of digits that look mislabelled",
    )
    parser.add_argument(
        "--data", type=Path, required=True, help="folder in the layout training/README.md gives"
    )
    parser.add_argument(
        "--cache", type=Path, default=CACHE, help="folder for rendered pictures and checkpoints"
    )
    parser.add_argument("--out", type=Path, help="folder for the model and its card instead of the package's")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, help="instead of the recipe's")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument(
        "--smoke", action="store_true", help="a minute's run on little data: does it work at all?"
    )
    options = parser.parse_args()
    try:
        run(options)
    except (DataError, InklingError) as error:
        print(f"training: {error}", file=sys.stderr)
        return 1
    return 0


def run(options: argparse.Namespace) -> None:
    """The steps asked for."""
    steps = ("seeds", FINAL, "export", "evaluate", "card") if options.step == "all" else (options.step,)
    if options.step in {"all", "fetch"}:
        fetch.fetch(options.data)
    if set(steps) & {*FITS, "seeds", "export"}:
        # torch is needed only here: evaluating must work without it
        from training import pipeline, seeds  # noqa: PLC0415

        if "seeds" in steps:
            seeds.run(options)
        for name in FITS:
            if name in steps:
                pipeline.train(pipeline.job(options, name))
        if "export" in steps:
            pipeline.export(pipeline.job(options, FINAL), pipeline.calibration(pipeline.twins(options)))
    if "suspects" in steps:
        from training import suspects  # noqa: PLC0415

        checkpoint = options.cache / f"{FITS[0]}-{options.seed}" / "checkpoint.pt"
        print("\n".join(suspects.suspects(options.data, checkpoint)))
    if set(steps) & {"evaluate", "card"}:
        from training import card  # noqa: PLC0415

        out = options.out or (options.cache / "smoke" if options.smoke else None)
        card.report(options.data, out, write="card" in steps, most=SMOKE_SAMPLES if options.smoke else None)


if __name__ == "__main__":
    sys.exit(main())

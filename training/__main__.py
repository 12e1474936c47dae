"""`python -m training`: fetch, train, export, evaluate, card; suspects."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from inkling.errors import InklingError
from training import fetch
from training.data import DataError

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache" / "training"

SMOKE_SAMPLES = 200
"""Samples of each set that a smoke run is evaluated on."""


def main() -> int:
    """Run one step, or all of them; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument(
        "step",
        choices=("all", "fetch", "train", "export", "evaluate", "card", "suspects"),
        help="all: train, export, evaluate and card; suspects: ids of digits that look mislabelled",
    )
    parser.add_argument(
        "--data", type=Path, required=True, help="folder in the layout training/README.md gives"
    )
    parser.add_argument(
        "--cache", type=Path, default=CACHE, help="folder for rendered pictures and checkpoints"
    )
    parser.add_argument("--run", default="main", help="name of the run: its checkpoint lies in <cache>/<run>")
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
    steps = ("train", "export", "evaluate", "card") if options.step == "all" else (options.step,)
    if "fetch" in steps:
        fetch.fetch(options.data)
    if set(steps) & {"train", "export"}:
        # torch is needed only here: evaluating must work without it
        from training import pipeline  # noqa: PLC0415

        job = pipeline.job(options)
        if "train" in steps:
            pipeline.train(job)
        if "export" in steps:
            pipeline.export(job)
    if "suspects" in steps:
        from training import suspects  # noqa: PLC0415

        print("\n".join(suspects.suspects(options.data, options.cache / options.run / "checkpoint.pt")))
    if set(steps) & {"evaluate", "card"}:
        from training import card  # noqa: PLC0415

        out = options.out or (options.cache / "smoke" if options.smoke else None)
        card.report(options.data, out, write="card" in steps, most=SMOKE_SAMPLES if options.smoke else None)


if __name__ == "__main__":
    sys.exit(main())

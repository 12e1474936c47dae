"""The steps that need torch: from data to a checkpoint, from a checkpoint to the model and its description."""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from inkling import normalise, render
from inkling.model import CARD_PATH, MODEL_PATH
from inkling.native import OnnxRuntimeSession
from inkling.session import as_input
from training import calibrate, fit, sources, splits
from training.cache import ONE
from training.data import DataError
from training.export import to_onnx
from training.metrics import calibration_error, softmax
from training.net import SMOKE_SHAPE, TEACHER_SHAPE, Net, Shape, fused, parameter_count, product

SURE, FAIRLY_SURE = 0.99, 0.75
"""Calibrated confidence called sure and fairly sure: one in a hundred of the former may be wrong, one in four of the
latter."""

UNCLEAR = frozenset(("part", "omniglot_small"))
"""Held-out parts with some ink of a digit's shape: no temperature is to make sense of them."""

TEACHER, TWIN, FINAL = "teacher", "twin", "final"
"""The fits, in order: the teacher; its pupil without the held-out writers, which judges the recipe and sets
temperatures and threshold, both for each fold; the same on everybody's ink, which is shipped."""

PUPIL = fit.Recipe(steps=13000, cool_down=4500, pictures_only=5000, distil=0.7)

RECIPES = {
    TEACHER: fit.Recipe(steps=5500, cool_down=2000, pictures_only=2000),
    TWIN: PUPIL,
    FINAL: PUPIL,
}

SMOKE_PLAN = sources.Plan(
    ink_variants=1,
    gestured_variants=1,
    rarer_variants=1,
    blended=200,
    negative_variants=1,
    scribbles=200,
    several=200,
    segments=200,
    limit=500,
)
SMOKE_RECIPE = fit.Recipe(
    steps=150, batch=128, warm_up=20, cool_down=60, average=0.95, report_every=50, save_every=100
)

TORCH_TOLERANCE = 1e-4
"""Largest difference of a probability between torch and onnxruntime; more is a fault of the export."""


@dataclass(frozen=True, slots=True)
class Job:
    """One fit, and what is made of it."""

    data: Path
    cache: Path
    runs: Path
    name: str
    model: Path
    description: Path
    plan: sources.Plan
    recipe: fit.Recipe
    shape: Shape
    threads: int

    def checkpoint(self, name: str) -> Path:
        """Where the checkpoint of a fit with this one's seed lies."""
        return self.runs / f"{name}-{self.recipe.seed}" / "checkpoint.pt"


def job(options: argparse.Namespace, name: str) -> Job:
    """The fit of that name as the command line asks for it.

    Raises DataError for a seed that has no fold.
    """
    fold = options.seed - splits.FIRST_SEED
    if not 0 <= fold < len(splits.FOLDS):
        last = splits.FIRST_SEED + len(splits.FOLDS) - 1
        raise DataError(
            f"expected a seed from {splits.FIRST_SEED} to {last}, one for each fold, got {options.seed}"
        )
    smoke = bool(options.smoke)
    recipe = SMOKE_RECIPE if smoke else RECIPES[name]
    values = asdict(recipe) | {"seed": options.seed, "distil": RECIPES[name].distil}
    if options.steps:
        values["steps"] = options.steps
    runs = options.cache / "smoke" if smoke else options.cache
    out = options.out or (runs if smoke else None)
    plan = replace(SMOKE_PLAN if smoke else sources.Plan(), fold=fold, everyone=name == FINAL)
    if name == TEACHER:
        plan = replace(plan, rarer_share=0.0)
    return Job(
        data=options.data,
        cache=options.cache / "pictures",
        runs=runs,
        name=name,
        model=out / MODEL_PATH.name if out else MODEL_PATH,
        description=out / CARD_PATH.name if out else CARD_PATH,
        plan=plan,
        recipe=fit.Recipe(**values),
        shape=SMOKE_SHAPE if smoke else TEACHER_SHAPE if name == TEACHER else Shape(),
        threads=options.threads,
    )


def twins(options: argparse.Namespace) -> list[Job]:
    """The twins of all folds, of the first alone in a smoke run, each with its model beside its checkpoint."""
    result = []
    for fold in range(1 if options.smoke else len(splits.FOLDS)):
        own = argparse.Namespace(**(vars(options) | {"seed": splits.FIRST_SEED + fold, "out": None}))
        twin = job(own, TWIN)
        folder = twin.checkpoint(TWIN).parent
        result.append(replace(twin, model=folder / MODEL_PATH.name, description=folder / CARD_PATH.name))
    return result


def train(job: Job) -> None:
    """Fit and leave a checkpoint in the fit's folder; goes on where an earlier one stopped."""
    if fit.finished(job.checkpoint(job.name), job.shape, job.recipe):
        print(f"{job.checkpoint(job.name).parent.name} is fitted", flush=True)
        return
    torch.set_num_threads(job.threads)
    began = time.monotonic()
    print("rendering", flush=True)
    parts = sources.sources(job.data, job.cache, job.plan, job.threads, splits.mislabelled())
    held = sources.held(job.data, job.cache, job.plan, job.threads)
    print(f"fitting after {time.monotonic() - began:.0f} s", flush=True)
    teacher = fused(fit.load(job.checkpoint(TEACHER))) if job.recipe.distil else None
    net = fit.fit(parts, held, job.shape, job.recipe, job.checkpoint(job.name).parent, teacher)
    print(f"{parameter_count(net)} parameters, {time.monotonic() - began:.0f} s in all", flush=True)


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """What the held-out parts say: divisors of the logits, and least P(one digit) of what is read.

    pictures: uint8 [n, 5, 28, 28], those of the first part.
    """

    digits: float
    kind: float
    digit_min: float
    figures: dict[str, Any]
    pictures: NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class _Judged:
    """A held-out part of all folds together and the logits of the twins that have not seen it."""

    kind: int
    labels: NDArray[np.int64]
    digits: NDArray[np.float32]
    kinds: NDArray[np.float32]


def calibration(twins: Sequence[Job]) -> Calibration:
    """From the held-out parts of all folds, each judged by the twin that has not seen it.

    Raises DataError for a twin that is not fitted yet.
    """
    folds = []
    pictures = []
    for twin in twins:
        path = twin.checkpoint(TWIN)
        if not path.exists():
            raise DataError(
                f"expected the twin of a fold at {path}, found none: run `python -m training seeds` first"
            )
        held = sources.held(twin.data, twin.cache, twin.plan, twin.threads)
        folds.append({part.name: _judged(fit.load(path), part) for part in held})
        pictures.append(held[0].images)
    parts = {name: _together([fold[name] for fold in folds]) for name in folds[0]}
    digits = {name: part for name, part in parts.items() if part.kind == ONE}
    ink = _together([part for name, part in digits.items() if name != "mnist"])
    digit_temperature = calibrate.temperature(ink.digits, ink.labels)
    clear = [part for name, part in parts.items() if name not in UNCLEAR]
    kinds = np.concatenate([np.full(len(part.labels), part.kind) for part in clear])
    kind_temperature = calibrate.temperature(np.concatenate([part.kinds for part in clear]), kinds)
    digit_min = calibrate.threshold([_one(part, kind_temperature) for part in digits.values()])
    probabilities = softmax(ink.digits / digit_temperature)
    confidence, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == ink.labels
    figures: dict[str, Any] = {
        name: _held_figures(part, digit_min, kind_temperature) for name, part in parts.items()
    }
    figures["ink_ece"] = calibration_error(confidence, right)
    return Calibration(digit_temperature, kind_temperature, digit_min, figures, pictures[0])


def _judged(net: Net, part: sources.Held) -> _Judged:
    digits, kinds = fit.outputs_of(net, part.images)
    return _Judged(part.kind, part.labels.astype(np.int64), digits, kinds)


def _together(parts: Sequence[_Judged]) -> _Judged:
    return _Judged(
        parts[0].kind,
        np.concatenate([part.labels for part in parts]),
        np.concatenate([part.digits for part in parts]),
        np.concatenate([part.kinds for part in parts]),
    )


def _one(part: _Judged, kind_temperature: float) -> NDArray[np.float64]:
    return np.asarray(softmax(part.kinds / kind_temperature)[:, ONE], dtype=np.float64)


def export(job: Job, found: Calibration) -> None:
    """Write the ONNX file of the fit `job.name` and what made it.

    Temperatures and threshold are the twins', which have not seen the writers they are judged by: a fit that has seen
    them would seem surer than it is.
    """
    net = fit.load(job.checkpoint(job.name))
    shipped = product(net, found.digits, found.kind)
    content = to_onnx(shipped, {"net": repr(job.shape), "seed": str(job.recipe.seed)})
    job.model.parent.mkdir(parents=True, exist_ok=True)
    job.model.write_bytes(content)
    description = {
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
        "parameters": parameter_count(net),
        "thresholds": {"kind_digit_min": found.digit_min},
        "certainty": {"sure": SURE, "fairly_sure": FAIRLY_SURE},
        "temperature": {"digits": found.digits, "kind": found.kind},
        "held_out": found.figures,
        "torch_difference": torch_difference(shipped, found.pictures, content),
        "made_by": {
            "shape": asdict(job.shape),
            "teacher": asdict(fit.load(job.checkpoint(TEACHER)).shape),
            "recipe": asdict(job.recipe),
            "plan": asdict(job.plan),
            "held_contributors": [sorted(fold.contributors) for fold in splits.FOLDS],
            "stroke_width": normalise.STROKE_WIDTH,
            "edge": render.EDGE,
            "torch": torch.__version__,
        },
    }
    job.description.write_text(json.dumps(description, indent=1) + "\n", encoding="utf-8")
    print(
        f"{job.model}: {len(content)} bytes, temperature {found.digits:.3f}, digit_min {found.digit_min:.3f}"
    )


def torch_difference(net: Net, images: np.ndarray[Any, np.dtype[np.uint8]], content: bytes) -> float:
    """Largest difference of a digit's probability between torch and the ONNX file in onnxruntime.

    Raises ValueError beyond TORCH_TOLERANCE.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.onnx"
        path.write_bytes(content)
        ours = softmax(OnnxRuntimeSession(path).run_now(as_input(images)).digits)
    theirs = softmax(fit.outputs_of(net, images)[0])
    difference = float(np.abs(ours - theirs).max())
    if difference > TORCH_TOLERANCE:
        raise ValueError(f"expected torch and ONNX within {TORCH_TOLERANCE}, got {difference}")
    return difference


def _held_figures(part: _Judged, digit_min: float, kind_temperature: float) -> dict[str, float]:
    refused = float((_one(part, kind_temperature) < digit_min).mean())
    figures = {"samples": float(len(part.labels)), "refused": refused}
    if part.kind == ONE:
        figures["accuracy"] = float((part.digits.argmax(axis=1) == part.labels).mean())
    return figures
